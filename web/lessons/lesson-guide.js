import { css, html, nothing, unsafeCSS } from 'lit';
import { withPowers } from '../charts/powers.js';
import { StoreElement } from '../panels/play/store-element.js';
import { lessons, pointOf } from './lessons.js';
import { PointerRing } from './pointer-ring.js';

/** Where the guide floats over a corner of the page; on anything narrower it takes the lower edge of the window. */
const floating = '(width > 720px)';

/**
 * The lesson under way, at the foot of the page: what to see, what to do, and whether it is done.
 *
 * @fires panel-open bubbles; detail: {id, …properties}: the page brings that panel into view
 * @fires guide-step bubbles: another step begins, and with it another place to look
 * @fires guide-resize bubbles; detail: px of the window's lower edge that it takes
 */
export class LessonGuide extends StoreElement {
  static parts = { 'rnn-pointer-ring': PointerRing };

  static properties = {
    lesson: {},
    place: { type: Number },
    root: { attribute: false },
    done: { state: true },
    folded: { state: true },
  };

  static styles = [
    ...StoreElement.styles,
    css`
      aside {
        position: fixed;
        inset: auto 0 0;
        max-height: 45vh;
        overflow-y: auto;
        z-index: 4;
        background: var(--rnn-surface);
        border-top: 1px solid var(--rnn-line);
        box-shadow: var(--rnn-shadow);
        padding: var(--rnn-space-3) var(--rnn-space-4);
      }
      @media ${unsafeCSS(floating)} {
        aside {
          inset: auto var(--rnn-space-4) var(--rnn-space-4) auto;
          width: 26rem;
          max-height: min(60vh, 32rem);
          border: 1px solid var(--rnn-line);
          border-radius: calc(2 * var(--rnn-radius));
          padding: var(--rnn-space-4);
        }
        .fold {
          display: none;
        }
      }
      header {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        gap: var(--rnn-space-3);
        margin-bottom: var(--rnn-space-2);
      }
      header h2 {
        flex: 1;
      }
      .folded header {
        margin-bottom: 0;
      }
      p + p {
        margin-top: var(--rnn-space-2);
      }
      p {
        text-wrap: pretty;
      }
      .do {
        margin-top: var(--rnn-space-2);
        padding-inline-start: var(--rnn-space-3);
        border-inline-start: 3px solid var(--rnn-ink);
      }
      .do.met {
        border-color: var(--rnn-right);
        color: var(--rnn-right);
      }
      footer {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2);
        align-items: center;
        margin-top: var(--rnn-space-3);
      }
      footer .leave {
        margin-inline-start: auto;
      }
    `,
  ];

