/**
 * The board's drawing: strips of hidden units, the arrows between them, the bars of the distributions, the gradient on its way
 * back. Words are not drawn here: they are text over it.
 *
 * @typedef {import('./geometry.js').Geometry} Geometry
 * @typedef {import('./scene.js').Scene} Scene
 * @typedef {import('../../theme/palette.js').Scheme} Scheme
 * @typedef {import('./motion.js').Wave} Wave
 * @typedef {object} Picture
 * @property {Geometry} geometry
 * @property {Scene} scene
 * @property {Float64Array} values as shown now, laid out by valuesOf()
 * @property {Wave} wave
 * @property {Scheme} scheme
 * @property {boolean} reversed time runs to the left
 */
import { colour } from '../../theme/palette.js';
import { BAR_ROWS } from './geometry.js';
import { pixelsOf, stamp } from './pixels.js';

/** The bar under a token's name. */
const BAR_HEIGHT_PX = 4;

/** Forward and backward arrows run this far apart, px. */
const SPACING_PX = 9;

/** Widest an arrow gets, and the norm at which it is half as wide: a scale of its own would hide that all of it shrinks. */
const widest = { forward: 4, gradient: 9 };
const half = { forward: 3, gradient: 0.5 };

/** @param {number} norm @param {'forward' | 'gradient'} kind px, growing with the norm, never beyond the widest */
export const widthOf = (norm, kind) => (Number.isFinite(norm) ? (widest[kind] * norm) / (norm + half[kind]) : 0);

/** What a column has in front of its units: the bars; then for each layer five norms. */
const normNames = /** @type {const} */ ([
  'fromBelow',
  'fromPast',
  'gradient',
  'gradientFromOutput',
  'gradientFromFuture',
]);

/** All numbers of a scene that may move, column by column. @param {Scene} scene */
export function valuesOf({ columns, layers, hidden }) {
  const size = sizeOf(layers, hidden);
  const values = new Float64Array(columns.length * size);
  columns.forEach((column, c) => {
    let i = c * size;
    for (let row = 0; row < BAR_ROWS; row++) values[i++] = column.candidates[row]?.probability ?? 0;
    for (const name of normNames) for (const norm of column[name]) values[i++] = norm;
    for (const units of column.hidden) {
      values.set(units, i);
      i += units.length;
    }
  });
  return values;
}

/** @param {number} layers @param {number} hidden */
const sizeOf = (layers, hidden) => BAR_ROWS + layers * (normNames.length + hidden);

/** @param {CanvasRenderingContext2D} context @param {Picture} picture */
export function paintBoard(context, picture) {
  const { geometry, scene, reversed } = picture;
  const pen = new Pen(context, picture);
  context.clearRect(0, 0, geometry.width, geometry.height);
  if (reversed) {
    context.save();
    context.translate(geometry.width, 0);
    context.scale(-1, 1);
  }
  const all = [...scene.columns.keys()];
  if (scene.read >= 0) pen.mark(scene.read);
  for (const c of all) pen.arrows(c);
  for (const c of all) pen.gradients(c);
  for (const c of all) pen.column(c);
  if (reversed) context.restore();
}

class Pen {
  /** @param {CanvasRenderingContext2D} context @param {Picture} picture */
  constructor(context, { geometry, scene, values, wave, scheme }) {
    this.context = context;
    this.geometry = geometry;
    this.scene = scene;
    this.values = values;
    this.wave = wave;
    this.scheme = scheme;
    this.size = sizeOf(scene.layers, scene.hidden);
    this.colours = Object.fromEntries(
      /** @type {const} */ ([
        'line',
        'ink',
        'muted',
        'faint',
        'right',
        'wrong',
        'gradient',
        'sunken',
        'surface',
        'page',
      ]).map((name) => [name, colour(name, scheme)]),
    );
  }

  /** @param {number} c @param {typeof normNames[number]} name @param {number} layer */
  norm(c, name, layer) {
    return this.values[c * this.size + BAR_ROWS + normNames.indexOf(name) * this.scene.layers + layer];
  }

  /** The middle of a column. @param {number} c */
  middle(c) {
    const { gutter, pitch } = this.geometry;
    return gutter + (c + 0.5) * pitch;
  }

  /** Upper left corner of the cells of a strip. @param {number} c @param {number} layer */
  corner(c, layer) {
    const { units, strips, rows } = this.geometry;
    return [Math.round(this.middle(c) - units.width / 2), Math.round(strips[layer] + (rows.strip - units.height) / 2)];
  }

