/** The worker's script, in browsers and in Node. */
import { serve } from './serve.js';

const threads = globalThis.process?.versions?.node
  ? globalThis.process.getBuiltinModule('node:worker_threads')
  : undefined;
const port = /** @type {unknown} */ (threads?.parentPort ?? globalThis);

// This script, for others beside it: as text it has no address of its own, but in browsers that of its blob.
serve(
  /** @type {import('./port.js').Port} */ (port),
  threads?.workerData ?? { url: import.meta.url ?? globalThis.location.href },
);
