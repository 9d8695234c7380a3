import { css, html, nothing, svg } from 'lit';
import { live } from 'lit/directives/live.js';
import { languages, locales } from '../i18n/index.js';
import { lessons } from '../lessons/lessons.js';
import { StoreElement } from '../panels/shared/store-element.js';
import { ShareButton } from './share-button.js';

const themes = /** @type {const} */ (['auto', 'light', 'dark']);

const icons = {
  auto: svg`<circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />`,
  light: svg`<circle cx="8" cy="8" r="3" /><path d="M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6 13 13M13 3l-1.4 1.4M4.4 11.6 3 13" />`,
  dark: svg`<path d="M13.5 9.5A6 6 0 1 1 6.5 2.5a4.8 4.8 0 0 0 7 7z" />`,
};

/** Name, way to the panels, language, theme, link; and in one sentence what this is. */
export class PageHeader extends StoreElement {
  static dependencies = { 'rnn-share-button': ShareButton };

  static properties = {
    linked: { type: Boolean },
    panels: { attribute: false },
  };

  static styles = [
    ...StoreElement.styles,
    css`
      header {
        display: flex;
        gap: 0 var(--rnn-space-4);
        align-items: center;
        min-height: 2.75rem;
      }
      h1 {
        font-size: var(--rnn-text-l);
        font-weight: 700;
        letter-spacing: -0.01em;
        margin: 0;
        white-space: nowrap;
      }
      :host {
        container-type: inline-size;
      }
      /* One line: what does not fit goes on to the side. */
      nav {
        display: flex;
        flex: 1;
        min-width: 0;
        gap: 0 var(--rnn-space-4);
        font-size: var(--rnn-text-s);
        overflow-x: auto;
        scrollbar-width: none;
        padding-block: 3px;
      }
      @container (width <= 1340px) {
        nav {
          padding-inline-end: var(--rnn-space-7);
          mask-image: linear-gradient(to left, transparent, black var(--rnn-space-7));
        }
      }
      nav .first {
        font-weight: 600;
      }
      nav button {
        white-space: nowrap;
      }
      .page {
        display: flex;
        align-items: center;
        margin-inline-start: auto;
        font-size: var(--rnn-text-s);
      }
      @container (width <= 860px) {
        header {
          flex-wrap: wrap;
        }
        nav {
          order: 1;
          flex: 1 0 100%;
          width: 100%;
        }
      }
      select {
        border-color: transparent;
        background: none;
        field-sizing: content;
        padding-inline: var(--rnn-space-1);
      }
      .page button {
        padding-inline: var(--rnn-space-2);
      }
      svg {
        display: block;
        width: 1.125rem;
        height: 1.125rem;
        fill: none;
        stroke: currentcolor;
        stroke-width: 1.5;
      }
      select:hover {
        background: var(--rnn-sunken);
      }
    `,
  ];

  constructor() {
    super();
    this.linked = false;
    /** @type {readonly import('../state/panel-names.js').LazyPanel[]} */
    this.panels = [];
  }

  /** @param {import('../state/store.js').Store} store */
  select(store) {
    return { language: store.settings.language, failure: store.languageFailure, theme: store.settings.theme };
  }

  render() {
    const { store, t } = this;
    if (!store) return nothing;
    return html`<header>
      <h1>RNN Playground</h1>
      ${this.#renderNavigation()}
      <div class="page">
        <select aria-label=${t('settings.language.label')} .value=${live(store.locale)} @change=${(/** @type {Event} */ event) => this.#set('language', event)}>
          ${locales.map((locale) => html`<option value=${locale} ?selected=${store.locale === locale}>${languages[locale].name}</option>`)}
        </select>
        ${store.shows('theme') ? this.#renderTheme() : nothing}
        ${this.linked ? html`<rnn-share-button .store=${store}></rnn-share-button>` : nothing}
      </div>
    </header>`;
  }

  /** Where somebody begins who has just come; an article says so in its own words. */
  #renderFirstLesson() {
    if (!this.linked || !this.panels.includes('lessons')) return nothing;
    return html`<button type="button" class="link first" title=${this.t('page.lede')} @click=${this.#startLessons}>${this.t('page.firstLesson')}</button>`;
  }

  #startLessons() {
    const detail = { lesson: lessons[0].id };
    this.dispatchEvent(new CustomEvent('lesson-start', { detail, bubbles: true, composed: true }));
  }

  /** One press for the next of the three. */
  #renderTheme() {
    const { t } = this;
    const now = this.requiredStore.settings.theme;
    const next = themes[(themes.indexOf(now) + 1) % themes.length];
    const name = t('page.theme', { theme: t(`settings.theme.choices.${now}`) });
    return html`<button type="button" class="quiet" aria-label=${name} title=${name} @click=${() => this.requiredStore.setSetting('theme', next)}>
      <svg viewBox="0 0 16 16" aria-hidden="true">${icons[now]}</svg>
    </button>`;
  }

  #renderNavigation() {
    const { t } = this;
    if (this.panels.length === 0) return nothing;
    return html`<nav aria-label=${t('page.panels')}>
      ${this.#renderFirstLesson()}
      ${this.panels.map((id) => html`<button type="button" class="link" @click=${() => this.#open(id)}>${t(`${id}.heading`)}</button>`)}
    </nav>`;
  }

  /** @param {string} name @param {Event} event */
  #set(name, event) {
    this.requiredStore.setSetting(name, /** @type {HTMLSelectElement} */ (event.target).value);
  }

  /** @param {string} id */
  #open(id) {
    this.dispatchEvent(new CustomEvent('panel-open', { detail: { id }, bubbles: true, composed: true }));
  }
}
