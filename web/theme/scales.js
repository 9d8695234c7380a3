import { color, rgb } from './palette.js';

/**
 * The page's two color scales. Zero has the color of the surface in both:
 *  - sequential: 0 .. maximum, for probabilities, norms and other magnitudes;
 *  - diverging: −maximum .. 0 .. maximum, for anything with a sign. Its positive half runs the same way.
 *
 * @typedef {import('./palette.js').Scheme} Scheme
 * @typedef {'sequential' | 'diverging'} ScaleKind
 * @typedef {object} Scale
 * @property {ScaleKind} kind
 * @property {number} maximum value at the far end; larger values are clipped
 * @property {(value: number) => [number, number, number]} rgb red, green, blue 0..255; NaN: the color `line`
 * @property {(value: number) => string} css
 * @property {(value: number) => string} textOn black or white: the one with a contrast of at least 4.5 : 1 to css(value)
 */

/** Steps of a half scale: neighboring colors cannot be told apart. */
const COLOR_STEPS = 128;

/** @param {number} component sRGB 0..1 @returns {number} linear light 0..1 */
const toLinear = (component) => (component <= 0.04045 ? component / 12.92 : ((component + 0.055) / 1.055) ** 2.4);
/** @param {number} light 0..1 @returns {number} sRGB 0..1 */
const fromLinear = (light) => (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055);

/**
 * sRGB to Oklab, a perceptually uniform color space (Björn Ottosson, 2020).
 * @param {[number, number, number]} components 0..255
 * @returns {number[]} L, a, b
 */
function toOklab(components) {
  const [r, g, b] = components.map((value) => toLinear(value / 255));
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {number[]} lab L, a, b @returns {number[]} sRGB 0..255 */
function fromOklab([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return linear.map((light) => 255 * fromLinear(Math.max(0, light)));
}

/**
 * Perceptually even steps from one color to another.
 * @param {string} from @param {string} to
 * @returns {Uint8ClampedArray} (steps + 1) × 3
 */
function ramp(from, to) {
  const table = new Uint8ClampedArray((COLOR_STEPS + 1) * 3);
  const [a, b] = [toOklab(rgb(from)), toOklab(rgb(to))];
  for (let i = 0; i <= COLOR_STEPS; i++) {
    const fraction = i / COLOR_STEPS;
    table.set(fromOklab(a.map((start, c) => start + (b[c] - start) * fraction)), i * 3);
  }
  return table;
}

/** @param {[number, number, number]} components @returns {number} WCAG relative luminance, 0..1 */
export function luminance([r, g, b]) {
  const linear = [r, g, b].map((value) => toLinear(value / 255));
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
    found = ramp(color('surface', scheme), color(end, scheme));
    tables.set(key, found);
  }
  return found;
}

/**
 * @param {{kind: ScaleKind, maximum: number, scheme: Scheme}} options maximum: 1 if it is 0 or not finite
 * @returns {Scale}
 */
export function createScale({ kind, maximum, scheme }) {
  const top = maximum > 0 && Number.isFinite(maximum) ? maximum : 1;
  const up = table(kind === 'sequential' ? 'magnitude' : 'positive', scheme);
  const down = kind === 'sequential' ? up : table('negative', scheme);
  const unknown = rgb(color('line', scheme));

  /** @param {number} value @returns {[number, number, number]} */
  const components = (value) => {
    if (Number.isNaN(value)) return unknown;
    const colors = value < 0 ? down : up;
    const size = kind === 'sequential' ? Math.max(0, value) : Math.abs(value);
    const i = Math.round(Math.min(1, size / top) * COLOR_STEPS) * 3;
    return [colors[i], colors[i + 1], colors[i + 2]];
  };
  return {
    kind,
    maximum: top,
    rgb: components,
    css: (value) => `rgb(${components(value).join(' ')})`,
    textOn: (value) => (luminance(components(value)) > 0.179 ? '#000000' : '#ffffff'),
  };
}

/**
 * Largest finite magnitude, for a scale fitted to the values.
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
