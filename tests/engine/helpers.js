/** What the tests of the engine share: the real WebAssembly, small data, and tools to compare numbers. */
import assert from 'node:assert/strict';
import { loadEngine } from '../../web/engine/load.js';
import { Session } from '../../web/engine/session.js';

/**
 * @typedef {import('../../web/engine/types.js').EngineOptions} EngineOptions
 * @typedef {import('../../web/engine/types.js').Update} Update
 * @typedef {import('node:test').TestContext} TestContext
 */

/** The tutorial's two sentences, run on into each other: 10 tokens, the last target the first token of the other. */
export const sentences = [
  { inputs: [0, 1, 2, 3, 4], targets: [1, 2, 3, 4, 5] },
  { inputs: [5, 6, 7, 8, 9], targets: [6, 7, 8, 9, 0] },
];
export const vocabularySize = 10;

/**
 * A session that is disposed of when the test ends.
 * @param {TestContext} t
 * @param {{onUpdate?: (update: Update) => unknown}} [options]
 */
export async function newSession(t, { onUpdate } = {}) {
  const session = new Session({ module: await loadEngine(), onUpdate });
  t.after(() => session.dispose());
  return session;
}

/**
 * A session with a model of the two sentences.
 * @param {TestContext} t
 * @param {EngineOptions} [settings]
 * @param {Partial<import('../../web/engine/protocol.js').CreateArguments> & {onUpdate?: (update: Update) => unknown}} [rest]
 */
export async function trainedOnSentences(t, settings = {}, { onUpdate, ...data } = {}) {
  const session = await newSession(t, { onUpdate });
  await session.create({ settings, training: sentences, vocabularySize, ...data });
  return session;
}

/**
 * The loss of each of the next optimizer steps.
 * @param {Pick<import('../../web/engine/protocol.js').EngineCalls, 'step'>} session
 * @param {number} count
 */
export async function stepLosses(session, count) {
  const losses = [];
  for (let i = 0; i < count; i++) losses.push((await session.step({ unit: 'window' })).loss);
  return losses;
}

/**
 * Settings for a network with numbers worth comparing: double precision, several layers where wanted.
 * @type {EngineOptions[]}
 */
export const everyCell = [
  { cell: 'rnn', activation: 'tanh', hiddenSize: 4, layers: 1, precision: 'float64' },
  { cell: 'rnn', activation: 'relu', hiddenSize: 5, layers: 2, precision: 'float64' },
  { cell: 'rnn', activation: 'identity', hiddenSize: 3, layers: 1, bias: false, precision: 'float64' },
  { cell: 'gru', hiddenSize: 4, layers: 2, precision: 'float64' },
  { cell: 'lstm', hiddenSize: 4, layers: 2, forgetBias: 1, precision: 'float64' },
];

/** @param {EngineOptions} settings */
export const named = ({ cell, activation, layers, bias = true }) =>
  `${cell} ${cell === 'rnn' ? `${activation ?? 'tanh'} ` : ''}${layers} ${layers === 1 ? 'layer' : 'layers'}${bias ? '' : ' no bias'}`;

/**
 * @param {ArrayLike<number>} got
 * @param {ArrayLike<number>} expected
 * @param {number} tolerance of |got − expected| / max(1, |expected|)
 * @param {string} what
 */
export function assertClose(got, expected, tolerance, what) {
  assert.equal(got.length, expected.length, `${what}: how many numbers`);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(got[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    assert.ok(error <= tolerance, `${what}[${i}]: got ${got[i]}, expected ${expected[i]}`);
  }
}

/**
 * Rejects with an EngineError of that code.
 * @param {Promise<unknown>} promise
 * @param {string} code
 * @returns {Promise<any>} the error
 */
export async function rejection(promise, code) {
  const error = await promise.then(
    () => assert.fail(`resolved instead of rejecting with ${code}`),
    (reason) => reason,
  );
  assert.equal(error.code, code, `${error}`);
  return error;
}
