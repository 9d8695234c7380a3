export default {
  heading: '预测',
  lede: '每个字下面是网络认为的下一个字，以及它有多大把握。',
  explanation:
    '读到每个字时，网络已经看过这句话到此为止的全部内容，并给词表中的每个词元一个概率。这里显示概率最大的那个：确实是下一个就打 ✓，不是就打 ✗；下面横线的长短就是它的概率。\n\n有些错避免不了：两句话开头相同，网络就没有依据来区分。这时最好的回答，就是和文本本身一样拿不准。\n\n点一个字，可以看其他候选。',
  rows: '预测的下一个字',
  which: '看哪些句子',
  training: '训练集的句子',
  heldOut: '留出集的句子',
  none: '还没有可以预测的内容。',
  previous: '上一页',
  next: '下一页',
  range: '第 {from}–{to} 句，共 {total} 句',
  details: '最可能的下一个词元',
  after: '读完 {text} 之后',
  'cell.right': '{given} 之后：{predicted}，{probability}，正确',
  'cell.wrong': '{given} 之后：{predicted}，{probability}，错误，应为 {expected}',
  'cell.open': '{given} 之后：{predicted}，{probability}',
};
