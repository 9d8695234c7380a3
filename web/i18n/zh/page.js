export default {
  lede: '输入几句话，看循环神经网络（RNN）就在这个页面里学会往下接，每个数都能打开看。',
  firstLesson: '第一次来？上第 1 课',
  skip: '跳转',
  'skipTo.text': '跳到文本',
  'skipTo.train': '跳到“训练”',
  'skipTo.lessons': '跳到课程',
  panels: '面板',
  share: '分享',
  copied: '链接已复制',
  shareHelp: '复制链接，带上现在的文本和设置',
  theme: '外观：{theme}',
  drop: '松手即可，用这个文本文件来训练',
};
