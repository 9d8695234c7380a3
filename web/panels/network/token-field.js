import { html } from 'lit';

/**
 * The field in which a token is retyped. Enter and leaving the field commit, Escape cancels.
 * @param {object} field
 * @param {string} field.token
 * @param {string} field.label accessible name
 * @param {(text: string, options: {refocus: boolean}) => void} field.onCommit refocus: the key left the field, not the focus
 * @param {() => void} field.onCancel
 */
export function tokenField({ token, label, onCommit, onCancel }) {
  const textOf = (/** @type {Event} */ { target }) => /** @type {HTMLInputElement} */ (target).value;
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.isComposing) return;
    if (event.key === 'Enter') onCommit(textOf(event), { refocus: true });
    else if (event.key === 'Escape') onCancel();
    else return;
    event.preventDefault();
  };
  return html`<input
    class="retype"
    type="text"
    dir="auto"
    spellcheck="false"
    autocomplete="off"
    autocapitalize="off"
    aria-label=${label}
    .value=${token}
    @keydown=${onKey}
    @blur=${(/** @type {Event} */ event) => onCommit(textOf(event), { refocus: false })}
  />`;
}
