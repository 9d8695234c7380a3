/**
 * The board's drawing on a canvas: strips of hidden units, arrows forward and backward between them, bars of the
 * distributions. Words are not drawn here: they are HTML above the canvas.
 *
 * @typedef {import('./geometry.js').Geometry} Geometry
 * @typedef {import('./scene.js').Scene} Scene
 * @typedef {import('../../theme/palette.js').Scheme} Scheme
 * @typedef {import('./board-animation.js').Wave} Wave
 * @typedef {object} Picture
 * @property {Geometry} geometry
 * @property {Scene} scene
 * @property {Float64Array} values as animated now, in the layout of valuesOf()
 * @property {Wave} wave
 * @property {Scheme} scheme
 * @property {boolean} reversed time runs to the left
 */
import { color } from '../../theme/palette.js';
import { paintArrow, paintFadingLine, widthOf } from './arrows.js';
import { BAR_ROWS } from './geometry.js';
import { paintUnits } from './pixels.js';

/** Of the bar below a token. */
const BAR_HEIGHT_PX = 4;

/** Between a forward and a backward arrow. */
const SPACING_PX = 9;

/** Norms of a column, each with a value for every layer. */
const NORM_NAMES = /** @type {const} */ ([
  'inputNorms',
  'recurrentNorms',
  'gradientNorms',
  'gradientNormsFromOutput',
  'gradientNormsFromNextStep',
]);

/**
 * All animated numbers of a scene. Layout, column by column: BAR_ROWS probabilities, the norms, the units of each layer.
 * @param {Scene} scene
 * @returns {Float64Array}
 */
export function valuesOf({ columns, layers, hidden }) {
  const size = sizeOf(layers, hidden);
  const values = new Float64Array(columns.length * size);
  columns.forEach((column, c) => {
    let i = c * size;
    for (let row = 0; row < BAR_ROWS; row++) values[i++] = column.candidates[row]?.probability ?? 0;
    for (const name of NORM_NAMES) for (const norm of column[name]) values[i++] = norm;
    for (const units of column.hidden) {
      values.set(units, i);
      i += units.length;
    }
  });
  return values;
}

