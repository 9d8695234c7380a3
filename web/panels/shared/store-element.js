import { anyTranslator, translator } from '../../i18n/index.js';
import { StoreController } from '../../state/store-controller.js';
import { RnnElement } from '../../ui/element.js';

/** @typedef {import('../../state/store.js').Store} Store */

/** Base of the elements that read the store but are not panels, such as the control bar. */
export class StoreElement extends RnnElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { store: { attribute: false } };

  /** @protected */
  _state = new StoreController(
    this,
    (/** @type {Store} */ store) => ({
      locale: store.locale,
      opened: store.opened,
      hidden: [...store.hidden].join(),
      ...this.select(store),
    }),
    () => this.views(),
  );

  constructor() {
    super();
    /** @type {Store | undefined} */
    this.store = undefined;
  }

  /**
   * Selector: the element is rendered again when one of these values of the store changes.
   * @param {Store} _store
   * @returns {Record<string, unknown>}
   */
  select(_store) {
    return {};
  }

  /**
   * Engine views the element needs now, see `store.view(key)`.
   * @returns {import('../../state/store-controller.js').Views}
   */
  views() {
    return {};
  }

  /** @returns {import('../../i18n/index.js').Translator} */
  get t() {
    return this.store ? translator(this.store.locale) : anyTranslator();
  }

  /** The store, in code that runs only once it is set. @returns {Store} */
  get requiredStore() {
    if (!this.store) throw new Error('this element has no store yet');
    return this.store;
  }
}
