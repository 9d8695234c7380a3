/** The step of a lesson that a reader is at: to be kept, and brought back. */
import { read, spelled } from '../state/keep/restore.js';
import { loadPersistently } from '../ui/persistence.js';

/** @typedef {import('../lessons/lesson-guide.js').LessonGuide} LessonGuide */
/** @typedef {import('../state/keep/restore.js').LessonPlace} Kept */

export class LessonPlace {
  #root;
  /** As told last. */
  #stamp = '';

  /** @param {() => ParentNode} root of the page */
  constructor(root) {
    this.#root = root;
  }

  get #guide() {
    return /** @type {LessonGuide | null} */ (this.#root().querySelector('rnn-lesson-guide:defined'));
  }

  /** @returns {Kept | undefined} where the reader is; undefined: where they were before */
  changed() {
    const bookmark = this.#guide?.bookmark ?? null;
    const stamp = bookmark ? `${bookmark.lesson}.${bookmark.place}.${bookmark.entered}.${bookmark.met}` : '';
    if (stamp === this.#stamp) return undefined;
    this.#stamp = stamp;
    return bookmark && { ...bookmark, own: spelled(bookmark.own) };
  }

  /**
   * @param {NonNullable<Kept>} place
   * @param {import('../state/long-text.js').LongText | null} long the reader's text, if it is a long one
   * @param {import('../state/store.js').Store | null} store
   * @param {() => boolean} isWanted whether the page is still at this experiment
   */
  async resume({ own, ...place }, long, store, isWanted) {
    const load = () => Promise.all([store?.loadWords('lessons'), import('../lessons/define-guide.js')]);
    await loadPersistently(load, isWanted);
    if (!isWanted()) return;
    this.#guide?.resume({ ...place, own: read(own) }, long);
    this.changed();
  }
}
