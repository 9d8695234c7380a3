export default /** @satisfies {import('../index.js').Translation<'memory'>} */ ({
  lede: '选一处预测，看它依靠前面的哪些{piece}。',
  explanation:
    '引擎取所选预测中某个词元的 logit，把它的梯度沿时间反向传播到前面每一步的输入。范数 ‖∂o/∂x‖ 表示：那个{piece}的输入稍有变化时，这个 logit 会改变多少。颜色深的{piece}被记住了；颜色浅的，要么忘了，要么本来就不相干。\n\n三角图里每行是一处预测，每列是前面的一个{piece}。按行着色时，每行最深的就是对它影响最大的{piece}；统一着色时，各行之间可以比较。\n\n这只是局部的斜率，只反映微小的变化，不等于换成另一个{piece}会怎样。',
  prediction: '预测位置',
  of: '看哪个词元的 logit',
  target: '目标词元（真正的下一个）',
  predicted: '预测概率最大的词元',
  scale: '着色',
  'scale.row': '每行各自',
  'scale.absolute': '全部统一',
  'legend.row': '占本行最大值的比例',
  'legend.absolute': '‖∂o/∂x‖',
  question: '第 {position} 步之后，“{token}”的 logit 受每个{piece}的影响有多大？下面是各自的 ‖∂o/∂x‖：',
  all: '这句话的所有预测',
  later: '在它之后，不可能有影响',
  cell: '“{from}”（第 {fromStep} 步）对第 {step} 步之后的预测的影响：{value}',
  cut: '三角图只显示前 {count} 处预测。',
});
