import { css, html, nothing } from 'lit';
import { StoreElement } from '../panels/shared/store-element.js';
import { linkTo } from '../state/link.js';

/** How long the button shows that the link has been copied. */
const COPIED_MS = 2000;

/** Copies a link to the current settings; without access to the clipboard, shows it for copying by hand. */
export class ShareButton extends StoreElement {
  static properties = { copied: { state: true }, link: { state: true } };

  static styles = [
    ...StoreElement.styles,
    css`
      :host {
        position: relative;
      }
      button {
        font-size: var(--rnn-text-s);
        padding-inline: var(--rnn-space-2);
      }
      .by-hand {
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
      .by-hand label {
        grid-column: 1 / -1;
        text-wrap: pretty;
      }
    `,
  ];

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;

  constructor() {
    super();
    this.copied = false;
    /** Link to be copied by hand; '' for none. */
    this.link = '';
  }

  select() {
    return {};
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#ending);
    this.copied = false;
    this.link = '';
  }

  render() {
    const { store, t } = this;
    if (!store) return nothing;
    return html`
      <button type="button" class="quiet" title=${t('page.shareHelp')} aria-expanded=${this.link ? 'true' : nothing} @click=${this.#share}>${t(this.copied ? 'page.copied' : 'page.share')}</button>
      <span class="visually-hidden" role="status">${this.copied ? t('page.copied') : nothing}</span>
      ${this.link ? this.#renderByHand() : nothing}
    `;
  }

  #renderByHand() {
    const { t } = this;
    return html`<div class="by-hand" role="dialog" aria-label=${t('page.share')} @keydown=${this.#onKey} @focusout=${this.#onFocusOut}>
      <label for="link">${t('page.copyByHand')}</label>
      <input id="link" type="text" readonly dir="ltr" .value=${this.link} />
      <button type="button" @click=${this.#close}>${t('page.close')}</button>
    </div>`;
  }

  async #share() {
    clearTimeout(this.#ending);
    this.copied = false;
    this.link = '';
    const link = await linkTo(this.requiredStore, location);
    try {
      // It can also be copied from the address bar. In a sandboxed iframe this throws.
      history.replaceState(history.state, '', link);
    } catch {}
    try {
      await navigator.clipboard.writeText(link);
    } catch {
      this.#showByHand(link);
      return;
    }
    this.copied = true;
    this.#ending = setTimeout(() => {
      this.copied = false;
    }, COPIED_MS);
  }

  /** @param {string} link */
  async #showByHand(link) {
    this.link = link;
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('#link'))?.select();
  }

  #close() {
    this.link = '';
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('button'))?.focus();
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#close();
  }

  /** @param {FocusEvent} event */
  #onFocusOut({ currentTarget, relatedTarget }) {
    const inside = /** @type {HTMLElement} */ (currentTarget).contains(/** @type {Node | null} */ (relatedTarget));
    // Not when another window is activated: the reader may be about to paste the link there.
    if (!inside && document.hasFocus()) this.link = '';
  }
}
