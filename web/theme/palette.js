/**
 * Every color of the page, for the light and the dark scheme.
 *
 * Grays and ink belong to the page itself; a hue has a meaning, the same in every panel:
 *
 * | name               | means                                                            |
 * | ------------------ | ---------------------------------------------------------------- |
 * | right, wrong       | a prediction that hits or misses (always with a mark ✓ ✗ as well) |
 * | positive, negative | the sign of a number: poles of the diverging scale               |
 * | magnitude          | far end of the sequential scale: probabilities, norms            |
 * | training, heldOut  | the two losses                                                   |
 * | rnn, gru, lstm     | the three cells, wherever they are compared                      |
 * | gradient           | what runs backward: ∂L/∂… as arrows and outlines                  |
 * | highlight          | what the reader is pointing at                                   |
 *
 * The hues can be told apart under deuteranopia, protanopia and tritanopia;
 * tests/web/palette.test.js computes those distances and the WCAG contrasts.
 */

/** @typedef {'light' | 'dark' | `light ${string}` | `dark ${string}`} Scheme the last two: one with colors of an article's own, see `withColors` */

/** name -> [light, dark], sRGB hexadecimal. */
export const palette = /** @type {const} */ ({
  page: ['#fbfaf8', '#101216'],
  surface: ['#ffffff', '#171a1f'],
  sunken: ['#f3f2ee', '#1f2329'],
  line: ['#dedcd6', '#32373f'],
  control: ['#8a8b8e', '#747b86'],
  ink: ['#17191f', '#eceef2'],
  muted: ['#55585f', '#a9adb6'],
  faint: ['#b9bbc0', '#565c67'],
  right: ['#00737a', '#45d6cd'],
  wrong: ['#b3151a', '#f5704f'],
  positive: ['#00539a', '#5aa2f5'],
  negative: ['#bb7200', '#e0952f'],
  magnitude: ['#003a70', '#8cc2ff'],
  training: ['#17191f', '#eceef2'],
  heldOut: ['#7a5acb', '#b899fb'],
  rnn: ['#756c00', '#efc552'],
  gru: ['#0b8fab', '#7fcdfa'],
  lstm: ['#8a0f66', '#d4709e'],
  gradient: ['#2a701f', '#96e07e'],
  highlight: ['#ffe37a', '#6b5600'],
});

/** @typedef {keyof typeof palette} ColorName */

/** @param {string} name of a color @returns {string} the custom property that it is in CSS */
export const propertyOf = (name) => `--rnn-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Colors that an article has set, by the scheme that has them. @type {Map<string, Partial<Record<ColorName, string>>>} */
const own = new Map();

/**
 * @param {'light' | 'dark'} scheme
 * @param {Partial<Record<ColorName, string>>} colors '#rrggbb'
 * @returns {Scheme} one in which these colors are these
 */
export function withColors(scheme, colors) {
  const key = /** @type {Scheme} */ (`${scheme} ${Object.entries(colors).flat().join(' ')}`);
  own.set(key, colors);
  return key;
}

/**
 * @param {ColorName} name
 * @param {Scheme} scheme
 * @returns {string} '#rrggbb'
 */
export function color(name, scheme) {
  return own.get(scheme)?.[name] ?? palette[name][scheme.startsWith('dark') ? 1 : 0];
}

/**
 * @param {string} hex '#rrggbb'
 * @returns {[number, number, number]} red, green, blue, each 0..255
 */
export function rgb(hex) {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}
