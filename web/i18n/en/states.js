export default /** @satisfies {import('../index.js').Strings} */ ({
  lede: 'What the network carries from one {piece} to the next: a row per hidden unit, a column per {piece}, live.',
  explanation:
    'After each {piece} the network holds H numbers, its hidden state h. It is all that the output layer gets to see, and all an RNN or a GRU knows about what came before. Two sentences that continue differently must leave different columns here.\n\nBlue is positive, ochre negative, the color of the background is 0. Click a row, or choose it with the arrow keys and Enter, to follow one hidden unit along the text: some come to stand for something, most encode things together.\n\nA GRU and an LSTM have gates as well, numbers between 0 and 1 that decide how much of the old state is kept: z (GRU) and f (LSTM) near 1 mean “keep”. The cell state c of an LSTM is its long memory; h is the part of it that the output gate o lets out.',
  what: 'Quantity',
  picture: '{quantity}: hidden units by {piece}s',
  cell: '{symbol}[{unit}] after “{token}” (step {step}) = {value}',
  largest:
    'Largest change: hidden unit {unit}, on reading “{token}” (step {step}): from {before} to {after}, {change}. The largest of each step is framed.',
  largestAt: 'On reading “{token}” (step {step}), hidden unit {unit} changed most: from {before} to {after}, {change}.',
  reading: 'Hidden unit {unit} along the sentence: {symbol} after each {piece}',
  'quantity.hidden': 'hidden state h',
  'quantity.change': 'change of h since the token before',
  'quantity.preActivation': 'pre-activation a',
  'quantity.cell': 'cell state c',
  'quantity.r': 'reset gate r',
  'quantity.z': 'update gate z',
  'quantity.n': 'candidate n',
  'quantity.i': 'input gate i',
  'quantity.f': 'forget gate f',
  'quantity.g': 'candidate g',
  'quantity.o': 'output gate o',
});
