export default /** @satisfies {import('../index.js').Strings} */ ({
  table: 'As a table',
  omitted: ({ count }, f) => `(${f.plural(count, { one: '# more row', other: '# more rows' })} not shown)`,
  sort: 'Sort by magnitude',
  heatMap: 'heat map',
  scatterPlot: 'scatter plot',
  lineChart: 'line chart',
});
