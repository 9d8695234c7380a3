import { html, nothing } from 'lit';
import { EngineClient } from '../engine/client.js';
import { translator } from '../i18n/index.js';
import { LessonGuide } from '../lessons/lesson-guide.js';
import { ControlBar } from '../panels/control-bar/control-bar.js';
import { DiagnosisNotice } from '../panels/control-bar/diagnosis-notice.js';
import { LossPanel } from '../panels/loss/loss-panel.js';
import { Notices } from '../panels/control-bar/notices.js';
import { NetworkPanel } from '../panels/network/network-panel.js';
import { PredictionsPanel } from '../panels/predictions/predictions-panel.js';
import { SettingsForm } from '../panels/settings/settings-form.js';
import { TextPanel } from '../panels/text/text-panel.js';
import { WritingPanel } from '../panels/writing/writing-panel.js';
import { lazyPanels } from '../panels/registry.js';
import { followAttribute, fromAttributes, observedAttributes } from '../state/attributes.js';
import { settingsTable } from '../state/settings.js';
import { fromHash } from '../state/url.js';
import { Store } from '../state/store.js';
import { StoreController } from '../state/store-controller.js';
import { alone } from '../theme/reset.js';
import { afterPaint } from '../ui/after-paint.js';
import { RnnElement } from '../ui/element.js';
import { tokens } from '../theme/tokens.js';
import { PageHeader } from './page-header.js';
import { PanelSlot } from './panel-slot.js';
import { playgroundStyles } from './playground-styles.js';
import { ScrollKeeper } from './scroll-keeper.js';
import { SkipLinks } from './skip-links.js';
import { isControl } from '../ui/shortcuts.js';

/** An element taken out of the document and put back within this time (moved, that is) keeps its network, ms. */
const TEARDOWN_DELAY_MS = 1000;

/** So far a network goes that nobody asked to train: enough to see it learn the tutorial's two sentences. */
const AUTOPLAY_EPOCHS = 60;

/**
 * Ends the training that began by itself, unless the reader has taken over: paused, or changed what is trained on.
 * @param {Store} store
 * @param {number} epochs
 */
function pauseAfter(store, epochs) {
  const unsubscribe = store.subscribe(
    ({ modelVersion: model, training, status }) => ({ model, training, enough: (status?.epoch ?? 0) >= epochs }),
    ({ model, training, enough }, before) => {
      if (enough && training && model === before?.model) store.pause();
      if (enough || !training || (before && model !== before.model)) unsubscribe();
    },
  );
}

