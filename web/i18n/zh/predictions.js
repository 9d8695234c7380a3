export default /** @satisfies {import('../index.js').Translation<'predictions'>} */ ({
  heading: '预测',
  lede: '每个{piece}下面是网络预测的下一个{piece}，以及它有多大把握。',
  explanation:
    '读到每个{piece}时，网络已经看过这句话到此为止的全部内容，并给词表中的每个词元一个概率。这里显示概率最大的那个：确实是下一个就打 ✓，不是就打 ✗；下面横线的长短就是它的概率。\n\n有些错避免不了：两句话开头相同，网络就没有依据来区分。这时最好的做法，是让概率与文本中各种接法的比例一致。\n\n把指针停在一个{piece}上，或点一下，就能看到所有词元的概率；再指向其中一个，就看到它的概率是怎么算出来的。点一下让列表一直开着，按 Esc 关闭。',
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
