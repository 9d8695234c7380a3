import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { withPowers } from '../../ui/powers.js';
import { anyTranslator, translator } from '../../i18n/index.js';
import { StoreController } from '../../state/store-controller.js';
import { RnnElement } from '../../ui/element.js';
import { notComputed } from './not-computed.js';
import { panelStyles } from './panel-styles.js';
import { loadPersistently, onceAtATime } from '../../ui/persistence.js';
import { nextRenderTask } from '../../ui/render-tasks.js';
import { openMenu } from '../../ui/menu-select.js';

/**
 * @typedef {import('../../state/store.js').Store} Store
 * @typedef {Record<string, {call: string, args: object} | null>} Views engine views, by names of the panel's own
 */

/**
 * Base of every panel: heading, lede, "what am I looking at?", and a body. A panel that is not visible subscribes to no engine
 * view and is not rendered when the store changes.
 *
 * A subclass sets `static id` (also the prefix of its strings: <id>.heading, <id>.lede, <id>.explanation or, on the first screen,
 * explanations.<id>) and overrides
 * select(), views() and renderBody().
 */
export class PanelElement extends RnnElement {
  /** As in the setting `panels`, and the prefix of the panel's strings. */
  static id = '';

  /** Whether it shows a chart or a matrix that one may want as a picture. */
  static drawn = false;

  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    store: { attribute: false },
    visible: { state: true },
    explained: { type: Boolean },
    unexplained: { state: true },
    unsaved: { state: true },
  };

  static styles = [...RnnElement.styles, panelStyles];

  #state = new StoreController(
    this,
    (/** @type {Store} */ store) => this.#slice(store),
    () => this.#wantedViews(),
  );
  #inViewport = false;
  /** Whether it has ever been visible: the body is rendered from then on. */
  #wasVisible = false;
  /** @type {IntersectionObserver | undefined} */
  #observer;

  constructor() {
    super();
    /** @type {Store | undefined} */
    this.store = undefined;
    /** Whether the panel is in or near the viewport of a visible document. */
    this.visible = false;
    /** Whether the explanation is unfolded. */
    this.explained = false;
    /** Whether the explanation has not come; it is asked for again. */
    this.unexplained = false;
    /** Why a picture could not be saved. @type {'panel.pictureFailed' | 'page.notLoaded' | null} */
    this.unsaved = null;
  }

  // -- for subclasses ------------------------------------------------------------------------------------------------

  /**
   * Selector: the panel is rendered again when one of these values of the store changes, or a view or the language.
   * @param {Store} _store
   * @returns {Record<string, unknown>}
   */
  select(_store) {
    return {};
  }

  /**
   * Engine views the panel needs now. Called after every update; subscribed to while the panel is visible.
   * @returns {Views}
   */
  views() {
    return {};
  }

  /** @returns {unknown} a Lit template; `store` is set */
  renderBody() {
    return nothing;
  }

  /** @returns {unknown} controls beside the heading */
  renderActions() {
    return nothing;
  }

  /**
   * @param {string} name a key of views()
   * @returns {any} the view's latest value; undefined before the first
   */
  view(name) {
    return this.store?.view(this.#viewKey(name))?.value;
  }

  /** The translator of the current language: t('panel.key', values), t.format.… @returns {import('../../i18n/index.js').Translator} */
  get t() {
    return this.store ? translator(this.store.locale) : anyTranslator();
  }

  /** Values for strings that depend on the unit of the text: {piece} is the word for a token, {cut} how the text is cut. */
  get wording() {
    const unit = this.store?.data?.unit ?? this.store?.settings.unit ?? 'characters';
    return { piece: this.t(`tokens.unit.${unit}`), cut: this.t(`tokens.cut.${unit}`) };
  }

  /** The store, in code that runs only once it is set: renderBody() and event handlers. @returns {Store} */
  get requiredStore() {
    if (!this.store) throw new Error('this panel has no store yet');
    return this.store;
  }

  /**
   * Reports an action of the reader's to the page: a lesson may be waiting for it.
   * @param {string} what
   * @param {object} [detail]
   */
  report(what, detail = {}) {
    this.dispatchEvent(new CustomEvent('panel-report', { detail: { what, ...detail }, bubbles: true, composed: true }));
  }

  // -- life cycle ----------------------------------------------------------------------------------------------------

  connectedCallback() {
    super.connectedCallback();
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#inViewport = entries[entries.length - 1].isIntersecting;
        this.#updateVisible();
      },
      { rootMargin: '160px' },
    );
    this.#observer.observe(this);
    document.addEventListener('visibilitychange', this.#updateVisible);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    document.removeEventListener('visibilitychange', this.#updateVisible);
    this.#inViewport = false;
    this.visible = false;
  }

  #updateVisible = () => {
    this.visible = this.#inViewport && document.visibilityState === 'visible';
    this.#wasVisible ||= this.visible;
  };

  /** @param {Store} store */
  #slice(store) {
    /** @type {Record<string, unknown>} */
    const slice = { locale: store.locale, opened: store.opened, unit: store.data?.unit ?? store.settings.unit };
    slice.hidden = [...store.hidden].join();
    if (!this.visible) return slice;
    for (const key of this.#state.watched) slice[`view ${key}`] = store.view(key);
    return Object.assign(slice, this.select(store));
  }

  /** @param {string} name */
  #viewKey(name) {
    return `${this.panelId}/${name}`;
  }

  get panelId() {
    return /** @type {typeof PanelElement} */ (this.constructor).id;
  }

  /** Each panel is rendered in a task of its own, see ui/render-tasks.js. */
  async scheduleUpdate() {
    await nextRenderTask();
    super.scheduleUpdate();
  }

  #wantedViews() {
    const views = this.visible && this.store ? this.views() : {};
    return Object.fromEntries(Object.entries(views).map(([name, view]) => [this.#viewKey(name), view]));
  }

  /** Of which words heading and lede are. */
  get titleWords() {
    return this.panelId;
  }

  /** Of the line below the heading. */
  get ledeWords() {
    return `${this.titleWords}.lede`;
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (this.explained && this.store && !this.#explanation) this.#loadExplanations();
  }

  // -- frame ---------------------------------------------------------------------------------------------------------

  render() {
    if (!this.store) return nothing;
    const { t } = this;
    const explanation = this.#explanation;
    const text = (/** @type {string} */ key) => t.dynamic(key, this.wording);
    return html`
      <section aria-labelledby="heading">
        <header>
          <div class="heading">
            <h2 id="heading" tabindex="-1">${text(`${this.titleWords}.heading`)}</h2>
            <button type="button" class="what" aria-label=${t('panel.what')} title=${t('panel.what')} aria-expanded=${this.explained ? 'true' : 'false'} aria-controls="explanation" @click=${this.#explain}></button>
          </div>
          <div class="actions">${this.renderActions()}</div>
          <p class="lede">
            <span class="words">${text(this.ledeWords)}</span>
            ${/** @type {typeof PanelElement} */ (this.constructor).drawn ? this.#renderPictures() : nothing}
          </p>
          <div id="explanation" class="prose" ?hidden=${!this.explained}>
            ${this.explained && explanation ? this.renderExplanation(text(explanation)) : nothing}
            ${this.explained && !explanation && this.unexplained ? html`<p role="status">${t('page.notLoaded')}</p>` : nothing}
          </div>
        </header>
        ${notComputed(this.#state, t)}
        <div class="body">${this.#wasVisible ? this.renderBody() : nothing}</div>
      </section>
    `;
  }

  #renderPictures() {
    const { t } = this;
    return html`<select class="picture-menu" aria-label=${t('panel.picture')} .value=${live('')} @keydown=${openMenu} @change=${this.#savePicture}>
        <option value="">${t('panel.picture')}</option>
        <option value="png">${t('panel.pictureAs', { format: 'PNG' })}</option>
        <option value="svg">${t('panel.pictureAs', { format: 'SVG' })}</option>
      </select>${this.unsaved ? html` <span class="error" role="alert">${t(this.unsaved)}</span>` : nothing}`;
  }

  /** @param {Event} event */
  async #savePicture({ target }) {
    const { value } = /** @type {HTMLSelectElement} */ (target);
    if (value !== 'png' && value !== 'svg') return;
    this.requestUpdate();
    try {
      const code = await import('./save-picture.js').catch(() => null);
      await code?.savePicture(this, value);
      this.unsaved = code ? null : 'page.notLoaded';
    } catch {
      this.unsaved = 'panel.pictureFailed';
    }
  }

  #explain() {
    this.explained = !this.explained;
  }

  /** The key of the explanation; null while its words, which do not come with the first screen, are not there. */
  get #explanation() {
    const own = `${this.panelId}.explanation`;
    if (this.t.has(own)) return own;
    return this.store?.speaks('explanations') ? `explanations.${this.panelId}` : null;
  }

  #loadExplanations = onceAtATime(async () => {
    const isWanted = () => this.isConnected && this.explained;
    const load = () => this.requiredStore.loadWords('explanations');
    const failed = (/** @type {unknown} */ error) => {
      this.unexplained = true;
      throw error;
    };
    await loadPersistently(() => load().catch(failed), isWanted);
    this.unexplained = false;
    this.requestUpdate();
  });

  /**
   * @param {string} text paragraphs separated by an empty line
   * @returns {unknown}
   */
  renderExplanation(text) {
    return text.split('\n\n').map((paragraph) => html`<p>${withPowers(paragraph)}</p>`);
  }

  /** For the page's navigation and the lessons. */
  focusHeading() {
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  }
}
