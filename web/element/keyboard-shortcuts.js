import { isControl } from '../ui/shortcuts.js';

/**
 * @typedef {object} Actions
 * @property {() => void} toggle trains, or pauses
 * @property {() => void} step
 * @property {() => {followKey: (event: KeyboardEvent) => void} | null} stepPanel the panel "Step through", if it is loaded
 * @property {() => boolean} isStepping whether a lesson has come to stepping through the network
 */

/**
 * The page's shortcuts: Space trains and pauses, the right arrow makes a step, unless the focused element uses the key itself.
 * While the reader works in the panel "Step through", Space and the arrow keys control that panel.
 */
export class KeyboardShortcuts {
  #actions;
  /** Path of the element that the reader last pressed or focused. @type {readonly EventTarget[]} */
  #lastPath = [];

  /** @param {EventTarget} host @param {Actions} actions */
  constructor(host, actions) {
    this.#actions = actions;
    host.addEventListener('keydown', (event) => this.#onKey(/** @type {KeyboardEvent} */ (event)));
    for (const type of ['pointerdown', 'focusin']) {
      host.addEventListener(type, (event) => {
        this.#lastPath = event.composedPath();
      });
    }
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const target = event.composedPath()[0];
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || isControl(target, event.key))
      return;
    const panel = this.#activeStepPanel;
    if (panel && [' ', 'ArrowLeft', 'ArrowRight'].includes(event.key)) panel.followKey(event);
    if (event.defaultPrevented) return;
    if (panel && event.key.startsWith('Arrow')) return;
    // A key that is held down counts once.
    if (event.key === ' ') event.repeat || this.#actions.toggle();
    else if (event.key === 'ArrowRight') this.#actions.step();
    else return;
    event.preventDefault();
  }

  get #activeStepPanel() {
    const panel = this.#actions.stepPanel();
    if (!panel) return null;
    return this.#actions.isStepping() || this.#lastPath.includes(/** @type {any} */ (panel)) ? panel : null;
  }
}
