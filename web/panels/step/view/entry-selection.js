/**
 * Which entry the reader follows from stage to stage, and what a screen reader is told of a stage.
 */
import { entryFor } from '../model/selection.js';

/**
 * @typedef {import('../model/walk.js').Walk} Walk
 * @typedef {import('../model/stage.js').Stage} Stage
 * @typedef {import('../model/quantity.js').Axis} Axis
 * @typedef {import('../model/selection.js').Choice} Choice
 * @typedef {{row: number, rowAxis: Axis, column: number, columnAxis: Axis, step: number}} Chosen an entry that was chosen
 *   at a time step
 */

/** @type {readonly Chosen[]} */
export const noChoice = [];

/** So many choices are remembered: more than there are kinds of axes. */
const MAX_CHOICES = 12;

/** @param {readonly Chosen[]} choices the latest first @param {Chosen} chosen */
export const withChoice = (choices, chosen) => [chosen, ...choices].slice(0, MAX_CHOICES);

/**
 * A unit stays chosen; a token only within its time step, because every step has its own: by default a row is about the
 * token that should come next, and a column about the one that is read.
 * @param {Stage} stage
 * @param {Walk} walk
 * @param {readonly Chosen[]} choices the latest first
 * @returns {Choice}
 */
export function choiceFor({ t }, { trace }, choices) {
  const step = Math.max(0, t);
  const row = (/** @type {Axis} */ axis) => choices.find((one) => one.rowAxis === axis && lasts(one, axis, t))?.row;
  const column = (/** @type {Axis} */ axis) =>
    choices.find((one) => one.columnAxis === axis && lasts(one, axis, t))?.column;
  return {
    rows: {
      unit: row('unit') ?? 0,
      source: row('source') ?? 0,
      token: row('token') ?? Math.max(0, trace.targets[step]),
      parameter: row('parameter') ?? 0,
      one: 0,
    },
    columns: {
      unit: column('unit') ?? 0,
      source: column('source') ?? 0,
      token: column('token') ?? Math.max(0, trace.inputs[step]),
      parameter: 0,
      one: 0,
    },
  };
}

/** @param {Chosen} chosen @param {Axis} axis @param {number} t */
const lasts = (chosen, axis, t) => axis !== 'token' || chosen.step === t;

/**
 * @param {Stage} stage
 * @param {Walk} walk
 * @param {import('../labels.js').Labels} labels
 * @param {import('../../../i18n/index.js').Translator} t
 * @param {readonly Chosen[]} choices
 */
export function announcementOf(stage, walk, labels, t, choices) {
  const { result } = stage.blocks[0].equations[stage.blocks[0].equations.length - 1];
  const { row, column } = entryFor(result, choiceFor(stage, walk, choices));
  const places = [
    ...(result.rows > 1 ? [labels.long(result.rowAxis, row, result.rows)] : []),
    ...(result.columns > 1 ? [labels.long(result.columnAxis, column, result.columns)] : []),
  ];
  return t(stage.t < 0 ? 'step.announcement' : 'step.announcementAt', {
    phase: t(`step.phase.${stage.phase}`),
    t: walk.number(Math.max(0, stage.t)),
    title: t.dynamic(`step.title.${stage.kind}`),
    name: [labels.spoken(result), ...places].join(', '),
    value: t.format.number(result.values[row * result.columns + column], 3),
  });
}
