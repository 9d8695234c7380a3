import { defineElement } from '../../ui/element.js';
import { loadPersistently, onceAtATime } from '../../ui/persistence.js';

/**
 * Lit controller: parts of its host that show only what a reader asks for, or the engine answers. They are loaded once the first
 * screen is at work, and the host is rendered again when they are there.
 *
 * @template {{ dependencies: Record<string, CustomElementConstructor> }} Parts a module; dependencies: the elements to define
 */
export class LaterParts {
  /** @type {Parts | undefined} until they are loaded */
  value = undefined;
  #host;
  #load;

  /**
   * @param {import('lit').ReactiveControllerHost & HTMLElement & { store?: import('../../state/store.js').Store }} host which is
   *   rendered when `store.opened` changes
   * @param {() => Promise<Parts>} load
   */
  constructor(host, load) {
    this.#host = host;
    this.#load = load;
    host.addController(this);
  }

  hostUpdated() {
    if (!this.value && this.#host.store?.opened) this.#start();
  }

  #start = onceAtATime(async () => {
    const parts = await loadPersistently(this.#load, () => this.#host.isConnected);
    if (!parts) return;
    for (const [tag, elementClass] of Object.entries(parts.dependencies)) defineElement(tag, elementClass);
    this.value = parts;
    this.#host.requestUpdate();
  });
}
