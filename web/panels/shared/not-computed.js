import { html, nothing } from 'lit';

/**
 * Stands where something could not be computed, by a fault of ours, and asks for it anew.
 * @param {import('../../state/store-controller.js').StoreController<any>} state of the element
 * @param {import('../../i18n/index.js').Translator} t
 */
export function notComputed(state, t) {
  const { failure } = state;
  if (!failure) return nothing;
  return html`<p class="error" role="alert">${failure.code === 'internal' ? t('panel.notComputed') : t.failure(failure)}
    <button type="button" @click=${() => state.watchAgain()}>${t('panel.tryAgain')}</button></p>`;
}
