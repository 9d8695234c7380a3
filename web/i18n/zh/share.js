/** 分享链接和嵌入代码。 */

export default /** @satisfies {import('../index.js').Translation<'share'>} */ ({
  'copied.link': '链接已复制',
  'copied.embed': '代码已复制',
  copiedShort: '已复制',
  copy: '复制',
  'copy.link': '复制链接',
  'copy.embed': '复制代码',
  'shared.link': '链接，带有现在的文本和设置',
  'shared.embed': '把本页嵌入你的网页：HTML 代码',
  copyByHand: '浏览器不允许本页使用剪贴板。内容已选中，请手动复制。',
});
