import { focusInto } from './finding.js';

/**
 * Lit reactive controller: F6 moves the focus from the lesson's card to what its step points at, and back. Listens on the
 * window during a lesson only: in an article the document's keys are its own.
 */
export class FocusSwitch {
  #host;
  #isActive;
  #target;

  /**
   * @param {import('lit').ReactiveElement} host
   * @param {() => boolean} isActive whether a lesson is under way
   * @param {() => Element | undefined} target
   */
  constructor(host, isActive, target) {
    this.#host = host;
    this.#isActive = isActive;
    this.#target = target;
    host.addController(this);
  }

  hostUpdated() {
    if (this.#isActive()) window.addEventListener('keydown', this.#onKey);
    else window.removeEventListener('keydown', this.#onKey);
  }

  hostDisconnected() {
    window.removeEventListener('keydown', this.#onKey);
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.key !== 'F6' || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const target = this.#target();
    if (this.#host.shadowRoot?.activeElement && target) focusInto(target);
    else this.#host.renderRoot.querySelector('h2')?.focus({ preventScroll: true });
  };
}
