import { css, html, nothing } from 'lit';
import { StoreElement } from '../panels/play/store-element.js';
import { lessons } from './lessons.js';
import { PointerRing } from './pointer-ring.js';

/**
 * The lesson under way, at the foot of the page: what to see, what to do, and whether it is done.
 *
 * @fires panel-open bubbles; detail: {id, …properties}: the page brings that panel into view
 */
export class LessonGuide extends StoreElement {
  static parts = { 'rnn-pointer-ring': PointerRing };

  static properties = {
    lesson: {},
    place: { type: Number },
    root: { attribute: false },
    done: { state: true },
  };

  static styles = [
    ...StoreElement.styles,
    css`
      aside {
        position: fixed;
        inset-inline-end: var(--rnn-space-4);
        bottom: var(--rnn-space-4);
        width: min(26rem, calc(100% - 2 * var(--rnn-space-4)));
        max-height: min(60vh, 32rem);
        overflow-y: auto;
        z-index: 4;
        background: var(--rnn-surface);
        border: 1px solid var(--rnn-line);
        border-radius: calc(2 * var(--rnn-radius));
        box-shadow: var(--rnn-shadow);
        padding: var(--rnn-space-4);
      }
      header {
        display: flex;
        justify-content: space-between;
        align-items: baseline;
        gap: var(--rnn-space-3);
        margin-bottom: var(--rnn-space-2);
      }
      p + p {
        margin-top: var(--rnn-space-2);
      }
      p {
        text-wrap: pretty;
      }
      .do {
        margin-top: var(--rnn-space-3);
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
        margin-top: var(--rnn-space-4);
      }
      footer .leave {
        margin-inline-start: auto;
      }
    `,
  ];

  /** @type {import('./lessons.js').Before | undefined} the page before the step */
  #before;
  /** The reader's own settings and text, to go back to. @type {Record<string, unknown> | undefined} */
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
  }

  /** @param {import('../panels/play/store-element.js').Store} store */
  select(store) {
    return { met: this.#met(store), model: store.model };
  }

  get #steps() {
    return lessons.find(({ id }) => id === this.lesson)?.steps ?? [];
  }

  get #step() {
    return this.#steps[this.place];
  }

  /** @param {import('../panels/play/store-element.js').Store} store whether what the step waits for has come */
  #met(store) {
    const step = this.#step;
    if (!step?.until || !this.#before) return true;
    return step.until(store, { before: this.#before, done: this.done });
  }

  updated() {
    const { store } = this;
    if (this.#step?.pause && store?.training && this.#met(store)) store.pause();
  }

  /** Begins a lesson. @param {string} lesson id */
  start(lesson) {
    this.#own ??= { ...this.model.settings, text: this.model.text };
    this.lesson = lesson;
    this.#enter(0, true);
  }

  /** A panel tells what the reader did there. @param {{what: string} & Record<string, unknown>} report */
  report({ what, ...detail }) {
    if (this.lesson) this.done = { ...this.done, [what]: Object.keys(detail).length > 0 ? detail : true };
  }

  /** @param {number} place @param {boolean} forward going back changes nothing on the page */
  async #enter(place, forward) {
    const { model: store } = this;
    this.place = place;
    this.done = {};
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

  /** @param {boolean} restore whether the reader's own text and settings come back */
  #leave(restore) {
    if (restore && this.#own) this.model.setSettings(this.#own);
    this.#own = undefined;
    this.lesson = '';
    this.dispatchEvent(new CustomEvent('panel-open', { detail: { id: 'lessons' }, bubbles: true, composed: true }));
  }

  render() {
    const { store, t, lesson, place } = this;
    const step = this.#step;
    if (!store || !step) return nothing;
    const last = place === this.#steps.length - 1;
    const met = this.#met(store);
    return html`
      <aside aria-labelledby="title">
        <header>
          <h2 id="title" tabindex="-1">${t(`lessons.${lesson}.title`)}</h2>
          <span class="small muted number">${t('lessons.place', { place: place + 1, total: this.#steps.length })}</span>
        </header>
        <div aria-live="polite">
          ${t(`lessons.${lesson}.${step.id}`)
            .split('\n\n')
            .map((paragraph) => html`<p>${paragraph}</p>`)}
          ${step.until ? html`<p class="do ${met ? 'met' : ''}">${met ? '✓ ' : ''}${t(`lessons.${lesson}.${step.id}.do`)}</p>` : nothing}
        </div>
        <footer>
          <button type="button" ?disabled=${place === 0} @click=${() => this.#enter(place - 1, false)}>${t('lessons.back')}</button>
          ${
            last
              ? html`<button type="button" class="primary" @click=${() => this.#leave(false)}>${t('lessons.finish')}</button>`
              : html`<button type="button" class=${met ? 'primary' : ''} @click=${() => this.#enter(place + 1, true)}>${t(met ? 'lessons.next' : 'lessons.skip')}</button>`
          }
          <button type="button" class="link small leave" @click=${() => this.#leave(true)}>${t('lessons.leave')}</button>
        </footer>
      </aside>
      <rnn-pointer-ring .root=${this.root} .path=${met && step.until ? [] : (step.point ?? [])}></rnn-pointer-ring>
    `;
  }
}