  /** How strongly something at a column stands out while a wave goes by, 0..1. @param {number} c @param {'forward' | 'backward'} way */
  lit(c, way) {
    const came = this.wave[way];
    if (came < 0) return 0;
    const count = this.scene.columns.length;
    const front = way === 'forward' ? came * (count + 1) - 0.5 : count - 0.5 - came * (count + 1);
    return Math.max(0, 1 - Math.abs(front - c));
  }

  /** The column the network is at, where it is read token by token. @param {number} c */
  mark(c) {
    const { context, geometry, colours } = this;
    if (c >= this.scene.columns.length) return;
    context.globalAlpha = 0.3;
    context.fillStyle = colours.highlight;
    context.beginPath();
    context.roundRect(geometry.gutter + c * geometry.pitch, 0, geometry.pitch, geometry.height, 6);
    context.fill();
    context.globalAlpha = 1;
  }

  /** What runs forward into a column's strips and out of them. @param {number} c */
  arrows(c) {
    const { geometry, scene } = this;
    const { rows, tokenTop } = geometry;
    const top = scene.layers - 1;
    const x = this.middle(c) - SPACING_PX / 2;
    this.context.globalAlpha = scene.columns[c].awaited ? 0.25 : 1;
    const lit = this.lit(c, 'forward');
    for (let layer = 0; layer <= top; layer++) {
      const from = layer === 0 ? tokenTop + 2 : this.corner(c, layer - 1)[1] - 2;
      const to = this.corner(c, layer)[1] + geometry.units.height + 2;
      this.arrow([x, from], [x, to], widthOf(this.norm(c, 'fromBelow', layer), 'forward'), lit);
      this.past(c, layer, lit);
    }
    const out = rows.verdict + rows.bars + 4;
    this.arrow([x, this.corner(c, top)[1] - 2], [x, out], 1.5, lit);
    this.context.globalAlpha = 1;
  }

  /** From the step before. @param {number} c @param {number} layer @param {number} lit */
  past(c, layer, lit) {
    const { geometry, scene } = this;
    const [left, top] = this.corner(c, layer);
    const y = top + geometry.units.height / 2 - SPACING_PX / 2;
    const before = c > 0 ? left - geometry.pitch + geometry.units.width + 2 : geometry.gutter - 1;
    const width = widthOf(this.norm(c, 'fromPast', layer), 'forward');
    this.arrow([before, y], [left - 2, y], width, lit);
    if (c === scene.columns.length - 1 && !scene.ends) {
      const from = left + geometry.units.width + 2;
      this.fading([from, y], geometry.width - from);
    }
  }

