/** 分享链接。 */

export default /** @satisfies {import('../index.js').Translation<'share'>} */ ({
  'copied.link': '链接已复制',
  copiedShort: '已复制',
  copy: '复制',
  'copy.link': '复制链接',
  'shared.link': '链接，带有现在的文本和设置',
  copyByHand: '浏览器不允许本页使用剪贴板。内容已选中，请手动复制。',
});
