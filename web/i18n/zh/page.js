export default {
  panels: '面板',
  share: '分享',
  copied: '链接已复制',
  shareHelp: '复制链接，带上现在的文本和设置',
  theme: '外观：{theme}',
  drop: '松开鼠标，用这个文本文件来训练',
};
