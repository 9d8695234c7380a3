/** English: what the page falls back to, and what the keys of all languages are taken from. */
import arithmetic from './arithmetic.js';
import charts from './charts.js';
import diagnosis from './diagnosis.js';
import errors from './errors.js';
import failures from './failures.js';
import headings from './headings.js';
import sequence from './sequence.js';
import issues from './issues.js';
import loss from './loss.js';
import network from './network.js';
import page from './page.js';
import panel from './panel.js';
import play from './play.js';
import predictions from './predictions.js';
import presets from './presets.js';
import reset from './reset.js';
import settings from './settings.js';
import text from './text.js';
import tokens from './tokens.js';
import writing from './writing.js';

export default {
  tag: 'en',
  units: { h: 'h', min: 'min', s: 's' },
  strings: {
    ...headings,
    arithmetic,
    charts,
    diagnosis,
    errors,
    failures,
    sequence,
    issues,
    loss,
    network,
    page,
    panel,
    play,
    predictions,
    presets,
    reset,
    settings,
    text,
    tokens,
    writing,
  },
  later: {
    lessons: () => import('./lessons.js'),
    step: () => import('./step.js'),
    states: () => import('./states.js'),
    weights: () => import('./weights.js'),
    memory: () => import('./memory.js'),
    check: () => import('./check.js'),
    flow: () => import('./flow.js'),
    race: () => import('./race.js'),
  },
};
