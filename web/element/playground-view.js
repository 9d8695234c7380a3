import { html, nothing } from 'lit';
import { EngineClient } from '../engine/client.js';
import { FALLBACK_LOCALE, loadLanguage, translator } from '../i18n/index.js';
import { Notices } from '../panels/control-bar/notices.js';
import { followAttribute, fromAttributes } from '../state/attributes.js';
import { LAZY_PANELS, onFirstScreen, partsOf } from '../state/panel-names.js';
import { settingsTable } from '../state/settings.js';
import { fromHash } from '../state/url.js';
import { Store } from '../state/store.js';
import { StoreController } from '../state/store-controller.js';
import { alone } from '../theme/reset.js';
import { afterPaint } from '../ui/after-paint.js';
import { defineElement, RnnElement } from '../ui/element.js';
import { levelAllHeadings } from '../ui/headings.js';
import { HeightController } from '../ui/height-controller.js';
import { loadPersistently } from '../ui/persistence.js';
import { tokens } from '../theme/tokens.js';
import { ownsAddress } from './address.js';
import { AUTOPLAY_EPOCHS, pauseAfter } from './autoplay.js';
import { FileDrop } from './file-drop.js';
import { loadParts, tagOf } from './first-screen.js';
import { keepFrom, recall } from './keeper-loader.js';
import { KeyboardShortcuts } from './keyboard-shortcuts.js';
import { PanelSlot } from './panel-slot.js';
import { playgroundStyles } from './playground-styles.js';
import { ScrollKeeper } from './scroll-keeper.js';
import { statusOf } from './status.js';
import { languagesAround, schemeAround, watchScheme } from './surroundings.js';

/** An element that is back in the document within this time (because it was moved) keeps its network. */
const TEARDOWN_DELAY_MS = 1000;

/**
 * CSS classes for the columns of the first screen that have a panel: an article may show a single one.
 * @param {ReadonlySet<string>} shown panels
 */
const stageOf = (shown) =>
  [
    (shown.has('text') || shown.has('settings')) && 'withSource',
    shown.has('network') && 'withNetwork',
    (shown.has('loss') || shown.has('writing')) && 'withOutcome',
  ]
    .filter(Boolean)
    .join(' ');

/** Bubbles through the shadow trees of the parts, and is no business of the article's. */
const INTERNAL_EVENTS = [
  'panel-open',
  'panel-report',
  'skip-to',
  'guide-step',
  'guide-resize',
  'lesson-start',
  'model-open',
];

/**
 * @typedef {object} Door what the view does to the element that it stands in
 * @property {(shown: boolean) => void} shown called when there is something to see, and when there is nothing any more
 * @property {(changes: Readonly<Record<string, string | null>>) => void} reflect sets attributes; null: takes them away
 * @property {() => void} ready called when the first network is there, or cannot be made
 */

/**
 * What stands in the shadow tree of <rnn-playground> once it has started: the whole page. Its own parts are in that tree, too, so
 * that ::part reaches them. It stops its worker when it has left the document.
 */
export class PlaygroundView extends RnnElement {
  /** The other elements of its template are loaded when they are shown. */
  static dependencies = { 'rnn-notices': Notices, 'rnn-panel-slot': PanelSlot };

  static properties = { store: { attribute: false }, retryLesson: { state: true } };

  static styles = [tokens, alone, ...RnnElement.styles, playgroundStyles];

