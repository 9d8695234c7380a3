import { html, nothing, svg } from 'lit';
import { live } from 'lit/directives/live.js';
import { languages, locales } from '../i18n/index.js';
import { defineElement } from '../ui/element.js';
import { StoreElement } from '../panels/shared/store-element.js';
import { pageHeaderStyles } from './page-header-styles.js';

const themes = /** @type {const} */ (['auto', 'light', 'dark']);

const icons = {
  auto: svg`<circle cx="8" cy="8" r="6" /><path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />`,
  light: svg`<circle cx="8" cy="8" r="3" /><path d="M8 1v2M8 13v2M1 8h2M13 8h2M3 3l1.4 1.4M11.6 11.6 13 13M13 3l-1.4 1.4M4.4 11.6 3 13" />`,
  dark: svg`<path d="M13.5 9.5A6 6 0 1 1 6.5 2.5a4.8 4.8 0 0 0 7 7z" />`,
};

/** Each is loaded when it is first opened. */
const menus = {
  files: async () => (await import('./file-menu.js')).FileMenu,
  share: async () => (await import('./share-dialog.js')).ShareDialog,
  embed: async () => (await import('./embed/embed-builder.js')).EmbedBuilder,
};

const TAGS = Object.freeze({ files: 'rnn-file-menu', share: 'rnn-share-dialog', embed: 'rnn-embed-builder' });

/** @typedef {keyof typeof menus} Menu */

/** The page's header: title, navigation to the panels, language, theme, files, Share. */
export class PageHeader extends StoreElement {
  static properties = {
    linked: { type: Boolean },
    panels: { attribute: false },
    menu: { state: true },
    unloaded: { state: true },
  };

  static styles = [...StoreElement.styles, pageHeaderStyles];

  constructor() {
    super();
    this.linked = false;
    /** @type {readonly import('../state/panel-names.js').LazyPanel[]} */
    this.panels = [];
    /** @type {Menu | null} the one that is open */
    this.menu = null;
    /** Whether the code of one did not load. */
    this.unloaded = false;
  }

  /** @param {import('../state/store.js').Store} store */
  select(store) {
    return { language: store.settings.language, failure: store.languageFailure, theme: store.settings.theme };
  }

  render() {
    const { store, t } = this;
    if (!store) return nothing;
    return html`<header>
      ${this.#renderTitle()}
      <div class="page">
        ${store.shows('language') ? this.#renderLanguage() : nothing}
        ${store.shows('theme') ? this.#renderTheme() : nothing}
        ${this.#renderOpener('files', t('page.file'), t('page.fileHelp'))}
        ${this.linked ? [this.#renderOpener('share', t('page.share'), t('page.shareHelp')), this.#renderOpener('embed', t('page.embed'), t('page.embedHelp'))] : nothing}
        ${this.unloaded ? html`<p class="error" role="alert">${t('page.notLoaded')}</p>` : nothing}
        <rnn-file-menu .store=${store} ?hidden=${this.menu !== 'files'} @close=${this.#onClose} @problem=${this.#onFileProblem}></rnn-file-menu>
        <rnn-share-dialog .store=${store} ?hidden=${this.menu !== 'share'} @close=${this.#onClose}></rnn-share-dialog>
        <rnn-embed-builder .store=${store} ?hidden=${this.menu !== 'embed'} @close=${this.#onClose}></rnn-embed-builder>
      </div>
      ${this.#renderNavigation()}
    </header>`;
  }

  /** @param {Menu} menu @param {string} label @param {string} help */
  #renderOpener(menu, label, help) {
    return html`<button type="button" class="quiet" id=${menu} title=${help} aria-expanded=${this.menu === menu ? 'true' : 'false'} @click=${() => this.#toggle(menu)}>${label}</button>`;
  }

  /** @param {Menu} menu */
  async #toggle(menu) {
    if (this.menu === menu) this.#close(true);
    else (await this.#openMenu(menu))?.open();
  }

  /** @param {boolean} focus whether it goes back to the button */
  #close(focus) {
    const { menu } = this;
    this.menu = null;
    if (focus) /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#${menu}`))?.focus();
  }

  /** @param {CustomEvent<{ focus: boolean }>} event */
  #onClose({ detail: { focus } }) {
    if (this.menu) this.#close(focus);
  }

  /** Said in the menu, which opens again for it, unless the reader is in another by now. */
  #onFileProblem() {
    this.menu ??= 'files';
  }

  /**
   * @param {Menu} menu
   * @returns {Promise<any>} its element, once it is there; null if its code could not be loaded
   */
  async #openMenu(menu) {
    try {
      const [element] = await Promise.all([menus[menu](), this.requiredStore.loadWords(menu)]);
      // With its words only: without them it would show nothing, and not be asked again.
      defineElement(TAGS[menu], element);
    } catch {
      this.unloaded = true;
      return null;
    }
    this.unloaded = false;
    this.menu = menu;
    await this.updateComplete;
    const element = /** @type {any} */ (this.renderRoot.querySelector(TAGS[menu]));
    await element.updateComplete;
    return element;
  }

  /** Opens a saved network, wherever on the page it was given: what is wrong with it is said in the menu. @param {File} file */
  async openFile(file) {
    await (await this.#openMenu('files'))?.openFile(file);
  }

  /** An article has an <h1> of its own. */
  #renderTitle() {
    const title = 'RNN Playground';
    return this.linked
      ? html`<h1 class="title" part="title">${title}</h1>`
      : html`<h2 class="title" part="title" data-level="1">${title}</h2>`;
  }

  #renderLanguage() {
    const { t, requiredStore: store } = this;
    return html`<select aria-label=${t('settings.language.label')} .value=${live(store.locale)} @change=${(/** @type {Event} */ event) => this.#set('language', event)}>
      ${locales.map((locale) => html`<option value=${locale} .selected=${store.locale === locale}>${languages[locale].name}</option>`)}
    </select>`;
  }

  /** Where new readers begin. Not in an embed: an article has its own introduction. */
  #renderFirstLesson() {
    if (!this.linked || !this.panels.includes('lessons')) return nothing;
    return html`<button type="button" class="link first" title=${this.t('page.lede')} @click=${this.#startLessons}>${this.t('page.firstLesson')}</button>`;
  }

  #startLessons() {
    this.dispatchEvent(new CustomEvent('lesson-start', { detail: {}, bubbles: true, composed: true }));
  }

  /** A button that cycles through the three themes. */
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