/** Numbers of a column. @param {number} layers @param {number} hidden */
const sizeOf = (layers, hidden) => BAR_ROWS + layers * (NORM_NAMES.length + hidden);

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
  if (scene.readColumn >= 0) pen.highlightColumn(scene.readColumn);
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
    this.colors = Object.fromEntries(
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
        'highlight',
      ]).map((name) => [name, color(name, scheme)]),
    );
  }

  /** @param {number} c @param {typeof NORM_NAMES[number]} name @param {number} layer */
  norm(c, name, layer) {
    return this.values[c * this.size + BAR_ROWS + NORM_NAMES.indexOf(name) * this.scene.layers + layer];
  }

  /** Center of a column, px. @param {number} c */
  middle(c) {
    const { gutter, pitch } = this.geometry;
    return gutter + (c + 0.5) * pitch;
  }

  /** Upper left corner of a strip's cells, px. @param {number} c @param {number} layer */
  corner(c, layer) {
    const { units, strips, rows } = this.geometry;
    return [Math.round(this.middle(c) - units.width / 2), Math.round(strips[layer] + (rows.strip - units.height) / 2)];
  }

  /** Emphasis of a column while a wave passes by, 0..1. @param {number} c @param {'forward' | 'backward'} direction */
  waveStrength(c, direction) {
    const progress = this.wave[direction];
    if (progress < 0) return 0;
    const count = this.scene.columns.length;
    const front = direction === 'forward' ? progress * (count + 1) - 0.5 : count - 0.5 - progress * (count + 1);
    return Math.max(0, 1 - Math.abs(front - c));
  }

  /** Background of the column that has been read last, token by token. @param {number} c */
  highlightColumn(c) {
    const { context, geometry, colors } = this;
    if (c >= this.scene.columns.length) return;
    context.globalAlpha = 0.3;
    context.fillStyle = colors.highlight;
    context.beginPath();
    context.roundRect(geometry.gutter + c * geometry.pitch, 0, geometry.pitch, geometry.height, 6);
    context.fill();
    context.globalAlpha = 1;
  }

  /** Forward: into a column's strips and out of them. @param {number} c */
  arrows(c) {
    const { geometry, scene } = this;
    const { rows, tokenTop } = geometry;
    const top = scene.layers - 1;
    const x = this.middle(c) - SPACING_PX / 2;
    this.context.globalAlpha = scene.columns[c].unread ? 0.25 : 1;
    const emphasis = this.waveStrength(c, 'forward');
    for (let layer = 0; layer <= top; layer++) {
      const from = layer === 0 ? tokenTop + 2 : this.corner(c, layer - 1)[1] - 2;
      const to = this.corner(c, layer)[1] + geometry.units.height + 2;
      this.arrow([x, from], [x, to], widthOf(this.norm(c, 'inputNorms', layer), 'forward'), emphasis);
      this.recurrentArrow(c, layer, emphasis);
    }
    const out = rows.verdict + rows.bars + 4;
    this.arrow([x, this.corner(c, top)[1] - 2], [x, out], 1.5, emphasis);
    this.context.globalAlpha = 1;
  }

  /** From the previous time step. @param {number} c @param {number} layer @param {number} emphasis */
  recurrentArrow(c, layer, emphasis) {
    const { geometry, scene } = this;
    const [left, top] = this.corner(c, layer);
    const y = top + geometry.units.height / 2 - SPACING_PX / 2;
    const before = c > 0 ? left - geometry.pitch + geometry.units.width + 2 : geometry.gutter - 1;
    const width = widthOf(this.norm(c, 'recurrentNorms', layer), 'forward');
    this.arrow([before, y], [left - 2, y], width, emphasis);
    if (c === scene.columns.length - 1 && !scene.atEnd) {
      const from = left + geometry.units.width + 2;
      paintFadingLine(this.context, [from, y], geometry.width - from, this.colors.faint);
    }
  }

  /** Backward: into a column's strips from above, and from them to the previous time step. @param {number} c */
  gradients(c) {
    const { geometry, scene } = this;
    const { units, rows, pitch } = geometry;
    if (scene.readColumn >= 0) return;
    const emphasis = this.waveStrength(c, 'backward');
    for (let layer = scene.layers - 1; layer >= 0; layer--) {
      const [left, top] = this.corner(c, layer);
      const x = this.middle(c) + SPACING_PX / 2;
      const above =
        layer === scene.layers - 1 ? rows.verdict + rows.bars + 4 : this.corner(c, layer + 1)[1] + units.height + 2;
      const fromOutput = widthOf(this.norm(c, 'gradientNormsFromOutput', layer), 'gradient');
      this.arrow([x, above], [x, top - 2], fromOutput, emphasis, true);
      if (c === 0) continue;
      const y = top + units.height / 2 + SPACING_PX / 2;
      const width = widthOf(this.norm(c - 1, 'gradientNormsFromNextStep', layer), 'gradient');
      this.arrow([left - 2, y], [left - pitch + units.width + 2, y], width, emphasis, true);
    }
  }

  /**
   * @param {[number, number]} from @param {[number, number]} to @param {number} width @param {number} emphasis 0..1
   * @param {boolean} [backward]
   */
  arrow(from, to, width, emphasis, backward) {
    paintArrow(this.context, { from, to, width, emphasis, backward }, this.colors);
  }

  /** Strips and bars. @param {number} c */
  column(c) {
    const { scene } = this;
    for (let layer = 0; layer < scene.layers; layer++) this.strip(c, layer);
    if (!scene.columns[c].unread) this.bars(c);
  }

  /** @param {number} c @param {number} layer */
  strip(c, layer) {
    const { context, geometry, scene, colors } = this;
    const { units } = geometry;
    const [left, top] = this.corner(c, layer);
    if (scene.columns[c].unread) context.globalAlpha = 0.12;
    const from = c * this.size + BAR_ROWS + scene.layers * NORM_NAMES.length + layer * scene.hidden;
    const values = this.values.subarray(from, from + scene.hidden);
    paintUnits(context, { values, maximum: scene.largestState, scheme: this.scheme }, { ...units, left, top });
    if (units.cell >= 5) this.grid(left, top);
    context.globalAlpha = 1;
    context.strokeStyle = colors.muted;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top - 0.5, units.width + 1, units.height + 1);
  }

  /** Hairlines between cells. @param {number} left @param {number} top */
  grid(left, top) {
    const { context, colors } = this;
    const { across, down, cell } = this.geometry.units;
    context.fillStyle = colors.page;
    for (let i = 1; i < across; i++) context.fillRect(left + i * cell - 0.5, top, 1, down * cell);
    for (let i = 1; i < down; i++) context.fillRect(left, top + i * cell - 0.5, across * cell, 1);
  }

  /** @param {number} c */
  bars(c) {
    const { context, geometry, scene, colors } = this;
    const { rows, pitch, gutter } = geometry;
    const { candidates, target, predicted } = scene.columns[c];
    const left = gutter + c * pitch + 5;
    const room = pitch - 10;
    candidates.forEach(({ id }, row) => {
      const y = rows.verdict + (row + 1) * rows.bar - BAR_HEIGHT_PX - 1;
      context.fillStyle = colors.line;
      context.fillRect(left, y + BAR_HEIGHT_PX - 1, room, 1);
      const name = id === target ? 'right' : id === predicted ? 'wrong' : 'muted';
      context.fillStyle = colors[target < 0 && id === predicted ? 'ink' : name];
      context.fillRect(left, y, room * this.values[c * this.size + row], BAR_HEIGHT_PX);
    });
  }
}
