import { css, html, nothing } from 'lit';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { translator } from '../i18n/index.js';
import { loadPanel, tagOfPanel } from '../panels/registry.js';
import { panelStyles } from '../panels/shared/panel-styles.js';
import { StoreController } from '../state/store-controller.js';
import { defineElement, RnnElement } from '../ui/element.js';
import { retryDelay } from '../ui/persistence.js';

/**
 * Holds the place of an instrument panel and loads it, with its words, when the reader comes near; not before the first screen is
 * at work, unless it is `eager`.
 */
export class PanelSlot extends RnnElement {
  static properties = {
    panel: { attribute: 'data-panel' },
    store: { attribute: false },
    loaded: { type: Boolean, reflect: true },
    eager: { type: Boolean },
    near: { state: true },
    failures: { state: true },
  };

  static styles = [
    ...RnnElement.styles,
    panelStyles,
    css`
      .waiting {
        min-height: 30rem;
      }
      .failed p {
        max-width: 54rem;
        margin-block: var(--rnn-space-2);
        text-wrap: pretty;
      }
      /* On paper no room is kept for what nobody has looked at. */
      @media print {
        :host(:not([loaded])) {
          display: none !important;
        }
      }
    `,
  ];

  #state = new StoreController(this, (/** @type {import('../state/store.js').Store} */ { locale, opened }) => ({
    locale,
    opened,
  }));
  /** @type {IntersectionObserver | undefined} */
  #observer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #retry;
  /** @type {Promise<void> | null} */
  #loading = null;

  constructor() {
    super();
    /** @type {import('../state/panel-names.js').LazyPanel | undefined} */
    this.panel = undefined;
    /** @type {import('../state/store.js').Store | undefined} */
    this.store = undefined;
    this.loaded = false;
    /** Whether it does not wait for the first screen: there is none. */
    this.eager = false;
    /** Whether it is in the window or just beside it. */
    this.near = false;
    /** Attempts in a row that have failed. */
    this.failures = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.near = entries[entries.length - 1].isIntersecting;
      },
      { rootMargin: '600px' },
    );
    this.#observer.observe(this);
    window.addEventListener('online', this.#again);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    clearTimeout(this.#retry);
    window.removeEventListener('online', this.#again);
  }

  /** Whether a panel is on its way, for the first time or again. */
  get isLoading() {
    return this.#loading !== null;
  }

  /** Never rejects: a panel that cannot be loaded says so and is tried again. */
  load() {
    this.#observer?.disconnect();
    if (!this.panel || this.loaded) return Promise.resolve();
    this.#loading ??= this.#attempt(this.panel).finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  /** @param {import('../state/panel-names.js').LazyPanel} panel */
  async #attempt(panel) {
    clearTimeout(this.#retry);
    try {
      const [panelClass] = await Promise.all([loadPanel(panel), this.store?.loadWords(panel)]);
      defineElement(tagOfPanel(panel), panelClass);
      this.loaded = true;
      this.failures = 0;
    } catch {
      this.failures += 1;
      if (this.isConnected) this.#retry = setTimeout(this.#again, retryDelay(this.failures));
    }
  }

  #again = () => {
    if (this.failures > 0) this.load();
  };

  /** @returns {Promise<import('../panels/shared/panel.js').PanelElement | null>} the panel, loaded and rendered; null if it cannot be loaded */
  async open() {
    await this.load();
    await this.updateComplete;
    if (!this.loaded) return null;
    return /** @type {import('../panels/shared/panel.js').PanelElement} */ (this.renderRoot.firstElementChild);
  }

  /** Moves the focus to what is said in the panel's place. */
  focusHeading() {
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  }

  updated() {
    if (this.near && this.failures === 0 && (this.eager || this.#state.value?.opened)) this.load();
  }

  render() {
    if (!this.panel) return nothing;
    if (this.failures > 0) return this.#renderFailed(this.panel);
    if (!this.loaded) return html`<div class="waiting"></div>`;
    const tag = unsafeStatic(tagOfPanel(this.panel));
    return staticHtml`<${tag} .store=${this.store}></${tag}>`;
  }

  /** @param {import('../state/panel-names.js').LazyPanel} panel */
  #renderFailed(panel) {
    if (!this.store) return nothing;
    const t = translator(this.store.locale);
    const kept = Boolean(this.store.experiments?.id);
    return html`<section class="failed" aria-labelledby="heading">
      <header><h2 id="heading" tabindex="-1">${t(`${panel}.heading`)}</h2></header>
      <div role="status">
        <p>${t('panel.failed')}</p>
        ${this.failures > 1 ? html`<p>${t('panel.failedAgain', { kept })}</p>` : nothing}
      </div>
      ${this.failures > 1 && kept ? html`<button type="button" @click=${() => location.reload()}>${t('panel.reload')}</button>` : nothing}
      <button type="button" @click=${() => this.load()}>${t('panel.tryAgain')}</button>
    </section>`;
  }
}
