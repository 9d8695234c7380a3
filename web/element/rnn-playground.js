import { html, nothing } from 'lit';
import { EngineClient } from '../engine/client.js';
import { FALLBACK_LOCALE, loadLanguage, translator } from '../i18n/index.js';
import { Notices } from '../panels/control-bar/notices.js';
import { tagOfPanel } from '../panels/registry.js';
import { followAttribute, fromAttributes, observedAttributes } from '../state/attributes.js';
import { LAZY_PANELS, onFirstScreen } from '../state/panel-names.js';
import { settingsTable } from '../state/settings.js';
import { fromHash } from '../state/url.js';
import { Store } from '../state/store.js';
import { StoreController } from '../state/store-controller.js';
import { alone } from '../theme/reset.js';
import { afterPaint } from '../ui/after-paint.js';
import { defineElement, RnnElement } from '../ui/element.js';
import { HeightController } from '../ui/height-controller.js';
import { loadPersistently } from '../ui/persistence.js';
import { tokens } from '../theme/tokens.js';
import { AUTOPLAY_EPOCHS, pauseAfter } from './autoplay.js';
import { FileDrop } from './file-drop.js';
import { loadParts } from './first-screen.js';
import { keepFrom, recall } from './keeper-loader.js';
import { KeyboardShortcuts } from './keyboard-shortcuts.js';
import { PanelSlot } from './panel-slot.js';
import { playgroundStyles } from './playground-styles.js';
import { ScrollKeeper } from './scroll-keeper.js';

/** An element that is back in the document within this time (because it was moved) keeps its network. */
const TEARDOWN_DELAY_MS = 1000;

/**
 * CSS classes for the columns of the first screen that have a panel: an article may show a single one.
 * @param {ReadonlySet<string>} shown panels
 */
const stageOf = (shown) =>
  [
    shown.has('play') && 'withSource',
    shown.has('network') && 'withNetwork',
    (shown.has('loss') || shown.has('writing')) && 'withOutcome',
  ]
    .filter(Boolean)
    .join(' ');

/**
 * <rnn-playground>: the whole page as one element. Every setting of web/state/settings.js is an attribute.
 *
 * It starts when it first comes into view and stops its worker when it has left the document.
 *
 * @fires change any change of the state  @fires reset  @fires halved  @fires diverged
 */
export class RnnPlayground extends RnnElement {
  /** The other elements of its template are loaded when they are shown. */
  static dependencies = { 'rnn-notices': Notices, 'rnn-panel-slot': PanelSlot };

  static properties = {
    store: { attribute: false },
    linked: { type: Boolean },
    workers: { type: Number },
    keep: {},
  };

  static styles = [tokens, alone, ...RnnElement.styles, playgroundStyles];

  static get observedAttributes() {
    // biome-ignore lint/complexity/noThisInStatic: Lit finishes the class that `this` is, not the one it is written in.
    return [...super.observedAttributes, ...observedAttributes];
  }

