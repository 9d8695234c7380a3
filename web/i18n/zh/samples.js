/** 网络边学边写的样本。 */
export default /** @satisfies {import('../index.js').Translation<'samples'>} */ ({
  title: '边学边写',
  lede: ({ beginnings }, f) =>
    `每次都从${f.list(beginnings)}写起，用同一串随机数，所以差别只来自权重。点一下曲线，就能看到网络在那时写了什么。`,
  slider: '样本',
  other: '对比',
  update: ({ step }, f) => `更新 ${f.integer(step)} 次后`,
  untrained: '训练之前',
  loss: '损失 {loss}',
  compare: '对比两个样本',
  show: '显示',
  now: '现在写一个',
  waiting: '第一个样本马上就来。',
  failed: '没有样本：网络已经发散。',
});
