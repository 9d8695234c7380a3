/** The engine's worker as it is, which also says how much memory it holds when asked on a port of its own. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { workerData } from 'node:worker_threads';
import '../../web/engine/worker.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** Of the engine, which is instantiated after this has run. @type {WebAssembly.Memory[]} */
const memories = [];
const { instantiate } = WebAssembly;
/** @type {any} */ (WebAssembly).instantiate = async (/** @type {[any, any]} */ ...args) => {
  const result = await instantiate(...args);
  const { exports } = /** @type {any} */ (result).instance ?? result;
  memories.push(...Object.values(exports).filter((one) => one instanceof WebAssembly.Memory));
  return result;
};

workerData.port.on('message', async () => {
  // What one collection lets go of, the next one frees.
  for (let i = 0; i < 3; i += 1) {
    collectGarbage();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const webAssembly = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  workerData.port.postMessage({ heapUsed, arrayBuffers, webAssembly });
});
