import { css, html, nothing } from 'lit';
import { html as staticHtml, unsafeStatic } from 'lit/static-html.js';
import { defineElement, RnnElement } from '../theme/element.js';

/** Holds the place of an instrument panel and loads it when the reader comes near. */
export class PanelSlot extends RnnElement {
  static properties = {
    entry: { attribute: false },
    store: { attribute: false },
    loaded: { type: Boolean, reflect: true },
  };

  static styles = [
    ...RnnElement.styles,
    css`
      .waiting {
        min-height: 30rem;
      }
      /* On paper no room is kept for what nobody has looked at. */
      @media print {
        :host(:not([loaded])) {
          display: none !important;
        }
      }
    `,
  ];

  /** @type {IntersectionObserver | undefined} */
  #observer;

  constructor() {
    super();
    /** @type {import('../panels/registry.js').PanelEntry | undefined} */
    this.entry = undefined;
    /** @type {import('../state/store.js').Store | undefined} */
    this.store = undefined;
    this.loaded = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && this.load(), {
      rootMargin: '600px',
    });
    this.#observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
  }

  async load() {
    this.#observer?.disconnect();
    if (!this.entry || this.loaded) return;
    defineElement(this.entry.tag, await this.entry.load());
    this.loaded = true;
  }

  /** @returns {Promise<import('../panels/panel.js').PanelElement>} the panel, loaded and rendered */
  async open() {
    await this.load();
    await this.updateComplete;
    return /** @type {import('../panels/panel.js').PanelElement} */ (this.renderRoot.firstElementChild);
  }

  render() {
    if (!this.entry) return nothing;
    if (!this.loaded) return html`<div class="waiting"></div>`;
    const tag = unsafeStatic(this.entry.tag);
    return staticHtml`<${tag} .store=${this.store}></${tag}>`;
  }
}
