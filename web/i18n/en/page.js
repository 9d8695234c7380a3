export default {
  panels: 'Panels',
  share: 'Copy link',
  copied: 'Link copied',
  drop: 'Drop a text file to train on it',
};
