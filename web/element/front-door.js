/** What stands in the element's place until it has started: its children, a poster with a button, why it could not be loaded. */
import en from '../i18n/en/start.js';
import zh from '../i18n/zh/start.js';
import { frontDoorStyles } from './front-door-styles.js';
import { reservedHeight } from './reserved-height.js';

const words = { en, zh };

export class FrontDoor {
  #place = document.createElement('div');
  #poster = document.createElement('img');
  #button = document.createElement('button');
  #failure = document.createElement('p');
  #words = en;

  /** @param {ShadowRoot} root @param {() => void} start */
  constructor(root, start) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(frontDoorStyles);
    root.adoptedStyleSheets = [sheet];
    this.#place.className = 'waiting';
    this.#poster.alt = '';
    this.#poster.setAttribute('part', 'poster');
    this.#button.type = 'button';
    this.#button.setAttribute('part', 'start');
    this.#button.className = 'start';
    this.#failure.setAttribute('role', 'status');
    this.#button.addEventListener('click', () => {
      // It stays until something takes its place: the keyboard's focus is on it.
      this.#button.ariaDisabled = 'true';
      this.#button.textContent = this.#words.loading;
      start();
    });
    this.#place.append(this.#failure, document.createElement('slot'));
    root.append(this.#place);
  }

  /** @param {import('./rnn-playground.js').RnnPlayground} element @param {readonly string[]} languages */
  draw(element, languages) {
    const { loading, poster, panels } =
      /** @type {import('./rnn-playground.js').RnnPlayground & { panels?: readonly string[] }} */ (element);
    const [language] = languages
      .map((tag) => tag.toLowerCase().split('-')[0])
      .filter((tag) => Object.hasOwn(words, tag));
    this.#words = words[/** @type {keyof typeof words} */ (language ?? 'en')];
    this.#button.textContent = this.#button.ariaDisabled ? this.#words.loading : this.#words.start;
    if (poster) this.#poster.src = poster;
    if (poster) this.#place.prepend(this.#poster);
    else this.#poster.remove();
    if (loading === 'manual') this.#place.prepend(this.#button);
    else this.#button.remove();
    // With a poster, or with a button to press, the place is as large as these.
    const reserved = poster || loading === 'manual' ? 0 : reservedHeight(panels, element.clientWidth || innerWidth);
    this.#place.style.minHeight = `${reserved}px`;
  }

  /** @param {boolean} opened whether the playground itself is shown */
  open(opened) {
    const root = /** @type {ShadowRoot} */ (this.#place.getRootNode());
    const view = /** @type {HTMLElement | null} */ (root.querySelector('rnn-view'));
    if (opened && view && root.activeElement === this.#button) {
      view.tabIndex = -1;
      view.focus({ preventScroll: true });
    }
    this.#place.hidden = opened;
    this.#button.remove();
    this.#button.ariaDisabled = null;
    this.#failure.textContent = '';
  }

  /** Until it opens. */
  read() {
    this.#failure.textContent = this.#words.reading;
  }

  /** @param {boolean} said whether it has been said before @returns {string} what is said */
  fail(said) {
    if (!said) this.#failure.textContent = this.#words.failed;
    return this.#words.failed;
  }
}
