/**
 * Property-based fuzzing with the arbitraries of fast-check. Each input is tried in a time of its own; one that fails is made as small
 * as possible and printed. The runner of fast-check is not used: it takes longer than what is tried. FUZZ_INPUTS says how many are
 * tried, FUZZ_SEED which.
 */
import assert from 'node:assert/strict';
import { env } from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { locales, translator } from '../languages.js';

const INPUTS = Number(env.FUZZ_INPUTS ?? 100_000);
const SEED = Number(env.FUZZ_SEED ?? 20_261_127);
/** No input takes a hundredth of it; what hangs takes more. */
const LIMIT_MS = 10_000;
const MEMORY_LIMIT_BYTES = 1e9;
/** The properties of Object.prototype as they are before anything hostile was read. */
const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).join();

/** How many inputs are tried of a target with this share. @param {number} share */
export const inputsOf = (share) => Math.max(1, Math.round(INPUTS * share));

/**
 * @template T
 * @param {string} name
 * @param {import('fast-check').Arbitrary<T>} inputs
 * @param {(input: T) => unknown} property rejects or throws where the input does harm
 * @param {{ share?: number, examples?: T[] }} [options] share: of FUZZ_INPUTS; an input that takes long is tried less often
 */
export function fuzz(name, inputs, property, { share = 1, examples = [] } = {}) {
  const numRuns = inputsOf(share);
  test(`${numRuns} times: ${name}`, async (t) => {
    let slowest = 0;
    for (const example of examples) await inTime(Promise.resolve(property(example)));
    const random = new fc.Random(new Sfc32(SEED));
    // Most of the time would go into the traces of errors that are expected.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    for (let i = 0; i < numRuns; i++) {
      const input = inputs.generate(random, biasOf(i));
      const begin = performance.now();
      try {
        const result = property(input.value);
        if (result instanceof Promise) await inTime(result);
      } catch {
        Error.stackTraceLimit = stackTraceLimit;
        const { small, reason } = await smallest(inputs, input, property);
        t.diagnostic(`input ${i} of seed ${SEED}, made small: ${fc.stringify(small)}`);
        throw reason;
      }
      slowest = Math.max(slowest, performance.now() - begin);
    }
    Error.stackTraceLimit = stackTraceLimit;
    t.diagnostic(`seed ${SEED}, the slowest took ${slowest.toFixed(1)} ms`);
    assert.ok(slowest < LIMIT_MS, `${slowest} ms`);
    assert.equal(Object.getOwnPropertyNames(Object.prototype).join(), PROTOTYPE);
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    assert.ok(heapUsed + arrayBuffers < MEMORY_LIMIT_BYTES, `${heapUsed} + ${arrayBuffers} bytes`);
  });
}

