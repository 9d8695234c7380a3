export default {
  lede: 'Type a few sentences and watch a recurrent neural network learn to continue them, here in your browser, every number open.',
  firstLesson: 'New to this? Start lesson 1',
  panels: 'Panels',
  share: 'Share',
  copied: 'Link copied',
  copyByHand: 'The browser does not let this page use the clipboard. Copy the link here:',
  close: 'Close',
  shareHelp: 'Copy a link to this text and these settings',
  theme: 'Theme: {theme}',
  drop: 'Drop a text file to train on it',
};
