/** The controls of a stage: which gate, which row and column the formulas are worked out for, and whether long axes are folded. */
import { html, nothing } from 'lit';

/**
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('../model/expression.js').EntryIndex} EntryIndex
 *
 * @typedef {object} Controls
 * @property {import('../../../i18n/index.js').Translator} t
 * @property {import('../labels.js').Labels} labels
 * @property {readonly import('../model/stage.js').Block[]} blocks one for each gate
 * @property {number} gate
 * @property {Quantity} result
 * @property {EntryIndex} at the entry shown of it
 * @property {{shown: number, total: number}} hidden of the longest folded axis; total 0: none is folded
 * @property {boolean} whole long axes are shown in full
 * @property {(gate: number) => void} onGate
 * @property {(at: EntryIndex) => void} onEntry
 * @property {() => void} onWhole
 */

/** @param {Controls} controls */
export function stageControls(controls) {
  const { t, blocks, gate, hidden, whole, onGate, onWhole } = controls;
  const gates = blocks.map(({ letter }, i) => ({ value: i, text: letter }));
  return html`<div class="choices">
      ${blocks.length > 1 ? select(t('step.gate'), gates, gate, onGate) : nothing}
      ${axisSelect(controls, 'row')}
      ${axisSelect(controls, 'column')}
      ${
        hidden.total > 0
          ? html`<button type="button" class="link small" @click=${onWhole}>
              ${whole ? t('step.showFewer') : t('step.hiddenRows', hidden)}
            </button>`
          : nothing
      }
    </div>`;
}

/** @param {Controls} controls @param {'row' | 'column'} side */
function axisSelect({ t, labels, result, at, onEntry }, side) {
  const [size, axis] = side === 'row' ? [result.rows, result.rowAxis] : [result.columns, result.columnAxis];
  if (size < 2) return nothing;
  const label = t.dynamic(`step.${side}.${axis}`);
  const options = Array.from({ length: size }, (_, i) => ({ value: i, text: labels.short(axis, i, size) }));
  return select(label, options, at[side], (index) => onEntry({ ...at, [side]: index }));
}

/**
 * @param {string} label
 * @param {{value: number, text: string}[]} options
 * @param {number} chosen
 * @param {(value: number) => void} onChange
 */
function select(label, options, chosen, onChange) {
  const change = (/** @type {any} */ event) => onChange(Number(event.target.value));
  return html`<label>${label}
    <select @change=${change} .value=${String(chosen)}>
      ${options.map(({ value, text }) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`;
}
