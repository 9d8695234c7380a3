/**
 * Spatial keyboard navigation in the drawing: from one part to the nearest in the direction of an arrow key.
 */
import { gradientIdOf, SIZES_PX } from './drawing-layout.js';

/** @typedef {{id: string, x: number, y: number}} Part x, y: its center, px */

const DIRECTIONS = /** @type {Record<string, [number, number]>} */ ({
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
});

/** Weight of the distance across the direction against that along it. */
const SIDEWAYS_PENALTY = 2.5;

/**
 * All parts of the drawing: nodes, the strips of their gradients, arrows.
 * @param {import('./drawing-layout.js').Layout} layout
 * @returns {Part[]}
 */
export function partsOf({ nodes, arrows }) {
  const ofNodes = nodes.flatMap((node) => {
    const x = node.x + node.width / 2;
    const gradient = gradientIdOf(node);
    const strip = gradient ? [{ id: gradient, x, y: node.y + node.height + SIZES_PX.gradient / 2 }] : [];
    return [{ id: node.id, x, y: node.y + node.height / 2 }, ...strip];
  });
  const ofArrows = arrows.map(({ id, from, to }) => ({
    id,
    x: (from[0] + to[0]) / 2,
    y: (from[1] + to[1]) / 2,
  }));
  return [...ofNodes, ...ofArrows];
}

/** @param {string} key */
export const isDirection = (key) => key in DIRECTIONS;

/**
 * @param {readonly Part[]} parts
 * @param {string} id
 * @param {string} key an arrow key
 * @returns {string} id of the nearest part in that direction; the same one at the edge
 */
export function nextPart(parts, id, key) {
  const from = parts.find((part) => part.id === id);
  const direction = DIRECTIONS[key];
  if (!from || !direction) return id;
  let [nearest, smallest] = [id, Number.POSITIVE_INFINITY];
  for (const { id: other, x, y } of parts) {
    const [dx, dy] = [x - from.x, y - from.y];
    const along = dx * direction[0] + dy * direction[1];
    const across = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    // Only within 45° of the direction.
    if (along < 1 || across > along) continue;
    const distance = along + SIDEWAYS_PENALTY * across;
    if (distance < smallest) [nearest, smallest] = [other, distance];
  }
  return nearest;
}
