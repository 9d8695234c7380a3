/** @type {import('../index.js').Strings} */
export default {
  table: 'As a table',
  omitted: ({ count }, f) => `(${f.integer(count)} more rows left out)`,
  heatMap: 'heat map',
  scatterPlot: 'scatter plot',
  lineChart: 'line chart',
};
