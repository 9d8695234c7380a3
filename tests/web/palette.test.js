/** The colors: readable (WCAG 2.2 AA) and tellable apart, also by the color-blind. Computed, not judged by eye. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { color, rgb } from '../../web/theme/palette.js';
import { contrast, createScale, luminance } from '../../web/theme/scales.js';

/** @typedef {import('../../web/theme/palette.js').ColorName} ColorName */
/** @typedef {import('../../web/theme/palette.js').Scheme} Scheme */

const schemes = /** @type {Scheme[]} */ (['light', 'dark']);
const grounds = /** @type {ColorName[]} */ (['page', 'surface', 'sunken']);

/**
 * How a color looks to a dichromat, in linear light: Machado, Oliveira & Fernandes 2009, severity 1.
 * @type {Record<string, number[]>}
 */
const vision = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** @param {number} value 0..255 */
const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);

/** @param {[number, number, number]} components @param {number[]} seen @returns {number[]} Oklab */
function oklab(components, seen) {
  const light = components.map(linear);
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.max(0, seen[row] * light[0] + seen[row + 1] * light[1] + seen[row + 2] * light[2]),
  );
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

/** @param {ColorName} a @param {ColorName} b @param {Scheme} scheme @param {number[]} seen */
function distance(a, b, scheme, seen) {
  const [first, second] = [a, b].map((name) => oklab(rgb(color(name, scheme)), seen));
  return Math.hypot(...first.map((value, i) => value - second[i]));
}

for (const scheme of schemes) {
  test(`text colors have a contrast of 4.5 on every ground (${scheme})`, () => {
    for (const ground of grounds)
      for (const text of /** @type {ColorName[]} */ (['ink', 'muted', 'right', 'wrong'])) {
        const ratio = contrast(rgb(color(text, scheme)), rgb(color(ground, scheme)));
        assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio.toFixed(2)}`);
      }
    assert.ok(contrast(rgb(color('ink', scheme)), rgb(color('highlight', scheme))) >= 4.5, 'ink on highlight');
  });

  test(`borders of controls, curves and marks have a contrast of 3 on page and surface (${scheme})`, () => {
    const names = /** @type {ColorName[]} */ ([
      'control',
      'positive',
      'negative',
      'magnitude',
      'training',
      'heldOut',
      'gradient',
      'rnn',
      'gru',
      'lstm',
    ]);
    for (const ground of grounds.slice(0, 2))
      for (const name of names) {
        const ratio = contrast(rgb(color(name, scheme)), rgb(color(ground, scheme)));
        assert.ok(ratio >= 3, `${name} on ${ground}: ${ratio.toFixed(2)}`);
      }
  });

  test(`colors that stand side by side stay apart in every kind of vision (${scheme})`, () => {
    const together = /** @type {ColorName[][]} */ ([
      ['right', 'wrong'],
      ['positive', 'negative'],
      ['training', 'heldOut'],
      ['rnn', 'gru', 'lstm'],
      ['training', 'gradient'],
    ]);
    for (const [kind, seen] of Object.entries(vision))
      for (const group of together)
        for (const a of group)
          for (const b of group) {
            if (a === b) continue;
            const apart = distance(a, b, scheme, seen);
            // 0.02 can just be told apart side by side; six times that can be told apart at a glance.
            assert.ok(apart >= 0.12, `${a} and ${b} with ${kind}: ${apart.toFixed(3)}`);
          }
  });

  test(`numbers written on a scale can be read everywhere on it (${scheme})`, () => {
    for (const kind of /** @type {const} */ (['sequential', 'diverging'])) {
      const scale = createScale({ kind, maximum: 1, scheme });
      for (let value = kind === 'diverging' ? -1 : 0; value <= 1; value += 1 / 64) {
        const ratio = contrast(scale.rgb(value), rgb(scale.textOn(value)));
        assert.ok(ratio >= 4.5, `${kind} ${value}: ${ratio.toFixed(2)}`);
      }
    }
  });

  test(`both scales move steadily away from the surface (${scheme})`, () => {
    for (const [kind, sign] of /** @type {const} */ ([
      ['sequential', 1],
      ['diverging', 1],
      ['diverging', -1],
    ])) {
      const scale = createScale({ kind, maximum: 1, scheme });
      const lights = Array.from({ length: 65 }, (_, i) => luminance(scale.rgb((sign * i) / 64)));
      const steps = lights.slice(1).map((light, i) => light - lights[i]);
      assert.ok(
        steps.every((step) => (scheme === 'light' ? step <= 0 : step >= 0)),
        `${kind} ${sign}`,
      );
    }
  });
}
