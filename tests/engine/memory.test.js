/** The WebAssembly memory only ever grows, so a leak of any size shows as growth after enough rounds. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { loadEngine } from '../../web/engine/load.js';
import { Session } from '../../web/engine/session.js';
import { everyCell, sentences, vocabularySize } from './helpers.js';

const module = await loadEngine();
const bytes = () => module.HEAPU8.length;

/** Each of the cells in turn. @param {number} round */
async function oneRound(round) {
  const session = new Session({ module });
  const settings = { ...everyCell[round % everyCell.length], hiddenSize: 16 };
  await session.create({ settings, training: sentences, vocabularySize });
  await session.step({ unit: 'epoch' });
  session.dispose();
}

test('10,000 rounds of create, train and dispose leave the memory where it was after the first hundred', async (t) => {
  for (let round = 0; round < 100; round++) await oneRound(round);
  const before = bytes();
  for (let round = 0; round < 9900; round++) await oneRound(round);
  t.diagnostic(`${before} bytes`);
  assert.equal(bytes(), before);
});

test('1,000,000 training steps leave the memory where it was after the first hundred', async (t) => {
  const session = new Session({ module });
  const settings = { hiddenSize: 4, evaluateEvery: 1000, learningRate: 1e-4 };
  await session.create({ settings, training: sentences, vocabularySize });
  await session.train({ steps: 100 });
  const before = bytes();
  const { step } = await session.train({ steps: 1_000_000 - 100 });
  session.dispose();
  assert.equal(step, 1_000_000);
  t.diagnostic(`${before} bytes`);
  assert.equal(bytes(), before);
});

test('reading, saving and loading again and again leave the memory where it was', async () => {
  const session = new Session({ module });
  await session.create({ settings: { cell: 'lstm', hiddenSize: 16 }, training: sentences, vocabularySize });
  const round = async () => {
    const abort = new AbortController();
    await session.step();
    await Promise.all([session.trace({ sequence: 0 }), session.predictAll(), session.evaluate()]);
    await Promise.all([session.generate({ length: 5, strategy: 'beam' }), session.gradients({ all: true })]);
    await session.distribution({ sequence: 1 });
    const check = session.gradientCheck({ all: true }, { signal: abort.signal });
    abort.abort();
    await Promise.allSettled([check, session.trace({ sequence: 9 }), session.load({ bytes: new Uint8Array(30) })]);
    await session.load({ bytes: await session.save() });
  };
  for (let i = 0; i < 30; i++) await round();
  const before = bytes();
  for (let i = 0; i < 600; i++) await round();
  session.dispose();
  assert.equal(bytes(), before);
});
