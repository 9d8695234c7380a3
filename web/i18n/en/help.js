/** What every setting does, for whoever points at its field. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  cell: 'How the hidden state is carried from one time step to the next. The plain RNN overwrites it at every step; GRU and LSTM have gates that decide what to keep.',
  activation:
    'The function that turns the sum of input and memory into the hidden state. “tutorial code” keeps the tutorial’s mistake: no tanh forward, but its derivative backward.',
  hiddenSize:
    'H, the length of the hidden state: all the network can remember at a time (an LSTM has a cell state c besides).',
  layers: 'Recurrent layers on top of each other; each reads the hidden state of the one below.',
  bias: 'Whether a constant is added to every sum. The tutorial’s network has none.',
  initialization: 'How the weights are drawn before training.',
  forgetBias:
    'Added to the bias of the LSTM’s forget gate at the start. With 1 or more the gate begins nearly open, and the network by remembering.',
  seed: 'Start of the random numbers. The same seed and settings give the same run, digit for digit.',
  precision: 'Digits the network computes with: about 7 (float32) or 16 (float64).',
  optimizer: 'How a gradient becomes a change of the weights. Its internal state is reset when you change it.',
  learningRate:
    'How far one update goes against the gradient. Too small: slow. Too large: the loss jumps or becomes infinite.',
  momentum: 'Fraction of the previous update that is carried into the next.',
  decay: 'How slowly the running mean of squared gradients forgets (PyTorch: alpha).',
  beta1: 'How slowly Adam’s running mean of gradients forgets.',
  beta2: 'How slowly Adam’s running mean of squared gradients forgets.',
  epsilon: 'A small number that keeps the optimizer from dividing by zero.',
  weightDecay: 'How strongly AdamW pulls all weights toward zero.',
  clipNorm: 'If the global gradient norm is larger than this, the whole gradient is scaled down to it. 0: never.',
  schedule:
    'How the learning rate changes by itself: not at all, halved whenever the loss has risen (the tutorial’s rule), along a cosine down to zero, or as one over the square root of the updates.',
  warmupSteps: 'Updates in which the learning rate rises from zero before the cosine begins.',
  totalSteps: 'The update at which the cosine has brought the learning rate to zero.',
  steadySteps:
    'After this many updates the learning rate begins to fall; after four times as many it is a half, after sixteen times a quarter.',
  evaluateEvery: 'Epochs between two points of the loss curve. The halving rule compares two such points.',
  reduction:
    'Whether the losses of an update’s tokens are added up or averaged before the gradient is taken. Adding makes updates larger.',
  batchSize: 'The batch size: how many sentences (or streams) are read side by side for an update. 0: all of them.',
  evaluationSample:
    'A point of the loss curve of a long text is measured on this many tokens of the training text, and on as many held-out ones: always the same, evenly spread. This runs beside the training and takes a hundredth of its time, at first a twentieth. 0: on the whole text, before an epoch.',
  movingWindows:
    'Each epoch begins with a window of another length, so that the gradient is not cut at the same places every time.',
  truncate:
    'The most time steps that the gradient goes back. Longer sequences are cut into windows of this length, and the hidden state is carried from one to the next (truncated BPTT). 0: all the way.',
  shuffle: 'Whether the sentences are reshuffled every epoch.',
  shards:
    'How many parts of a batch are computed at the same time, where there are processor cores for it. Their gradients are added.',
  arithmetic:
    '“Faster” may round a multiplication and an addition together (relaxed SIMD), which helps on some processors; the last digits then depend on the computer.',
  text: 'What the network learns: one sentence on each line.',
  unit: 'What is predicted one at a time: a character as a reader counts them, or a word.',
  endOfSentence:
    'What the last token of a sentence has to predict: an end mark ⏎, or the first token of the next sentence, as in the tutorial.',
  heldOut:
    'Fraction of the sentences that is never trained on. Its loss tells generalization from memorization (overfitting). 0.2 is one in five.',
  streams:
    '0: each line is a sentence by itself. 1 or more: all lines are one long text, cut into this many pieces, which are read side by side. A BPTT length is chosen with it, unless you have set one.',
  beginning: 'What the network goes on from.',
  strategy:
    'How the next token is chosen: sampled by its probability, always the most probable (greedy), or the most probable sequence as a whole (beam search).',
  temperature: 'The logits are divided by it. Below 1 the network plays it safe, above 1 it takes risks.',
  topK: 'Only the k most probable tokens may be drawn. 0: all.',
  topP: 'Only the most probable tokens that together reach this probability may be drawn. 1: all.',
  beamWidth: 'How many candidates beam search keeps at a time.',
  length: 'The largest number of tokens that is written.',
  pace: 'Updates or epochs per second, to watch it learn. 0: full speed.',
  paceUnit: 'Whether the speed counts updates or epochs.',
  autoplay:
    'Whether training begins by itself when the page is open, for 60 epochs; never where the system asks for reduced motion.',
  lossScale: 'Logarithmic shows small losses in more detail.',
  language: 'Of this page. Automatic follows the browser.',
  theme: 'Light or dark. Automatic follows the system.',
  panels: 'Which parts of the page are shown.',
});
