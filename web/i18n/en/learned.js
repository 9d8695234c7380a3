/** How well the text has been learned, and how far it can be. */

export default /** @satisfies {import('../index.js').Strings} */ ({
  score: 'Learned: {right} of the predictions are right.',
  next: 'Now change a sentence, or press any part of the network to see how it does that.',
  bound: ({ bound, beginning, followers }, f) =>
    `${bound} is the most that is possible here: “${beginning}” is followed by ${f.list(followers, 'or')}.`,
  boundMore: ({ bound, beginning, followers, more }, f) =>
    `${bound} is the most that is possible here: “${beginning}” is followed by ${f.list(followers, 'or')}, and ${f.plural(more, { one: '# more beginning goes', other: '# more beginnings go' })} on in several ways.`,
});
