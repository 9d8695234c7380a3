/** @type {import('../index.js').Strings} */
export default {
  heading: 'Gradient flow',
  lede: 'How much of the gradient of a step is left when it arrives k steps earlier: vanishing and exploding, of this very network.',
  explanation:
    'The loss of step t is sent back through time. At each earlier step t − k the engine takes the norm of ∂L/∂h, and averages over all t. The scale is logarithmic: a straight line downwards means that every step back multiplies the gradient by the same factor below 1, and it vanishes; a line upwards, that it explodes. “relative to k = 0” divides each curve by its own first value: what counts is how fast it falls, not where it starts.\n\nIn a plain RNN each step back is a multiplication by Wᵀ and by 1 − h². Repeated, that shrinks or grows exponentially. A GRU and an LSTM have a second way back, past the matrix: where z or f is near 1 the gradient goes through unchanged.\n\n“Compare” trains the two other cells on the same text, from the same seed, for as many steps as this network has had, and asks them the same question. Longer sentences show more: take a poem, or all sentences in a row.',
  whole: 'all sentences in a row',
  relative: 'relative to k = 0',
  compare: 'Compare with the other cells',
  working: ({ count }, f) => `training the other cells for ${f.integer(count)} ${count === 1 ? 'step' : 'steps'} …`,
  compared: ({ count }, f) =>
    `The other cells: same text and seed, trained for ${f.integer(count)} ${count === 1 ? 'step' : 'steps'}.`,
  outdated: ({ count }, f) =>
    `The other cells, drawn faint, are as they were after ${f.integer(count)} ${count === 1 ? 'update' : 'updates'}; compare again.`,
  distance: 'steps back, k',
  chart: 'Mean norm of the gradient against distance',
  chartRelative: 'Mean norm of the gradient relative to that at k = 0, against distance',
};
