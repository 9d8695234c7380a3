export default /** @satisfies {import('../index.js').Strings} */ ({
  heading: 'Predictions',
  lede: 'Under each {piece}: the one the network expects next, and how sure it is.',
  rows: 'Predicted next {piece}s',
  which: 'Which part of the text',
  training: ({ streamed }) => `Training ${streamed ? 'text' : 'sentences'}`,
  heldOut: ({ streamed }) => `Held-out ${streamed ? 'text' : 'sentences'}`,
  reads: 'reads',
  expects: 'expects',
  earlier: 'The network is still the one of the text before; the text as it stands cannot be trained on.',
  none: 'Nothing to predict yet.',
  previous: 'Previous',
  next: 'Next',
  range: ({ from, to, total, streamed }, f) =>
    `${streamed ? 'stream' : 'sentence'}${from === to ? ' ' : `s ${f.integer(from)}–`}${f.integer(to)} of ${f.integer(total)}`,
  part: ({ number, from, to, total, streamed }, f) =>
    `${streamed ? 'stream' : 'sentence'} ${f.integer(number)}, tokens ${f.integer(from)}–${f.integer(to)} of ${f.integer(total)}`,
  details: 'Most probable next tokens',
  others: ({ count, share }, f) => `${f.integer(count)} more below, together ${share}`,
  after: 'After “{text}”',
  'cell.right': 'After {given}: {predicted}, {probability}, right',
  'cell.wrong': 'After {given}: {predicted}, {probability}, wrong, it is {expected}',
  'cell.open': 'After {given}: {predicted}, {probability}',
});
