export default /** @satisfies {import('../index.js').Strings} */ ({
  lede: 'How much of the gradient of one time step is left k steps earlier: vanishing and exploding gradients, in this very network.',
  explanation:
    'Only the loss of one time step t is sent back through time. At each earlier step t − k the engine takes the norm of its derivative with respect to everything the network carried on from there: ∂L/∂h, and in an LSTM ∂L/∂(h, c), hidden and cell state together. With several layers it is the state of the top one. “Relative to k = 0” divides it by the norm at the step itself: what is left of this step’s gradient k steps back. The scale is logarithmic: a straight line downward means that every step back multiplies the gradient by the same factor below 1, and it vanishes; a line upward, that it explodes. You choose the step; “mean of all steps” averages over every step that reaches back so far, so each point averages over different steps.\n\nIn a plain RNN each step back is a multiplication by Wᵀ and by 1 − h². Repeated, that shrinks or grows exponentially. A GRU and an LSTM have a second way back, past the matrix: where the gate z or f is near 1 the gradient goes through almost unchanged. Where it is not, the gates help little: at z = ½ half of it is gone at every step, and a network that has not needed a long memory so far has not learned to keep z open.\n\nStep through can show larger gradients at early steps: there every step has a loss of its own, and the early steps collect what all the later ones send back.\n\n“Compare” trains the two other cells on the same text, from the same seed, for as many updates as this network has had, and asks them the same question. Longer sentences show more: take a poem, or all sentences in a row.',
  whole: 'All sentences in a row',
  origin: 'Send back the loss of step',
  mean: 'mean of all steps',
  relative: 'Relative to k = 0',
  compare: 'Compare with the other cells',
  working: ({ count }, f) =>
    `training the other cells for ${f.plural(count, { one: '# update', other: '# updates' })} …`,
  failed: 'The other cells could not be trained: their engine stopped. Compare again.',
  compared: ({ count }, f) =>
    `The other cells: same text and seed, trained for ${f.plural(count, { one: '# update', other: '# updates' })}.`,
  outdated: ({ count }, f) =>
    `The other cells, drawn faint, are as they were after ${f.plural(count, { one: '# update', other: '# updates' })}; compare again.`,
  distance: 'steps back, k',
  back: ({ count }, f) => `${f.plural(count, { one: '# step', other: '# steps' })} back`,
  backAt: ({ count, token }, f) => `${f.plural(count, { one: '# step', other: '# steps' })} back: ${token}`,
  chart: 'Norm of the gradient of step {step} against distance',
  chartRelative: 'Fraction of the gradient of step {step} that is left, against distance',
  chartMean: 'Norm of the gradient, mean of all steps, against distance',
  chartMeanRelative: 'Fraction of a step’s gradient that is left, mean of all steps, against distance',
  about:
    'Only the loss of step {step} is sent back here. In Step through every step has a loss of its own, and early steps collect the gradients of all later ones: that is why they can be larger there.',
  aboutMean:
    'Every step’s loss is sent back by itself, and the mean is taken over the steps that reach back k steps: over all at k = 0, over one at the far end.',
});
