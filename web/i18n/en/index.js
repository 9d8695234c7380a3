/** All strings by file; a key is 'file.key'. */
import charts from './charts.js';
import errors from './errors.js';
import failures from './failures.js';
import issues from './issues.js';
import loss from './loss.js';
import page from './page.js';
import panel from './panel.js';
import phases from './phases.js';
import play from './play.js';
import predictions from './predictions.js';
import presets from './presets.js';
import reset from './reset.js';
import settings from './settings.js';
import text from './text.js';
import tokens from './tokens.js';
import writing from './writing.js';

/** @type {Record<string, import('../index.js').Strings>} */
export default {
  charts,
  errors,
  failures,
  issues,
  loss,
  page,
  panel,
  phases,
  play,
  predictions,
  presets,
  reset,
  settings,
  text,
  tokens,
  writing,
};
