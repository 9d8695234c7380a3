export default {
  panels: '面板',
  share: '复制链接',
  copied: '链接已复制',
  drop: '松开鼠标，用这个文本文件来训练',
};
