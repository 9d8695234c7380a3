export default /** @satisfies {import('../index.js').Translation<'weights'>} */ ({
  lede: '网络学到的一切都在这些矩阵里。每个矩阵配一幅梯度图：这句话的损失朝哪个方向上升。',
  explanation:
    'U 的每一列对应一个词元：读到它时给各隐藏单元加上什么。W 的行和列都是隐藏单元：上一步的状态怎样影响这一步。（GRU 的 U 和 W 里，每个隐藏单元占三行，LSTM 占四行：每个门一行，候选一行。）V 的每一行对应一个词元：当前状态提高还是降低它作为下一个词元的得分。\n\n梯度与矩阵形状相同。每个数说的是：这个权重增大时，所选句子的损失增长得多快；更新就朝反方向走。句子里没出现的词元，它在 U 中那一列的梯度是 0，因为这句话没有教它什么。句子学会之后，梯度越来越小（这不是“梯度消失”），小到什么程度看图下的色标。\n\n蓝色为正，橙色为负。指着一幅图的某一格，另一幅图的同一格也会框出来。',
  which: '矩阵',
  values: '权重',
  gradient: '这句话的损失的梯度',
  'kind.weight_ih': ({ layer }) => (layer > 1 ? `第 ${layer} 层的 U：来自下面一层` : 'U：从词元到状态'),
  'kind.weight_hh': ({ layer }) => (layer > 1 ? `第 ${layer} 层的 W：从状态到状态` : 'W：从状态到状态'),
  'kind.bias_ih': ({ layer }) => (layer > 1 ? `第 ${layer} 层的输入偏置` : '输入偏置'),
  'kind.bias_hh': ({ layer }) => (layer > 1 ? `第 ${layer} 层的循环偏置` : '循环偏置'),
  'kind.weight_out': 'V：从状态到 logits{layer}',
  'kind.bias_out': '输出偏置{layer}',
});
