/** The worker's script in Node. */
import { parentPort } from 'node:worker_threads';
import { serve } from './serve.js';

if (parentPort) serve(/** @type {import('./port.js').Port} */ (/** @type {unknown} */ (parentPort)));
