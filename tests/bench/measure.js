/** The measurements themselves, the same in Node and in a browser: everything in and out can be cloned. */
import { createModel, EngineClient, engineSettings, loadEngine, Session } from '../../web/engine/index.js';
import { hasRelaxedSimd } from '../../web/engine/relaxed-simd.js';
import { jobNamed } from './cases.js';
import { GROWTHS } from './growth.js';

/**
 * @typedef {import('../../web/engine/index.js').Model} Model
 * @typedef {import('../../web/engine/index.js').EngineOptions} EngineOptions
 * @typedef {{rate: number, flops: number}} LoopSpeed characters a second, operations for each
 */

/** Seconds of work before the first measurement: until the optimizing compiler of WebAssembly has run. */
const WARM_UP_S = 0.3;
/** Seconds of a measurement that repeats something short. */
const REPEATING_S = 0.1;

/** Seconds of this process's processor time, which other programs do not lengthen; in a browser, those of the clock. */
function seconds() {
  const usage = globalThis.process?.cpuUsage?.();
  return usage ? (usage.user + usage.system) / 1e6 : performance.now() / 1000;
}

/** @typedef {'bench_training' | 'bench_training_relaxed'} Program */

/** @type {Map<Program, Promise<{callMain: (args: string[]) => void}>>} */
const loops = new Map();
/** What they have said since one was last asked. @type {string[]} */
let said = [];

/** @param {Program} program */
async function load(program) {
  // Its address is not a constant: it has no types.
  const address = new URL(`../../build/wasm/${program}_module.mjs`, import.meta.url).href;
  return (await import(address)).default({ print: (/** @type {string} */ line) => said.push(line) });
}

/** Runs cpp/bench/training.cpp as WebAssembly, in this thread. @param {string[]} args @param {Program} [program] @returns {Promise<string>} its output */
async function runLoop(args, program = 'bench_training') {
  const loop = loops.get(program) ?? load(program);
  loops.set(program, loop);
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

/** Does something again and again until the time is over. @param {number} duration seconds @param {() => PromiseLike<unknown>} work */
async function repeat(duration, work) {
  const before = seconds();
  let [times, time] = [0, 0];
  for (; times === 0 || time < duration; time = seconds() - before, ++times) await work();
  return { times, time };
}

/** @param {import('./cases.js').Job} job @param {object} [place] */
const inWorker = ({ settings, data }, place) => createModel(settings, data, { worker: true, ...place });

/** Models that stay, each in a worker of its own, so that the rounds can take turns with them. @type {Map<string, Promise<Model>>} */
const models = new Map();

/** A model that has worked for a while. @param {string} key @param {() => Promise<Model>} make @param {(model: Model) => PromiseLike<unknown>} work */
function warmModel(key, make, work) {
  const warm = async () => {
    const model = await make();
    await repeat(WARM_UP_S, () => work(model));
    return model;
  };
  const model = models.get(key) ?? warm();
  models.set(key, model);
  return model;
}

/**
 * Characters a second, of whole steps.
 * @param {string} key @param {() => Promise<Model>} make @param {number} duration seconds, about @param {() => number} clock seconds
 */
async function trainingRate(key, make, duration, clock) {
  const model = await warmModel(key, make, (model) => model.train({ seconds: WARM_UP_S / 10 }));
  const probe = await model.status();
  const { time } = await repeat(REPEATING_S, () => model.train({ steps: 1 }));
  const start = await model.status();
  const steps = Math.ceil((duration * (start.step - probe.step)) / time);
  const before = clock();
  await model.train({ steps });
  const taken = clock() - before;
  return ((await model.status()).tokensSeen - start.tokensSeen) / taken;
}

/** The case whose first step is waited for: the tutorial's. */
const FIRST_STEP_OF = 'rnn V=10 H=100 T=5 B=1 listing';

/** A model in the worker of the built page. @param {string} workerUrl */
async function builtModel(workerUrl) {
  const { settings, data } = jobNamed(FIRST_STEP_OF);
  const client = new EngineClient({ workerUrl });
  await client.call('create', { settings, ...data });
  return client;
}

export const measurements = {
  /** Floating-point operations a second. */
  peak: async () => 1e9 * Number.parseFloat(await runLoop(['peak'])),

  /** The loop in C++ alone. @param {string} name of a case @param {number} duration seconds */
  loop: async (name, duration) => loopSpeed(await runLoop([name, String(duration)])),

  /** The same by the build with relaxed SIMD; nothing where there is none. @param {string} name of a case @param {number} duration seconds */
  relaxedLoop: async (name, duration) =>
    hasRelaxedSimd() ? loopSpeed(await runLoop([name, String(duration)], 'bench_training_relaxed')) : undefined,

  /** Training through the public API, in a worker: characters a second. @param {string} name @param {number} duration */
  training: (name, duration) => trainingRate(name, () => inWorker(jobNamed(name)), duration, seconds),

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

  /**
   * From the start of a worker to the end of its first step.
   * @param {string} [workerUrl] of the built page
   * @returns {Promise<{clock: number, processor: number}>} seconds
   */
  firstStep: async (workerUrl) => {
    const [start, before] = [performance.now(), seconds()];
    const model = await (workerUrl ? builtModel(workerUrl) : inWorker(jobNamed(FIRST_STEP_OF)));
    await model.call('step');
    const taken = { clock: (performance.now() - start) / 1000, processor: seconds() - before };
    model.dispose();
    return taken;
  },

  /** Seconds that something takes once. @param {number} which of the growths @param {number} x a point of it */
  time: async (which, x) => {
    const { job, work } = GROWTHS[which];
    const once = (/** @type {Model} */ model) => work(model, x);
    const model = await warmModel(`${which} ${x}`, () => inWorker(job(x)), once);
    const { times, time } = await repeat(REPEATING_S, () => once(model));
    return time / times;
  },

  /** Whether a batch can be shared by a pool of workers. */
  hasPool: async () => Object.hasOwn(engineSettings, 'shards'),

  /**
   * Training by several workers, by the clock: characters a second.
   * @param {string} name of a case @param {number} duration seconds @param {number} shards @param {number} workers beside the model's own
   */
  pooled: (name, duration, shards, workers) => {
    const { settings, data } = jobNamed(name);
    const cut = /** @type {EngineOptions} */ ({ ...settings, shards });
    const make = () => inWorker({ settings: cut, data }, { workers });
    return trainingRate(`${name} ${shards} ${workers}`, make, duration, () => performance.now() / 1000);
  },

  /** Ends the workers of the models that were kept. */
  release: async () => {
    for (const model of models.values()) (await model).dispose();
    models.clear();
  },
};
