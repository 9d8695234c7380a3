/**
 * What the element does to keep its page, and to bring it back: the experiment that this entry of the tab's history was at, the
 * panel that was read, the step of a lesson. Loaded before the page starts where something was kept, else once it is at work.
 */
import { Experiments } from '../state/keep/experiments.js';
import { experimentHere, keepInEntry } from './address.js';
import { LessonPlace } from './lesson-place.js';

/**
 * @typedef {object} KeepOptions
 * @property {import('./playground-view.js').PlaygroundView} host
 * @property {string} group '' for the page itself, else the name that the author of an article gave
 * @property {boolean} isFramed whether that name is of the page around a frame
 * @property {boolean} fresh whether a new experiment is begun in any case
 * @property {Readonly<Partial<import('../state/settings.js').Settings>>} own what the author sets
 * @property {boolean} [late] whether the page has started, and not with what was kept
 */

/** Reading what was kept is said to go on from so much time on, ms. */
const READING_MS = 1000;

/** Between two looks at where the reader is on the page, ms. */
const LOOK_MS = 250;

/** @param {KeepOptions} options @returns {Promise<KeptPage>} rejects if the browser does not answer in time; never if it is late */
export async function openKept({ host, group: name, isFramed, fresh, own, late = false }) {
  const group = isFramed ? `${originAround()} ${name}` : name;
  const id = group === '' && !late ? experimentHere() : undefined;
  const reading = late ? undefined : setTimeout(() => host.door.reading(), READING_MS);
  try {
    return new KeptPage(await Experiments.open({ group, id, fresh, late, own }), { host, group, own });
  } finally {
    clearTimeout(reading);
  }
}

/**
 * The names in a frame begin with the origin of the page around, which has no space: no site reads what was done on another.
 * @returns {string} 'null' where the browser does not tell
 */
function originAround() {
  if (window.parent === window) return location.origin;
  const around = location.ancestorOrigins?.[0];
  return around ?? (URL.canParse(document.referrer) ? new URL(document.referrer).origin : 'null');
}

export class KeptPage {
  #experiments;
  #host;
  #group;
  #own;
  /** @type {import('../state/store.js').Store | null} */
  #store = null;
  #ended = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #look;
  #lesson;

  /** @param {Experiments} experiments @param {Pick<KeepOptions, 'host' | 'group' | 'own'>} options */
  constructor(experiments, { host, group, own }) {
    this.#experiments = experiments;
    this.#host = host;
    this.#group = group;
    this.#own = own;
    this.#lesson = new LessonPlace(() => /** @type {ShadowRoot} */ (host.renderRoot));
    /** What the page is to go on from. */
    this.kept = experiments.kept;
  }

  /** What was kept of the network could not be used. */
  reportDamaged() {
    this.#experiments.reportDamaged();
  }

  end() {
    this.#experiments.end();
  }

  /**
   * From now on.
   *
   * @param {import('../state/store.js').Store} store started
   * @param {() => boolean} selfStarted see ExperimentWriter
   */
  keep(store, selfStarted) {
    this.#store = store;
    this.#experiments.onEnd = () => {
      this.#ended.abort();
      clearTimeout(this.#look);
    };
    this.#experiments.keep(store, { own: this.#own, selfStarted });
    const { signal } = this.#ended;
    window.addEventListener('pagehide', () => this.#experiments.pause(), { signal });
    window.addEventListener('pageshow', ({ persisted }) => persisted && this.#experiments.resume(), { signal });
    document.addEventListener('visibilitychange', () => document.hidden && this.#experiments.flush(), { signal });
    if (this.#group === '') this.#keepPlace(store);
  }

  /** @param {import('../state/store.js').Store} store */
  async #keepPlace(store) {
    const { signal } = this.#ended;
    keepInEntry(this.#experiments.id);
    if (this.kept) await this.#bringBack(this.kept);
    if (signal.aborted) return;
    const root = /** @type {ShadowRoot} */ (this.#host.renderRoot);
    const later = () => {
      this.#look ??= setTimeout(() => this.#lookAround(), LOOK_MS);
    };
    document.addEventListener('scroll', later, { signal, passive: true, capture: true });
    for (const type of ['guide-ready', 'panel-open', 'panel-report']) root.addEventListener(type, later, { signal });
    // Before the lesson's text takes the place of the reader's: they are written together.
    root.addEventListener('guide-step', () => this.#lookAround(), { signal });
    store.subscribe(({ status }) => status, later);
  }

  #lookAround() {
    clearTimeout(this.#look);
    this.#look = undefined;
    if (this.#ended.signal.aborted) return;
    const lesson = this.#lesson.changed();
    this.#experiments.setPlace({ panel: this.#panelInSight(), ...(lesson !== undefined && { lesson }) });
  }

  /** The panel below the first screen that is being read; '' for none. */
  #panelInSight() {
    const slots = [
      .../** @type {NodeListOf<HTMLElement>} */ (this.#host.renderRoot.querySelectorAll('rnn-panel-slot')),
    ];
    const inSight = slots.find((slot) => {
      const { top, bottom } = slot.getBoundingClientRect();
      return top < innerHeight / 2 && bottom > innerHeight / 3;
    });
    return inSight?.dataset.panel ?? '';
  }

  /** @param {import('../state/keep/restore.js').Kept} kept */
  async #bringBack({ place: { panel, lesson }, aside }) {
    if (lesson) await this.#lesson.resume(lesson, aside, this.#store, () => !this.#ended.signal.aborted);
    else if (panel) {
      const detail = { id: panel, quiet: true };
      this.#host.renderRoot.querySelector('.page')?.dispatchEvent(new CustomEvent('panel-open', { detail }));
    }
  }
}