  #state = new StoreController(this, (/** @type {Store} */ { locale, settings, hidden }) => ({
    locale,
    theme: settings.theme,
    panels: settings.panels,
    hiddenText: hidden.has('text'),
  }));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;
  /** The store of which nothing is shown yet: the words and the first screen are being loaded. @type {Store | undefined} */
  #coming;
  /** The panels whose missing parts are being loaded. @type {readonly string[] | null} */
  #loading = null;
  /** Number of calls of #begin(); the latest wins. */
  #starts = 0;
  /** Whether the element is in the window or near it. */
  #inView = true;
  /** A text that is too long for an attribute, kept while the element is out of the document. @type {string | undefined} */
  #kept;
  #started = deferred();
  #unwatch = () => {};
  /** What was kept of the page, which goes on from there. @type {import('./kept-page.js').KeptPage | null} */
  #page = null;
  #scroll = new ScrollKeeper();
  #drop = new FileDrop(this, () => this.#textPanel);

  constructor() {
    super();
    /** @type {Store | undefined} set when its first screen can be shown */
    this.store = undefined;
    /** Starts the lesson whose code did not load. @type {(() => void) | null} */
    this.retryLesson = null;
    // Height of the sticky control bar, for the scroll-margin of the panels.
    new HeightController(
      this,
      () => this.renderRoot.querySelector('.bar'),
      (height) => height > 0 && this.style.setProperty('--rnn-controls-height', `${height}px`),
    );
    new KeyboardShortcuts(this, {
      toggle: () => this.store?.toggle(),
      step: () => this.#controls?.step(),
      stepPanel: () => this.#stepPanel,
      isStepping: () => this.#guide?.isStepping ?? false,
    });
    for (const type of INTERNAL_EVENTS) this.addEventListener(type, (event) => event.stopPropagation());
  }

  /** @type {import('./rnn-playground.js').RnnPlayground} */
  host = /** @type {any} */ (undefined);
  /** @type {Door} */
  door = /** @type {any} */ (undefined);

  /** @param {import('./rnn-playground.js').RnnPlayground} host @param {Door} door */
  serve(host, door) {
    this.host = host;
    this.door = door;
  }

  /** In the element's own shadow tree, which has its styles. */
  createRenderRoot() {
    const root = /** @type {ShadowRoot} */ (this.getRootNode());
    const view = /** @type {typeof PlaygroundView} */ (this.constructor);
    const sheets = view.elementStyles.map((style) => /** @type {import('lit').CSSResult} */ (style).styleSheet);
    root.adoptedStyleSheets.push(.../** @type {CSSStyleSheet[]} */ (sheets));
    return this;
  }

  // -- life cycle ----------------------------------------------------------------------------------------------------

  connectedCallback() {
    super.connectedCallback();
    clearTimeout(this.#ending);
    window.addEventListener('hashchange', this.#followAddress);
    if (!this.host.linked) this.#unwatch = watchScheme(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#scroll.stop();
    window.removeEventListener('hashchange', this.#followAddress);
    this.#unwatch();
    this.#ending = setTimeout(() => this.#stop(), TEARDOWN_DELAY_MS);
  }

  /** Another link in the same tab, or going back from one, is like opening another page. */
  #followAddress = () => {
    if (!ownsAddress(this.host) || this.#starts === 0) return;
    this.#stop();
    this.#begin();
  };

  /** Starts, unless it has. */
  start() {
    if (this.isConnected && !this.store && !this.#coming) this.#begin();
  }

  /** @returns {Promise<import('./actions.js').Actions>} once it has started */
  async started() {
    const [store, { actionsOf }] = await Promise.all([this.#started.promise, import('./actions.js')]);
    return actionsOf(store, { linked: ownsAddress(this.host), stepUnit: () => this.#controls?.unit ?? 'epoch' });
  }

  /** Training waits while nobody can see it. @param {boolean} inView */
  seen(inView) {
    this.#inView = inView;
    (this.store ?? this.#coming)?.hold(!inView);
  }

  async #begin() {
    this.#starts += 1;
    const start = this.#starts;
    const { host } = this;
    const [linked, code] = await Promise.all([
      fromHash(ownsAddress(host) ? location.hash : ''),
      asksToLookAround(host)
        ? loadPersistently(
            () => import('./around.js'),
            () => this.isConnected && start === this.#starts,
          )
        : null,
    ]);
    if (!this.isConnected || start !== this.#starts) return;
    const around = code ? code.lookAround(host) : { errors: [] };
    const keeping = this.#keepingOf(linked);
    const page = keeping && (await recall(keeping));
    if (!this.isConnected || start !== this.#starts) return page?.end();
    this.#page = page;
    const kept = page?.kept;
    const store = this.#makeStore(linked, around, kept);
    store.hold(!this.#inView);
    // For the author of the attributes.
    for (const error of Object.values(store.errors)) this.#warn(error);
    this.#coming?.dispose();
    this.#coming = store;
    // The engine is loaded meanwhile.
    const isWhole = await store.start(this.#show(store), kept);
    if (store !== this.store) return page?.end();
    const selfStarted = kept ? kept.training && kept.selfStarted : store.settings.autoplay;
    const isSelfStarted = selfStarted && !linked.updates ? pauseAfter(store, AUTOPLAY_EPOCHS) : () => false;
    await this.#announce(store);
    if (store !== this.store) return page?.end();
    if (linked.updates) this.#repeat(store, linked.updates);
    if (!isWhole) page?.spoil();
    if (keeping) keepFrom(page, keeping, store, isSelfStarted, () => this.store === store);
    this.#started.resolve(store);
    this.door.ready();
    this.#tell('rnn-ready');
  }

  /**
   * @param {import('../state/url.js').Given} linked what the address says
   * @param {import('./around.js').Around} around
   * @param {import('../state/keep/kept.js').Kept | null} [kept]
   */
  #makeStore(linked, { text = this.#kept, errors }, kept) {
    const { host } = this;
    const own = this.#ownSettings();
    const workers = host.workers ?? (host.linked ? navigator.hardwareConcurrency - 1 : 0);
    return new Store({
      createClient: (most = workers) => new EngineClient({ painted: afterPaint, workers: Math.min(most, workers) }),
      settings: kept?.settings ?? {
        ...{ ...(text === undefined ? {} : { text }), ...own.settings, ...linked.settings },
        ...(linked.updates ? { autoplay: false } : {}),
      },
      errors: [...errors, ...own.errors, ...(kept ? [] : linked.errors)],
      hidden: new Set([...own.hidden, ...(kept ?? linked).hidden]),
      long: kept?.long,
      languages: languagesAround(host, host.linked),
    });
  }

  /** What the author has set, and the reader's system asks for. */
  #ownSettings() {
    const own = fromAttributes(this.host);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches ? { autoplay: false } : {};
    return { ...own, settings: { ...own.settings, ...still } };
  }

  /**
   * @param {import('../state/url.js').Given} linked
   * @returns {import('./kept-page.js').KeepOptions | null} null: nothing is kept here
   */
  #keepingOf({ settings, hidden, errors, updates }) {
    const { host } = this;
    const group = ownsAddress(host) ? '' : host.keep;
    if (group === undefined) return null;
    // What a link says wins over what was kept, which stays as it is.
    const fresh = updates !== undefined || Object.keys(settings).length + hidden.size + errors.length > 0;
    return { host: this, group, fresh, own: this.#ownSettings().settings };
  }

  /** The author is told of everything from `rnn-ready` on. @param {Store} store */
  async #announce(store) {
    const announcements = await loadPersistently(
      () => import('./announcements.js'),
      () => this.store === store,
    );
    const reflect = (/** @type {Readonly<Record<string, string | null>>} */ changes) =>
      ownsAddress(this.host) || this.door.reflect(changes);
    if (this.store === store) announcements?.announce(store, (type, detail) => this.#tell(type, detail), reflect);
  }

  /** @param {Store} store @param {number} updates */
  async #repeat(store, updates) {
    await loadPersistently(
      () => store.loadWords('link'),
      () => this.store === store,
    );
    if (this.store === store) store.repeat(updates);
  }

  /** @param {string} type @param {unknown} [detail] */
  #tell(type, detail = null) {
    this.host.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  /** No word is shown before it can be shown in the reader's language, and no part of the first screen without the others. @param {Store} store */
  async #show(store) {
    const isWanted = () => this.#coming === store;
    const panels = onFirstScreen(store.settings.panels);
    await Promise.all([loadPersistently(() => store.loadLanguage(panels), isWanted), loadParts(panels, isWanted)]);
    if (!isWanted()) return;
    this.#coming = undefined;
    this.store = store;
    await this.updateComplete;
    this.door.shown(true);
    this.#tell('rnn-show');
  }

  /** In English, as all that is said to authors. @param {import('../state/parse.js').SettingError} error */
  async #warn(error) {
    const t = await loadPersistently(
      () => loadLanguage(FALLBACK_LOCALE),
      () => this.isConnected,
    );
    if (!t) return;
    const message = `${settingsTable[error.setting]?.key ?? error.setting}: ${t.error(error)}`;
    console.warn(`<rnn-playground> ${message}`);
    this.#tell('rnn-error', { type: error.code, message, setting: error.setting });
  }

  #stop() {
    this.#page?.end();
    const store = this.store ?? this.#coming;
    const { text } = store?.given ?? {};
    this.#kept = this.host.hasAttribute('text') || ownsAddress(this.host) ? undefined : text;
    this.#coming?.dispose();
    this.#coming = undefined;
    this.store?.dispose();
    this.store = undefined;
    this.#started = deferred();
    this.door.shown(false);
  }

  /** @param {string} name of an attribute of the element @param {string | null} now */
  followAttribute(name, now) {
    if (!this.store) return;
    const error = followAttribute(this.store, name, now);
    if (error) this.#warn(error);
  }

  // -- what the element tells of itself ------------------------------------------------------------------------------

  get settings() {
    return this.store?.settings;
  }

  get status() {
    return this.store ? statusOf(this.store) : null;
  }

  /** BCP 47 */
  get tag() {
    return this.store ? translator(this.store.locale).tag : '';
  }

  // -- page ----------------------------------------------------------------------------------------------------------

  render() {
    const { store } = this;
    if (!store) return nothing;
    const t = translator(store.locale);
    const shown = this.#shown;
    const show = (
      /** @type {import('../state/panel-names.js').FirstScreenPanel} */ id,
      /** @type {unknown} */ content,
    ) => (shown.has(id) && this.#isReady(id) ? content : nothing);
    const chosen = LAZY_PANELS.filter((id) => shown.has(id));
    return html`
      <div
        class="page"
        dir="ltr"
        lang=${t.tag}
        data-theme=${store.settings.theme}
        @dragover=${this.#drop.onDrag}
        @dragleave=${this.#drop.onDrag}
        @drop=${this.#drop.onDrop}
        @panel-open=${this.#onPanelOpen}
        @skip-to=${this.#onSkip}
        @guide-step=${() => this.#scroll.stop()}
        @guide-resize=${(/** @type {CustomEvent<number>} */ { detail }) => this.style.setProperty('--rnn-guide-height', `${detail}px`)}
        @lesson-start=${this.#onLessonStart}
        @model-open=${this.#onModelOpen}
        @experiment-open=${this.#followAddress}
        @panel-report=${(/** @type {CustomEvent} */ event) => this.#guide?.report(event.detail)}
      >
        ${show('header', html`<rnn-skip-links .store=${store} .places=${this.#skipPlaces}></rnn-skip-links>`)}
        ${show('header', html`<rnn-page-header part="header" exportparts="title" .store=${store} .linked=${this.host.linked} .panels=${chosen}></rnn-page-header>`)}
        ${show('controls', html`<div class="bar" part="controls"><rnn-control-bar .store=${store}></rnn-control-bar><rnn-diagnosis-notice .store=${store}></rnn-diagnosis-notice></div>`)}
        <rnn-notices part="notices" .store=${store}></rnn-notices>
        <div class="stage ${stageOf(shown)}">
          <div class="source">
            ${show('text', html`<rnn-text-panel part="text" .store=${store}></rnn-text-panel>`)}
            ${show('settings', html`<rnn-settings-form part="settings" .store=${store}></rnn-settings-form>`)}
          </div>
          ${show('network', html`<rnn-network-panel part="panel network" .store=${store}></rnn-network-panel>`)}
          <div class="outcome">
            ${show('loss', html`<rnn-loss-panel part="panel loss" .store=${store}></rnn-loss-panel>`)}
            ${show('writing', html`<rnn-writing-panel part="panel writing" .store=${store}></rnn-writing-panel>`)}
          </div>
          ${show('predictions', html`<rnn-predictions-panel part="panel predictions" .store=${store}></rnn-predictions-panel>`)}
        </div>
        ${chosen.map((id) => html`<rnn-panel-slot part="panel ${id}" data-panel=${id} .store=${store} ?eager=${onFirstScreen(store.settings.panels).length === 0}></rnn-panel-slot>`)}
        <rnn-lesson-guide .store=${store} .root=${this.renderRoot}>${this.#renderUnloadedLesson(t)}</rnn-lesson-guide>
        ${this.#drop.dragging ? html`<div class="drop">${t('page.drop')}</div>` : nothing}
      </div>
    `;
  }

  /** @returns {Set<string>} the panels that are shown */
  get #shown() {
    const shown = partsOf(this.store?.settings.panels ?? []);
    if (this.store?.hidden.has('text')) shown.delete('text');
    return shown;
  }

  /** @returns {('text' | 'train' | 'lessons')[]} */
  get #skipPlaces() {
    const shown = this.#shown;
    const places = /** @type {const} */ ([
      ['text', 'text'],
      ['controls', 'train'],
      ['lessons', 'lessons'],
    ]);
    return places.filter(([panel]) => shown.has(panel)).map(([, place]) => place);
  }

  /** @param {CustomEvent<'text' | 'train' | 'lessons'>} event */
  #onSkip({ detail: place }) {
    const inside = (/** @type {string} */ host, /** @type {string} */ part) =>
      /** @type {HTMLElement | null | undefined} */ (
        this.renderRoot.querySelector(host)?.shadowRoot?.querySelector(part)
      );
    if (place === 'text') inside('rnn-text-panel', 'textarea')?.focus();
    else if (place === 'train') inside('rnn-control-bar', 'button.train')?.focus();
    else this.#onPanelOpen(new CustomEvent('panel-open', { detail: { id: 'lessons' } }));
  }

  /** Null until the first lesson has been started. */
  get #guide() {
    return /** @type {import('../lessons/lesson-guide.js').LessonGuide | null} */ (
      this.renderRoot.querySelector('rnn-lesson-guide:defined')
    );
  }

  /** @param {CustomEvent<{ lesson?: string }>} event without a lesson: the first */
  async #onLessonStart({ detail: { lesson } }) {
    const { store } = this;
    try {
      const [{ LessonGuide }] = await Promise.all([import('../lessons/lesson-guide.js'), store?.loadWords('lessons')]);
      defineElement('rnn-lesson-guide', LessonGuide);
      this.retryLesson = null;
    } catch {
      this.retryLesson = () => this.#onLessonStart(new CustomEvent('lesson-start', { detail: { lesson } }));
      return;
    }
    // It has its store only with its first update.
    await this.#guide?.updateComplete;
    if (store && this.store === store) this.#guide?.start(lesson);
  }

  /** Inside of the guide's element, which shows nothing of its own as long as it is not defined. @param {import('../i18n/index.js').Translator} t */
  #renderUnloadedLesson(t) {
    if (!this.retryLesson) return nothing;
    return html`<div class="unloaded">
      <p role="alert">${t('page.notLoaded')}</p>
      <button type="button" @click=${this.retryLesson}>${t('panel.tryAgain')}</button>
    </div>`;
  }

  /** @param {CustomEvent<{ file: File }>} event */
  #onModelOpen({ detail: { file } }) {
    /** @type {import('./page-header.js').PageHeader | null} */ (
      this.renderRoot.querySelector('rnn-page-header')
    )?.openFile(file);
  }

  /**
   * Loads a panel and sets properties on it; scrolls to it unless `scroll` is false, focuses it unless `quiet`.
   * @param {CustomEvent} event
   */
  async #onPanelOpen(event) {
    const { id, quiet = false, scroll = true, ...properties } = event.detail;
    const slot = [...this.renderRoot.querySelectorAll('rnn-panel-slot')].find(
      (one) => /** @type {PanelSlot} */ (one).panel === id,
    );
    const panel = slot
      ? ((await /** @type {PanelSlot} */ (slot).open()) ?? /** @type {PanelSlot} */ (slot))
      : /** @type {import('../panels/shared/panel.js').PanelElement | null} */ (
          this.renderRoot.querySelector(`rnn-${id}-panel`)
        );
    if (!panel) return;
    // Not on the slot: it stands in for a panel that could not be loaded.
    if (!(panel instanceof PanelSlot)) Object.assign(panel, properties);
    if (scroll) this.#scroll.bring(panel);
    if (!quiet) panel.focusHeading();
  }

  /** `panels` may change: what is not loaded yet takes up its place as soon as it is. */
  async #loadMissing() {
    const { store } = this;
    const missing = store ? onFirstScreen(store.settings.panels).filter((panel) => !this.#isReady(panel)) : [];
    if (!store || missing.length === 0 || this.#loading === store.settings.panels) return;
    this.#loading = store.settings.panels;
    const isWanted = () => this.store === store;
    const words = missing.map((panel) => loadPersistently(() => store.loadWords(panel), isWanted));
    await Promise.all([loadParts(missing, isWanted), ...words]);
    this.#loading = null;
    this.requestUpdate();
  }

  /** Whether a panel of the first screen and its words are loaded. @param {import('../state/panel-names.js').FirstScreenPanel} panel */
  #isReady(panel) {
    return Boolean(customElements.get(tagOf(panel)) && this.store?.speaks(panel));
  }

  get #controls() {
    return /** @type {import('../panels/control-bar/control-bar.js').ControlBar | null} */ (
      this.renderRoot.querySelector('rnn-control-bar:defined')
    );
  }

  get #stepPanel() {
    const slot = this.renderRoot.querySelector('rnn-panel-slot[data-panel="step"]');
    return /** @type {any} */ (slot?.shadowRoot?.querySelector('rnn-step-panel') ?? null);
  }

  get #textPanel() {
    return /** @type {import('../panels/text/text-panel.js').TextPanel | null} */ (
      this.renderRoot.querySelector('rnn-text-panel')
    );
  }

  get #schemeAround() {
    return this.host.linked ? '' : schemeAround(this.host);
  }

  /** By how much the headings' levels differ from those of a page of its own, which has a title. */
  get #headingOffset() {
    return this.host.headingLevel - (this.#shown.has('header') ? 1 : 2);
  }

  willUpdate() {
    const offset = String(this.#headingOffset);
    if (offset === this.dataset.headingOffset) return;
    this.dataset.headingOffset = offset;
    levelAllHeadings(this);
  }

  updated() {
    // On the element itself: its light-dark() tokens are resolved with its own color-scheme.
    const theme = this.store?.settings.theme ?? this.host.getAttribute('theme') ?? 'auto';
    this.host.style.colorScheme = theme === 'auto' ? this.#schemeAround : String(theme);
    this.#loadMissing();
    void this.#state;
  }
}

/**
 * Whether there may be a text in other places than the attribute, or an attribute that there is not.
 *
 * @param {import('./rnn-playground.js').RnnPlayground} host
 */
function asksToLookAround(host) {
  const { observedAttributes } = /** @type {typeof import('./rnn-playground.js').RnnPlayground} */ (host.constructor);
  const known = [...observedAttributes, 'id', 'class', 'style', 'lang'];
  const elsewhere = host.querySelector('script, pre, textarea') !== null || host.hasAttribute('text-from');
  return (elsewhere && !host.hasAttribute('text')) || host.getAttributeNames().some((name) => !known.includes(name));
}

/** @returns {{ promise: Promise<Store>, resolve: (store: Store) => void }} */
function deferred() {
  let resolve = (/** @type {Store} */ _) => {};
  const promise = new Promise((/** @type {(store: Store) => void} */ done) => {
    resolve = done;
  });
  return { promise, resolve };
}
