import { html } from 'lit';

/** @typedef {{value: string | number, text: string, chosen: boolean, group?: string}} Option */

/**
 * @param {number} count
 * @param {number} chosen
 * @param {(i: number) => string} text
 * @returns {Option[]}
 */
export const numbered = (count, chosen, text) =>
  Array.from({ length: count }, (_, i) => ({ value: i, text: text(i), chosen: i === chosen }));

/**
 * The options of a select, those of a group in an optgroup.
 * @param {Option[]} options
 */
export function optionList(options) {
  const option = (/** @type {Option} */ { value, text, chosen }) =>
    html`<option value=${value} .selected=${chosen}>${text}</option>`;
  const groups = [...new Set(options.map(({ group }) => group))];
  return groups.map((group) => {
    const own = options.filter((one) => one.group === group).map(option);
    return group ? html`<optgroup label=${group}>${own}</optgroup>` : own;
  });
}

/**
 * A labeled select.
 * @param {string} id within the shadow tree
 * @param {string} label
 * @param {Option[]} options
 * @param {(value: string) => void} onChange
 */
export function picker(id, label, options, onChange) {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    <select id=${id} @change=${(/** @type {any} */ event) => onChange(event.target.value)}>${optionList(options)}</select>
  </div>`;
}
