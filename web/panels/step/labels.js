/** Labels of the rows and columns of the matrices, and which of them are shown. */
import { tokenLabel } from '../../text/index.js';
import { tokenName } from '../shared/token-view.js';
import { MAX_SHOWN, shownIndices } from './model/selection.js';

/**
 * @typedef {import('./model/walk.js').Walk} Walk
 * @typedef {import('./model/quantity.js').Axis} Axis
 * @typedef {import('./model/selection.js').SelectedEntry} SelectedEntry
 */

export class Labels {
  /**
   * @param {Walk} walk
   * @param {(id: number) => string} tokenOf
   * @param {import('../../i18n/index.js').Translator} t
   */
  constructor(walk, tokenOf, t) {
    this.walk = walk;
    this.t = t;
    this.tokenOf = tokenOf;
    this.tokens = importantTokens(walk);
  }

  /** A token's label. @param {number} id */
  token(id) {
    return id < 0 ? '–' : tokenLabel(this.tokenOf(id));
  }

  /** A token within a sentence: white space by its name. @param {number} id */
  tokenInWords(id) {
    return id < 0 ? '–' : tokenName(this.tokenOf(id), this.t);
  }

  /**
   * @param {Axis} axis
   * @param {number} index
   * @param {number} size of the axis; G · H where the gates are stacked
   */
  short(axis, index, size) {
    const { H, gates } = this.walk;
    if (axis === 'token') return this.token(index);
    if (axis === 'parameter') return this.#parameter(index);
    if (axis === 'one') return '';
    if (size > H && gates.length > 1) return `${gates[Math.floor(index / H)]}\u00a0${(index % H) + 1}`;
    return String(index + 1);
  }

  /** For screen readers. @param {Axis} axis @param {number} index @param {number} size */
  long(axis, index, size) {
    if (axis === 'token') return this.tokenInWords(index);
    const number = this.short(axis, index, size);
    if (axis === 'unit') return this.t('step.unitName', { number });
    if (axis === 'source') return this.t('step.belowName', { number });
    return number;
  }

  /** The indices of an entry, as they stand between brackets. @param {import('./model/quantity.js').Quantity} quantity @param {{row: number, column: number}} at */
  entry({ rows, columns, rowAxis, columnAxis }, { row, column }) {
    const indices = [
      ...(rows > 1 ? [this.short(rowAxis, row, rows)] : []),
      ...(columns > 1 ? [this.short(columnAxis, column, columns)] : []),
    ];
    return indices.join(', ');
  }

  /** A quantity's name in plain characters, for screen readers. @param {import('./model/quantity.js').Quantity} quantity */
  spoken({ name }) {
    const below = name.below === undefined ? '' : `_${name.below}`;
    const above = name.above ?? '';
    const sign = `${name.letter}${below}${above}`;
    if (!name.derivative) return sign;
    const note = name.note ? ` (${this.t(`step.part.${name.note.code}`, name.note)})` : '';
    return `∂L/∂${sign}${note}`;
  }

  /** Indices to show where the gates are stacked: the same units of each. @param {number} H @param {number} gates @param {readonly number[]} chosen */
  #stacked(H, gates, chosen) {
    const units = shownIndices(
      H,
      MAX_SHOWN.unit,
      chosen.map((index) => index % H),
    );
    return Array.from({ length: gates }, (_, gate) => units.map((unit) => gate * H + unit)).flat();
  }

  /** @param {number} index */
  #parameter(index) {
    const { name } = this.walk.dryRun.parameters[index];
    const letter = name.includes('_ih') ? 'U' : name.includes('_hh') ? 'W' : 'V';
    const layer = this.walk.layers > 1 && letter !== 'V' ? ` (${Number(name.split('_l')[1]) + 1})` : '';
    return `${name.startsWith('bias') ? 'b ' : ''}${letter}${layer}`;
  }

  /**
   * Indices to show of an axis.
   * @param {Axis} axis
   * @param {number} size
   * @param {{whole: boolean, chosen: readonly number[]}} options whole: long axes in full; chosen: indices always shown
   */
  shown(axis, size, { whole, chosen }) {
    const { H, gates } = this.walk;
    if (axis === 'unit' && size > H && !whole) return this.#stacked(H, gates.length, chosen);
    return shownIndices(size, whole ? 64 : MAX_SHOWN[axis], axis === 'token' ? [...chosen, ...this.tokens] : chosen);
  }
}

/** Ids of the sentence's tokens, in order of appearance. @param {Walk} walk @returns {number[]} */
function importantTokens({ trace }) {
  return [...new Set([...trace.targets, ...trace.inputs])].filter((id) => id >= 0);
}
