/** The language a page speaks: the one that is wanted as soon as it is loaded, and the one before until then. */
import { FALLBACK_LOCALE, isLoaded, loadLanguage } from '../i18n/index.js';

/** @typedef {import('../i18n/index.js').Locale} Locale */
/** @typedef {import('../i18n/index.js').LaterFile} LaterFile */

export class PageLanguage {
  #wanted;
  #changed;
  /** What is needed of a language besides what comes with it. @type {Set<LaterFile>} */
  #files = new Set();
  /** @type {Locale} of a language that is loaded, once `follow` has come to its end */
  #locale;
  /** @type {Locale | null} */
  #failed = null;

  /**
   * @param {() => Locale} wanted
   * @param {() => void} changed called when `locale` or `failed` is another
   */
  constructor(wanted, changed) {
    this.#wanted = wanted;
    this.#changed = changed;
    this.#locale = isLoaded(wanted()) ? wanted() : FALLBACK_LOCALE;
  }

  get locale() {
    return this.#locale;
  }

  /** The wanted language, if it could not be loaded. */
  get failed() {
    return this.#failed;
  }

  /**
   * Changes to the wanted language, at once if it is loaded. What could not be loaded is tried again only on request.
   *
   * @param {{ again?: boolean, files?: readonly LaterFile[] }} [options] files: needed besides those that are needed already
   * @returns {Promise<void>} rejects if no language at all could be loaded
   */
  async follow({ again = false, files = [] } = {}) {
    for (const file of files) this.#files.add(file);
    for (;;) {
      const wanted = this.#wanted();
      if (this.#failed === wanted && !again) return;
      try {
        // More files may be needed by the time these have come.
        while (!isLoaded(wanted, this.#files)) await loadLanguage(wanted, [...this.#files]);
      } catch {
        if (wanted !== this.#wanted()) continue;
        if (!isLoaded(this.#locale)) await loadLanguage(this.#locale);
        return this.#speak(this.#locale, wanted);
      }
      if (wanted === this.#wanted()) return this.#speak(wanted, null);
    }
  }

  /**
   * Loads words that do not come with the language; from now on other languages are loaded with theirs.
   *
   * @param {readonly LaterFile[]} files
   * @returns {Promise<void>} rejects if they cannot be loaded; may be tried again
   */
  async need(files) {
    const added = files.filter((file) => !this.#files.has(file));
    for (const file of added) this.#files.add(file);
    try {
      // The page may speak another language by the time this one's have come.
      while (!this.knows(files)) await loadLanguage(this.#locale, files);
    } catch (error) {
      for (const file of added) this.#files.delete(file);
      throw error;
    }
  }

  /** @param {readonly LaterFile[]} files */
  knows(files) {
    return isLoaded(this.#locale, files);
  }

  /** @param {Locale} locale @param {Locale | null} failed */
  #speak(locale, failed) {
    if (locale === this.#locale && failed === this.#failed) return;
    this.#locale = locale;
    this.#failed = failed;
    this.#changed();
  }
}
