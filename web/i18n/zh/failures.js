/** 计算引擎为什么不能用，怎么办。 */

export default /** @satisfies {import('../index.js').Translation<'failures'>} */ ({
  loadFailed: '计算用的代码没能加载。请检查网络连接，然后重试。',
  workerFailed: '计算引擎意外停止了，学到的权重已经丢失。请再试一次，文本和设置都还在。',
  workerUnavailable:
    '浏览器不允许这个页面启动计算引擎（它在 Web Worker 里运行）。页面嵌在沙盒框架里、直接从硬盘打开，或者被拦截插件挡住，都会这样。请用网址直接打开本页，或者在浏览器里放行。',
  unsupported:
    '神经网络要用 WebAssembly 来计算，而这里用不了：可能被浏览器关掉了（例如锁定模式），也可能被外层网页禁止。请允许使用，或者换一个浏览器。',
  disposed: '网络已经关闭，请重新打开页面。',
  tooLarge: '这样的网络需要的内存超过了一个网页的上限。请减少隐藏单元数、层数或批大小，或者设置 BPTT 长度。',
  other: '计算引擎出错了。请再试一次，或者改一个设置；文本和设置都还在。',
  language: '页面的{language}版没能加载。请检查网络连接，然后再试一次。',
  tryAgain: '再试一次',
  details: '浏览器给出的信息',
});
