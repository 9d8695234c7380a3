/** The measurements themselves, the same in Node and in a browser: everything in and out can be cloned. */
import { createModel, EngineClient, engineSettings, loadEngine, Session } from '../../web/engine/index.js';
import { jobNamed } from './cases.js';
import { GROWTHS } from './growth.js';

/**
 * @typedef {import('../../web/engine/index.js').Model} Model
 * @typedef {import('../../web/engine/index.js').EngineOptions} EngineOptions
 * @typedef {{rate: number, flops: number}} LoopSpeed characters a second, operations for each
 */

/** Seconds of work before the first measurement: until the optimizing compiler of WebAssembly has run. */
const WARM_UP_S = 0.4;
/** Seconds of a measurement that repeats something short. */
const REPEATING_S = 0.1;

/** Seconds of this process's processor time, which other programs do not lengthen; in a browser, those of the clock. */
function seconds() {
  const usage = globalThis.process?.cpuUsage?.();
  return usage ? (usage.user + usage.system) / 1e6 : performance.now() / 1000;
}

/** @type {Promise<{callMain: (args: string[]) => void}> | undefined} */
let loop;
/** What it has said since it was last asked. @type {string[]} */
let said = [];

/** Runs cpp/bench/training.cpp as WebAssembly, in this thread. @param {string[]} args @returns {Promise<string>} its output */
async function runLoop(args) {
  // Its address is not a constant: it has no types.
  const address = new URL('../../build/wasm/bench_training_module.mjs', import.meta.url).href;
  loop ??= import(address).then((module) => module.default({ print: (/** @type {string} */ line) => said.push(line) }));
  const { callMain } = await loop;
  said = [];
  callMain(args);
  return said.join('\n');
}

/** What the engine's own loop says of a case, be it WebAssembly or native. @param {string} output @returns {LoopSpeed} */
export function loopSpeed(output) {
  const found = /(\d+) by processor time, (\d+) FLOP each/.exec(output);
  if (!found) throw new Error(`The program of cpp/bench says “${output}”.`);
  return { rate: Number(found[1]), flops: Number(found[2]) };
}

/** Models that stay, each in a worker of its own: the rounds take turns with them. @type {Map<string, Promise<Model>>} */
const models = new Map();

/** @param {string} key @param {() => Promise<Model>} make */
function kept(key, make) {
  let model = models.get(key);
  if (!model) models.set(key, (model = make()));
  return model;
}

/** @param {import('./cases.js').Job} job @param {object} [place] */
const inWorker = ({ settings, data }, place) => createModel(settings, { ...data, worker: true, ...place });

/** @param {string} key @param {() => Promise<Model>} make */
const warm = (key, make) =>
  kept(key, async () => {
    const model = await make();
    await model.train({ seconds: WARM_UP_S });
    return model;
  });

/** @param {Model} model @param {number} duration @param {() => number} clock @returns {Promise<number>} characters a second */
async function trainingRate(model, duration, clock) {
  const { tokensSeen } = await model.status();
  const before = clock();
  await model.train({ seconds: duration });
  const time = clock() - before;
  return ((await model.status()).tokensSeen - tokensSeen) / time;
}

export const measurements = {
  /** Floating-point operations a second. */
  peak: async () => 1e9 * Number.parseFloat(await runLoop(['peak'])),

  /** The loop in C++ alone. @param {string} name of a case @param {number} duration seconds */
  loop: async (name, duration) => loopSpeed(await runLoop([name, String(duration)])),

  /** Training through the public API, in a worker: characters a second. @param {string} name @param {number} duration */
  training: async (name, duration) =>
    trainingRate(await warm(name, () => inWorker(jobNamed(name))), duration, seconds),

  /** Bytes of the WebAssembly's memory after some training. @param {string} name of a case */
  memory: async (name) => {
    // A module of its own: the memory of one only ever grows.
    const url = new URL('../../web/engine/generated/engine.wasm', import.meta.url).href;
    const module = await loadEngine({ url });
    const session = new Session({ module });
    const { settings, data } = jobNamed(name);
    await session.create({ settings, ...data, vocabularySize: data.vocabularySize ?? 0 });
    await session.train({ steps: 3 });
    await session.evaluate();
    session.dispose();
    return module.HEAPU8.length;
  },

  /** Milliseconds by the clock from the start of a worker to the end of its first step. @param {string} [workerUrl] of the built page */
  firstStep: async (workerUrl) => {
    const { settings, data } = jobNamed('rnn V=10 H=100 T=5 B=1 listing');
    const start = performance.now();
    if (workerUrl) {
      const client = new EngineClient({ workerUrl });
      await client.call('create', { settings, ...data });
      await client.call('step');
      const time = performance.now() - start;
      client.dispose();
      return time;
    }
    const model = await inWorker({ settings, data });
    await model.step();
    const time = performance.now() - start;
    model.dispose();
    return time;
  },

  /** Seconds that something takes once. @param {number} which of the growths @param {number} x a point of it */
  time: async (which, x) => {
    const { job, work } = GROWTHS[which];
    const model = await warm(`${which} ${x}`, () => inWorker(job(x)));
    const [start, before] = [performance.now(), seconds()];
    let times = 0;
    for (; times === 0 || performance.now() - start < 1000 * REPEATING_S; ++times) await work(model, x);
    return (seconds() - before) / times;
  },

  /** Whether a batch can be shared by a pool of workers. */
  hasPool: async () => Object.hasOwn(engineSettings, 'shards'),

  /**
   * Training by several workers, by the clock: characters a second.
   * @param {string} name of a case @param {number} duration seconds @param {number} shards @param {number} workers beside the model's own
   */
  pooled: async (name, duration, shards, workers) => {
    const { settings, data } = jobNamed(name);
    const make = () => inWorker({ settings: { ...settings, shards }, data }, { workers });
    return trainingRate(await warm(`${name} ${shards} ${workers}`, make), duration, () => performance.now() / 1000);
  },

  /** Ends the workers of the models that were kept. */
  release: async () => {
    for (const model of models.values()) (await model).dispose();
    models.clear();
  },
};
