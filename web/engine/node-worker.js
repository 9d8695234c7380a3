/** The worker's script in Node. */
import { parentPort, Worker } from 'node:worker_threads';
import { serve } from './serve.js';

/** @typedef {import('./port.js').Port} Port */

if (parentPort)
  serve(
    /** @type {Port} */ (/** @type {unknown} */ (parentPort)),
    () => /** @type {Port} */ (/** @type {unknown} */ (new Worker(new URL(import.meta.url)))),
  );
