import { html, nothing } from 'lit';
import { withPowers } from '../ui/powers.js';
import { StoreElement } from '../panels/shared/store-element.js';
import { CardPlace } from './card-place.js';
import { focusInto, follow } from './finding.js';
import { guideStyles } from './guide-styles.js';
import { lessons, lessonTexts, pointOf, sightOf } from './lessons.js';
import { PointerRing } from './pointer-ring.js';
import { Sight, stuckBeside } from './sight.js';
import { tutorialNote } from './tutorial-note.js';

/** @typedef {import('../i18n/index.js').Locale} Locale */

/**
 * The lesson under way, in a card of its own: what to see, what to do, and whether it is done.
 *
 * @fires panel-open bubbles; detail: {id, …properties}: the page loads that panel and sets the properties on it
 * @fires guide-step bubbles: another step begins, and with it another place to look
 * @fires guide-resize bubbles; detail: px of the window's lower edge that it takes
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

  /** @type {import('./lessons.js').Before | undefined} the page before the step; undefined while that is being set up */
  #before;
  #wasMet = false;
  /** Only the step entered last is set up. */
  #entered = 0;
  /** What the reader has set, to go back to. @type {Readonly<Partial<import("../state/settings.js").Settings>> | undefined} */
  #own;
  #sight = new Sight();
  #card = new CardPlace(
    this,
    () => this.renderRoot?.querySelector('aside') ?? null,
    () => this.#things,
    () => this.#barBottom,
  );

  constructor() {
    super();
    /** Id of the lesson under way; '' for none. */
    this.lesson = '';
    /** Index of its present step. */
    this.place = 0;
    /** @type {ParentNode | undefined} where the things pointed at are */
    this.root = undefined;
    /** @type {import('./lessons.js').Done} */
    this.done = {};
    /** Only what is to be done, so that the page can be seen. */
    this.folded = false;
    /** @type {Locale | ''} the language of the examples; '' for that of the page */
    this.example = '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    window.removeEventListener('keydown', this.#onKey);
    this.#sight.stop();
  }

  // -- in sight --------------------------------------------------------------------------------------------------------

  #size = new ResizeObserver(([entry]) => {
    this.#tellHeight(Math.ceil(entry.borderBoxSize[0].blockSize));
    this.#card.settle();
  });
  /** @type {Element | null} */
  #sized = null;

  /** @param {number} height */
  #tellHeight(height) {
    const detail = this.#card.atEdge ? height : 0;
    this.dispatchEvent(new CustomEvent('guide-resize', { detail, bubbles: true, composed: true }));
  }

  /** The page leaves room for the card where it covers the lower edge. */
  #watchSize() {
    const aside = this.renderRoot.querySelector('aside');
    if (aside === this.#sized) return;
    this.#size.disconnect();
    this.#sized = aside;
    if (aside) this.#size.observe(aside);
    else this.dispatchEvent(new CustomEvent('guide-resize', { detail: 0, bubbles: true, composed: true }));
  }

  /** What the step speaks of, where it is there already. */
  get #things() {
    const step = this.#step;
    if (!step) return [];
    const found = [pointOf(step), sightOf(step)].map((path) => follow(this.root, path).found);
    return /** @type {Element[]} */ (found.filter(Boolean));
  }

  get #barBottom() {
    return Math.max(0, this.root?.querySelector('.bar')?.getBoundingClientRect().bottom ?? 0);
  }

  /** @returns {import('./sight.js').Span} of the window, what neither the bar nor the card takes */
  #free = () => {
    const aside = this.renderRoot.querySelector('aside');
    const bottom = window.innerHeight - (this.#card.atEdge ? (aside?.offsetHeight ?? 0) : 0);
    const { above, below } = this.#step ? stuckBeside(this.root, sightOf(this.#step)) : { above: 0, below: 0 };
    return { top: this.#barBottom + above, bottom: bottom - below };
  };

  #look() {
    this.#card.renew();
    this.#sight.keep(this.root, sightOf(this.#step), this.#free, () => this.#card.settle());
  }

  /** One key between the card and what it speaks of. @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.key !== 'F6' || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !this.#step) return;
    event.preventDefault();
    const [thing] = this.#things;
    if (this.shadowRoot?.activeElement && thing) focusInto(thing);
    else this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  };

  // -- on the way ------------------------------------------------------------------------------------------------------

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

  /** Whether the lesson has come to going through the network number by number: from there on the arrow keys mean that. */
  get walking() {
    return this.#steps.slice(0, this.place + 1).some(({ open }) => open?.id === 'step');
  }

  /**
   * Whether what the step waits for has come. What has been done stays done, even if the reader goes on from there.
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
    // In somebody's article the document's keys are its own, but while a lesson is under way.
    if (this.lesson) window.addEventListener('keydown', this.#onKey);
    else window.removeEventListener('keydown', this.#onKey);
    this.#watchSize();
    if (this.#step?.pause && store?.training && this.#met(store)) store.pause();
  }

  /** Begins a lesson. @param {string} lesson id */
  start(lesson) {
    this.#own ??= this.requiredStore.given;
    this.requiredStore.clearRuns();
    this.lesson = lesson;
    this.folded = false;
    this.#enter(0, true);
  }

  /** A panel tells what the reader did there. @param {{what: string} & Record<string, unknown>} report */
  report({ what, ...detail }) {
    if (!this.lesson) return;
    this.done = { ...this.done, [what]: Object.keys(detail).length > 0 ? detail : true };
    // At once: the next report may come before the next rendering.
    this.#met(this.requiredStore);
  }

  /** @param {number} place @param {boolean} forward going back changes nothing on the page */
  async #enter(place, forward) {
    const entered = ++this.#entered;
    const { requiredStore: store } = this;
    this.place = place;
    this.done = {};
    this.#before = undefined;
    this.#wasMet = false;
    this.#sight.stop();
    this.dispatchEvent(new CustomEvent('guide-step', { bubbles: true, composed: true }));
    if (forward) await this.#apply(entered);
    if (!this.#isStill(entered, store)) return;
    this.#before = { text: store.text, model: store.modelVersion, settings: store.settings };
    this.requestUpdate();
    await this.updateComplete;
    if (!this.#isStill(entered, store)) return;
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
    const { open } = this.#step ?? {};
    // The panel is loaded by the page; that what matters in it is seen, is seen to here.
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

  /** Sets the page up for the present step. @param {number} entered */
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

  /** The lesson's example, in the language of the page or in the other. */
  get #text() {
    return lessonTexts[/** @type {any} */ (this.#lesson).text][this.#exampleLocale];
  }

  get #exampleLocale() {
    return this.example || this.requiredStore.locale;
  }

  /** The lesson from its beginning, with the example in the other language. */
  #switchExample() {
    this.example = this.#exampleLocale === 'en' ? 'zh' : 'en';
    this.#enter(0, true);
  }

  /** To the next lesson, or back to the list of them. @param {string} [next] */
  #finish(next) {
    this.requiredStore.finishLesson(this.lesson);
    if (next) this.start(next);
    else this.#leave(false);
  }

  /** The reader's speed comes back in any case. @param {boolean} restore whether text and settings do, too */
  #leave(restore) {
    this.#entered++;
    this.#sight.stop();
    if (this.#own) {
      const { pace, paceUnit } = this.#own;
      if (restore) this.requiredStore.restore(this.#own);
      else this.requiredStore.setSettings({ pace: pace ?? null, paceUnit: paceUnit ?? null });
    }
    this.#own = undefined;
    this.lesson = '';
    this.dispatchEvent(new CustomEvent('panel-open', { detail: { id: 'lessons' }, bubbles: true, composed: true }));
  }

  // -- rendering -------------------------------------------------------------------------------------------------------

  /** A sentence of the lesson; another where a finger does it otherwise than a mouse and keys. @param {string} key */
  #words(key) {
    const touch = matchMedia('(hover: none)').matches && this.t.has(`${key}.touch`);
    return this.t(touch ? `${key}.touch` : key, this.#step.values?.(this.requiredStore) ?? {});
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
      <h2 id="title" tabindex="-1">${t(`lessons.${lesson}.title`)}</h2>
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
      ${place === 0 ? html`<button type="button" class="link small" @click=${() => this.#switchExample()}>${t(`lessons.example.${this.#exampleLocale === 'en' ? 'zh' : 'en'}`)}</button>` : nothing}
      <button type="button" class="link small leave" @click=${() => this.#leave(true)}>${t('lessons.leave')}</button>
    </footer>`;
  }

  #renderEnd() {
    const { t, lesson } = this;
    const next = lessons[lessons.findIndex(({ id }) => id === lesson) + 1]?.id;
    const onward = next
      ? html`<button type="button" class="primary" @click=${() => this.#finish(next)}>${t('lessons.nextLesson', { title: t(`lessons.${next}.title`) })}</button>`
      : nothing;
    return html`${onward}
      <button type="button" class=${next ? '' : 'primary'} @click=${() => this.#finish()}>${t('lessons.finish')}</button>`;
  }
}
