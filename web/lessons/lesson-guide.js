import { html, nothing } from 'lit';
import { withPowers } from '../ui/powers.js';
import { HeightController } from '../ui/height-controller.js';
import { settingsTable } from '../state/settings.js';
import { StoreElement } from '../panels/shared/store-element.js';
import { CardPlace } from './card-place.js';
import { follow } from './finding.js';
import { FocusSwitch } from './focus-switch.js';
import { guideStyles } from './guide-styles.js';
import { LESSON_LANGUAGES, lessons, lessonTexts, pointOf, sightOf } from './lessons.js';
import { PointerRing } from './pointer-ring.js';
import { SeenPart } from './seen-part.js';
import { Sight, stuckBeside } from './sight.js';
import { tutorialNote } from './tutorial-note.js';

/** @typedef {import('./lesson-settings.js').LessonLanguage} LessonLanguage */

/** Events by which a reader scrolls. */
const SCROLLING = /** @type {const} */ (['wheel', 'touchmove', 'keydown']);

/**
 * The current lesson in a floating card: what to look at, what to do, and whether it has been done.
 *
 * @fires panel-open bubbles; detail: {id, …properties}: the page loads that panel and sets the properties on it
 * @fires guide-step bubbles: another step begins; its text and settings are to be set next
 * @fires guide-ready bubbles: they are set
 * @fires guide-resize bubbles; detail: height at the window's lower edge that the card covers, px
 */
export class LessonGuide extends StoreElement {
  static dependencies = { 'rnn-pointer-ring': PointerRing };

  static properties = {
    lesson: {},
    place: { type: Number },
    root: { attribute: false },
    done: { state: true },
    folded: { state: true },
    example: { state: true },
  };

  static styles = [...StoreElement.styles, guideStyles];

