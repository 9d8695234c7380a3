export default /** @satisfies {import('../index.js').Translation<'panel'>} */ ({
  picture: '保存图片',
  pictureAs: '{format} 格式',
  pictureAt: '第 {epoch} 轮，更新 {step} 次',
  pictureFailed: '浏览器没能生成图片，请换一种格式。',
  what: '这是在看什么？',
  failed: '这个面板没能加载。网络连接恢复后会自动再试。',
  failedAgain: ({ kept }) =>
    `也可能是网页已经更新，那就只有刷新页面才行。${kept ? '文本、网络和训练都已保存。' : '文本没有保存，刷新之前请先把它复制下来。'}`,
  notComputed: '这里的内容没能算出来，训练照常进行。',
  reload: '刷新页面',
  tryAgain: '再试一次',
});