/** What never settles fails as well. @param {Promise<unknown>} result */
async function inTime(result) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It has not settled in ${LIMIT_MS} ms.`)), LIMIT_MS);
  });
  try {
    await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The generator sfc32 of PractRand (C. Doty-Humphrey): 128 bits of state, no two of whose sequences meet within 2^32 numbers. */
class Sfc32 {
  /** @param {number} seed */
  constructor(seed) {
    this.state = Int32Array.of(0, seed, Math.floor(seed / 2 ** 32), 1);
    for (let i = 0; i < 12; i++) this.next();
  }

  /** @returns {number} a signed integer of 32 bits */
  next() {
    const [a, b, c, counter] = this.state;
    const sum = (a + b + counter) | 0;
    this.state[0] = b ^ (b >>> 9);
    this.state[1] = c + (c << 3);
    this.state[2] = ((c << 21) | (c >>> 11)) + sum;
    this.state[3] = counter + 1;
    return sum;
  }

  clone() {
    const copy = new Sfc32(0);
    copy.state.set(this.state);
    return copy;
  }

  getState() {
    return [...this.state];
  }
}

/** As in fast-check's own runner: one in so many values is of the kind that lies at some end. @param {number} run from 0 */
const biasOf = (run) => 2 + Math.floor(Math.log10(run + 1));

/**
 * @template T
 * @param {import('fast-check').Arbitrary<T>} inputs @param {import('fast-check').Value<T>} failing @param {(input: T) => unknown} property
 * @returns {Promise<{ small: T, reason: unknown }>} the smallest that fails, too, and why; the reason says so where it fails only sometimes
 */
async function smallest(inputs, failing, property) {
  let found = {
    input: failing,
    reason: /** @type {unknown} */ (new Error('It did not fail when it was tried again.')),
  };
  const fails = async (/** @type {import('fast-check').Value<T>} */ input) => {
    try {
      await inTime(Promise.resolve(property(input.value)));
      return false;
    } catch (reason) {
      found = { input, reason };
      return true;
    }
  };
  let smaller = await fails(failing);
  while (smaller) {
    smaller = false;
    for (const input of inputs.shrink(found.input.value_, found.input.context)) {
      smaller = await fails(input);
      if (smaller) break;
    }
  }
  return { small: found.input.value_, reason: found.reason };
}

/** What has broken readers before: words of JavaScript, numbers at some end, markup, signs of other layers. */
export const FRAGMENTS = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'null', 'NaN'],
  ...['0', '-0', '1e999', '-1', '1e-999', '0x10', '１２', '٣', '9007199254740993', '1'.repeat(400), '1,5', '1.000,5'],
  ...[
    '<img src=x onerror=alert(1)>',
    '"',
    "'",
    '&amp;',
    '%3D',
    '%',
    '%E4%BD',
    '%00',
    '+',
    '=',
    '&',
    '#',
    '\\',
    '$1',
    '{{x}}',
  ],
  ...[
    '\u0000',
    '\ud800',
    '\udc00',
    '\u202e',
    '\u2028',
    '\ufeff',
    'a\u0301',
    '\u0301'.repeat(40),
    '👩‍👩‍👧',
    '你好',
    '\r\n',
    '\n',
  ],
];

/** Strings of such fragments, of letters of all scripts, and of anything. */
export const hostileString = fc.oneof(
  fc.constantFrom(...FRAGMENTS),
  fc
    .array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string({ maxLength: 4 })), { maxLength: 6 })
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** Any value JSON can have. */
export const hostileValue = fc.oneof(
  hostileString,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    0,
    -1,
    1.5,
    1e300,
    true,
    false,
    null,
    [],
    {},
    [[]],
    [null],
    { length: 1 },
    JSON.parse('{"__proto__": {"polluted": true}}'),
  ),
);

/** Bytes of which some have been flipped, left out, doubled, or cut off at the end. @param {Uint8Array[]} originals */
export const changedBytes = (originals) =>
  fc
    .record({
      original: fc.constantFrom(...originals),
      changes: fc.array(
        fc.record({
          at: fc.double({ min: 0, max: 1, noNaN: true }),
          remove: fc.nat(4),
          add: fc.uint8Array({ maxLength: 4 }),
        }),
        { maxLength: 4 },
      ),
      kept: fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
    })
    .map(({ original, changes, kept }) => {
      let bytes = original.slice(0, Math.round(kept * original.length));
      for (const { at, remove, add } of changes) {
        const index = Math.floor(at * bytes.length);
        bytes = new Uint8Array(Buffer.concat([bytes.subarray(0, index), add, bytes.subarray(index + remove)]));
      }
      return bytes;
    });

/** There is a sentence for it in every language, and it is made of words. @param {(t: import('../../web/i18n/index.js').Translator) => string} say */
export function assertSaid(say) {
  for (const locale of locales) {
    const sentence = say(translator(locale));
    assert.ok(typeof sentence === 'string' && sentence.length > 3, `${locale}: ${sentence}`);
    assert.doesNotMatch(sentence, /\[object |undefined\b|function \w*\(/, `${locale}: ${sentence}`);
  }
}
