/**
 * The drawing by keyboard: from one of its parts to the next in the direction of an arrow key. Knows only where they are.
 */
import { gradientPlaceOf, sizes } from './drawing-layout.js';

/** @typedef {{place: string, x: number, y: number}} Part its middle */

const directions = /** @type {Record<string, [number, number]>} */ ({
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
});

/** What lies askew counts as so many times further away. */
const SIDEWAYS_PENALTY = 2.5;

/**
 * Everything in the drawing that has a place: nodes, the strips of their gradients, arrows.
 * @param {import('./drawing-layout.js').Layout} layout
 * @returns {Part[]}
 */
export function partsOf({ nodes, arrows }) {
  const ofNodes = nodes.flatMap((node) => {
    const x = node.x + node.width / 2;
    const gradient = gradientPlaceOf(node);
    const strip = gradient ? [{ place: gradient, x, y: node.y + node.height + sizes.gradient / 2 }] : [];
    return [{ place: node.place, x, y: node.y + node.height / 2 }, ...strip];
  });
  const ofArrows = arrows.map(({ place, from, to }) => ({
    place,
    x: (from[0] + to[0]) / 2,
    y: (from[1] + to[1]) / 2,
  }));
  return [...ofNodes, ...ofArrows];
}

/** @param {string} key */
export const isDirection = (key) => key in directions;

/**
 * @param {readonly Part[]} parts
 * @param {string} place
 * @param {string} key an arrow key
 * @returns {string} the nearest part in that direction; the same one at the edge
 */
export function partBeside(parts, place, key) {
  const from = parts.find((part) => part.place === place);
  const direction = directions[key];
  if (!from || !direction) return place;
  let [nearest, least] = [place, Number.POSITIVE_INFINITY];
  for (const { place: other, x, y } of parts) {
    const [dx, dy] = [x - from.x, y - from.y];
    const along = dx * direction[0] + dy * direction[1];
    const across = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    // Within a right angle around the direction.
    if (along < 1 || across > along) continue;
    const distance = along + SIDEWAYS_PENALTY * across;
    if (distance < least) [nearest, least] = [other, distance];
  }
  return nearest;
}
