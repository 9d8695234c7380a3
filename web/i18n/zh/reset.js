/** 网络为什么重新开始。 */

export default /** @satisfies {import('../index.js').Translation<'reset'>} */ ({
  start: '一个全新的、还没训练过的网络。',
  text: '文本变了，网络重新初始化，从头开始。',
  setting: ({ settings }, f) => `${f.list(settings)}变了，网络重新初始化，从头开始。`,
  preset: '“{preset}”：换上了新的文本和设置，网络还没训练过。',
  user: '网络回到了训练前的初始权重。',
  file: '已打开：文本、设置和网络都和保存时一样。',
  undo: '已撤销：文本和设置恢复原样，网络还没训练过。',
});
