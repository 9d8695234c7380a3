import { html, nothing } from 'lit';

/**
 * Stands where something could not be computed, by a mistake of ours, and asks for it anew.
 * @param {import('../../state/store-controller.js').StoreController<any>} state of the element
 * @param {import('../../i18n/index.js').Translator} t
 */
export const notComputed = (state, t) =>
  state.failed
    ? html`<p class="error" role="alert">${t('panel.notComputed')}
        <button type="button" @click=${() => state.watchAgain()}>${t('panel.tryAgain')}</button></p>`
    : nothing;
