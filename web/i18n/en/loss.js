/** @type {import('../index.js').Strings} */
export default {
  heading: 'Loss',
  lede: 'How surprised the network is by the next token, on average. Lower is better; 0 is certainty.',
  explanation:
    'The loss is the mean cross-entropy: for every token of the text, −ln of the probability the network gave to the token that really came next, averaged. If that probability is 1 the loss is 0.\n\nA network that knows nothing gives each of the V tokens the same probability 1/V, and its loss is −ln(1/V) = ln V. That is the dotted line, and that is why training starts near it. A loss of L means the network is as unsure as if it had to choose among e^L equally likely tokens; that number is called the perplexity.\n\nThe grey lines are earlier runs. Where the rule of the tutorial halves the learning rate, a small triangle stands above the curve.',
  chart: 'Loss by epoch',
  training: 'training',
  heldOut: 'held-out',
  running: 'as it trains',
  updates: 'updates',
  epochs: 'epoch',
  guessing: 'pure guessing: ln {size} = {loss}',
  logarithmic: 'Logarithmic',
  clear: 'Forget earlier runs',
  halvedShort: 'rate {from} → {to}',
  halved:
    'Epoch {epoch}: the loss had risen from {before} to {loss}, so the learning rate was halved, from {from} to {to}.',
  sameSettings: 'same settings',
  otherSeed: 'same settings, seed\u00a0{seed}',
  worseThanGuessing:
    'The loss stays above ln V: the network does worse than pure guessing, because its updates are too large for this text.',
  steadier: 'Begin anew with steadier updates: mean loss, Adam {learningRate}, gradient clipped at {clipNorm}',
  steps: ({ count }, f) => `${f.integer(count)} ${count === 1 ? 'update' : 'updates'}`,
  time: '{time} of training',
  speed: '{speed} tokens/s',
  rate: 'learning rate {rate}',
  mean: 'mean loss per token, nats',
  csv: 'Download as CSV',
  earlier: ({ count }) => (count === 1 ? 'an earlier run' : `${count} earlier runs`),
  earlierRun: 'earlier run: {name}',
  lowestShort: 'lowest: {loss}',
  atEpoch: ({ count }, f) => `epoch ${f.number(count, Number.isInteger(count) ? 0 : 2)}`,
  atUpdate: ({ count }, f) => `update ${f.integer(count)}`,
  lowest: 'The held-out loss was lowest at {place}: {loss}.',
  overfits:
    'From there on the network overfits: the training loss falls on, the held-out loss rises. Early stopping would keep the weights of that moment.',
};
