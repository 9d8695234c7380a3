/** The nodes and arrows of the unrolled network as SVG. */
import { nothing, svg } from 'lit';
import { SIZES_PX } from './drawing-layout.js';
import { MAX_SHOWN } from '../model/selection.js';

/**
 * @typedef {import('../model/walk.js').Walk} Walk
 * @typedef {import('../labels.js').Labels} Labels
 * @typedef {import('./drawing-layout.js').NodeBox} NodeBox
 * @typedef {import('./drawing-layout.js').Arrow} Arrow
 * @typedef {import('../../../theme/scales.js').Scale} Scale
 * @typedef {{id: string, name?: string, reachable: boolean, current: boolean}} Handle name: accessible name of a part that opens
 *   a stage; reachable: by the Tab key
 * @typedef {{classes: string, reached: boolean, gradientClasses: string, dim: boolean,
 *   name: {letter: string, below: number, above: string}}} Look
 * @typedef {{walk: Walk, labels: Labels, scales: Record<'h' | 'c' | 'dh' | 'dc' | 'dp', Scale>, look: Look}} Content
 */

/** Length and half the width of an arrow head. */
const HEAD_PX = { length: 7, width: 4 };

/** Distance of a label from its arrow. */
const LABEL_OFFSET_PX = 9;

/**
 * A part of the drawing; if it opens a stage, a button whose title (also a tooltip) names the stage.
 * @param {Handle} handle
 * @param {string} classes
 * @param {unknown} content
 */
const partGroup = ({ id, name, reachable, current }, classes, content) =>
  svg`<g
    class=${classes}
    data-drawing-id=${id}
    role=${name ? 'button' : nothing}
    tabindex=${name ? (reachable ? 0 : -1) : nothing}
    aria-current=${current && name ? 'step' : nothing}
  >${name ? svg`<title>${name}</title>` : nothing}${content}</g>`;

