export default /** @satisfies {import('../index.js').Strings} */ ({
  how: 'Where do these numbers come from?',
  label: 'From logits to probabilities',
  token: 'token',
  logit: 'logit',
  scaled: '÷ temperature',
  exponential: 'e^(logit − max)',
  exponentialScaled: 'e^(logit ÷ T − max)',
  share: '÷ sum',
  all: 'all {count}',
  maximum: 'max {value}',
  sum: 'sum {value}',
  filtered: 'The filter (top-k or top-p) leaves this token out: its probability is 0.',
});
