export default {
  lede: 'Type a few sentences and watch a recurrent neural network learn to continue them, right in your browser, with every number visible.',
  firstLesson: 'New to this? Start lesson 1',
  panels: 'Panels',
  share: 'Share',
  copied: 'Link copied',
  shareHelp: 'Copy a link to this text and these settings',
  theme: 'Theme: {theme}',
  drop: 'Drop a text file to train on it',
};
