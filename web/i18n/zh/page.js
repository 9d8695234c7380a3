export default {
  lede: '输入几句话，看一个循环神经网络（RNN）就在你的浏览器里学会把它们一个字一个字接下去。每一个数都可以打开来看。',
  firstLesson: '第一次来？从第 1 课开始',
  panels: '面板',
  share: '分享',
  copied: '链接已复制',
  shareHelp: '复制链接，带上现在的文本和设置',
  theme: '外观：{theme}',
  drop: '松手即可，用这个文本文件来训练',
};