  /** That the sentence goes on. @param {[number, number]} from @param {number} length */
  fading([x, y], length) {
    const { context } = this;
    const fade = context.createLinearGradient(x, 0, x + length, 0);
    fade.addColorStop(0, this.colours.faint);
    fade.addColorStop(1, `${this.colours.faint}00`);
    context.strokeStyle = fade;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + length, y);
    context.stroke();
  }

  /** What comes back to a column's strips, and from them to the step before. @param {number} c */
  gradients(c) {
    const { geometry, scene } = this;
    const { units, rows, pitch } = geometry;
    if (scene.read >= 0) return;
    const lit = this.lit(c, 'backward');
    for (let layer = scene.layers - 1; layer >= 0; layer--) {
      const [left, top] = this.corner(c, layer);
      const x = this.middle(c) + SPACING_PX / 2;
      const above =
        layer === scene.layers - 1 ? rows.verdict + rows.bars + 4 : this.corner(c, layer + 1)[1] + units.height + 2;
      this.arrow([x, above], [x, top - 2], widthOf(this.norm(c, 'gradientFromOutput', layer), 'gradient'), lit, true);
      if (c === 0) continue;
      // What reaches the step before through this one.
      const y = top + units.height / 2 + SPACING_PX / 2;
      const width = widthOf(this.norm(c - 1, 'gradientFromFuture', layer), 'gradient');
      this.arrow([left - 2, y], [left - pitch + units.width + 2, y], width, lit, true);
    }
  }

  /**
   * @param {[number, number]} from @param {[number, number]} to @param {number} width @param {number} lit 0..1
   * @param {boolean} [back] of the gradient
   */
  arrow(from, to, width, lit, back = false) {
    const { context, colours } = this;
    const line = Math.max(0.75, width) + lit * 1.5;
    const length = Math.min(4 + line, Math.hypot(to[0] - from[0], to[1] - from[1]) * 0.6);
    const [across, up] = [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
    const neck = [to[0] - across * length, to[1] - up * length];
    const side = Math.max(3, line * 0.9 + 1);
    const base = back ? colours.gradient : lit > 0 ? colours.ink : colours.faint;
    context.strokeStyle = base;
    context.fillStyle = base;
    const alpha = context.globalAlpha;
    if (back) context.globalAlpha = alpha * Math.min(1, 0.25 + width / 3 + lit);
    else if (lit > 0) context.globalAlpha = alpha * (0.45 + 0.55 * lit);
    context.lineWidth = line;
    context.beginPath();
    context.moveTo(from[0], from[1]);
    context.lineTo(neck[0], neck[1]);
    context.stroke();
    context.beginPath();
    context.moveTo(to[0], to[1]);
    context.lineTo(neck[0] + up * side, neck[1] + across * side);
    context.lineTo(neck[0] - up * side, neck[1] - across * side);
    context.fill();
    context.globalAlpha = alpha;
  }

  /** Strips and bars. @param {number} c */
  column(c) {
    const { scene } = this;
    for (let layer = 0; layer < scene.layers; layer++) this.strip(c, layer);
    if (!scene.columns[c].awaited) this.bars(c);
  }

  /** @param {number} c @param {number} layer */
  strip(c, layer) {
    const { context, geometry, scene, colours } = this;
    const { units } = geometry;
    const [left, top] = this.corner(c, layer);
    if (scene.columns[c].awaited) context.globalAlpha = 0.12;
    this.stampUnits(c, layer);
    context.imageSmoothingEnabled = false;
    context.drawImage(stamp, 0, 0, units.across, units.down, left, top, units.width, units.height);
    if (units.cell >= 5) this.grid(left, top);
    context.globalAlpha = 1;
    context.strokeStyle = colours.muted;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top - 0.5, units.width + 1, units.height + 1);
  }

  /** @param {number} c @param {number} layer */
  stampUnits(c, layer) {
    const { scene, geometry, values } = this;
    const { across, down } = geometry.units;
    if (stamp.width < across || stamp.height < down) {
      stamp.width = Math.max(stamp.width, across);
      stamp.height = Math.max(stamp.height, down);
    }
    const context = /** @type {CanvasRenderingContext2D} */ (stamp.getContext('2d', { willReadFrequently: true }));
    const image = context.createImageData(across, down);
    const pixels = new Uint32Array(image.data.buffer);
    const table = pixelsOf(this.scheme);
    const from = c * this.size + BAR_ROWS + scene.layers * normNames.length + layer * scene.hidden;
    for (let unit = 0; unit < scene.hidden; unit++) {
      const value = values[from + unit] / scene.largestState;
      const place = Math.floor(unit / down) + (unit % down) * across;
      const index = Number.isNaN(value) ? 128 : 128 + Math.round(Math.max(-1, Math.min(1, value)) * 128);
      pixels[place] = table[index];
    }
    context.putImageData(image, 0, 0);
  }

  /** Hairlines between cells big enough to count. @param {number} left @param {number} top */
  grid(left, top) {
    const { context, colours } = this;
    const { across, down, cell } = this.geometry.units;
    context.fillStyle = colours.page;
    for (let i = 1; i < across; i++) context.fillRect(left + i * cell - 0.5, top, 1, down * cell);
    for (let i = 1; i < down; i++) context.fillRect(left, top + i * cell - 0.5, across * cell, 1);
  }

  /** @param {number} c */
  bars(c) {
    const { context, geometry, scene, colours } = this;
    const { rows, pitch, gutter } = geometry;
    const { candidates, target, predicted } = scene.columns[c];
    const left = gutter + c * pitch + 5;
    const room = pitch - 10;
    candidates.forEach(({ id }, row) => {
      const y = rows.verdict + (row + 1) * rows.bar - BAR_HEIGHT_PX - 1;
      context.fillStyle = colours.line;
      context.fillRect(left, y + BAR_HEIGHT_PX - 1, room, 1);
      const name = id === target ? 'right' : id === predicted ? 'wrong' : 'muted';
      context.fillStyle = colours[target < 0 && id === predicted ? 'ink' : name];
      context.fillRect(left, y, room * this.values[c * this.size + row], BAR_HEIGHT_PX);
    });
  }
}
