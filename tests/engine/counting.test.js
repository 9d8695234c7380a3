/** What counting reaches on a model's held-out data. Expected numbers: counted by the definition, word by word. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { sampleOf } from '../../web/engine/sample.js';
import { cutText } from '../../web/engine/corpus.js';
import { readingLongText } from '../../web/text/long-text.js';
import { bySlowCounting } from '../web/slow-counting.js';
import { newSession } from './helpers.js';

/** @type {import('../../web/engine/types.js').EngineOptions} */
const settings = { cell: 'gru', hiddenSize: 8, batchSize: 0, truncate: 32, learningRate: 0.01 };

/** Words of a small language. @param {number} words */
function smallLanguage(words) {
  const known = 'the fox jumps over a lazy dog and sleeps'.split(' ');
  let state = 1;
  return Array.from({ length: words }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return `${known[(state >>> 8) % known.length]}${state % 9 === 0 ? '\n' : ' '}`;
  }).join('');
}

/** @param {ArrayLike<number>} losses @param {number[]} expected */
function assertClose(losses, expected) {
  assert.equal(losses.length, expected.length);
  expected.forEach((loss, k) => {
    assert.ok(Math.abs(losses[k] - loss) < 1e-9, `order ${k + 1}: ${losses[k]}, not ${loss}`);
  });
}

test('of sentences: their first token is given, their targets are predicted', async (t) => {
  const session = await newSession(t);
  const lines = [
    [0, 1, 2, 1, 3],
    [1, 2, 1, 0, 3],
    [0, 1, 1, 2, 3],
    [2, 1, 0, 1, 3],
  ];
  const sequence = (/** @type {number[]} */ ids) => ({ inputs: ids.slice(0, -1), targets: ids.slice(1) });
  const training = lines.slice(0, 2);
  const heldOut = lines.slice(2);
  await session.create({
    ...{ settings, vocabularySize: 5 },
    ...{ training: training.map(sequence), heldOut: heldOut.map(sequence) },
  });
  const { losses, tokens } = await session.ngramLosses();
  assert.equal(tokens, 8);
  assertClose(losses, bySlowCounting(training, heldOut, 5, 5));
});

test('of a long text, on all that is held out and on the sample that is evaluated, while training goes on', async (t) => {
  const session = await newSession(t);
  const given = smallLanguage(150);
  const options = { endOfSentence: /** @type {const} */ ('mark'), streams: 3, heldOut: 0.4 };
  const source = { id: 'text', files: [{ source: given }], unit: /** @type {const} */ ('characters') };
  const { vocabularySize } = await session.create({ settings, text: { ...source, ...options } });
  const [whole, again] = await Promise.all([session.ngramLosses(), session.train({ steps: 5 })]).then(async ([one]) => [
    one,
    await session.ngramLosses(),
  ]);
  assert.deepEqual(again, whole, 'what the network has learned changes nothing');

  // The same text, read and cut as the engine does it; what is counted there is counted here by the definition.
  const bytes = new TextEncoder().encode(given);
  const reading = readingLongText([{ bytes }], { unit: 'characters', endOfSentence: 'mark' });
  let step = reading.next();
  while (!step.done) step = reading.next();
  if ('issue' in step.value) assert.fail(step.value.issue);
  const { training, heldOut } = cutText(step.value, options);
  const stretch = (/** @type {{inputs: Int32Array, targets: Int32Array}} */ { inputs, targets }) => [
    ...inputs,
    ...targets.slice(-1),
  ];
  assertClose(whole.losses, bySlowCounting(training.map(stretch), heldOut.map(stretch), vocabularySize, 5));
  assert.equal(whole.tokens, (await session.evaluate({ which: 'heldOut' })).tokens);
});

/** Words of which each second comes once or twice in the text: too many for the vocabulary. @param {number} words an even number */
const withRareWords = (words) =>
  Array.from({ length: words }, (_, i) => {
    const word = i % 2 === 0 ? ['sea', 'sand'][(i >> 1) % 2] : `r${i % (words - 40)}`;
    return `${word}${i % 8 === 7 ? '\n' : ' '}`;
  }).join('');

