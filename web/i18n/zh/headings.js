export default /** @satisfies {import('../index.js').Headings} */ ({
  lessons: { heading: '课程' },
  step: { heading: '逐步演算' },
  states: { heading: '隐藏状态' },
  units: { heading: '单个隐藏单元' },
  weights: { heading: '权重与梯度' },
  memory: { heading: '记忆' },
  check: { heading: '梯度检验' },
  flow: { heading: '梯度流' },
  race: { heading: '对比实验' },
});
