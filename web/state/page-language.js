/** The language a page speaks: the one that is wanted as soon as it is loaded, and the one before until then. */
import { FALLBACK_LOCALE, isLoaded, loadLanguage } from '../i18n/index.js';

/** @typedef {import('../i18n/index.js').Locale} Locale */

export class PageLanguage {
  #wanted;
  #changed;
  /** @type {Locale} always of a language that is loaded */
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
   * @param {{ again?: boolean }} [options]
   */
  async follow({ again = false } = {}) {
    const wanted = this.#wanted();
    if (this.#failed === wanted && !again) return;
    if (!isLoaded(wanted)) {
      try {
        await loadLanguage(wanted);
      } catch {
        if (wanted === this.#wanted()) this.#speak(this.#locale, wanted);
        return;
      }
    }
    if (wanted === this.#wanted()) this.#speak(wanted, null);
  }

  /** @param {Locale} locale @param {Locale | null} failed */
  #speak(locale, failed) {
    if (locale === this.#locale && failed === this.#failed) return;
    this.#locale = locale;
    this.#failed = failed;
    this.#changed();
  }
}