/**
 * Which of the first screen's three columns there are: an article may show one panel alone.
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
  static dependencies = {
    'rnn-skip-links': SkipLinks,
    'rnn-page-header': PageHeader,
    'rnn-control-bar': ControlBar,
    'rnn-diagnosis-notice': DiagnosisNotice,
    'rnn-settings-form': SettingsForm,
    'rnn-notices': Notices,
    'rnn-text-panel': TextPanel,
    'rnn-network-panel': NetworkPanel,
    'rnn-loss-panel': LossPanel,
    'rnn-predictions-panel': PredictionsPanel,
    'rnn-writing-panel': WritingPanel,
    'rnn-panel-slot': PanelSlot,
    'rnn-lesson-guide': LessonGuide,
  };

  static properties = {
    store: { attribute: false },
    linked: { type: Boolean },
    dropping: { state: true },
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
  /** How often it has begun; only the latest beginning counts. */
  #starts = 0;
  #scroll = new ScrollKeeper();
  /** @type {Element | null} */
  #bar = null;
  /** What the reader last pressed or moved the focus to. @type {readonly EventTarget[]} */
  #lastPlace = [];
  /** How much of the window's upper edge the control bar takes: panels come to rest below it. */
  #barSize = new ResizeObserver(([entry]) => {
    this.style.setProperty('--rnn-bar-height', `${Math.ceil(entry.borderBoxSize[0].blockSize)}px`);
  });

  constructor() {
    super();
    /** @type {Store | undefined} there once the element has been in view */
    this.store = undefined;
    /** Whether the document's address carries the settings: for the page itself, not for an embed. */
    this.linked = false;
    this.dropping = false;
    this.addEventListener('keydown', (event) => this.#onKey(event));
    for (const type of ['pointerdown', 'focusin']) {
      this.addEventListener(type, (event) => {
        this.#lastPlace = event.composedPath();
      });
    }
  }

  // -- life ----------------------------------------------------------------------------------------------------------

  connectedCallback() {
    super.connectedCallback();
    clearTimeout(this.#ending);
    this.#observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry.isIntersecting) return;
        this.#observer?.disconnect();
        if (!this.store) this.#start();
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

  /** Another link in the same tab, or the way back from one, is another page to the reader. */
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
    const store = new Store({
      createClient: () => new EngineClient({ painted: afterPaint }),
      settings: { ...own.settings, ...still, ...linked.settings },
      errors: [...own.errors, ...linked.errors],
      hidden: new Set([...own.hidden, ...linked.hidden]),
      languages: navigator.languages,
    });
    for (const type of ['change', 'reset', 'halved', 'diverged']) {
      store.addEventListener(type, (event) =>
        this.dispatchEvent(new CustomEvent(type, { detail: /** @type {CustomEvent} */ (event).detail })),
      );
    }
    // Whoever wrote the attributes looks there.
    for (const error of Object.values(store.errors)) this.#warn(error);
    this.store = store;
    await store.start();
    if (store.settings.autoplay) pauseAfter(store, AUTOPLAY_EPOCHS);
  }

  /** @param {import('../state/parse.js').SettingError} error */
  #warn(error) {
    console.warn(
      `<rnn-playground> ${settingsTable[error.setting]?.key ?? error.setting}: ${translator('en').error(error)}`,
    );
  }

  #stop() {
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

  // -- what an article can call --------------------------------------------------------------------------------------

  /** Trains, or pauses. */
  toggle() {
    this.store?.toggle();
  }

  /** One step of the unit chosen beside the Step button. */
  step() {
    /** @type {ControlBar | null} */ (this.renderRoot.querySelector('rnn-control-bar'))?.step();
  }

  // -- page ----------------------------------------------------------------------------------------------------------

  render() {
    const { store } = this;
    if (!store) return html`<div class="waiting"></div>`;
    const t = translator(store.locale);
    const shown = new Set(/** @type {string[]} */ (store.settings.panels));
    const show = (/** @type {string} */ id, /** @type {unknown} */ content) => (shown.has(id) ? content : nothing);
    const chosen = lazyPanels.filter(({ id }) => shown.has(id));
    return html`
      <div
        class="page"
        dir="ltr"
        lang=${store.locale === 'zh' ? 'zh-Hans' : 'en'}
        data-theme=${store.settings.theme}
        @dragover=${this.#onDrag}
        @dragleave=${this.#onDrag}
        @drop=${this.#onDrop}
        @panel-open=${this.#onPanelOpen}
        @skip-to=${this.#onSkip}
        @guide-step=${() => this.#scroll.stop()}
        @guide-resize=${(/** @type {CustomEvent<number>} */ { detail }) => this.style.setProperty('--rnn-guide-height', `${detail}px`)}
        @lesson-start=${(/** @type {CustomEvent} */ event) => this.#guide?.start(event.detail.lesson)}
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
        ${chosen.map((entry) => html`<rnn-panel-slot data-panel=${entry.id} .entry=${entry} .store=${store}></rnn-panel-slot>`)}
        <rnn-lesson-guide .store=${store} .root=${this.renderRoot}></rnn-lesson-guide>
        ${this.dropping ? html`<div class="drop">${t('page.drop')}</div>` : nothing}
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

  get #guide() {
    return /** @type {LessonGuide | null} */ (this.renderRoot.querySelector('rnn-lesson-guide'));
  }

  /**
   * Loads a panel and sets properties on it. It is brought into view unless `scroll` is false, and gets the focus unless `quiet`.
   * @param {CustomEvent} event
   */
  async #onPanelOpen(event) {
    const { id, quiet = false, scroll = true, ...properties } = event.detail;
    const slot = [...this.renderRoot.querySelectorAll('rnn-panel-slot')].find(
      (one) => /** @type {PanelSlot} */ (one).entry?.id === id,
    );
    const panel = slot
      ? ((await /** @type {PanelSlot} */ (slot).open()) ?? /** @type {PanelSlot} */ (slot))
      : /** @type {import('../panels/shared/panel.js').PanelElement | null} */ (
          this.renderRoot.querySelector(`rnn-${id}-panel`)
        );
    if (!panel) return;
    // What is set on a panel that could not be loaded would be set on the words in its place.
    if (!(panel instanceof PanelSlot)) Object.assign(panel, properties);
    if (scroll) this.#scroll.bring(panel);
    if (!quiet) panel.focusHeading();
  }

  /** Space trains and pauses, the right arrow steps, wherever the key means nothing else. @param {KeyboardEvent} event */
  #onKey(event) {
    const target = event.composedPath()[0];
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isControl(target, event.key))
      return;
    const walk = this.#walk;
    if (walk && [' ', 'ArrowLeft', 'ArrowRight'].includes(event.key)) walk.followKey(event);
    if (event.defaultPrevented) return;
    if (walk && event.key.startsWith('Arrow')) return;
    // A key held down is pressed once.
    if (event.key === ' ') event.repeat || this.toggle();
    else if (event.key === 'ArrowRight') this.step();
    else return;
    event.preventDefault();
  }

  /** The panel that works through a sentence, while that is what the reader is at: the keys mean it, and train nothing. */
  get #walk() {
    const panel = /** @type {any} */ (
      this.renderRoot.querySelector('rnn-panel-slot[data-panel="step"]')?.shadowRoot?.querySelector('rnn-step-panel')
    );
    if (!panel) return null;
    return this.#guide?.walking || this.#lastPlace.includes(panel) ? panel : null;
  }

  /** @param {DragEvent} event */
  #onDrag(event) {
    if (!event.dataTransfer?.types.includes('Files') || !this.#textPanel) return;
    event.preventDefault();
    this.dropping = event.type === 'dragover';
  }

  /** Text files dropped anywhere become the text. @param {DragEvent} event */
  async #onDrop(event) {
    this.dropping = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0 || !this.#textPanel) return;
    event.preventDefault();
    await this.#textPanel.openFiles(files);
  }

  get #textPanel() {
    return /** @type {TextPanel | null} */ (this.renderRoot.querySelector('rnn-text-panel'));
  }

  updated() {
    // color-scheme must stand on the element itself, where the tokens' light-dark() are looked at.
    const theme = this.store?.settings.theme ?? this.getAttribute('theme') ?? 'auto';
    this.style.colorScheme = theme === 'auto' ? '' : String(theme);
    this.#watchBar();
    void this.#state;
  }

  #watchBar() {
    const bar = this.renderRoot.querySelector('.bar');
    if (bar === this.#bar) return;
    this.#barSize.disconnect();
    this.#bar = bar;
    if (bar) this.#barSize.observe(bar);
  }
}
