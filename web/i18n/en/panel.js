export default /** @satisfies {import('../index.js').Strings} */ ({
  picture: 'Save picture',
  pictureAs: 'as {format}',
  pictureAt: 'epoch {epoch}, update {step}',
  pictureFailed: 'The browser could not make the picture. Try the other format.',
  what: 'What am I looking at?',
  failed: 'This panel could not be loaded. It is tried again as soon as there is a connection.',
  failedAgain: ({ kept }) =>
    `If the page has been replaced by a newer version meanwhile, only loading it again helps; ${kept ? 'text, network and training are kept' : 'copy your text first; it will be lost'}.`,
  notComputed: 'What belongs here could not be computed. Training goes on.',
  reload: 'Load the page again',
  tryAgain: 'Try again',
});
