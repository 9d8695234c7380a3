export default /** @satisfies {import('../index.js').Strings} */ ({
  picture: 'Save picture',
  pictureAs: 'as {format}',
  pictureAt: 'epoch {epoch}, update {step}',
  pictureFailed: 'The browser could not make the picture. Try the other format.',
  what: 'What am I looking at?',
  failed: 'This panel could not be loaded. It is tried again as soon as there is a connection.',
  failedAgain:
    'If the page has been replaced by a newer version meanwhile, only loading it again helps. Where the page keeps nothing, as in an article, copy your text first.',
  tryAgain: 'Try again',
});
