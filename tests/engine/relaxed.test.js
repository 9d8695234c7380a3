/** `arithmetic: 'relaxed'`: the engine's second build, which may round a multiplication and an addition together. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { createModel } from '../../web/engine/index.js';
import { loadEngine } from '../../web/engine/load.js';
import { readModelFile } from '../../web/engine/model-file/model-reader.js';
import { writeModelFile } from '../../web/engine/model-file/model-writer.js';
import { hasRelaxedSimd } from '../../web/engine/relaxed-simd.js';
import { Session } from '../../web/engine/session.js';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { assertClose, rejection } from './helpers.js';

/**
 * @typedef {import('../../web/engine/types.js').EngineOptions} EngineOptions
 * @typedef {import('node:test').TestContext} TestContext
 */

// Node has had it by default since version 21.
if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
assert.ok(hasRelaxedSimd());

/** f32x4.relaxed_madd of three numbers: (a, b, c) → a b + c. */
const relaxedMultiplyAdd = /** @type {(a: number, b: number, c: number) => number} */ (
  new WebAssembly.Instance(
    new WebAssembly.Module(
      Uint8Array.of(
        ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 8, 1, 96, 3, 125, 125, 125, 1, 125, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0],
        ...[10, 22, 1, 20, 0, 32, 0, 253, 19, 32, 1, 253, 19, 32, 2, 253, 19, 253, 133, 2, 253, 31, 0, 11],
      ),
    ),
  ).exports.f
);

/** (1 + 2⁻¹²)² = 1 + 2⁻¹¹ + 2⁻²⁴, of which a float loses the last term: with it, this is not 0. */
const fuses = relaxedMultiplyAdd(1 + 2 ** -12, 1 + 2 ** -12, -(1 + 2 ** -11)) !== 0;

const vocabularySize = 20;
const training = Array.from({ length: 16 }, (_, i) => ({
  inputs: Array.from({ length: 20 }, (_, t) => (3 * i + t * t) % vocabularySize),
  targets: Array.from({ length: 20 }, (_, t) => (5 * i + 2 * t) % vocabularySize),
}));

/** Large enough for packed matrices, and for shards that are worth a message. @type {EngineOptions} */
const base = { hiddenSize: 128, batchSize: 0, learningRate: 0.003, clipNorm: 1 };
const relaxed = /** @type {const} */ ({ arithmetic: 'relaxed' });

/** @param {TestContext} t @param {Omit<import('../../web/engine/session.js').SessionOptions, 'module'>} [options] */
async function newSession(t, options) {
  const session = new Session({ module: await loadEngine(), ...options });
  t.after(() => session.dispose());
  return session;
}

/** @param {Session} session @param {EngineOptions} settings */
const create = (session, settings) => session.create({ settings, training, vocabularySize });

/** The losses of the next steps. @param {Session} session @param {number} [steps] */
async function run(session, steps = 10) {
  const losses = [];
  for (let i = 0; i < steps; i++) losses.push((await session.step({ unit: 'window' })).loss);
  return losses;
}

/** @param {Session} session @param {EngineOptions} settings */
async function runWith(session, settings) {
  await create(session, settings);
  return run(session);
}

// Both builds add the same terms in the same order; a term rounded once instead of twice differs by at most 2⁻²⁴ of it, and the
// losses of ten steps by some ten times as much: 10⁻⁸ where this was written, while a wrong term would show in the first digits.
const CLOSE = 1e-6;

for (const cell of /** @type {const} */ (['rnn', 'gru', 'lstm'])) {
  test(`${cell}: as the exact build but for rounding, which is unchanged before and after`, async (t) => {
    const session = await newSession(t);
    const exact = await runWith(session, { ...base, cell });
    const losses = await runWith(session, { ...base, cell, ...relaxed });
    assertClose(losses, exact, CLOSE, 'losses');
    assert.equal(`${losses}` !== `${exact}`, fuses, 'other bits exactly where this processor fuses');
    assert.deepEqual(await runWith(session, { ...base, cell }), exact, 'the exact build');
  });
}