test('of a text with tokens beyond the vocabulary: those are context, and neither counted nor predicted', async (t) => {
  const session = await newSession(t);
  const source = { id: 'text', files: [{ source: withRareWords(10_600) }], unit: /** @type {const} */ ('words') };
  const cut = { endOfSentence: /** @type {const} */ ('mark'), streams: 2, heldOut: 0.01 };
  const { rareTokens } = await session.openText({ ...source, ...cut });
  assert.ok(rareTokens > 200, `${rareTokens} rare tokens`);
  const { vocabularySize, text } = await session.create({ settings, text: { ...source, ...cut } });
  const { losses, tokens } = await session.ngramLosses();
  const evaluated = (await session.evaluate({ which: 'heldOut' })).tokens;
  assert.ok(text && evaluated < text.heldOutTokens, 'some of what is held out is rare');
  assert.equal(tokens, evaluated);
  assert.ok(
    losses.every((loss) => loss > 0 && loss < Math.log(vocabularySize)),
    `${losses}`,
  );
});

test('of own data with ids of no vocabulary, as by the definition, on all of them and on a sample', async (t) => {
  const session = await newSession(t);
  let state = 5;
  const ids = Array.from({ length: 4000 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return ((state >>> 8) % 6) - 1;
  });
  const sequence = (/** @type {number[]} */ stretch) => ({ inputs: stretch.slice(0, -1), targets: stretch.slice(1) });
  // They begin and end with one, too.
  const training = [[-1, ...ids.slice(0, 200), -1], ids.slice(200, 300)];
  const heldOut = [[-1, -1, ...ids.slice(300), -1]];
  await session.create({
    ...{ settings, vocabularySize: 5 },
    ...{ training: training.map(sequence), heldOut: heldOut.map(sequence) },
  });
  const whole = await session.ngramLosses();
  assert.equal(whole.tokens, (await session.evaluate({ which: 'heldOut' })).tokens);
  assertClose(whole.losses, bySlowCounting(training, heldOut, 5, 5));
  const { tokens } = await session.ngramLosses({ sample: 320 });
  assert.equal(tokens, (await session.evaluate({ which: 'heldOut', sample: 320 })).tokens);
});

test('the sample: the tokens that are read before a piece are context, and not predicted', async (t) => {
  const session = await newSession(t);
  let state = 3;
  const ids = Array.from({ length: 6000 }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % 7;
  });
  const heldOut = [{ inputs: Int32Array.from(ids.slice(300, -1)), targets: Int32Array.from(ids.slice(301)) }];
  const training = [{ inputs: ids.slice(0, 299), targets: ids.slice(1, 300) }];
  await session.create({ settings, vocabularySize: 7, training, heldOut });
  const { losses, tokens } = await session.ngramLosses({ sample: 320 });
  const none = new Float64Array(0);
  const pieces = sampleOf(
    heldOut.map((one) => ({ ...one, hidden: none, cell: none })),
    320,
  );
  assert.ok(pieces.length === 32 && pieces.every(({ targets }) => targets[0] === -1 && targets[64] >= 0));
  assert.equal(tokens, 320);
  const stretches = pieces.map(({ inputs, targets }) => [...inputs, targets[targets.length - 1]]);
  assertClose(
    losses,
    bySlowCounting(
      [ids.slice(0, 300)],
      stretches,
      7,
      5,
      stretches.map(() => 65),
    ),
  );
});

test('nothing held out, and targets that are no text, are refused', async (t) => {
  const session = await newSession(t);
  const training = [{ inputs: [0, 1], targets: [1, 0] }];
  await session.create({ settings, vocabularySize: 2, training });
  await assert.rejects(session.ngramLosses(), { code: 'noHeldOut' });
  const copying = [{ inputs: [0, 1, 1], targets: [0, 1, 1] }];
  await session.create({ settings, vocabularySize: 2, training, heldOut: copying });
  await assert.rejects(session.ngramLosses(), { code: 'badData', message: /heldOut\[0\] is no text: targets\[0\]/ });
});
