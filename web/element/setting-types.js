/**
 * The settings' names and types, for the part of the element that is loaded first: the table that they come from
 * (web/state/settings.js) is loaded when the element starts. tests/web/element.test.js compares the two.
 */
const NAMES_BY_TYPE = Object.freeze({
  text: 'text beginning',
  list: 'panels',
  boolean: 'bias shuffle movingWindows autoplay',
  choice:
    'cell activation initialization precision arithmetic optimizer schedule reduction unit endOfSentence strategy paceUnit lossScale language theme',
  number:
    'hiddenSize layers forgetBias seed learningRate momentum decay beta1 beta2 epsilon weightDecay clipNorm warmupSteps totalSteps steadySteps evaluateEvery batchSize truncate shards evaluationSample heldOut streams temperature topK topP beamWidth length pace',
});

/** @typedef {keyof typeof NAMES_BY_TYPE} Type */

/** Type by name. @type {ReadonlyMap<string, Type>} */
export const SETTING_TYPES = new Map(
  /** @type {Type[]} */ (Object.keys(NAMES_BY_TYPE)).flatMap((type) =>
    NAMES_BY_TYPE[type].split(' ').map((name) => /** @type {const} */ ([name, type])),
  ),
);

/** @param {string} name @returns {string} of its attribute */
export const attributeOf = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * What an attribute says, before the element has started and knows better.
 *
 * @param {string | null} text
 * @param {Type} type
 * @returns {string | number | boolean | readonly string[] | undefined} undefined: nothing, or nothing of this type
 */
export function readAttribute(text, type) {
  if (text === null) return undefined;
  if (type === 'list') return Object.freeze(text.split(',').map((item) => item.trim()));
  if (type === 'boolean') return !['false', '0', 'no', 'off'].includes(text.trim().toLowerCase());
  if (type !== 'number') return text;
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? undefined : number;
}
