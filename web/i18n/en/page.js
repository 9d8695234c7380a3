export default {
  lede: 'Type a few sentences and watch a recurrent neural network learn to continue them, right in your browser, with every number visible.',
  firstLesson: 'New to this? Start lesson 1',
  skip: 'Skip to',
  'skipTo.text': 'Skip to the text',
  'skipTo.train': 'Skip to Train',
  'skipTo.lessons': 'Skip to the lessons',
  panels: 'Panels',
  share: 'Share',
  copied: 'Link copied',
  shareHelp: 'Copy a link to this text and these settings',
  theme: 'Theme: {theme}',
  drop: 'Drop a text file to train on it',
};
