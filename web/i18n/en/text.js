/** @type {import('../index.js').Strings} */
export default {
  heading: 'Your sentences',
  lede: 'One on each line, in any language.',
  explanation:
    'The network never sees letters, only numbers. The text is therefore cut into tokens, here one for each character as a reader counts them: an emoji or an accented letter is one token, however many code points it is made of.\n\nEvery different token gets a number, in order of first appearance. Together they are the vocabulary; its size |V| is the number of answers the network can choose from.\n\nWith the end mark ⏎ each sentence stands alone and the network also learns where it stops. The other choice, under “All settings”, lets each sentence run on into the next.',
  label: 'Sentences, one on each line',
  examples: 'Examples',
  open: 'Open file',
  asLongText: 'Train it as one long text',
  openHelp: 'A text file of your own; you can also drop it anywhere on the page',
  tokens: ({ count, lines }, f) =>
    `${f.integer(count)} ${count === 1 ? 'token' : 'tokens'} in ${f.integer(lines)} ${lines === 1 ? 'sentence' : 'sentences'}`,
  vocabulary: ({ count }, f) => `Vocabulary: |V| = ${f.integer(count)}`,
  more: ({ count }, f) => `… and ${f.integer(count)} more`,
};
