export default /** @satisfies {import('../index.js').Translation<'predictions'>} */ ({
  heading: '预测',
  lede: '每个{piece}下面是网络预测的下一个{piece}，以及它有多大把握。',
  rows: '预测的下一个{piece}',
  which: '看哪部分文本',
  training: ({ streamed }) => `训练集的${streamed ? '文本' : '句子'}`,
  heldOut: ({ streamed }) => `留出集的${streamed ? '文本' : '句子'}`,
  reads: '读到',
  expects: '预测',
  earlier: '这还是先前那段文本的网络；现在的文本还不能用来训练。',
  none: '还没有可以预测的内容。',
  previous: '上一页',
  next: '下一页',
  range: ({ from, to, total, streamed }, f) =>
    `第 ${from === to ? '' : `${f.integer(from)}～`}${f.integer(to)} ${streamed ? '条' : '句'}，共 ${f.integer(total)} ${streamed ? '条' : '句'}`,
  part: ({ number, from, to, total, streamed }, f) =>
    `第 ${f.integer(number)} ${streamed ? '条' : '句'}，第 ${f.integer(from)}～${f.integer(to)} 个词元（共 ${f.integer(total)} 个）`,
  details: '最可能的下一个词元',
  others: '往下还有 {count} 个，合计 {share}',
  after: '读完“{text}”之后',
  'cell.right': '{given} 之后：{predicted}，{probability}，正确',
  'cell.wrong': '{given} 之后：{predicted}，{probability}，错误，应为 {expected}',
  'cell.open': '{given} 之后：{predicted}，{probability}',
});
