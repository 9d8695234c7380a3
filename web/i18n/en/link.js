/** Links that carry the training so far, and what they do when they are opened. */
export default /** @satisfies {import('../index.js').Strings} */ ({
  withTraining: ({ updates }, f) =>
    `With the training so far: ${f.plural(updates, { one: '# update, which is', other: '# updates, which are' })} made again when the link is opened`,
  notRepeatable:
    'The training so far cannot go with the link: settings were changed while it ran, or it came from a file.',
  repeating: ({ step, updates }, f) =>
    `The training of this link is made again: ${f.integer(step)} of ${f.plural(updates, { one: '# update', other: '# updates' })}.`,
  repeated: ({ updates }, f) =>
    `The training of this link has been made again: ${f.plural(updates, { one: '# update', other: '# updates' })}.`,
  stop: 'Stop',
});
