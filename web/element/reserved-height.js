/** The height that is kept free for an element until its panels are there, so that the article below it does not move. */
import { FIRST_SCREEN_PANELS, PANELS, partsOf } from '../state/panel-names.js';

/** Room around the panels, px. */
const AROUND_PX = 68;

/** Heights in px, as measured with two words of text: [in a column of 700 px, on a phone of 360 px]. */
const HEIGHTS = /** @type {const} */ ({
  header: [44, 44],
  controls: [104, 139],
  text: [192, 258],
  settings: [103, 122],
  network: [582, 440],
  loss: [361, 380],
  predictions: [322, 356],
  writing: [793, 797],
});

/** What every panel below the first screen is given before it is loaded, 30rem, and what is between two of them. */
const LATER_HEIGHT_PX = 530;

/** @param {readonly string[] | undefined} panels undefined: all @param {number} width px */
export function reservedHeight(panels = PANELS, width) {
  const shown = partsOf(panels);
  const of = (/** @type {keyof typeof HEIGHTS} */ panel) =>
    shown.has(panel) ? HEIGHTS[panel][width < 560 ? 1 : 0] : 0;
  const later = [...shown].filter((panel) => !FIRST_SCREEN_PANELS.some((one) => one === panel));
  const source = of('text') + of('settings');
  const outcome = of('loss') + of('writing');
  let stage = source + of('network') + outcome;
  // As playground-styles.js lays them out: beside each other where there is room.
  if (width > 1180 && source && of('network') && outcome) stage = Math.max(source, of('network'), outcome);
  else if (width > 860) stage = Math.max(source, of('network')) + Math.max(of('loss'), of('writing'));
  return AROUND_PX + of('header') + of('controls') + stage + of('predictions') + later.length * LATER_HEIGHT_PX;
}
