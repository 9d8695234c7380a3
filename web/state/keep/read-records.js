/**
 * What was kept as JSON, read back. A later version of the page, or another program of the same site, may have written it: of each
 * value only what is of the right kind is taken, the rest is as if nothing had been kept of it.
 */
import { settingNames } from '../settings.js';
import { fromBytes } from './records.js';

/**
 * @typedef {import('./restore.js').Work} Work
 * @typedef {import('./writer.js').About} About
 */

/** The points of a picture, at most. */
const MAX_POINTS = 1000;

/** @param {unknown} value @returns {Record<string, unknown>} without anything if it is no object */
const objectOf = (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {});
const stringOf = (/** @type {unknown} */ value) => (typeof value === 'string' ? value : '');
const numberOf = (/** @type {unknown} */ value) => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
/** @param {unknown} value @returns {string[]} */
const stringsOf = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []);

/** @param {unknown} value @returns {import('./restore.js').Spelled} */
const spelledOf = (value) =>
  Object.fromEntries(
    Object.entries(objectOf(value)).flatMap(([key, text]) => (typeof text === 'string' ? [[key, text]] : [])),
  );

/** @param {unknown} value @returns {import('./restore.js').LessonPlace} */
function lessonOf(value) {
  const { lesson, place, entered, met, own } = objectOf(value);
  if (typeof lesson !== 'string' || typeof place !== 'number' || !Number.isSafeInteger(place)) return null;
  return { lesson, place, entered: entered !== false, met: met === true, own: spelledOf(own) };
}

/** @param {Uint8Array | undefined} bytes @returns {Work | null} null: there is none */
export function workIn(bytes) {
  const value = fromBytes(bytes);
  if (value === undefined) return null;
  const { given, own, hidden, training, selfStarted, finishedLessons, place } = objectOf(value);
  const { panel, lesson } = objectOf(place);
  return {
    ...{ given: spelledOf(given), own: spelledOf(own) },
    hidden: stringsOf(hidden).filter((name) => settingNames.includes(name)),
    ...{ training: training === true, selfStarted: selfStarted === true },
    finishedLessons: stringsOf(finishedLessons),
    place: { panel: stringOf(panel), lesson: lessonOf(lesson) },
  };
}

/** @param {Uint8Array | undefined} bytes @returns {About} */
export function aboutIn(bytes) {
  const about = objectOf(fromBytes(bytes));
  const { group, name, title, cell, loss, curve } = about;
  return {
    ...{ group: stringOf(group), name: stringOf(name), title: stringOf(title), cell: stringOf(cell) },
    ...{ hiddenSize: numberOf(about.hiddenSize), epoch: numberOf(about.epoch) },
    loss: typeof loss === 'number' ? loss : null,
    curve: (Array.isArray(curve) ? curve.slice(0, MAX_POINTS) : []).map((one) => (typeof one === 'number' ? one : NaN)),
    ...{ created: numberOf(about.created), changed: numberOf(about.changed) },
  };
}
