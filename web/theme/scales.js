import { colour, rgb } from './palette.js';

/**
 * The page's two colour scales. Both start at the surface, so "nothing" looks like nothing:
 *  - sequential: 0 .. maximum, for probabilities, norms and other magnitudes;
 *  - diverging: −maximum .. 0 .. maximum, for anything with a sign. Its positive half runs the same way.
 *
 * @typedef {import('./palette.js').Scheme} Scheme
 * @typedef {'sequential' | 'diverging'} ScaleKind
 * @typedef {object} Scale
 * @property {ScaleKind} kind
 * @property {number} maximum value at the far end; values beyond it are clipped to its colour
 * @property {(value: number) => [number, number, number]} rgb red, green, blue 0..255; not-a-number gives the line colour
 * @property {(value: number) => string} css
 * @property {(value: number) => string} textOn ink or page colour, whichever reads better on css(value)
 */

/** Steps between two neighbouring colours of a table; below what an eye can tell apart. */
const steps = 128;

/**
 * Interpolates in linear light with a slight lift, so that small values can already be told from zero.
 * @param {string} from @param {string} to
 * @returns {Uint8ClampedArray} (steps + 1) × 3
 */
function ramp(from, to) {
  const table = new Uint8ClampedArray((steps + 1) * 3);
  const [a, b] = [rgb(from), rgb(to)];
  for (let i = 0; i <= steps; i++) {
    const share = (i / steps) ** 0.8;
    for (let c = 0; c < 3; c++) table[i * 3 + c] = Math.sqrt((1 - share) * a[c] ** 2 + share * b[c] ** 2);
  }
  return table;
}

/** @param {[number, number, number]} components @returns {number} WCAG relative luminance, 0..1 */
export function luminance([r, g, b]) {
  const linear = [r, g, b].map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

/** @param {[number, number, number]} a @param {[number, number, number]} b @returns {number} WCAG contrast, 1..21 */
export function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** @type {Map<string, Uint8ClampedArray>} */
const tables = new Map();

/** @param {'magnitude' | 'positive' | 'negative'} end @param {Scheme} scheme */
function table(end, scheme) {
  const key = `${end} ${scheme}`;
  let found = tables.get(key);
  if (!found) {
    found = ramp(colour('surface', scheme), colour(end, scheme));
    tables.set(key, found);
  }
  return found;
}

/**
 * @param {{kind: ScaleKind, maximum: number, scheme: Scheme}} options maximum > 0; 0 or not finite is taken as 1
 * @returns {Scale}
 */
export function createScale({ kind, maximum, scheme }) {
  const top = maximum > 0 && Number.isFinite(maximum) ? maximum : 1;
  const up = table(kind === 'sequential' ? 'magnitude' : 'positive', scheme);
  const down = kind === 'sequential' ? up : table('negative', scheme);
  const unknown = rgb(colour('line', scheme));
  const inks = /** @type {const} */ (['ink', 'surface']).map((name) => colour(name, scheme));

  /** @param {number} value @returns {[number, number, number]} */
  const components = (value) => {
    if (Number.isNaN(value)) return unknown;
    const colours = value < 0 ? down : up;
    const size = kind === 'sequential' ? Math.max(0, value) : Math.abs(value);
    const i = Math.round(Math.min(1, size / top) * steps) * 3;
    return [colours[i], colours[i + 1], colours[i + 2]];
  };
  return {
    kind,
    maximum: top,
    rgb: components,
    css: (value) => `rgb(${components(value).join(' ')})`,
    textOn: (value) => {
      const ground = components(value);
      return contrast(ground, rgb(inks[0])) >= contrast(ground, rgb(inks[1])) ? inks[0] : inks[1];
    },
  };
}

/**
 * Largest absolute finite value, for a scale that fits the numbers shown.
 * @param {ArrayLike<number>} values
 * @returns {number} 0 for none
 */
export function largestMagnitude(values) {
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i]);
    if (size > largest && size < Infinity) largest = size;
  }
  return largest;
}
