/** The real engine behind the real client, in a worker thread of Node. */
import { Worker } from 'node:worker_threads';
import { EngineClient } from '../../web/engine/client.js';

const script = new URL('../../web/engine/worker.js', import.meta.url);

/** @returns {EngineClient & { worker: Worker }} */
export function createClient() {
  const worker = new Worker(script);
  const client = new EngineClient({ createWorker: () => /** @type {any} */ (worker) });
  return Object.assign(client, { worker });
}
