export default {
  panels: 'Panels',
  share: 'Share',
  copied: 'Link copied',
  shareHelp: 'Copy a link to this text and these settings',
  theme: 'Theme: {theme}',
  drop: 'Drop a text file to train on it',
};