  #state = new StoreController(this, (/** @type {Store} */ { locale, settings }) => ({
    locale,
    theme: settings.theme,
    panels: settings.panels,
  }));
  /** @type {IntersectionObserver | undefined} */
  #observer;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;
  /** The store of which nothing is shown yet: the words and the first screen are being loaded. @type {Store | undefined} */
  #coming;
  /** The panels whose missing parts are being loaded. @type {readonly string[] | null} */
  #loading = null;
  /** Number of calls of #start(); the latest wins. */
  #starts = 0;
  /** What was kept of the page, which goes on from there. @type {import('./kept-page.js').KeptPage | null} */
  #page = null;
  #scroll = new ScrollKeeper();
  #drop = new FileDrop(this, () => this.#textPanel);

  constructor() {
    super();
    /** @type {Store | undefined} created when the element first comes into view */
    this.store = undefined;
    /** Whether the document's URL carries the settings: for the page itself, not for an embed. */
    this.linked = false;
    /** How many workers may help the engine's; default: in an article none, on the page itself one less than there are processors. */
    this.workers = /** @type {number | undefined} */ (undefined);
    /** A name under which this browser keeps what a reader does; in an article nothing is kept without one, the page itself needs none. */
    this.keep = /** @type {string | undefined} */ (undefined);
    // Height of the sticky control bar, for the scroll-margin of the panels.
    new HeightController(
      this,
      () => this.renderRoot.querySelector('.bar'),
      (height) => height > 0 && this.style.setProperty('--rnn-bar-height', `${height}px`),
    );
    new KeyboardShortcuts(this, {
      toggle: () => this.toggle(),
      step: () => this.step(),
      stepPanel: () => this.#stepPanel,
      isStepping: () => this.#guide?.isStepping ?? false,
    });
  }

  // -- life cycle ----------------------------------------------------------------------------------------------------

  connectedCallback() {
    super.connectedCallback();
    clearTimeout(this.#ending);
    this.#observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry.isIntersecting) return;
        this.#observer?.disconnect();
        if (!this.store && !this.#coming) this.#start();
      },
      { rootMargin: '200px' },
    );
    this.#observer.observe(this);
    window.addEventListener('hashchange', this.#followAddress);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#scroll.stop();
    window.removeEventListener('hashchange', this.#followAddress);
    this.#ending = setTimeout(() => this.#stop(), TEARDOWN_DELAY_MS);
  }

  /** Another link in the same tab, or going back from one, is like opening another page. */
  #followAddress = () => {
    if (!this.linked || this.#starts === 0) return;
    this.#stop();
    this.#start();
  };

  async #start() {
    this.#starts += 1;
    const start = this.#starts;
    const linked = await fromHash(this.linked ? location.hash : '');
    if (!this.isConnected || start !== this.#starts) return;
    const own = fromAttributes(this);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches ? { autoplay: false } : {};
    const workers = this.workers ?? (this.linked ? navigator.hardwareConcurrency - 1 : 0);
    const keeping = this.#keepingOf(linked, { ...own.settings, ...still });
    const page = keeping && (await recall(keeping));
    if (!this.isConnected || start !== this.#starts) return page?.end();
    this.#page = page;
    const kept = page?.kept;
    const store = new Store({
      createClient: (most = workers) => new EngineClient({ painted: afterPaint, workers: Math.min(most, workers) }),
      settings: kept?.settings ?? { ...own.settings, ...still, ...linked.settings },
      errors: [...own.errors, ...(kept ? [] : linked.errors)],
      hidden: new Set([...own.hidden, ...(kept ?? linked).hidden]),
      languages: navigator.languages,
    });
    for (const type of ['change', 'reset', 'halved', 'diverged']) {
      store.addEventListener(type, (event) =>
        this.dispatchEvent(new CustomEvent(type, { detail: /** @type {CustomEvent} */ (event).detail })),
      );
    }
    // For the author of the attributes.
    for (const error of Object.values(store.errors)) this.#warn(error);
    this.#coming?.dispose();
    this.#coming = store;
    // The engine is loaded meanwhile.
    const isWhole = await store.start(this.#show(store), kept);
    const selfStarted = kept ? kept.training && kept.selfStarted : store.settings.autoplay;
    const isSelfStarted = selfStarted ? pauseAfter(store, AUTOPLAY_EPOCHS) : () => false;
    if (!isWhole) page?.spoil();
    const isWanted = () => this.store === store;
    if (keeping && isWanted()) keepFrom(page, keeping, store, isSelfStarted, isWanted);
    else page?.end();
  }

  /**
   * @param {import('../state/url.js').Given} linked
   * @param {Readonly<Partial<import('../state/settings.js').Settings>>} own
   * @returns {import('./kept-page.js').KeepOptions | null} null: nothing is kept here
   */
  #keepingOf({ settings, hidden, errors }, own) {
    const group = this.linked ? '' : this.keep;
    if (group === undefined) return null;
    // What a link says wins over what was kept, which stays as it is.
    const fresh = Object.keys(settings).length + hidden.size + errors.length > 0;
    return { host: this, group, fresh, own };
  }

  /** No word is shown before it can be shown in the reader's language, and no part of the first screen without the others. @param {Store} store */
  async #show(store) {
    const isWanted = () => this.#coming === store;
    const panels = onFirstScreen(store.settings.panels);
    await Promise.all([loadPersistently(() => store.loadLanguage(panels), isWanted), loadParts(panels, isWanted)]);
    if (!isWanted()) return;
    this.#coming = undefined;
    this.store = store;
    this.dispatchEvent(new CustomEvent('change'));
  }

  /** In English, as all that is said to authors. @param {import('../state/parse.js').SettingError} error */
  async #warn(error) {
    const t = await loadPersistently(
      () => loadLanguage(FALLBACK_LOCALE),
      () => this.isConnected,
    );
    if (t) console.warn(`<rnn-playground> ${settingsTable[error.setting]?.key ?? error.setting}: ${t.error(error)}`);
  }

  #stop() {
    this.#page?.end();
    this.#coming?.dispose();
    this.#coming = undefined;
    this.store?.dispose();
    this.store = undefined;
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    super.attributeChangedCallback(name, before, now);
    if (!this.store || before === now) return;
    const error = followAttribute(this.store, name, now);
    if (error) this.#warn(error);
  }

  // -- public methods ------------------------------------------------------------------------------------------------

  /** Starts the training, or pauses it. */
  toggle() {
    this.store?.toggle();
  }

  /** Makes one step of the unit chosen beside the Step button. */
  step() {
    /** @type {import('../panels/control-bar/control-bar.js').ControlBar | null} */ (
      this.renderRoot.querySelector('rnn-control-bar')
    )?.step();
  }

  // -- page ----------------------------------------------------------------------------------------------------------

  render() {
    const { store } = this;
    if (!store) return html`<div class="waiting"></div>`;
    const t = translator(store.locale);
    const shown = new Set(/** @type {string[]} */ (store.settings.panels));
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
        @experiment-open=${() => this.#followAddress()}
        @panel-report=${(/** @type {CustomEvent} */ event) => this.#guide?.report(event.detail)}
      >
        ${show('play', html`<rnn-skip-links .store=${store} .places=${shown.has('lessons') ? ['text', 'train', 'lessons'] : ['text', 'train']}></rnn-skip-links>`)}
        ${show('play', html`<rnn-page-header .store=${store} .linked=${this.linked} .panels=${chosen}></rnn-page-header>`)}
        ${show('play', html`<div class="bar"><rnn-control-bar .store=${store}></rnn-control-bar><rnn-diagnosis-notice .store=${store}></rnn-diagnosis-notice></div>`)}
        <rnn-notices .store=${store}></rnn-notices>
        <div class="stage ${stageOf(shown)}">
          <div class="source">
            ${show('play', html`<rnn-text-panel .store=${store}></rnn-text-panel>`)}
            ${show('play', html`<rnn-settings-form .store=${store}></rnn-settings-form>`)}
          </div>
          ${show('network', html`<rnn-network-panel .store=${store}></rnn-network-panel>`)}
          <div class="outcome">
            ${show('loss', html`<rnn-loss-panel .store=${store}></rnn-loss-panel>`)}
            ${show('writing', html`<rnn-writing-panel .store=${store}></rnn-writing-panel>`)}
          </div>
          ${show('predictions', html`<rnn-predictions-panel .store=${store}></rnn-predictions-panel>`)}
        </div>
        ${chosen.map((id) => html`<rnn-panel-slot data-panel=${id} .store=${store} ?eager=${onFirstScreen(store.settings.panels).length === 0}></rnn-panel-slot>`)}
        <rnn-lesson-guide .store=${store} .root=${this.renderRoot}></rnn-lesson-guide>
        ${this.#drop.dragging ? html`<div class="drop">${t('page.drop')}</div>` : nothing}
      </div>
    `;
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
    const isWanted = () => store !== undefined && this.store === store;
    await loadPersistently(async () => {
      const [{ LessonGuide }] = await Promise.all([import('../lessons/lesson-guide.js'), store?.loadWords('lessons')]);
      defineElement('rnn-lesson-guide', LessonGuide);
    }, isWanted);
    if (isWanted()) this.#guide?.start(lesson);
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
    const tag = panel === 'play' ? 'rnn-control-bar' : tagOfPanel(panel);
    return Boolean(customElements.get(tag) && this.store?.speaks(panel));
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

  updated() {
    // On the element itself: its light-dark() tokens are resolved with its own color-scheme.
    const theme = this.store?.settings.theme ?? this.getAttribute('theme') ?? 'auto';
    this.style.colorScheme = theme === 'auto' ? '' : String(theme);
    this.#loadMissing();
    void this.#state;
  }
}
