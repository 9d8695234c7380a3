/** What the network writes as it learns. */
export default /** @satisfies {import('../index.js').Strings} */ ({
  title: 'Samples as it learns',
  lede: ({ beginnings }, f) =>
    `Each sample begins with ${f.list(beginnings)} and uses the same random numbers, so only the weights differ. Click the curve to see what the network wrote there.`,
  slider: 'Sample',
  other: 'Compared with',
  update: ({ step }, f) => f.plural(step, { one: 'after # update', other: 'after # updates' }),
  untrained: 'untrained',
  loss: 'loss {loss}',
  compare: 'Compare two',
  show: 'Show',
  now: 'Sample now',
  waiting: 'The first sample is on its way.',
  failed: 'No sample: the network has diverged.',
});
