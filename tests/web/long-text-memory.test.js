/** What opening long texts leaves behind, in the page's thread and in the worker: nothing. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { MessageChannel, Worker } from 'node:worker_threads';
import { EngineClient } from '../../web/engine/client.js';
import { Store } from '../../web/state/store.js';
import { until } from './store-helpers.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** How often: RNN_ROUNDS=100 for a long look. */
const ROUNDS = Number(process.env.RNN_ROUNDS ?? 10);
/** The ids of one text alone are four times as many. */
const TEXT_BYTES = 1_100_000;
const SPARE_BYTES = 1_000_000;

test(`a megabyte opened, trained on and closed ${ROUNDS} times: memory is where it was after the first`, async (t) => {
  const { port1, port2 } = new MessageChannel();
  const worker = new Worker(new URL('measured-worker.js', import.meta.url), {
    workerData: { port: port2 },
    transferList: [port2],
  });
  const createClient = () => new EngineClient({ createWorker: () => /** @type {any} */ (worker) });
  const store = new Store({ createClient, settings: { text: 'ab', pace: 0, hiddenSize: 16 } });
  t.after(() => {
    port1.close();
    store.dispose();
  });
  await store.start();
  // One for all: Node keeps its bytes in memory, a browser on its disk.
  const line = 'a line of some length, and another word\n';
  const source = new Blob([line.repeat(TEXT_BYTES / line.length)]);
  const round = async (/** @type {number} */ i) => {
    await store.openText([{ source }], { name: `${i}.txt` });
    await until(store, ({ data, updateHistory }) => data?.long !== undefined && updateHistory.length > 2);
    await store.pause(); // or the short text would be trained on, and its curve grow
    store.setText(`short ${i}`);
    await store.settled();
    assert.deepEqual([store.long, store.failure], [null, null]);
  };
  const measured = async () => {
    // What one collection lets go of, the next one frees.
    for (let i = 0; i < 3; i += 1) {
      collectGarbage();
      await new Promise((resolve) => setImmediate(resolve));
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    port1.postMessage(null);
    const [there] = await once(port1, 'message');
    return {
      ...{ pageHeap: heapUsed, pageBuffers: arrayBuffers },
      ...{ workerHeap: there.heapUsed, workerBuffers: there.arrayBuffers, webAssembly: there.webAssembly },
    };
  };
  await round(0);
  const before = await measured();
  for (let i = 1; i < ROUNDS; i += 1) await round(i);
  const after = await measured();
  assert.ok(before.webAssembly > TEXT_BYTES);
  for (const [name, bytes] of Object.entries(after)) {
    const grown = bytes - before[/** @type {keyof typeof before} */ (name)];
    t.diagnostic(`${name}: ${bytes} bytes, ${grown} more than after the first text`);
    assert.ok(grown <= (name === 'webAssembly' ? 0 : SPARE_BYTES), `${name}: ${grown} bytes more`);
  }
});
