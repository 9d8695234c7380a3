export default /** @satisfies {import('../index.js').Translation<'charts'>} */ ({
  table: '以表格显示',
  omitted: ({ count }, f) => `（另有 ${f.integer(count)} 行未列出）`,
  sort: '按数的大小（绝对值）排序',
  heatMap: '热力图',
  scatterPlot: '散点图',
  lineChart: '折线图',
});
