/** For the tests of the words in a language of another script: what is still English there. */

/** Names of this field, of types and of what is learned, as Chinese textbooks write them, too. */
const names = new Set(
  'RNN GRU LSTM BPTT SGD Adam AdamW Adagrad RMSprop RMSProp Nesterov float abab logit tanh ReLU Xavier Glorot PyTorch numpy Playground English UTF ln exp max Top top'.split(
    ' ',
  ),
);

/**
 * Words of English: three letters or more, beside no letters of another script, not names, and not those of matrices (weight_ih_l0).
 * @param {string} text
 */
export function english(text) {
  if (/(?!\p{Script=Latin}|\p{Script=Greek})\p{L}/u.test(text)) return [];
  const words = text.replace(/\b\w*_\w*(\[[^\]]*\])?/g, ' ').match(/[A-Za-z]{3,}/g) ?? [];
  return words.filter((word) => !names.has(word));
}
