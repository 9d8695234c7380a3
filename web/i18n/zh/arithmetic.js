export default /** @satisfies {import('../index.js').Translation<'arithmetic'>} */ ({
  how: '这些数是怎么来的？',
  label: '从 logit 到概率',
  token: '词元',
  logit: 'logit',
  scaled: '÷ 温度',
  exponential: 'e^(logit − 最大值)',
  exponentialScaled: 'e^(logit ÷ 温度 − 最大值)',
  share: '÷ 总和',
  all: '全部 {count} 个',
  maximum: '最大值 {value}',
  sum: '总和 {value}',
  filtered: '这个词元被 top-k 或 top-p 筛掉了，概率为 0。',
});
