/** 网页有了新版本。 */

export default /** @satisfies {import('../index.js').Translation<'version'>} */ ({
  kept: '本页有新版本。刷新后就是新版本，什么都不会丢：文本、网络和训练都从现在的地方接着来。',
  notKept: '本页有新版本。浏览器没有保存本页的内容，请先把网络存成文件，再刷新。',
  reload: '刷新',
  later: '以后再说',
});
