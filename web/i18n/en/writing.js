export default /** @satisfies {import('../index.js').Strings} */ ({
  heading: 'Continue a text',
  lede: 'Type a prompt, then press a bar to go on.',
  explanation:
    'The network reads your prompt token by token, from a hidden state of zero, and the bars are its answer after the last one: the most probable next tokens. They change while it trains.\n\nA token that is not in the vocabulary has no number. The network takes a step with an empty input for it.',
  label: 'Prompt',
  example: 'For example, after “{text}”:',
  next: 'After “{text}”:',
  unknown: 'Never seen in training: {tokens}. The network reads it as an empty input.',
  goesOn: 'Continuation',
  again: 'Resample',
  how: 'How the next token is chosen',
  token: '{token}, {probability}: show the alternatives',
  alternatives: 'Alternatives',
  choose: 'Choose another token, and it goes on from there:',
  temperatureReset: 'back to 1',
});
