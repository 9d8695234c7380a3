/**
 * What helpers of a session gain: figures only, `node tests/run.mjs bench` prints them. A quiet machine with as many free
 * processors as there are workers is needed for figures that say something.
 */
import assert from 'node:assert/strict';
import { availableParallelism, loadavg } from 'node:os';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { loadEngine } from '../../web/engine/load.js';
import { Session } from '../../web/engine/session.js';

const [B, T, V] = [32, 50, 65];
const training = Array.from({ length: B }, (_, b) => ({
  inputs: Array.from({ length: 20 * T }, (_, t) => (t * t + 7 * b) % V),
  targets: Array.from({ length: 20 * T }, (_, t) => (t * t + 5 * b + 3) % V),
}));

/** @param {any} message @returns {number} of the arrays in it */
const bytesIn = (message) =>
  ArrayBuffer.isView(message)
    ? message.byteLength
    : typeof message === 'object' && message !== null
      ? Object.values(message).reduce((sum, part) => sum + bytesIn(part), 0)
      : 0;

/** @param {{shards: number, workers: number}} how */
async function start({ shards, workers }) {
  let [sent, received, messages] = [0, 0, 0];
  const create = () => {
    const worker = new Worker(new URL('../../web/engine/worker.js', import.meta.url));
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (message, transfer) => {
      sent += bytesIn(message);
      post(message, transfer);
    };
    worker.on('message', (message) => {
      received += bytesIn(message);
      messages++;
    });
    return /** @type {any} */ (worker);
  };
  const session = new Session({ module: await loadEngine(), helpers: { create, workers } });
  const settings = /** @type {const} */ ({ cell: 'lstm', hiddenSize: 256, batchSize: 0, truncate: T, shards });
  await session.create({ settings: { ...settings, evaluateEvery: 1e6 }, training, vocabularySize: V });
  await session.step({ count: 10 });
  [sent, received, messages] = [0, 0, 0];
  return { session, traffic: () => ({ sent, received, messages }) };
}

test(`lstm H256 B${B} T${T} V${V}`, async (t) => {
  t.diagnostic(`${availableParallelism()} processors, load ${loadavg()[0].toFixed(1)}`);
  const hows = [
    { shards: 1, workers: 0 },
    { shards: 2, workers: 0 },
    { shards: 2, workers: 1 },
    { shards: 4, workers: 0 },
    { shards: 4, workers: 1 },
    { shards: 4, workers: 3 },
  ].filter(({ workers }) => workers < availableParallelism());
  const runs = [];
  for (const how of hows) runs.push({ how, ...(await start(how)), times: /** @type {number[]} */ ([]) });
  const [rounds, steps] = [5, 4];
  for (let round = 0; round < rounds; round++) {
    for (const { session, times } of runs) {
      const before = performance.now();
      await session.step({ count: steps });
      times.push((performance.now() - before) / steps);
    }
  }
  const median = (/** @type {number[]} */ times) => [...times].sort((a, b) => a - b)[times.length >> 1];
  for (const { how, session, times, traffic } of runs) {
    const { sent, received, messages } = traffic();
    const perStep = (/** @type {number} */ bytes) => `${(bytes / rounds / steps / 1e6).toFixed(2)} MB`;
    t.diagnostic(
      `${how.shards} shards, ${how.workers} helpers: ${median(times).toFixed(1)} ms a step, best ${Math.min(...times).toFixed(1)}, ` +
        `${(median(runs[0].times) / median(times)).toFixed(2)} times one shard alone; ` +
        `a step sends ${perStep(sent)} and gets ${perStep(received)} in ${(messages / rounds / steps).toFixed(1)} messages`,
    );
    assert.ok(times.length > 0);
    session.dispose();
  }
});