  /** @type {import('./lessons.js').Before | undefined} the page before the step; undefined while that is being set up */
  #before;
  #wasMet = false;
  /** What the reader has set, to go back to. @type {Readonly<Partial<import("../state/settings.js").Settings>> | undefined} */
  #own;

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
    /** On a narrow screen: only what is to be done, so that the page can be seen. */
    this.folded = false;
  }

  #size = new ResizeObserver(([entry]) => this.#tellHeight(Math.ceil(entry.borderBoxSize[0].blockSize)));
  /** @type {Element | null} */
  #sized = null;

  /** @param {number} height */
  #tellHeight(height) {
    const detail = matchMedia(floating).matches ? 0 : height;
    this.dispatchEvent(new CustomEvent('guide-resize', { detail, bubbles: true, composed: true }));
  }

  /** The page leaves room for the guide where it covers the lower edge. */
  #watchSize() {
    const aside = this.renderRoot.querySelector('aside');
    if (aside === this.#sized) return;
    this.#size.disconnect();
    this.#sized = aside;
    if (aside) this.#size.observe(aside);
    else this.#tellHeight(0);
  }

  /** @param {import('../panels/play/store-element.js').Store} store */
  select(store) {
    const { lesson, place } = this;
    return { met: this.#met(store), lesson, place, model: store.model };
  }

  get #steps() {
    return lessons.find(({ id }) => id === this.lesson)?.steps ?? [];
  }

  get #step() {
    return this.#steps[this.place];
  }

  /**
   * Whether what the step waits for has come. What has been done stays done, even if the reader goes on from there.
   * @param {import('../panels/play/store-element.js').Store} store
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
    this.#watchSize();
    if (this.#step?.pause && store?.training && this.#met(store)) store.pause();
  }

  /** Begins a lesson. @param {string} lesson id */
  start(lesson) {
    this.#own ??= this.model.given;
    this.model.clearRuns();
    this.lesson = lesson;
    this.folded = false;
    this.#enter(0, true);
  }

  /** A panel tells what the reader did there. @param {{what: string} & Record<string, unknown>} report */
  report({ what, ...detail }) {
    if (!this.lesson) return;
    this.done = { ...this.done, [what]: Object.keys(detail).length > 0 ? detail : true };
    // At once: the next report may come before the next rendering.
    this.#met(this.model);
  }

  /** @param {number} place @param {boolean} forward going back changes nothing on the page */
  async #enter(place, forward) {
    const { model: store } = this;
    this.place = place;
    this.done = {};
    this.#before = undefined;
    this.#wasMet = false;
    this.dispatchEvent(new CustomEvent('guide-step', { bubbles: true, composed: true }));
    const step = this.#step;
    if (forward && step.apply) {
      await store.pause();
      if (step.apply.preset) store.applyPreset(step.apply.preset);
      if (step.apply.settings) store.setSettings(step.apply.settings);
      await store.settled();
    }
    this.#before = { text: store.text, model: store.model, settings: store.settings };
    this.requestUpdate();
    await this.updateComplete;
    this.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
    if (step.open)
      this.dispatchEvent(
        new CustomEvent('panel-open', { detail: { ...step.open, quiet: true }, bubbles: true, composed: true }),
      );
  }

  /** To the next lesson, or back to the list of them. @param {string} [next] */
  #finish(next) {
    this.model.finishLesson(this.lesson);
    if (next) this.start(next);
    else this.#leave(false);
  }

  /** The reader's speed comes back in any case. @param {boolean} restore whether text and settings do, too */
  #leave(restore) {
    if (this.#own) {
      const { pace, paceUnit } = this.#own;
      if (restore) this.model.restore(this.#own);
      else this.model.setSettings({ pace: pace ?? null, paceUnit: paceUnit ?? null });
    }
    this.#own = undefined;
    this.lesson = '';
    this.dispatchEvent(new CustomEvent('panel-open', { detail: { id: 'lessons' }, bubbles: true, composed: true }));
  }

  render() {
    const { store, t, lesson, place } = this;
    const step = this.#step;
    if (!store || !step) return nothing;
    const met = this.#met(store);
    const words = t(`lessons.${lesson}.${step.id}`).split('\n\n');
    return html`
      <aside aria-labelledby="title" class=${this.folded ? 'folded' : ''}>
        <header>
          <h2 id="title" tabindex="-1">${t(`lessons.${lesson}.title`)}</h2>
          <span class="small muted number">${t('lessons.place', { place: place + 1, total: this.#steps.length })}</span>
          <button type="button" class="link small fold" aria-expanded=${this.folded ? 'false' : 'true'} @click=${() => (this.folded = !this.folded)}>
            ${t(this.folded ? 'lessons.unfold' : 'lessons.fold')}
          </button>
        </header>
        <div aria-live="polite">
          ${this.folded ? nothing : words.map((paragraph) => html`<p>${withPowers(paragraph)}</p>`)}
          ${step.until ? html`<p class="do ${met ? 'met' : ''}">${met ? '✓ ' : ''}${t(`lessons.${lesson}.${step.id}.do`)}</p>` : nothing}
        </div>
        ${this.#renderWays(met)}
      </aside>
      <rnn-pointer-ring .root=${this.root} .follow=${!step.open} .path=${met && step.until ? [] : pointOf(step)}></rnn-pointer-ring>
    `;
  }

  /** @param {boolean} met whether the reader has done what the step asks for */
  #renderWays(met) {
    const { t, lesson, place } = this;
    const last = place === this.#steps.length - 1;
    const next = lessons[lessons.findIndex(({ id }) => id === lesson) + 1]?.id;
    const onward = () =>
      last
        ? html`${next ? html`<button type="button" class="primary" @click=${() => this.#finish(next)}>${t('lessons.nextLesson', { title: t(`lessons.${next}.title`) })}</button>` : nothing}
            <button type="button" class=${next ? '' : 'primary'} @click=${() => this.#finish()}>${t('lessons.finish')}</button>`
        : html`<button type="button" class=${met ? 'primary' : ''} @click=${() => this.#enter(place + 1, true)}>${t(met ? 'lessons.next' : 'lessons.skip')}</button>`;
    return html`<footer>
      <button type="button" ?disabled=${place === 0} @click=${() => this.#enter(place - 1, false)}>${t('lessons.back')}</button>
      ${onward()}
      <button type="button" class="link small leave" @click=${() => this.#leave(true)}>${t('lessons.leave')}</button>
    </footer>`;
  }
}
