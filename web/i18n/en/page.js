export default {
  lede: 'Type a few sentences and watch a recurrent neural network (RNN) learn, right here in your browser, to continue them character by character. Every number can be opened.',
  firstLesson: 'New to this? Begin with lesson 1',
  panels: 'Panels',
  share: 'Share',
  copied: 'Link copied',
  shareHelp: 'Copy a link to this text and these settings',
  theme: 'Theme: {theme}',
  drop: 'Drop a text file to train on it',
};
