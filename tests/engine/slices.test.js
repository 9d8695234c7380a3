/**
 * No answer keeps the worker from listening for long: the longest piece of every reading call, at the largest sizes that
 * are allowed, in processor time. Work is cut by counting operations, so each run of a call has the same pieces. Where one is
 * above the bound, the least of several runs counts, which leaves out what compilers and garbage collection do in between. The
 * bound is a multiple of an ordinary slice of the same run, so it holds on any machine.
 */
import assert from 'node:assert/strict';
import test from 'node:test';
import { packed } from '../../web/engine/dataset.js';
import { loadEngine } from '../../web/engine/load.js';
import { Model } from '../../web/engine/model.js';
import { queries } from '../../web/engine/queries.js';
import { text } from './asking.js';

const RUNS = 3;
/** An ordinary slice takes one to two milliseconds here; between two of them a session listens at least every 12 ms. */
const MOST_SLICES = 30;

/** @param {() => boolean} advance true when all is done @returns {number[]} processor time of each piece, ms */
function pieces(advance) {
  const milliseconds = [];
  for (let done = false; !done; ) {
    const before = process.cpuUsage();
    done = advance();
    const { user, system } = process.cpuUsage(before);
    milliseconds.push((user + system) / 1000);
  }
  return milliseconds;
}

/**
 * The least of several runs, piece by piece, or of as many as are enough.
 * @param {() => number[] | Promise<number[]>} run @param {(least: number[]) => boolean} isEnough
 */
async function leastOf(run, isEnough = () => false) {
  let least = await run();
  for (let i = 1; i < RUNS && !isEnough(least); i++) {
    const again = await run();
    assert.equal(again.length, least.length, 'each run has the same pieces');
    least = least.map((time, k) => Math.min(time, again[k]));
  }
  return least;
}

/**
 * @param {import('../../web/engine/types.js').EngineOptions} settings
 * @param {number} vocabularySize
 * @param {number} length of the only sequence
 */
async function readerOf(settings, vocabularySize, length) {
  const training = [text(length, vocabularySize)];
  const model = Model.create(await loadEngine(), { settings, training, vocabularySize });
  await model.drawWeights(() => {});
  const network = model.engine.network();
  const free = () => {
    network.delete();
    model.delete();
  };
  return { model, network, free };
}

/** The middle one of the slices of a gradient check, processor time in ms. */
async function measureOrdinarySlice() {
  const { model, network, free } = await readerOf({ cell: 'lstm', hiddenSize: 96 }, 64, 500);
  const slices = await leastOf(() => {
    const check = network.gradientCheck(packed(model.data('training')), 0, 20, 1);
    try {
      return pieces(() => check.advance());
    } finally {
      check.delete();
    }
  });
  free();
  return slices.sort((a, b) => a - b)[slices.length >> 1];
}
/** Measured once. */
const ordinarySlice = measureOrdinarySlice();

/**
 * @param {keyof typeof queries} call
 * @param {import('../../web/engine/queries.js').Reader} reader
 * @param {any} args
 * @returns {Promise<Iterator<unknown>>} the code of some calls is loaded first
 */
async function startOf(call, reader, args) {
  const query = /** @type {import('../../web/engine/queries.js').Query} */ (queries[call]);
  return /** @type {Iterator<unknown>} */ (query(reader, args));
}

/** @type {[keyof typeof queries, (length: number) => object][]} */
const readings = [
  ['trace', () => ({ sequence: 0 })],
  ['contribution', () => ({ sequence: 0, t: 0, name: 'weight_hh_l0' })],
  ['gradients', () => ({ all: true })],
  ['gradientCheck', () => ({ all: true, sample: 1 })],
  ['influence', () => ({ sequence: 0 })],
  ['gradientFlow', (length) => ({ sequence: 0, position: length - 1 })],
  ['dryRunStep', () => ({ sequence: 0, window: 1 })],
  ['generate', (length) => ({ inputs: [1], length: Math.min(length, 100_000) })],
  ['generate', () => ({ inputs: new Int32Array(100), strategy: 'beam', beamWidth: 64, length: 4 })],
];

/** @type {[string, import('../../web/engine/types.js').EngineOptions, number, number | undefined][]} */
const sizes = [
  ['the longest sequence of the smallest network', { hiddenSize: 1 }, 2, undefined],
  ['the longest sequence of an ordinary network', { cell: 'lstm', hiddenSize: 96 }, 64, undefined],
  ['the widest layers', { cell: 'lstm', hiddenSize: 512, layers: 2 }, 64, 200],
  ['a vocabulary of words', { hiddenSize: 16 }, 5000, 400],
];

for (const [name, settings, vocabularySize, given] of sizes) {
  test(`the longest slice of every reading call: ${name}`, async (t) => {
    const ordinary = await ordinarySlice;
    const length = given ?? (await longestOf(settings, vocabularySize));
    const reader = await readerOf({ ...settings, truncate: 20 }, vocabularySize, length);
    t.after(reader.free);
    /** A single piece has to be shorter than an ordinary slice. @param {number[]} times */
    const areShort = (times) =>
      times.length === 1 ? times[0] < ordinary : times.every((time) => time <= MOST_SLICES * ordinary);
    for (const [call, args] of readings) {
      if (call === 'dryRunStep' && reader.model.parameterCount > 1e5) continue; // refused
      const least = await leastOf(async () => {
        const work = await startOf(call, reader, args(length));
        return pieces(() => work.next().done === true);
      }, areShort);
      const longest = least.reduce((a, b) => Math.max(a, b));
      const times = (longest / ordinary).toFixed(1);
      t.diagnostic(
        `${call}, ${length} tokens: ${longest.toFixed(1)} ms of ${least.length} pieces, ${times} ordinary slices`,
      );
      assert.ok(areShort(least), `${call}: ${longest} ms of ${least.length} pieces, an ordinary slice: ${ordinary} ms`);
    }
  });
}

for (const initialization of /** @type {const} */ (['pytorch', 'orthogonal'])) {
  test(`the longest slice of drawing the weights of a fresh network: ${initialization}`, async (t) => {
    const ordinary = await ordinarySlice;
    const settings = /** @type {const} */ ({ cell: 'lstm', hiddenSize: 512, initialization });
    const module = await loadEngine();
    const least = await leastOf(() => {
      const { engine } = Model.create(module, { settings, training: [text(1, 64)], vocabularySize: 64 });
      try {
        return pieces(() => engine.drawWeights());
      } finally {
        engine.delete();
      }
    });
    const longest = least.reduce((a, b) => Math.max(a, b));
    t.diagnostic(
      `${longest.toFixed(1)} ms of ${least.length} pieces, ${(longest / ordinary).toFixed(1)} ordinary slices`,
    );
    assert.ok(least.length > 4 && longest <= MOST_SLICES * ordinary);
  });
}

/**
 * @param {import('../../web/engine/types.js').EngineOptions} settings
 * @param {number} vocabularySize
 * @returns {Promise<number>} the most tokens that a trace of this network may have
 */
async function longestOf(settings, vocabularySize) {
  const reader = await readerOf(settings, vocabularySize, 1);
  try {
    const inputs = new Int32Array(1e7);
    (await startOf('trace', reader, { inputs, targets: inputs })).next();
    assert.fail('as long as this is refused');
  } catch (error) {
    const { code, details } = /** @type {import('../../web/engine/errors.js').EngineError} */ (error);
    assert.equal(code, 'tooLong');
    return /** @type {number} */ (details.limit);
  } finally {
    reader.free();
  }
}
