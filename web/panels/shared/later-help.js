import { LaterParts } from './later-parts.js';

/**
 * Lit controller: the words that say what settings do, for whoever points at a field. They come once the first screen is at work.
 *
 * @extends {LaterParts<{ dependencies: {} }>}
 */
export class LaterHelp extends LaterParts {
  /** @param {import('./store-element.js').StoreElement} host */
  constructor(host) {
    super(host, async () => {
      await host.requiredStore.loadWords('help');
      return { dependencies: {} };
    });
  }
}
