/** Runs of models that are gone, for comparison: thin copies of their curves. */
import { LossHistory } from './history-columns.js';
import { changedNames } from './form.js';
import { applies, settingsTable } from './settings.js';

const MAX_RUNS = 8;
/** Rows of a faint line in the background. */
const MAX_ROWS = 2048;

/**
 * @typedef {object} Run
 * @property {number} id
 * @property {import('./settings.js').Settings} settings
 * @property {LossHistory} history
 * @property {number} vocabularySize
 */

/** What makes the data a network learns. */
const textNames = Object.keys(settingsTable).filter((name) => settingsTable[name].group === 'text');

/**
 * Losses on different texts cannot be compared: with another text there are no earlier runs.
 * @param {readonly Run[]} runs oldest first
 * @param {Omit<Run, 'id'>} run that ended
 * @param {import('./settings.js').Settings} next settings of the one that begins
 * @returns {readonly Run[]} with this one, if it has a curve
 */
export function withRun(runs, { settings, history, vocabularySize }, next) {
  if (textNames.some((name) => settings[name] !== next[name])) return Object.freeze([]);
  if (history.length < 2) return runs;
  const copy = new LossHistory(MAX_ROWS);
  copy.append(history.all());
  const id = (runs.at(-1)?.id ?? 0) + 1;
  return Object.freeze([...runs, { id, settings, history: copy, vocabularySize }].slice(-MAX_RUNS));
}

/**
 * @param {import('./settings.js').Settings} settings
 * @param {import('./settings.js').Settings} others
 * @returns {string[]} names of the settings by which two networks differ; what has no effect on either makes no difference
 */
export function differingNames(settings, others) {
  return changedNames(others, settings).filter(
    (name) => settingsTable[name].effect !== 'page' && (applies(name, settings) || applies(name, others)),
  );
}
