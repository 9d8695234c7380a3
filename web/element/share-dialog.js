import { css, html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { StoreElement } from '../panels/shared/store-element.js';
import { linkTo } from '../state/link.js';
import { isShown, setShown } from './address.js';

/**
 * Copies a link to the page as it is. What is copied stands there to be read; where the clipboard refuses, it is selected, to be
 * copied by hand. Loaded when it is first opened.
 *
 * @fires close detail.focus: whether the focus goes back to what opened it
 */
export class ShareDialog extends StoreElement {
  static properties = {
    link: { state: true },
    copied: { state: true },
    refused: { state: true },
    training: { state: true },
  };

  static styles = [
    ...StoreElement.styles,
    css`
      button {
        font-size: var(--rnn-text-s);
        padding-inline: var(--rnn-space-2);
      }
      .dialog {
        position: absolute;
        inset-block-start: calc(100% + var(--rnn-space-1));
        inset-inline-end: 0;
        z-index: 3;
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--rnn-space-2);
        align-items: center;
        width: min(26rem, calc(100vw - 2 * var(--rnn-space-4)));
        padding: var(--rnn-space-3);
        background: var(--rnn-surface);
        border: 1px solid var(--rnn-line);
        border-radius: var(--rnn-radius);
        box-shadow: var(--rnn-shadow);
      }
      .dialog label,
      .dialog p {
        grid-column: 1 / -1;
        margin: 0;
        font-size: var(--rnn-text-s);
        text-wrap: pretty;
      }
      .dialog .training {
        display: flex;
        gap: var(--rnn-space-2);
        align-items: center;
      }
      .dialog input[type='text'] {
        font-family: var(--rnn-mono);
        font-size: var(--rnn-text-s);
      }
      .close {
        grid-column: 1 / -1;
        justify-self: end;
      }
    `,
  ];

  constructor() {
    super();
    /** What is shared; empty while the dialog is closed. */
    this.link = '';
    /** Whether the link has been copied. */
    this.copied = false;
    /** Whether the clipboard refused. */
    this.refused = false;
    /** Optimizer steps when the link was made. */
    this.updates = 0;
    /** Whether the link says how far the network is trained. */
    this.training = false;
  }

  /** @param {import('../state/store.js').Store} store */
  select(store) {
    return this.link ? { repeatable: store.repeatable, step: store.status?.step } : {};
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    if (this.link) this.#close(false);
  }

  render() {
    const { store, t } = this;
    if (!store || !t.knows('share')) return nothing;
    return html`
      <span class="visually-hidden" role="status">${this.copied ? t('share.copied.link') : nothing}</span>
      ${this.link ? this.#renderDialog() : nothing}
    `;
  }

  #renderDialog() {
    const { t } = this;
    return html`<div class="dialog" role="dialog" aria-label=${t('page.share')} @keydown=${this.#onKey} @focusout=${this.#onFocusOut}>
      ${this.refused ? html`<p>${t('share.copyByHand')}</p>` : nothing}
      ${this.requiredStore.long ? html`<p>${t('longText.notInLink')}</p>` : nothing}
      ${this.#renderTraining()}
      <label for="link">${t('share.shared.link')}</label>
      <input id="link" type="text" readonly dir="ltr" spellcheck="false" .value=${this.link} @focus=${this.#selectAll} />
      <button type="button" aria-label=${t('share.copy.link')} @click=${this.#copy}>${t(this.copied ? 'share.copiedShort' : 'share.copy')}</button>
      <button type="button" class="quiet close" @click=${() => this.#close(true)}>${t('page.close')}</button>
    </div>`;
  }

  #renderTraining() {
    const { t, requiredStore: store } = this;
    const updates = store.status?.step ?? 0;
    if (updates === 0) return nothing;
    if (!store.repeatable) return html`<p class="muted">${t('link.notRepeatable')}</p>`;
    return html`<label class="training">
      <input type="checkbox" .checked=${live(this.training)} @change=${this.#onTraining} />
      ${t('link.withTraining', { updates: this.updates })}
    </label>`;
  }

  /** @param {Event} event */
  async #onTraining({ target }) {
    this.training = /** @type {HTMLInputElement} */ (target).checked;
    await this.#make();
    await this.updateComplete;
    await this.#copy();
  }

  async open() {
    this.training = false;
    await this.#make();
    if (!this.link) return;
    this.refused = false;
    await this.updateComplete;
    await this.#copy();
  }

  /** The link, into the address bar and the dialog. */
  async #make() {
    // The number of the moment: training may go on.
    this.updates = this.requiredStore.status?.step ?? 0;
    const link = await linkTo(this.requiredStore, location, { training: this.training });
    if (!this.isConnected || !isShown()) return;
    try {
      // It can also be copied from the address bar. In a sandboxed iframe this throws.
      history.replaceState(history.state, '', link);
      setShown();
    } catch {}
    this.link = link;
  }

  async #copy() {
    const field = /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('#link'));
    if (!field) return;
    this.copied = false;
    field.focus({ preventScroll: true });
    try {
      await navigator.clipboard.writeText(field.value);
      this.copied = true;
      this.refused = false;
    } catch {
      this.refused = true;
      field.select();
    }
  }

  /** @param {FocusEvent} event */
  #selectAll({ target }) {
    /** @type {HTMLInputElement} */ (target).select();
  }

  /** @param {boolean} focus whether it goes back to the button */
  #close(focus) {
    this.link = '';
    this.copied = false;
    this.dispatchEvent(new CustomEvent('close', { detail: { focus } }));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#close(true);
  }

  /** @param {FocusEvent} event */
  #onFocusOut({ currentTarget, relatedTarget }) {
    const to = /** @type {Node | null} */ (relatedTarget);
    const inside =
      /** @type {HTMLElement} */ (currentTarget).contains(to) || (to instanceof Element && to.id === 'share');
    // A press beside every control moves the focus nowhere; another window that comes to the front is no reason to close either.
    if (!inside && to !== null && document.hasFocus()) this.#close(false);
  }
}
