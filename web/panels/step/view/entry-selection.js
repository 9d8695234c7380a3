/**
 * The entry that the reader follows from stage to stage, and what a screen reader announces of a stage.
 */
import { entryFor } from '../model/selection.js';

/**
 * @typedef {import('../model/walk.js').Walk} Walk
 * @typedef {import('../model/stage.js').Stage} Stage
 * @typedef {import('../model/quantity.js').Axis} Axis
 * @typedef {import('../model/selection.js').SelectedEntry} SelectedEntry
 * @typedef {{row: number, rowAxis: Axis, column: number, columnAxis: Axis, timeStep: number}} Selection an entry selected
 *   at a time step
 */

/** @type {readonly Selection[]} */
export const NO_SELECTIONS = [];

/** More than there are kinds of axes: older selections can have no effect. */
const MAX_SELECTIONS = 12;

/** @param {readonly Selection[]} selections the latest first @param {Selection} latest */
export const withSelection = (selections, latest) => [latest, ...selections].slice(0, MAX_SELECTIONS);

/**
 * A unit stays selected from stage to stage, a token only within its time step, since every step has its own: rows default to
 * the target token, columns to the input token.
 * @param {Stage} stage
 * @param {Walk} walk
 * @param {readonly Selection[]} selections the latest first
 * @returns {SelectedEntry}
 */
export function selectedEntryFor({ timeStep }, { trace }, selections) {
  const t = Math.max(0, timeStep);
  const row = (/** @type {Axis} */ axis) =>
    selections.find((one) => one.rowAxis === axis && isStillSelected(one, axis, timeStep))?.row;
  const column = (/** @type {Axis} */ axis) =>
    selections.find((one) => one.columnAxis === axis && isStillSelected(one, axis, timeStep))?.column;
  return {
    rows: {
      unit: row('unit') ?? 0,
      source: row('source') ?? 0,
      token: row('token') ?? Math.max(0, trace.targets[t]),
      parameter: row('parameter') ?? 0,
      one: 0,
    },
    columns: {
      unit: column('unit') ?? 0,
      source: column('source') ?? 0,
      token: column('token') ?? Math.max(0, trace.inputs[t]),
      parameter: 0,
      one: 0,
    },
  };
}

/** @param {Selection} selection @param {Axis} axis @param {number} timeStep */
const isStillSelected = (selection, axis, timeStep) => axis !== 'token' || selection.timeStep === timeStep;

/**
 * @param {Stage} stage
 * @param {Walk} walk
 * @param {import('../labels.js').Labels} labels
 * @param {import('../../../i18n/index.js').Translator} t
 * @param {readonly Selection[]} selections
 * @returns {string} phase, time step, title and the selected entry with its value
 */
export function announcementOf(stage, walk, labels, t, selections) {
  const { result } = stage.blocks[0].equations[stage.blocks[0].equations.length - 1];
  const { row, column } = entryFor(result, selectedEntryFor(stage, walk, selections));
  const indices = [
    ...(result.rows > 1 ? [labels.long(result.rowAxis, row, result.rows)] : []),
    ...(result.columns > 1 ? [labels.long(result.columnAxis, column, result.columns)] : []),
  ];
  return t(stage.timeStep < 0 ? 'step.announcement' : 'step.announcementAt', {
    phase: t(`step.phase.${stage.phase}`),
    t: walk.stepNumber(Math.max(0, stage.timeStep)),
    title: t.dynamic(`step.title.${stage.kind}`),
    name: [labels.spoken(result), ...indices].join(', '),
    value: t.format.number(result.values[row * result.columns + column], 3),
  });
}