  /** @type {import('./lessons.js').Before | undefined} the page's state when the step began; undefined while the step is being set up */
  #before;
  /** A condition that has been met stays met. */
  #wasMet = false;
  /** Number of calls of #enter(); the latest wins. */
  #entered = 0;
  #sight = new Sight();
  #seen = new SeenPart(() => this.#onSeen());
  #card = new CardPlace(
    this,
    () => this.renderRoot?.querySelector('aside') ?? null,
    () => this.#targets,
    () => this.#belowBar,
  );

  constructor() {
    super();
    /** Id of the current lesson; '' for none. */
    this.lesson = '';
    /** Index of its current step. */
    this.place = 0;
    /** @type {ParentNode | undefined} root of the paths to the targets */
    this.root = undefined;
    /** @type {import('./lessons.js').Done} */
    this.done = {};
    /** Whether only the task is shown, so that more of the page can be seen. */
    this.folded = false;
    /** @type {LessonLanguage | ''} the language of the examples; '' for that of the page */
    this.example = '';
    new FocusSwitch(
      this,
      () => this.#step !== undefined,
      () => this.#targets[0],
    );
    new HeightController(
      this,
      () => this.renderRoot.querySelector('aside'),
      (height) => this.#onHeight(height),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    window.addEventListener('resize', this.#onResize);
    for (const type of SCROLLING) window.addEventListener(type, this.#onScroll, { passive: true, capture: true });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('resize', this.#onResize);
    for (const type of SCROLLING) window.removeEventListener(type, this.#onScroll, { capture: true });
    this.#sight.stop();
    this.#seen.stop();
  }

  #windowWidth = window.innerWidth;

  /** A phone that is turned. Its height alone also changes when the browser hides its address bar, in the middle of scrolling. */
  #onResize = () => {
    if (window.innerWidth === this.#windowWidth) return;
    this.#windowWidth = window.innerWidth;
    if (this.#step && this.#before && !this.#isScrolled) this.#look();
  };

  /** Whether the reader has scrolled by now, to look at something else. */
  #isScrolled = false;

  /** @param {Event} event */
  #onScroll = (event) => {
    const scrolls = !(event instanceof KeyboardEvent) || /^(Page(Up|Down)|Home|End)$/.test(event.key);
    if (scrolls) this.#isScrolled = true;
  };

  // -- card and targets ------------------------------------------------------------------------------------------------

  /** The page leaves room for the card where it covers the lower edge. @param {number} height px; 0: no card */
  #onHeight(height) {
    const detail = this.#card.atEdge ? height : 0;
    this.dispatchEvent(new CustomEvent('guide-resize', { detail, bubbles: true, composed: true }));
    this.#card.settle();
  }

  /** The elements that the step is about, as far as they have been rendered. */
  get #targets() {
    const step = this.#step;
    if (!step) return [];
    const found = [pointOf(step), sightOf(step)].map((path) => follow(this.root, path).found);
    return /** @type {Element[]} */ (found.filter(Boolean));
  }

  /** The card stands in the part of the window that is seen, and what sticks to the window's edges sticks to those of this part. */
  #onSeen() {
    const { top, bottom } = this.#seen;
    const below = window.innerHeight - bottom;
    this.style.setProperty('--seen', `${bottom - top}px`);
    const view = /** @type {HTMLElement | null} */ (this.closest('rnn-view'));
    for (const [name, height] of /** @type {const} */ ([
      ['--rnn-sticky-top', top],
      ['--rnn-seen-below', below],
    ])) {
      if (top > 0 || below > 0) view?.style.setProperty(name, `${height}px`);
      else view?.style.removeProperty(name);
    }
    this.#card.settleLater();
  }

  /** @returns {import('./sight.js').Span} the part of the window that is seen, without the bar */
  get #belowBar() {
    const bar = this.root?.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0;
    return { top: Math.max(this.#seen.top, bar), bottom: this.#seen.bottom };
  }

  /** @returns {import('./sight.js').Free} of that, what the card does not cover */
  #free = () => {
    const aside = this.renderRoot.querySelector('aside');
    const { top, bottom } = this.#belowBar;
    const { above, below } = this.#step ? stuckBeside(this.root, sightOf(this.#step)) : { above: 0, below: 0 };
    const card = this.#card.atEdge ? (aside?.offsetHeight ?? 0) : 0;
    const free = { top: top + above, bottom: bottom - below - card };
    return { ...free, above: free.top - this.#seen.top, below: this.#seen.bottom - free.bottom };
  };

  #look() {
    this.#card.reset();
    this.#isScrolled = false;
    this.#sight.keep(this.root, sightOf(this.#step), this.#free, () => this.#card.settle());
  }

  // -- progress --------------------------------------------------------------------------------------------------------

  /** @param {import('../panels/shared/store-element.js').Store} store */
  select(store) {
    const { lesson, place } = this;
    return { met: this.#met(store), lesson, place, model: store.modelVersion };
  }

  get #lesson() {
    return lessons.find(({ id }) => id === this.lesson);
  }

  get #steps() {
    return this.#lesson?.steps ?? [];
  }

  get #step() {
    return this.#steps[this.place];
  }

  /** Whether the lesson has come to the panel Step through, which the arrow keys then control. */
  get isStepping() {
    return this.#steps.slice(0, this.place + 1).some(({ open }) => open?.id === 'step');
  }

  /**
   * Whether the step's condition is met, or was met at some time since the step began.
   * @param {import('../panels/shared/store-element.js').Store} store
   */
  #met(store) {
    const { until } = this.#step ?? {};
    if (!until) return true;
    if (!this.#before) return false;
    this.#wasMet ||= until(store, { before: this.#before, done: this.done });
    return this.#wasMet;
  }

  updated() {
    const { store } = this;
    if (this.#step?.pause && store?.training && this.#met(store)) store.pause();
  }

  /** What was done in each step of the lesson. @type {Record<string, unknown>} */
  #answers = {};

  #noteDone() {
    if (this.#step && Object.keys(this.done).length > 0) this.#answers[this.#step.id] = this.done;
  }

  /** @param {string} [lesson] id; the first by default */
  start(lesson = lessons[0].id) {
    const { requiredStore: store } = this;
    if (!store.aside) store.setAside({ given: store.given, long: store.long });
    store.clearRuns();
    this.lesson = lesson;
    this.folded = false;
    this.done = {};
    this.#answers = {};
    this.#enter(0, true);
  }

  /**
   * Where the reader is, and their own settings; null outside a lesson. entered: whether the step's text and settings are set.
   *
   * @returns {{ lesson: string, place: number, entered: boolean, met: boolean, own: Readonly<Partial<import('../state/settings.js').Settings>> } | null}
   */
  get bookmark() {
    const { lesson, place, store } = this;
    if (!lesson || !store) return null;
    const own = store.aside?.given ?? store.given;
    return { lesson, place, entered: this.#before !== undefined, met: this.#met(store), own };
  }

  /**
   * Back to a step, after the page has been loaded again.
   *
   * @param {NonNullable<LessonGuide['bookmark']>} bookmark
   * @param {import('../state/long-text.js').LongText | null} [long] the reader's text, if it is a long one
   */
  async resume({ lesson, place, entered, met, own }, long = null) {
    if (!lessons.find(({ id }) => id === lesson)?.steps[place]) return;
    this.requiredStore.setAside({ given: own, long });
    this.lesson = lesson;
    await this.#enter(place, !entered);
    this.#wasMet ||= met;
    this.requestUpdate();
  }

  /** An action that the reader has done in a panel. @param {{what: string} & Record<string, unknown>} report */
  report({ what, ...detail }) {
    if (!this.lesson) return;
    this.done = { ...this.done, [what]: Object.keys(detail).length > 0 ? detail : true };
    // Now, not at the next update: another report may come before that.
    this.#met(this.requiredStore);
  }

  /** @param {number} place @param {boolean} forward going back changes nothing on the page */
  async #enter(place, forward) {
    const entered = ++this.#entered;
    const { requiredStore: store } = this;
    this.#seen.start();
    this.#noteDone();
    this.place = place;
    this.done = {};
    this.#before = undefined;
    this.#wasMet = false;
    this.#sight.stop();
    this.dispatchEvent(new CustomEvent('guide-step', { bubbles: true, composed: true }));
    if (forward) await this.#apply(entered);
    if (!this.#isStill(entered, store)) return;
    this.#before = { text: store.text, model: store.modelVersion, settings: store.settings };
    this.dispatchEvent(new CustomEvent('guide-ready', { bubbles: true, composed: true }));
    this.requestUpdate();
    await this.updateComplete;
    if (!this.#isStill(entered, store)) return;
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
    const { open } = this.#step ?? {};
    // The page loads the panel; scrolling to the target is done here.
    const detail = { ...open, quiet: true, scroll: false };
    if (open) this.dispatchEvent(new CustomEvent('panel-open', { detail, bubbles: true, composed: true }));
    if (this.#step) this.#look();
  }

  /**
   * Whether the step entered then is the present one, of a page that is still there with the same network: checked after every await.
   * @param {number} entered @param {import('../panels/shared/store-element.js').Store} store
   */
  #isStill(entered, store) {
    return entered === this.#entered && store === this.store && this.isConnected;
  }

  /** Applies the step's settings. @param {number} entered */
  async #apply(entered) {
    const { requiredStore: store, place } = this;
    const { settings, fresh = false, alone = false } = this.#step.apply ?? {};
    if (!settings) return;
    await store.pause();
    if (!this.#isStill(entered, store)) return;
    store.setSettings(place === 0 ? { ...settings, text: this.#text } : settings);
    await store.settled();
    if (fresh && this.#isStill(entered, store)) await store.reset();
    if (alone && this.#isStill(entered, store)) store.clearRuns();
  }

  /** The lesson's text in the language of the examples. */
  get #text() {
    return lessonTexts[/** @type {any} */ (this.#lesson).text][this.#exampleLanguage];
  }

  get #exampleLanguage() {
    const { locale } = this.requiredStore;
    return this.example || (LESSON_LANGUAGES.find((language) => language === locale) ?? LESSON_LANGUAGES[0]);
  }

  get #otherExampleLanguage() {
    return LESSON_LANGUAGES[(LESSON_LANGUAGES.indexOf(this.#exampleLanguage) + 1) % LESSON_LANGUAGES.length];
  }

  /** Starts the lesson again with the text in the other language. */
  #switchExample() {
    this.example = this.#otherExampleLanguage;
    this.#enter(0, true);
  }

  /** To the next lesson, or back to the list of them. @param {string} [next] */
  #finish(next) {
    this.#noteDone();
    this.requiredStore.finishLesson(this.lesson, this.#answers);
    if (next) this.start(next);
    else this.#leave(false);
  }

  /** @param {boolean} restore the reader's text and settings, but not the page's, such as its language; the speed is restored in any case */
  #leave(restore) {
    this.#entered++;
    this.#sight.stop();
    this.#seen.stop();
    const { requiredStore: store } = this;
    if (store.aside) {
      const { given, long } = store.aside;
      if (restore) store.restore(withPageOf(given, store.given), long);
      else store.setSettings({ pace: given.pace ?? null, paceUnit: given.paceUnit ?? null });
    }
    store.setAside(null);
    this.lesson = '';
    this.dispatchEvent(new CustomEvent('panel-open', { detail: { id: 'lessons' }, bubbles: true, composed: true }));
  }

  // -- rendering -------------------------------------------------------------------------------------------------------

  /** A text of the lesson, in its variant for touch screens if there is one. @param {string} key */
  #words(key) {
    const touch = matchMedia('(hover: none)').matches && this.t.has(`${key}.touch`);
    return this.t.dynamic(touch ? `${key}.touch` : key, this.#step.values?.(this.requiredStore) ?? {});
  }

  render() {
    const { store, lesson, place, folded } = this;
    const step = this.#step;
    if (!store || !step) return nothing;
    const met = this.#met(store);
    const key = `lessons.${lesson}.${step.id}`;
    return html`
      <aside aria-labelledby="title" class=${folded ? 'folded' : ''} data-corner=${this.#card.place}>
        ${this.#renderHead()}
        <div class="words" aria-live="polite">
          ${
            folded
              ? nothing
              : this.#words(key)
                  .split('\n\n')
                  .map((paragraph) => html`<p>${withPowers(paragraph)}</p>`)
          }
          ${step.until ? html`<p class="do ${met ? 'met' : ''}">${met ? '✓ ' : ''}${this.#words(`${key}.do`)}</p>` : nothing}
          ${step.tutorial && !folded ? tutorialNote(this.t) : nothing}
        </div>
        ${this.#renderWays(met)}
        ${place === 0 && !folded ? this.#renderKeys() : nothing}
      </aside>
      <rnn-pointer-ring .root=${this.root} .path=${met && step.until ? [] : pointOf(step)}></rnn-pointer-ring>
    `;
  }

  #renderHead() {
    const { t, lesson, place, folded } = this;
    return html`<header @pointerdown=${this.#card.drag}>
      <h2 id="title" tabindex="-1">${t.dynamic(`lessons.${lesson}.title`)}</h2>
      <span class="small muted number">${t('lessons.place', { place: place + 1, total: this.#steps.length })}</span>
      <button type="button" class="link small move" @click=${() => this.#card.cycle()}>${t('lessons.move')}</button>
      <button type="button" class="link small fold" aria-expanded=${folded ? 'false' : 'true'} @click=${() => (this.folded = !folded)}>
        ${t(folded ? 'lessons.unfold' : 'lessons.fold')}
      </button>
    </header>`;
  }

  #renderKeys() {
    const [before, after] = this.t('lessons.keys').split('F6');
    return html`<p class="keys small muted">${before}<kbd>F6</kbd>${after}</p>`;
  }

  /** @param {boolean} met whether the reader has done what the step asks for */
  #renderWays(met) {
    const { t, place } = this;
    const last = place === this.#steps.length - 1;
    return html`<footer>
      ${place > 0 ? html`<button type="button" @click=${() => this.#enter(place - 1, false)}>${t('lessons.back')}</button>` : nothing}
      ${last ? this.#renderEnd() : html`<button type="button" class=${met ? 'primary' : ''} @click=${() => this.#enter(place + 1, true)}>${t(met ? 'lessons.next' : 'lessons.skip')}</button>`}
      ${place === 0 ? html`<button type="button" class="link small" @click=${() => this.#switchExample()}>${t('lessons.example', { language: t.languageName(this.#otherExampleLanguage) })}</button>` : nothing}
      <button type="button" class="link small leave" @click=${() => this.#leave(true)}>${t('lessons.leave')}</button>
    </footer>`;
  }

  #renderEnd() {
    const { t, lesson } = this;
    const next = lessons[lessons.findIndex(({ id }) => id === lesson) + 1]?.id;
    const onward = next
      ? html`<button type="button" class="primary" @click=${() => this.#finish(next)}>${t('lessons.nextLesson', { title: t.dynamic(`lessons.${next}.title`) })}</button>`
      : nothing;
    return html`${onward}
      <button type="button" class=${next ? '' : 'primary'} @click=${() => this.#finish()}>${t('lessons.finish')}</button>`;
  }
}

/** @typedef {Readonly<Partial<import('../state/settings.js').Settings>>} Given */

/** Settings, those of the page itself as they are now: in the lesson the reader changes them for good. @param {Given} own @param {Given} now @returns {Given} */
const withPageOf = (own, now) =>
  Object.fromEntries(
    [own, now].flatMap((given) =>
      Object.entries(given).filter(([name]) => (settingsTable[name].group === 'page') === (given === now)),
    ),
  );
