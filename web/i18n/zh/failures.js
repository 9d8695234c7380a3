/** 计算引擎为什么不能用。 */

/** @type {import('../index.js').Strings} */
export default {
  loadFailed: '计算引擎没能加载。请检查网络连接，先把文本复制下来，再重新打开页面。（{message}）',
  workerFailed: '计算引擎意外停止了。点“重置”可以重新启动，文本和设置都还在。（{message}）',
  disposed: '网络已经关闭，请重新打开页面。',
  tooLarge: '这样的网络需要的内存超过了一个网页的上限。请减少隐藏单元数、层数或批大小，或者设置 BPTT 长度。',
  other: '计算引擎出错了。点“重置”可以重新开始，文本和设置都还在。（{message}）',
};
