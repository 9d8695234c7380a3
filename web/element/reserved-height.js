/** The height that is kept free for an element until its panels are there, so that the article below it does not move. */
import { PANELS, partsOf } from '../state/panel-names.js';

/** Heights in px as measured with the text the page opens with: [in a column of 700 px, on a phone of 360 px]. */
const HEIGHTS = /** @type {Record<string, readonly [number, number]>} */ ({
  header: [44, 88],
  controls: [60, 110],
  text: [200, 200],
  settings: [140, 140],
  network: [500, 420],
  loss: [330, 330],
  predictions: [180, 180],
  writing: [330, 330],
});

/** What every panel below the first screen is given before it is loaded: 30rem and what is between two of them. */
const LATER_HEIGHT_PX = 530;

/** @param {readonly string[] | undefined} panels undefined: all @param {number} width px */
export function reservedHeight(panels = PANELS, width) {
  const column = width < 560 ? 1 : 0;
  let height = 0;
  for (const panel of partsOf(panels)) height += HEIGHTS[panel]?.[column] ?? LATER_HEIGHT_PX;
  return height;
}
