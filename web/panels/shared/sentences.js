/**
 * The sentences of a text that the reader can choose from in the panels that look at one sequence, and the engine call of
 * "Step through" for each.
 */
import { sourceOf } from '../../state/creation.js';
import { quoted } from '../../text/index.js';

/** Longer sentences are stepped through up to this time step only. */
export const MAX_STEPS = 12;

/**
 * @typedef {import('../../text/prepare.js').TextData} TextData
 * @typedef {object} Listed
 * @property {string} id
 * @property {'training' | 'heldOut'} which
 * @property {number} index in that set
 * @property {string} label its tokens
 * @property {number} length
 *
 * @typedef {Listed & {args: object}} Sentence args: of dryRunStep
 */

/** Length of a label, in tokens. */
const MAX_LABEL_TOKENS = 24;

/** Listed of each set, at most. */
const MAX_SENTENCES = 300;

/** @type {WeakMap<TextData, {list: readonly Listed[], more: Map<string, readonly Listed[]>}>} */
const lists = new WeakMap();

/**
 * @param {TextData} data
 * @param {string} [id] of one that is listed in any case, if the text has it: the network may be reading it
 * @returns {readonly Listed[]} cached by `data`, and by `id` where it is one more
 */
export function listSentences(data, id = '') {
  let known = lists.get(data);
  if (!known) {
    const list = /** @type {const} */ (['training', 'heldOut']).flatMap((which) =>
      data[which].slice(0, MAX_SENTENCES).map((_, index) => listedOf(data, which, index)),
    );
    known = { list, more: new Map() };
    lists.set(data, known);
  }
  const { list, more } = known;
  const [, which, digits] = /^(training|heldOut) (\d+)$/.exec(id) ?? [];
  const index = Number(digits);
  const set = /** @type {'training' | 'heldOut'} */ (which);
  if (!which || index < MAX_SENTENCES || !data[set][index]) return list;
  const longer = more.get(id) ?? [...list, listedOf(data, set, index)];
  // One at a time: a reading goes from one to the next.
  more.clear();
  more.set(id, longer);
  return longer;
}

/** @param {TextData} data @param {'training' | 'heldOut'} which @param {number} index @returns {Listed} */
function listedOf(data, which, index) {
  const { inputs } = data[which][index];
  return { id: `${which} ${index}`, which, index, label: labelOf(data, inputs), length: inputs.length };
}

/**
 * @param {TextData} data
 * @param {number} truncate length of a BPTT window; 0: none
 * @param {string} id of one that is listed in any case
 * @returns {Sentence[]}
 */
export function sentencesOf(data, truncate, id) {
  return listSentences(data, id).map((listed) => {
    const { which, index, length } = listed;
    const { inputs, targets } = data[which][index];
    // A stream of a long text is too long to be traced as a whole.
    const windowed = !data.long && truncate > 0 && truncate <= MAX_STEPS;
    const whole = sourceOf(data, which, index);
    const beginning = { inputs: inputs.slice(0, MAX_STEPS), targets: targets.slice(0, MAX_STEPS) };
    return { ...listed, args: length <= MAX_STEPS || windowed ? whole : beginning };
  });
}

/**
 * Windows that truncated BPTT cuts what is stepped through into.
 *
 * @param {Sentence} sentence
 * @param {number} truncate length of a window; 0: the whole is one
 */
export function windowsOf({ args, length }, truncate) {
  const { inputs } = /** @type {{ inputs?: ArrayLike<number> }} */ (args);
  return truncate > 0 ? Math.max(1, Math.ceil((inputs?.length ?? length) / truncate)) : 1;
}

/**
 * Options of a picker, grouped into training and held-out sentences if there are both.
 * @param {readonly Listed[]} sentences
 * @param {string | undefined} chosen its id
 * @param {import('../../i18n/index.js').Translator} t
 * @returns {import('./pickers.js').Option[]}
 */
export function sentenceOptions(sentences, chosen, t) {
  const mixed = sentences.some(({ which }) => which === 'heldOut');
  return sentences.map(({ id, label, which }) => ({
    value: id,
    text: label,
    chosen: id === chosen,
    group: mixed ? t(`sequence.${which}Group`) : undefined,
  }));
}

/** @param {TextData} data @param {Int32Array} inputs */
function labelOf({ vocabulary }, inputs) {
  const beginning = vocabulary.join(inputs.subarray(0, MAX_LABEL_TOKENS).filter((id) => id >= 0));
  return quoted(`${beginning}${inputs.length > MAX_LABEL_TOKENS ? '…' : ''}`);
}
