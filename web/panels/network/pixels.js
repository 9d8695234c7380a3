/**
 * Numbers as pixels of the diverging color scale, one pixel per cell, scaled up without smoothing.
 *
 * @typedef {import('../../theme/palette.js').Scheme} Scheme
 */
import { createScale } from '../../theme/scales.js';

/** @type {Map<string, Uint32Array>} */
const tables = new Map();

/** The diverging scale from −1 to 1 as 257 pixels, little-endian RGBA. @param {Scheme} scheme @returns {Uint32Array} */
function colorTable(scheme) {
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

/** Shared scratch bitmap; it only grows. */
const scratch = document.createElement('canvas');

/**
 * A bitmap of one pixel per cell, drawn scaled up.
 * @param {CanvasRenderingContext2D} context
 * @param {ImageData} image
 * @param {{left: number, top: number, width: number, height: number}} box px
 */
function drawScaled(context, image, { left, top, width, height }) {
  const { width: across, height: down } = image;
  if (scratch.width < across || scratch.height < down) {
    scratch.width = Math.max(scratch.width, across);
    scratch.height = Math.max(scratch.height, down);
  }
  const small = /** @type {CanvasRenderingContext2D} */ (scratch.getContext('2d', { willReadFrequently: true }));
  small.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(scratch, 0, 0, across, down, left, top, width, height);
}

/**
 * The units of a layer, down first, then across.
 * @param {CanvasRenderingContext2D} context
 * @param {{values: Float64Array, maximum: number, scheme: Scheme}} units
 * @param {{across: number, down: number, left: number, top: number, width: number, height: number}} box px
 */
export function paintUnits(context, { values, maximum, scheme }, { across, down, ...box }) {
  const image = context.createImageData(across, down);
  const pixels = new Uint32Array(image.data.buffer);
  const table = colorTable(scheme);
  values.forEach((entry, unit) => {
    const value = entry / maximum;
    const index = Number.isNaN(value) ? 128 : 128 + Math.round(Math.max(-1, Math.min(1, value)) * 128);
    pixels[Math.floor(unit / down) + (unit % down) * across] = table[index];
  });
  drawScaled(context, image, box);
}

/**
 * A matrix as a thumbnail of at most 24 × 24 cells, each the entry of largest magnitude of its block.
 * @param {CanvasRenderingContext2D} context
 * @param {{shape: number[], values: ArrayLike<number> | null}} matrix values null: the thumbnail stays empty
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
  const table = colorTable(scheme);
  for (let i = 0; i < blocks.length; i++) pixels[i] = table[128 + Math.round((blocks[i] / (largest || 1)) * 128)];
  drawScaled(context, image, { left: 0, top: 0, width: side, height: side });
}
