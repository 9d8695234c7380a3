export default /** @satisfies {import('../index.js').Translation<'link'>} */ ({
  withTraining: ({ updates }, f) => `带上目前的训练：共 ${f.integer(updates)} 次更新，打开链接时会重新计算`,
  notRepeatable: '目前的训练无法随链接分享：训练途中改过设置，或者网络来自文件。',
  repeating: '正在重做链接里的训练：第 {step} 次更新，共 {updates} 次。',
  repeated: '链接里的训练已重做完毕：共 {updates} 次更新。',
  stop: '停止',
});