/** @param {Arrow} arrow @param {string} classes @param {Handle} handle */
export function arrowPath({ letter, backward, from, to }, classes, handle) {
  const [across, up] = [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
  const [endX, endY] = [to[0] - across * HEAD_PX.length, to[1] - up * HEAD_PX.length];
  const d = `M${from[0]} ${from[1]}L${endX} ${endY}`;
  const [sideX, sideY] = [up * HEAD_PX.width, across * HEAD_PX.width];
  const tip = `M${to[0]} ${to[1]}L${endX + sideX} ${endY + sideY}L${endX - sideX} ${endY - sideY}z`;
  const upright = from[0] === to[0];
  const [x, y] = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
  const word = backward || letter === 'C' ? '' : letter;
  const drawn = svg`<path class="halo edge" d=${d} />
    <path class="halo" d=${d} />
    <path class="line" d=${d} />
    <path class="head" d=${tip} />
    <path class="hit" d=${d} />
    ${word && svg`<text class="letter" x=${upright ? x - LABEL_OFFSET_PX : x} y=${upright ? y + 4 : y - 6} text-anchor=${upright ? 'end' : 'middle'}>${word}</text>`}`;
  return partGroup(handle, `arrow ${backward ? 'back' : ''} ${classes}`, drawn);
}

/**
 * A node with its content, and the strip of its gradient below it. The letter is outside the button, whose accessible name is
 * “hidden state at step 1”, not “h1”.
 * @param {NodeBox} node
 * @param {{inside: unknown, gradient: unknown}} drawn
 * @param {Look} look
 * @param {Handle} handle
 * @param {Handle | null} gradientHandle
 */
export function nodeFrame(node, { inside, gradient }, look, handle, gradientHandle) {
  const { x, y, width, height } = node;
  const boxed = node.kind !== 'L' && node.kind !== 'total';
  const own = svg`${haloAround(node, 5)}
    <rect class=${boxed ? 'box' : 'box plain'} x=${x} y=${y} width=${width} height=${height} rx="3" />`;
  const strip = { x, y: y + height + 1, width, height: SIZES_PX.gradient };
  const ofGradient = svg`${haloAround(strip, 4)}
    <rect class="box" x=${strip.x} y=${strip.y} width=${width} height=${strip.height} rx="2" />${gradient}`;
  return svg`<g class=${look.dim ? 'dim' : ''}>
    ${partGroup(handle, `node ${look.reached ? 'reached' : ''} ${look.classes}`, own)}
    <g class="picture" aria-hidden="true">${inside} ${nameAt(node, look.name)}</g>
    ${gradient && gradientHandle ? partGroup(gradientHandle, `node strip gradient ${look.gradientClasses}`, ofGradient) : nothing}
  </g>`;
}

/** Frame of a highlighted node. @param {{x: number, y: number, width: number, height: number}} box @param {number} by px */
const haloAround = ({ x, y, width, height }, by) =>
  svg`<rect class="halo" x=${x - by} y=${y - by} width=${width + 2 * by} height=${height + 2 * by} rx=${by + 1} />`;

/** The letter of a node, above its upper left corner; of an input, to its left. @param {NodeBox} node @param {Look['name']} name */
function nameAt({ kind, x, y, height }, { letter, below, above }) {
  if (kind === 'L' || kind === 'total') return nothing;
  const [left, base] = kind === 'x' ? [x - 6, y + height / 2 + 4] : [x + 1, y - 5];
  return svg`<text class="letter" x=${left} y=${base} text-anchor=${kind === 'x' ? 'end' : 'start'}>${letter}<tspan class="below" dy="3">${below}</tspan>${above && svg`<tspan class="below" dy="-7">${above}</tspan>`}</text>`;
}

/** A vector as a row of colored cells. @param {ArrayLike<number>} values @param {Scale} scale @param {{x: number, y: number, width: number, height: number}} box */
function strip(values, scale, { x, y, width, height }) {
  const each = width / values.length;
  return Array.from(
    values,
    (value, i) => svg`<rect x=${x + i * each} y=${y} width=${each + 0.3} height=${height} fill=${scale.css(value)} />`,
  );
}

/** @param {NodeBox} node */
const inner = ({ x, y, width, height }) => ({ x: x + 2, y: y + 2, width: width - 4, height: height - 4 });

/** @param {NodeBox} node */
const below = ({ x, y, width, height }) => ({
  x: x + 2,
  y: y + height + 3,
  width: width - 4,
  height: SIZES_PX.gradient - 4,
});

/** @param {NodeBox} node @param {Content} content @returns {{inside: unknown, gradient: unknown}} */
export function nodeContent(node, content) {
  return {
    inside: content.look.reached ? insides[node.kind](node, content) : nothing,
    gradient: gradientOf(node, content),
  };
}

/** @param {NodeBox} node @param {Content} content */
function gradientOf(node, { walk, labels, scales, look }) {
  if (!look.gradientClasses.includes('reached') || node.timeStep < 0) return null;
  if (node.kind === 'p') return strip(shownOf(walk.dLogits(node.timeStep).values, labels), scales.dp, below(node));
  const { backward } = walk.trace.layersData[node.layer];
  const field = node.kind === 'c' ? backward.dCell : backward.dHidden;
  if (!field) return null;
  const values = field.values.subarray(node.timeStep * walk.H, (node.timeStep + 1) * walk.H);
  const entries = strip(values, node.kind === 'c' ? scales.dc : scales.dh, below(node));
  return node.kind === 'c' ? entries : svg`${entries}${gradientNorm(values, node, labels)}`;
}

/** ‖∂L/∂h‖ beside the arrow below the node. @param {Float64Array} values @param {NodeBox} node @param {Labels} labels */
function gradientNorm(values, { x, y, width, height }, { t }) {
  const text = t.format.number(Math.hypot(...values), 3);
  return svg`<text class="length" x=${x + width / 2 + LABEL_OFFSET_PX + 4} y=${y + height + SIZES_PX.gradient + 14}>${text}</text>`;
}

/** Label of the row of gradient norms. @param {NodeBox} node of the state before the first step */
export function normLabel({ y, height }) {
  return svg`<text class="small" x="2" y=${y + height + SIZES_PX.gradient + 14} aria-hidden="true">‖∂L/∂h‖</text>`;
}

/** The entries of a long vector over the vocabulary that the matrices show as well. @param {ArrayLike<number>} values @param {Labels} labels */
function shownOf(values, labels) {
  const indices = labels.shown('token', values.length, { whole: false, chosen: [] });
  return indices.map((index) => values[index]);
}

const graphemes = new Intl.Segmenter('und');

/** Longer tokens are cut off in the drawing. */
const MAX_LABEL_CHARACTERS = 8;

/** @param {string} label */
function shortened(label) {
  const parts = [...graphemes.segment(label)];
  return parts.length > MAX_LABEL_CHARACTERS ? `${label.slice(0, parts[MAX_LABEL_CHARACTERS - 1].index)}…` : label;
}

/** CSS class for the font size in which a token fits. @param {string} label */
function sizeOf(label) {
  const { length } = [...graphemes.segment(label)];
  return length > 5 ? 'tiny' : length > 2 ? 'narrow' : '';
}

/** @type {Record<NodeBox['kind'], (node: NodeBox, content: Content) => unknown>} */
const insides = {
  x: (node, { walk, labels }) => {
    const label = labels.token(walk.trace.inputs[node.timeStep]);
    const middle = node.x + node.width / 2;
    return svg`<text class=${`token ${sizeOf(label)}`} x=${middle} y=${node.y + node.height / 2 + 6} text-anchor="middle">${shortened(label)}</text>`;
  },
  h: (node, { walk, scales }) => strip(walk.h(node.timeStep, node.layer).values, scales.h, inner(node)),
  c: (node, { walk, scales }) => {
    const { cell, previousCell } = walk.trace.layersData[node.layer];
    const field = node.timeStep < 0 ? previousCell : cell;
    const timeStep = Math.max(0, node.timeStep);
    const values = field?.values.subarray(timeStep * walk.H, (timeStep + 1) * walk.H);
    return strip(values ?? [], scales.c, inner(node));
  },
  p: probabilityBars,
  L: (node, { walk, labels }) => lossText(node, walk, labels),
  total: (node, { walk, labels }) => {
    const { x, y, width } = node;
    return svg`<text x=${x + width / 2} y=${y + 17} text-anchor="middle">${walk.trace.scale === 1 ? 'ΣL = ' : 'L̄ = '}${labels.t.format.loss(walk.trace.loss)}</text>`;
  },
};

/** @param {NodeBox} node @param {Content} content */
function probabilityBars(node, { walk, labels }) {
  const target = walk.trace.targets[node.timeStep];
  const values = walk.p(node.timeStep).values;
  const indices = labels.shown('token', values.length, { whole: false, chosen: [target] }).slice(0, MAX_SHOWN.token);
  const { x, y, width, height } = inner(node);
  const each = width / indices.length;
  const foot = 14;
  return indices.map((id, i) => {
    const tall = Math.max(0.5, values[id] * (height - foot));
    const isTarget = id === target;
    // A long word at the edge is aligned with it, so that it grows inwards.
    const side = i === 0 ? 0 : i === indices.length - 1 ? 2 : 1;
    return svg`<rect class=${isTarget ? 'bar' : 'bar other'} x=${x + i * each + 0.5} y=${y + height - foot - tall} width=${each - 1} height=${tall} />
      ${isTarget ? svg`<text class="small" x=${x + (i + [0, 0.5, 1][side]) * each} y=${y + height - 2} text-anchor=${['start', 'middle', 'end'][side]}>${shortened(labels.token(id))}</text>` : nothing}`;
  });
}

/** @param {NodeBox} node @param {Walk} walk @param {Labels} labels */
function lossText(node, walk, labels) {
  const text = walk.trace.targets[node.timeStep] < 0 ? '–' : labels.t.format.loss(walk.loss(node.timeStep).values[0]);
  return svg`<text x=${node.x + node.width / 2} y=${node.y + 17} text-anchor="middle">L<tspan class="small" dy="3">${walk.stepNumber(node.timeStep)}</tspan><tspan dy="-3"> = ${text}</tspan></text>`;
}
