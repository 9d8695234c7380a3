/**
 * Numbers as pixels of the diverging scale, one a cell: what is drawn enlarged.
 *
 * @typedef {import('../../theme/palette.js').Scheme} Scheme
 */
import { createScale } from '../../theme/scales.js';

/** @type {Map<string, Uint32Array>} */
const tables = new Map();

/** The diverging scale as pixels, from −1 to 1. @param {Scheme} scheme */
export function pixelsOf(scheme) {
  let table = tables.get(scheme);
  if (!table) {
    const scale = createScale({ kind: 'diverging', maximum: 1, scheme });
    table = Uint32Array.from({ length: 257 }, (_, i) => {
      const [r, g, b] = scale.rgb((i - 128) / 128);
      return (255 << 24) | (b << 16) | (g << 8) | r;
    });
    tables.set(scheme, table);
  }
  return table;
}

/** One pixel for a unit; enlarged when it is drawn. */
export const stamp = document.createElement('canvas');

/**
 * A matrix as a small picture: each cell is the entry of greatest magnitude among those it stands for.
 * @param {CanvasRenderingContext2D} context
 * @param {{shape: number[], values: ArrayLike<number> | null}} matrix no values: nothing is shown
 * @param {number} side px
 * @param {Scheme} scheme
 */
export function paintMatrix(context, { shape, values }, side, scheme) {
  context.clearRect(0, 0, side, side);
  if (!values) return;
  const [height, width] = shape;
  const [down, across] = [Math.min(height, 24), Math.min(width, 24)];
  const blocks = new Float64Array(down * across);
  let largest = 0;
  for (let row = 0; row < height; row++) {
    const to = Math.floor((row * down) / height) * across;
    for (let column = 0; column < width; column++) {
      const value = values[row * width + column];
      const block = to + Math.floor((column * across) / width);
      if (Math.abs(value) > Math.abs(blocks[block])) blocks[block] = value;
      if (Math.abs(value) > largest) largest = Math.abs(value);
    }
  }
  const image = context.createImageData(across, down);
  const pixels = new Uint32Array(image.data.buffer);
  const table = pixelsOf(scheme);
  for (let i = 0; i < blocks.length; i++) pixels[i] = table[128 + Math.round((blocks[i] / (largest || 1)) * 128)];
  stamp.width = Math.max(stamp.width, across);
  stamp.height = Math.max(stamp.height, down);
  const small = /** @type {CanvasRenderingContext2D} */ (stamp.getContext('2d', { willReadFrequently: true }));
  small.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(stamp, 0, 0, across, down, 0, 0, side, side);
}
