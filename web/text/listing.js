/** What the tutorial began with; apart from the presets, which an article without a menu of texts does not load. */

/** The two sentences of the tutorial this page grew out of. */
export const LISTING_TEXT = '你好李焕英\n夏洛特烦恼';

/**
 * The settings of the tutorial's network, small enough to be read in full: plain SGD on the sum of a sentence's losses. Presets
 * and lessons that follow the tutorial name them; elsewhere settings are chosen from the text.
 */
export const TUTORIAL_SETTINGS = Object.freeze(
  /** @type {const} */ ({
    cell: 'rnn',
    activation: 'tanh',
    hiddenSize: 16,
    layers: 1,
    bias: false,
    initialization: 'listing',
    optimizer: 'sgd',
    learningRate: 0.1,
    clipNorm: 0,
    schedule: 'constant',
    reduction: 'sum',
    batchSize: 1,
    truncate: 0,
    // The two sentences are learned within about ten epochs: a curve needs a point for each.
    evaluateEvery: 1,
  }),
);
