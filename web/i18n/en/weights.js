export default /** @satisfies {import('../index.js').Strings} */ ({
  lede: 'Everything the network has learned is in these matrices. With each comes its gradient: the direction in which the loss of this sentence rises.',
  explanation:
    'U has a column per token: what that token adds to the hidden units. W has a row and a column per hidden unit: how the state before feeds the state after. (In a GRU U and W have three rows for each hidden unit, in an LSTM four: one for each gate and one for the candidate.) V has a row per token: whether the state raises or lowers the score of that token as the next one.\n\nThe gradient has the same shape as the matrix. An entry says how fast the loss of the chosen sentence grows when this weight grows; an update goes the other way. Columns of U whose token is not in the sentence have gradient 0: nothing was learned about it. As the sentence is learned, the gradient gets smaller (this is not the “vanishing gradient”); how small, the scale under the picture says.\n\nBlue is positive, ochre negative. Point at a cell in one picture and the same cell is framed in the other.',
  which: 'Matrix',
  values: 'Weights',
  gradient: 'Gradient of this sentence’s loss',
  'kind.weight_ih': ({ layer }) => (layer > 1 ? `U of layer ${layer}: from the layer below` : 'U: from token to state'),
  'kind.weight_hh': ({ layer }) => (layer > 1 ? `W of layer ${layer}: from state to state` : 'W: from state to state'),
  'kind.bias_ih': ({ layer }) => (layer > 1 ? `input bias of layer ${layer}` : 'input bias'),
  'kind.bias_hh': ({ layer }) => (layer > 1 ? `recurrent bias of layer ${layer}` : 'recurrent bias'),
  'kind.weight_out': 'V: from state to logits{layer}',
  'kind.bias_out': 'output bias{layer}',
});
