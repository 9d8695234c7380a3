/** The plot of a line chart, drawn by uPlot: what is loaded when there is something to draw. */
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { plotOptions } from './line-chart-options.js';

export { lineNear } from './nearest-line.js';

/** @typedef {import('uplot')} Plot */

/** @type {CSSStyleSheet | undefined} */
let sheet;

/** @param {DocumentOrShadowRoot} root gets uPlot's styles; a <style> would be blocked by a strict content security policy */
function adoptStyles(root) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(uPlotStyles);
  }
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
}

/**
 * @param {HTMLElement} box
 * @param {Parameters<typeof plotOptions>} options
 * @param {uPlot.AlignedData} data
 */
export function makePlot(box, options, data) {
  adoptStyles(/** @type {ShadowRoot} */ (box.getRootNode()));
  return new uPlot(plotOptions(...options), data, box);
}
