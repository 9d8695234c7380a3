export default /** @satisfies {import('../index.js').Strings} */ ({
  sequence: 'Sentence to look into',
  layer: 'layer',
  none: 'Nothing to look into yet: the text above has no network.',
  loading: 'Loading …',
  cut: 'Only the first {count} tokens are looked at.',
  heldOutGroup: 'Held out',
  trainingGroup: 'Training',
});
