export default /** @satisfies {import('../index.js').Translation<'sequence'>} */ ({
  sequence: '要看的句子',
  layer: '层',
  none: '还没有可看的：上面的文本还没有对应的网络。',
  loading: '正在加载……',
  cut: '只看前 {count} 个词元。',
  heldOutGroup: '留出集',
  trainingGroup: '训练集',
});
