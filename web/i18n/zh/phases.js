/** 网络正在做什么。 */

/** @type {import('../index.js').Strings} */
export default {
  loading: '正在载入……',
  empty: '等待文本',
  idle: '就绪',
  training: '训练中',
  diverged: '训练发散',
  failed: '出错停止',
};
