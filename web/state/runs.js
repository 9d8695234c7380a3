/** Runs of models that are gone, for comparison: thin copies of their curves. */
import { LossHistory } from './columns.js';
import { changedNames } from './form.js';
import { settingsTable } from './settings.js';

const MOST_RUNS = 8;
/** Rows of a faint line in the background. */
const MOST_ROWS = 2048;

/**
 * @typedef {object} Run
 * @property {number} id
 * @property {Readonly<Record<string, unknown>>} label engine and text settings that the model after it had otherwise, with this
 *   run's values; the text itself as true
 * @property {import('./settings.js').Settings} settings
 * @property {LossHistory} history
 * @property {number} vocabularySize
 */

/**
 * @param {readonly Run[]} runs oldest first
 * @param {Omit<Run, 'id'|'label'>} run that ended
 * @param {import('./settings.js').Settings} next settings of the model after it
 * @returns {readonly Run[]} with this one, if it has a curve
 */
export function withRun(runs, { settings, history, vocabularySize }, next) {
  if (history.length < 2) return runs;
  const copy = new LossHistory(MOST_ROWS);
  copy.append(history.all());
  const names = changedNames(settings, next).filter((name) => settingsTable[name].effect !== 'page');
  const label = Object.freeze(Object.fromEntries(names.map((name) => [name, name === 'text' ? true : settings[name]])));
  const id = (runs.at(-1)?.id ?? 0) + 1;
  return Object.freeze([...runs, { id, label, settings, history: copy, vocabularySize }].slice(-MOST_RUNS));
}
