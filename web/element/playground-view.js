import { html, nothing } from 'lit';
import { StoreLife } from './store-life.js';
import { translator } from '../i18n/index.js';
import { Notices } from '../panels/control-bar/notices.js';
import { followAttribute } from '../state/attributes.js';
import { LAZY_PANELS, onFirstScreen, partsOf } from '../state/panel-names.js';
import { StoreController } from '../state/store-controller.js';
import { alone } from '../theme/reset.js';
import { RnnElement } from '../ui/element.js';
import { levelAllHeadings } from '../ui/headings.js';
import { HeightController } from '../ui/height-controller.js';
import { loadPersistently } from '../ui/persistence.js';
import { tokens } from '../theme/tokens.js';
import { isOtherExperiment, ownsAddress } from './address.js';
import { FileDrop } from './file-drop.js';
import { loadParts, loadSlot, tagOf } from './first-screen.js';
import { KeyboardShortcuts } from './keyboard-shortcuts.js';
import { Places } from './places.js';
import { playgroundStyles } from './playground-styles.js';
import { statusOf } from './status.js';
import { schemeAround, watchScheme } from './surroundings.js';

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
  'guide-ready',
  'guide-resize',
  'lesson-start',
  'model-open',
];

/**
 * @typedef {object} Door what the view does to the element that it stands in
 * @property {(shown: boolean) => void} shown called when there is something to see, and when there is nothing any more
 * @property {() => void} reading called before that, where the browser takes long to say what it has kept
 * @property {(changes: Readonly<Record<string, string | null>>) => void} reflect sets attributes; null: takes them away
 * @property {() => void} ready called when the first network is there, or cannot be made
 */

/**
 * What stands in the shadow tree of <rnn-playground> once it has started: the whole page. Its own parts are in that tree, too, so
 * that ::part reaches them. It stops its worker when it has left the document.
 */
export class PlaygroundView extends RnnElement {
  /** The other elements of its template are loaded when they are shown. */
  static dependencies = { 'rnn-notices': Notices };

  static properties = { store: { attribute: false }, retryLesson: { state: true } };

  static styles = [tokens, alone, ...RnnElement.styles, playgroundStyles];

  #state = new StoreController(
    this,
    (/** @type {import('../state/store.js').Store} */ { locale, settings, hidden }) => ({
      locale,
      theme: settings.theme,
      panels: settings.panels,
      hiddenText: hidden.has('text'),
    }),
  );
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;
  /** The panels whose missing parts are being loaded. @type {readonly string[] | null} */
  #loading = null;
  #loadingSlot = false;
  #unwatch = () => {};
  #life = new StoreLife(this);
  #places = new Places(this);
  #drop = new FileDrop(this, () => this.#places.textPanel);

  constructor() {
    super();
    /** @type {import('../state/store.js').Store | undefined} set when its first screen can be shown */
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
      step: () => this.#places.controls?.step(),
      stepPanel: () => this.#places.stepPanel,
      isStepping: () => this.#places.guide?.isStepping ?? false,
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
    window.addEventListener('popstate', this.#followHistory);
    window.addEventListener('online', this.#watchAgain);
    if (!this.host.linked) this.#unwatch = watchScheme(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#places.stop();
    window.removeEventListener('hashchange', this.#followAddress);
    window.removeEventListener('popstate', this.#followHistory);
    window.removeEventListener('online', this.#watchAgain);
    this.#unwatch();
    this.#ending = setTimeout(() => this.#life.stop(), TEARDOWN_DELAY_MS);
  }

  /** Another link in the same tab, or going back from one, is like opening another page. */
  #followAddress = () => {
    if (ownsAddress(this.host)) this.#life.restart();
  };

  /** Back and forward between experiments. */
  #followHistory = () => {
    if (isOtherExperiment()) this.#followAddress();
  };

  /** Code that the worker lacked can be loaded now. */
  #watchAgain = () => this.store?.watchAgain();

  /** Starts, unless it has. */
  start() {
    this.#life.start();
  }

  /** @returns {Promise<import('./actions.js').Actions>} once it has started */
  async started() {
    const [store, { actionsOf }] = await Promise.all([this.#life.started, import('./actions.js')]);
    return actionsOf(store, { linked: ownsAddress(this.host), stepUnit: () => this.#places.controls?.unit ?? 'epoch' });
  }

  /** @param {string} lesson its id */
  startLesson(lesson) {
    this.#places.onLessonStart(new CustomEvent('lesson-start', { detail: { lesson } }));
  }

  /** Training waits while nobody can see it. @param {boolean} inView */
  seen(inView) {
    this.#life.seen(inView);
  }

  /** @param {string} name of an attribute of the element @param {string | null} now */
  followAttribute(name, now) {
    const { store } = this.#life;
    if (!store) return;
    const error = followAttribute(store, name, now);
    if (error) this.warn(error);
  }

  /** The author is told. @param {import('../state/parse.js').SettingError} error */
  warn(error) {
    this.#life.warn(error);
  }

  /** An event of the element. @param {string} type @param {unknown} [detail] */
  tell(type, detail = null) {
    this.host.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  // -- what the element tells of itself ------------------------------------------------------------------------------

  get settings() {
    const { settings, long } = this.store ?? {};
    return settings && long ? { ...settings, text: long.string ?? '' } : settings;
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
        @panel-open=${this.#places.onPanelOpen}
        @skip-to=${this.#places.onSkip}
        @guide-step=${this.#places.stop}
        @guide-resize=${(/** @type {CustomEvent<number>} */ { detail }) => this.style.setProperty('--rnn-guide-height', `${detail}px`)}
        @lesson-start=${this.#places.onLessonStart}
        @model-open=${this.#places.onModelOpen}
        @experiment-open=${this.#followAddress}
        @panel-report=${(/** @type {CustomEvent} */ event) => this.#places.guide?.report(event.detail)}
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

  /** @returns {import('./places.js').SkipPlace[]} */
  get #skipPlaces() {
    const shown = this.#shown;
    const places = /** @type {const} */ ([
      ['text', 'text'],
      ['controls', 'train'],
      ['lessons', 'lessons'],
    ]);
    return places.filter(([panel]) => shown.has(panel)).map(([, place]) => place);
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

  async #loadSlot() {
    const { store } = this;
    if (!store || this.#loadingSlot) return;
    this.#loadingSlot = true;
    await loadSlot(store.settings.panels, () => this.store === store);
    this.#loadingSlot = false;
  }

  /** Whether a panel of the first screen and its words are loaded. @param {import('../state/panel-names.js').FirstScreenPanel} panel */
  #isReady(panel) {
    return Boolean(customElements.get(tagOf(panel)) && this.store?.speaks(panel));
  }

  /** Inside of the guide's element, which shows nothing of its own as long as it is not defined. @param {import('../i18n/index.js').Translator} t */
  #renderUnloadedLesson(t) {
    if (!this.retryLesson) return nothing;
    return html`<div class="unloaded">
      <p role="alert">${t('page.notLoaded')}</p>
      <button type="button" @click=${this.retryLesson}>${t('panel.tryAgain')}</button>
    </div>`;
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
    this.#loadSlot();
    void this.#state;
  }
}
