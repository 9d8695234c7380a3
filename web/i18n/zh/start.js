export default {
  start: '开始',
  loading: '正在加载……',
  reading: '正在读取浏览器里保存的内容……',
  failed: '这部分内容没能加载，稍后会自动重试。',
};
