/** The worker's script in browsers. */
import { serve } from './serve.js';

/** @typedef {import('./port.js').Port} Port */

serve(
  /** @type {Port} */ (/** @type {unknown} */ (globalThis)),
  () => /** @type {Port} */ (new Worker(globalThis.location.href, { type: 'module' })),
);
