export default {
  start: '开始',
  reading: '正在读取浏览器里保存的内容……',
  failed: '此练习暂时无法加载，稍后会自动重试。',
};
