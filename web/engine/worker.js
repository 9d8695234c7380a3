/** The worker's script in browsers. */
import { serve } from './serve.js';

serve(/** @type {import('./port.js').Port} */ (/** @type {unknown} */ (globalThis)));
