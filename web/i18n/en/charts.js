export default /** @satisfies {import('../index.js').Strings} */ ({
  table: 'As a table',
  omitted: ({ count }, f) => `(${f.integer(count)} more rows left out)`,
  sort: 'Order by the size of the numbers',
  heatMap: 'heat map',
  scatterPlot: 'scatter plot',
  lineChart: 'line chart',
});