test('what helpers compute has the bits of the session that they help', async (t) => {
  const settings = { ...base, ...relaxed, cell: /** @type {const} */ ('lstm'), shards: 4 };
  const expected = await runWith(await newSession(t), settings);
  let returned = 0;
  const session = await newSession(t, {
    helpers: {
      create: () => {
        const worker = new Worker(new URL('../../web/engine/worker.js', import.meta.url));
        worker.on('message', ({ kind }) => kind === 'shard' && returned++);
        return /** @type {any} */ (worker);
      },
      workers: 2,
    },
  });
  /** Helpers take a while to start. @param {EngineOptions} one */
  const withHelp = async (one) => {
    const before = returned;
    for (const end = performance.now() + LONGEST_WAIT_MS; returned < before + 4; ) {
      assert.ok(performance.now() < end, 'no shard has come back');
      await runWith(session, one);
    }
    return runWith(session, one);
  };
  await withHelp({ ...settings, arithmetic: 'exact' }); // these are of no use for the other build
  assert.deepEqual(await withHelp(settings), expected);
});

test('a saved model goes on with the same bits; with the other build, as closely as it can', async (t) => {
  const session = await newSession(t);
  await runWith(session, { ...base, ...relaxed, cell: 'gru' });
  const bytes = await session.save();
  const expected = await run(session);
  const other = await newSession(t);
  assert.equal((await other.load({ bytes })).settings.arithmetic, 'relaxed');
  assert.deepEqual(await run(other), expected);

  const { parameterList } = await loadEngine();
  const file = readModelFile(bytes, parameterList);
  const settings = { ...file.settings, arithmetic: /** @type {const} */ ('exact') };
  const parameters = parameterList(settings, file.vocabularySize);
  await other.load({ bytes: writeModelFile({ ...file, settings }, parameters) });
  assertClose(await run(other), expected, CLOSE, 'losses');
});

test('without relaxed SIMD the exact build computes, whose bits these are', async (t) => {
  const session = await newSession(t);
  const exact = await runWith(session, base);
  const { validate } = WebAssembly;
  t.after(() => {
    WebAssembly.validate = validate;
  });
  WebAssembly.validate = () => false;
  assert.deepEqual(await runWith(session, { ...base, ...relaxed }), exact);
});

test('where its WebAssembly comes from can be said; if it cannot be loaded the call rejects, and the session goes on', async (t) => {
  const create = () => assert.fail('no helper is needed');
  const binary = readFileSync(new URL('../../web/engine/generated/engine-relaxed.wasm', import.meta.url));
  const named = await newSession(t, { helpers: { create, wasm: { relaxed: { binary } } } });
  const expected = await runWith(await newSession(t), { ...base, ...relaxed });
  assert.deepEqual(await runWith(named, { ...base, ...relaxed }), expected);

  const broken = await newSession(t, { helpers: { create, wasm: { relaxed: { binary: binary.subarray(0, 100) } } } });
  await rejection(runWith(broken, { ...base, ...relaxed }), 'loadFailed');
  assert.equal((await runWith(broken, base)).length, 10);
});

test('a worker, too, takes the relaxed build from where it is said to be', async () => {
  const [binary, relaxedBinary] = ['engine', 'engine-relaxed'].map((name) =>
    readFileSync(new URL(`../../web/engine/generated/${name}.wasm`, import.meta.url)),
  );
  const inWorker = (/** @type {Uint8Array} */ build) =>
    createModel(
      { ...base, ...relaxed },
      { training, vocabularySize },
      { worker: true, wasm: { binary, relaxed: { binary: build } } },
    );
  await rejection(inWorker(relaxedBinary.subarray(0, 100)), 'loadFailed');
  (await inWorker(relaxedBinary)).dispose();
});
