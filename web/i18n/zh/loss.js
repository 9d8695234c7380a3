/** @type {import('../index.js').Strings} */
export default {
  heading: '损失',
  lede: '平均来说，真正的下一个词元让网络有多意外。越低越好，0 表示完全确定。',
  explanation:
    '损失就是平均交叉熵：对文本中的每个词元，取网络给真正的下一个词元的概率，求 −ln，再取平均。概率为 1 时损失为 0。\n\n什么都不会的网络给 V 个词元同样的概率 1/V，损失是 −ln(1/V) = ln V，也就是图中的虚线；训练因此从它附近开始。损失为 L 时，网络的把握相当于在 e^L 个同样可能的词元里挑一个，这个数叫困惑度。\n\n灰线是之前几次训练。按教程的规则把学习率减半的地方，曲线上方有一个小三角。',
  chart: '损失随轮次的变化',
  training: '训练集',
  heldOut: '留出集',
  running: '训练途中',
  updates: '更新次数',
  epochs: '轮次',
  guessing: '纯猜：ln {size} = {loss}',
  logarithmic: '对数坐标',
  clear: '清除之前的曲线',
  halvedShort: '学习率 {from} → {to}',
  halved: '第 {epoch} 轮：损失从 {before} 升到 {loss}，所以学习率减半，从 {from} 降到 {to}。',
  sameSettings: '设置相同',
  otherSeed: '设置相同，种子\u00a0{seed}',
  steps: ({ count }, f) => `更新 ${f.integer(count)} 次`,
  time: '训练了 {time}',
  speed: '每秒 {speed} 个词元',
  rate: '学习率 {rate}',
};
