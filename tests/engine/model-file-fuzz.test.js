/**
 * Whatever the bytes, reading them ends in a sentence that says why not, or in a model that can be written and read again, trained and
 * generated from; and soon. FUZZ_INPUTS says how many files are tried, FUZZ_SEED which.
 */
import assert from 'node:assert/strict';
import { env } from 'node:process';
import test from 'node:test';
import { EngineError } from '../../web/engine/errors.js';
import { loadEngine } from '../../web/engine/load.js';
import { writeModelFile } from '../../web/engine/model-file/model-writer.js';
import { seededRandom } from '../web/random-text.js';
import { newSession } from './helpers.js';
import { corpus, earlierFiles, problemOf, read } from './model-files.js';
import { mutated } from './mutations.js';

const INPUTS = Number(env.FUZZ_INPUTS ?? 100_000);
const SEED = Number(env.FUZZ_SEED ?? 20_261_127);
/** Every so many valid models is written and read again, and every so many trained. */
const WRITTEN_EVERY = 4;
const TRAINED_EVERY = 20;
/** Reading one takes a tenth of a millisecond; a hundred thousand brackets take some. */
const LIMIT_MS = 10_000;
const MEMORY_LIMIT_BYTES = 500e6;

const module = await loadEngine();

/** @param {Uint8Array} bytes @returns {import('../../web/engine/model-file/model-file.js').ModelFile | undefined} */
function readOrRefused(bytes) {
  try {
    return read(bytes);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    assert.equal(error.code, 'badFile');
    assert.match(String(error.details.problem), /^[a-z]+(-[a-z]+)*$/);
    assert.match(error.message, /the .+|bytes .+/);
    return undefined;
  }
}

/** @param {import('../../web/engine/model-file/model-file.js').ModelFile} model */
function assertWrittenAndReadAgain(model) {
  const write = (/** @type {typeof model} */ one) =>
    writeModelFile(one, module.parameterList(one.settings, one.vocabularySize));
  const written = write(model);
  assert.deepEqual(write(read(written)), written);
}

/** @param {import('../../web/engine/session.js').Session} session @param {Uint8Array} bytes */
async function assertUsable(session, bytes) {
  try {
    await session.load({ bytes });
  } catch (error) {
    if (error instanceof EngineError && error.code === 'tooLarge') return;
    throw error;
  }
  await session.generate({ inputs: [0], length: 2 });
  await session.step({ count: 3 }).catch(allowNoData);
  await session.save();
}

/** A file may have no training data. @param {unknown} error */
function allowNoData(error) {
  if (!(error instanceof EngineError && error.code === 'noData')) throw error;
}

test(`${INPUTS} changed files are refused with a reason or can be used`, async (t) => {
  const random = seededRandom(SEED);
  const models = [...corpus, ...earlierFiles].map(({ bytes }) => bytes).filter((bytes) => problemOf(bytes) === 'read');
  // Half of them models: most of the corpus are short files, none of which is one.
  const files = [
    ...corpus.map(({ bytes }) => bytes),
    ...Array.from({ length: corpus.length }, (_, i) => models[i % models.length]),
  ];
  const session = await newSession(t);
  // Nearly all files are refused, and a tenth of the time would go into the traces of errors.
  const { stackTraceLimit } = Error;
  t.after(() => {
    Error.stackTraceLimit = stackTraceLimit;
  });
  Error.stackTraceLimit = 0;
  let valid = 0;
  let slowest = 0;
  for (let i = 0; i < INPUTS; i++) {
    const bytes = mutated(files, random);
    try {
      const begin = performance.now();
      const model = readOrRefused(bytes);
      slowest = Math.max(slowest, performance.now() - begin);
      if (!model) continue;
      if (++valid % WRITTEN_EVERY === 0) assertWrittenAndReadAgain(model);
      if (valid % TRAINED_EVERY === 0) await assertUsable(session, bytes);
    } catch (error) {
      t.diagnostic(`input ${i} of seed ${SEED}: ${Buffer.from(bytes).toString('base64')}`);
      throw error;
    }
  }
  t.diagnostic(`${valid} valid, the slowest read in ${slowest.toFixed(1)} ms`);
  assert.ok(slowest < LIMIT_MS, `${slowest} ms`);
  assert.ok(
    valid > INPUTS / 100,
    `only ${valid} of ${INPUTS} files were valid: what lies behind the container is not tried`,
  );
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  assert.ok(heapUsed + arrayBuffers + module.HEAPU8.length < MEMORY_LIMIT_BYTES, `${heapUsed} + ${arrayBuffers} bytes`);
});
