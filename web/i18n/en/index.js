/** English: what the page falls back to, and what the keys of all languages are taken from. */
import arithmetic from './arithmetic.js';
import charts from './charts.js';
import check from './check.js';
import diagnosis from './diagnosis.js';
import errors from './errors.js';
import failures from './failures.js';
import flow from './flow.js';
import sequence from './sequence.js';
import issues from './issues.js';
import lessons from './lessons.js';
import loss from './loss.js';
import memory from './memory.js';
import network from './network.js';
import page from './page.js';
import panel from './panel.js';
import play from './play.js';
import predictions from './predictions.js';
import presets from './presets.js';
import race from './race.js';
import reset from './reset.js';
import settings from './settings.js';
import states from './states.js';
import step from './step.js';
import text from './text.js';
import tokens from './tokens.js';
import weights from './weights.js';
import writing from './writing.js';

export default {
  tag: 'en',
  units: { h: 'h', min: 'min', s: 's' },
  strings: {
    arithmetic,
    charts,
    check,
    diagnosis,
    errors,
    failures,
    flow,
    sequence,
    issues,
    lessons,
    loss,
    memory,
    network,
    page,
    panel,
    play,
    predictions,
    presets,
    race,
    reset,
    settings,
    states,
    step,
    text,
    tokens,
    weights,
    writing,
  },
};
