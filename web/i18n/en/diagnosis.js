/** What is wrong with a training run, why, and what the button does that mends it. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  diverged:
    'The loss is no longer a finite number: at a learning rate of {rate} each update made it worse. Training has stopped.',
  tooHigh:
    'The loss is higher than before training: at a learning rate of {rate} the updates overshoot. Try a smaller rate, or let the page choose.',
  oscillating:
    'The loss has stopped falling: at a learning rate of {rate} the updates are too large for this text and undo one another.',
  plateauTooHigh:
    'The loss has stopped falling far above what is possible on this text: a learning rate of {rate} is far too large for this optimizer; {to} suits it.',
  spiking: 'The text had been learned, then the loss spiked: near the minimum a learning rate of {rate} is too large.',
  tooLow: 'The loss hardly moves: with this optimizer a learning rate of {rate} is very small.',
  truncated: ({ truncate, longest }, f) =>
    `The loss has stopped falling: the gradient goes back only ${f.plural(truncate, { one: '# time step', other: '# time steps' })}, but the longest line has ${f.integer(longest)} tokens.`,
  tooSmall: ({ hiddenSize }, f) =>
    `The loss has stopped falling: ${f.plural(hiddenSize, { one: '# hidden unit', other: '# hidden units' })} cannot hold what has to be remembered of this text.`,
  forgetting:
    'The loss has stopped falling: something must be remembered for {context} tokens or more, and this cell forgets it.',
  linear: 'The loss has stopped falling: without a nonlinear activation the network can only add up what it has read.',
  stuck: 'The loss has stopped falling far above what is possible on this text.',
  'mend.choose': 'Restart with settings that fit the text: {changes}',
  'mend.set': 'Restart with {changes}',
  'mend.live': 'Go on with {changes}',
  mended: 'Changed: {changes}.',
});
