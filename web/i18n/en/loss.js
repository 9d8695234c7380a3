/** @type {import('../index.js').Strings} */
export default {
  heading: 'Loss',
  lede: 'How surprised the network is by the next token, on average. Lower is better; 0 is certainty.',
  explanation:
    'The loss is the mean cross-entropy: for every token of the text, −ln of the probability the network gave to the token that really came next, averaged. If that probability is 1 the loss is 0.\n\nA network that knows nothing gives each of the |V| tokens of the vocabulary the same probability 1/|V|, and its loss is −ln(1/|V|) = ln |V|. That is the dotted line, and that is why training starts near it. A loss of L means the network is as unsure as if it had to choose among e^L equally likely tokens; that number is called the perplexity.\n\nThe gray lines are earlier runs. Where the rule of the tutorial halves the learning rate, a small triangle stands above the curve.',
  chart: 'Loss by epoch',
  training: 'training',
  heldOut: 'held-out',
  running: 'per update',
  updates: 'updates',
  epochs: 'epoch',
  guessing: 'uniform guess: ln {size} = {loss}',
  logarithmic: 'Logarithmic',
  clear: 'Clear earlier runs',
  halvedShort: 'rate {from} → {to}',
  halved:
    'Epoch {epoch}: the loss had risen from {before} to {loss}, so the learning rate was halved, from {from} to {to}.',
  sameSettings: 'same settings',
  otherSeed: 'same settings, seed\u00a0{seed}',
  worseThanGuessing:
    'The loss stays above ln |V|: the network does worse than a uniform guess, because its updates are too large for this text.',
  steadier: 'Restart with safer settings: mean loss, Adam {learningRate}, gradient clipped at {clipNorm}',
  steps: ({ count }, f) => `${f.integer(count)} ${count === 1 ? 'update' : 'updates'}`,
  time: '{time} of training',
  speed: '{speed} tokens/s',
  rate: 'learning rate {rate}',
};
