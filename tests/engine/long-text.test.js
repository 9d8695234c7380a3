/** Long texts in the engine: read, cut into streams without a copy, trained on, evaluated on samples beside the training. */
import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import test from 'node:test';
import { createModel } from '../../web/engine/index.js';
import { cutText } from '../../web/engine/corpus.js';
import { packed } from '../../web/engine/dataset.js';
import { handingOver } from '../../web/engine/handing-over.js';
import { resolve } from '../../web/engine/engine-settings.js';
import { loadEngine } from '../../web/engine/load.js';
import { SHARES } from '../../web/engine/beside-training.js';
import { evaluatedPerTrained, sampleOf } from '../../web/engine/sample.js';
import { sequencesFrom } from '../../web/text/sequences.js';
import { newSession } from './helpers.js';

/** @typedef {import('../../web/engine/types.js').Update} Update */

/** A text that can be learned, a line for each of so many numbers. @param {number} lines */
const countingText = (lines) =>
  Array.from({ length: lines }, (_, i) => `${i} and ${i % 7} make ${i + (i % 7)}`).join('\n');

/** @param {string} text @param {object} [more] */
const source = (text, more = {}) => ({
  ...{ id: 'text', files: [{ source: new Blob([text]) }], unit: /** @type {const} */ ('characters') },
  ...{ endOfSentence: /** @type {const} */ ('mark'), ...more },
});

/** @type {import('../../web/engine/types.js').EngineOptions} */
const settings = { cell: 'gru', hiddenSize: 16, batchSize: 0, truncate: 32, learningRate: 0.01, clipNorm: 5 };

test('a text is read once: create finds it by its id, and says how it was cut', async (t) => {
  const session = await newSession(t);
  const text = countingText(3000);
  /** @type {number[]} */
  const progress = [];
  const summary = await session.openText(source(text), {
    onProgress: ({ done, total }) => progress.push(done / total),
  });
  assert.deepEqual([summary.characters, summary.lineCount, summary.cut], [text.length, 3000, false]);
  assert.ok(progress.every((share, i) => share >= (progress[i - 1] ?? 0) && share <= 1));
  const nothing = source(text, { files: [], streams: 8 });
  await assert.rejects(
    session.create({ settings, text: nothing }),
    { code: 'badData' },
    'other files are another text',
  );
  const {
    text: cut,
    tokens,
    vocabularySize,
  } = await session.create({ settings, text: source(text, { streams: 8, heldOut: 0.1 }) });
  assert.deepEqual([tokens, vocabularySize], [summary.tokens, summary.tokens.length]);
  assert.ok(cut);
  assert.deepEqual([cut.sequences, cut.training.length, cut.trainingTokens + cut.heldOutTokens], [8, 8, text.length]);
  assert.equal(cut.heldOutTokens, Math.round(0.1 * text.length));
  const beginning = (/** @type {Int32Array} */ ids) => Array.from(ids, (id) => tokens[id]).join('');
  assert.equal(beginning(cut.training[0].inputs), text.slice(0, 200));
  assert.equal(beginning(cut.training[0].targets), text.slice(1, 201));
});

test('gzip, bytes and strings are the same text; what is no text says so', async (t) => {
  const session = await newSession(t);
  const text = countingText(2000);
  const bytes = new TextEncoder().encode(text);
  const read = async (/** @type {any} */ file, /** @type {string} */ id) => {
    const { parts: _, ...summary } = await session.openText({ ...source(''), id, files: [{ source: file }] });
    return summary;
  };
  const expected = await read(text, 'string');
  assert.deepEqual(await read(bytes, 'bytes'), expected);
  assert.deepEqual(await read(bytes.buffer, 'buffer'), expected);
  assert.deepEqual(await read(gzipSync(bytes), 'gzip'), expected);
  const noise = Uint8Array.from({ length: 60_000 }, (_, i) => (i * 197 + (i >> 3)) & 255);
  await assert.rejects(read(noise, 'noise'), { code: 'badText', details: { part: 0, issue: 'file-not-text' } });
});

test('a string is text, whatever it looks like; bytes that look so are none, or are read so', async (t) => {
  const session = await newSession(t);
  const rest = ' is how this text begins, which goes on for some lines.\n'.repeat(20);
  const read = (/** @type {any} */ file) => session.openText({ ...source(''), id: file.id, files: [file] });
  for (const begin of ['ID3', 'RIFF', 'GIF8', '%PDF', '{\\rtf', '\u001b$B']) {
    const text = `${begin}${rest}`;
    const { parts, beginning } = await read({ id: begin, source: text });
    assert.deepEqual(parts, [{ encoding: 'utf-8', guessed: false, unread: 0 }], begin);
    assert.equal(beginning, text.replace('\u001b', ''));
    assert.deepEqual((await read({ id: begin, source: text, encoding: 'shift_jis' })).beginning, beginning);
    const sniffed = read({ id: `bytes ${begin}`, source: new Blob([text]) });
    if (begin === '\u001b$B') assert.deepEqual((await sniffed).parts[0].encoding, 'iso-2022-jp');
    else await assert.rejects(sniffed, { code: 'badText' });
  }
  const model = await createModel(settings, { text: `ID3${rest}` });
  t.after(() => model.dispose());
  assert.ok(['I', 'D', '3'].every((letter) => model.tokens.includes(letter)));
});

test('a text that is too large is cut between two characters', async (t) => {
  const session = await newSession(t);
  // Lines of 16 bytes: byte 10,000,000 is the last but one of a character.
  const text = `xx${'中文字典的\n'.repeat(625_001)}`;
  for (const [id, one] of Object.entries({
    string: text,
    blob: new Blob([text]),
    gzip: gzipSync(text, { level: 1 }),
  })) {
    const { cut, parts, characters, tokens } = await session.openText({
      ...source('', { id, cut: true }),
      files: [{ source: one }],
    });
    assert.deepEqual([cut, parts[0].encoding, parts[0].unread, characters], [true, 'utf-8', 0, 3_750_000], id);
    assert.deepEqual(
      tokens,
      [...'x中文字典的\n'].sort((a, b) => tokens.indexOf(a) - tokens.indexOf(b)),
    );
  }
  // Of the second of two files there is room for the beginning of one character.
  const files = [{ source: 'a'.repeat(9_999_996) }, { source: new Blob(['bbb中b']) }];
  const { parts, tokens } = await session.openText({ ...source('', { id: 'two', cut: true }), files });
  assert.deepEqual([parts[1].encoding, parts[1].unread, tokens.sort().join('')], ['utf-8', 0, '\nab']);
});

test('a reading that is given up ends, and disturbs no training', async (t) => {
  const session = await newSession(t);
  await session.create({ settings, text: source(countingText(2000), { streams: 8 }) });
  const abort = new AbortController();
  const reading = session.openText(
    { ...source(countingText(200_000)), id: 'other' },
    { signal: abort.signal, onProgress: () => abort.abort(new Error('enough')) },
  );
  const trained = session.train({ steps: 20 });
  await assert.rejects(reading, { message: 'enough' });
  assert.equal((await trained).step, 20);
});

test('streams, lines and what is held out are cut as from a short text, by views of one list of ids', () => {
  // Lines of 1 to 9 tokens; the ids of a short text's cutting are the oracle.
  const lines = Array.from({ length: 60 }, (_, i) =>
    Int32Array.from({ length: 1 + (i % 9) }, (_, k) => 1 + ((i + k) % 5)),
  );
  const ends = (/** @type {number} */ gap) => {
    let at = 0;
    return Int32Array.from(lines, (line) => {
      const end = at + line.length;
      at = end + gap;
      return end;
    });
  };
  const marked = Int32Array.from(lines.flatMap((line) => [...line, 0]));
  const bare = Int32Array.from(lines.flatMap((line) => [...line]));
  const plain = (/** @type {readonly {inputs: Int32Array, targets: Int32Array}[]} */ sequences) =>
    sequences.map(({ inputs, targets }) => [[...inputs], [...targets]]);
  for (const heldOut of [0, 0.1, 0.5]) {
    for (const [endOfSentence, ids, endId] of /** @type {const} */ ([
      ['mark', marked, 0],
      ['run-on', bare, -1],
    ])) {
      const text = /** @type {any} */ ({ ids, lineEnds: ends(endId < 0 ? 0 : 1) });
      for (const streams of [1, 4, 7]) {
        const expected = sequencesFrom(lines, { endId, heldOut, streams });
        const found = cutText(text, { streams, heldOut, endOfSentence });
        assert.deepEqual(plain(found.training), plain(expected.training));
        assert.deepEqual(plain(found.heldOut), plain(expected.heldOut), 'so short an end is one stream');
        assert.equal(new Set([...found.training, ...found.heldOut].map(({ inputs }) => inputs.buffer)).size, 1);
      }
      if (endId < 0) continue; // run on, a line's last target is another one beside a held-out line
      const expected = sequencesFrom(lines, { endId, heldOut });
      const found = cutText(text, { streams: 0, heldOut, endOfSentence });
      assert.deepEqual(
        [plain(found.training), plain(found.heldOut)],
        [plain(expected.training), plain(expected.heldOut)],
      );
    }
  }
});

test('given to the engine in pieces, the data are what they are as a whole', async () => {
  const module = await loadEngine();
  const ids = Int32Array.from({ length: 200_001 }, (_, i) => (i * 7919) % 50);
  const lineEnds = Int32Array.from({ length: 4000 }, (_, i) => 50 * (i + 1));
  const text = /** @type {any} */ ({ ids, lineEnds });
  for (const streams of [0, 1, 3]) {
    const data = cutText(text, { streams, heldOut: 0.4, endOfSentence: 'mark' });
    const engine = module.Engine.create(resolve(settings), 50);
    const pieces = [...handingOver(data, engine)].length;
    assert.ok(pieces >= 3, `${pieces} pieces`);
    assert.deepEqual(engine.training(), packed(data.training));
    assert.deepEqual(engine.heldOut(), packed(data.heldOut));
    engine.delete();
  }
});

test('a sample is evenly spread, counts as many tokens as were asked for, and leads to each piece', () => {
  const sequence = (/** @type {number} */ from, /** @type {number} */ length) => ({
    inputs: Int32Array.from({ length }, (_, i) => from + i),
    targets: Int32Array.from({ length }, (_, i) => from + i + 1),
    hidden: new Float64Array(0),
    cell: new Float64Array(0),
  });
  const data = [sequence(0, 40_000), sequence(40_000, 60_000)];
  const sample = sampleOf(data, 3200);
  const asked = sample.flatMap(({ targets }) => [...targets].filter((target) => target >= 0));
  assert.equal(asked.length, 3200);
  assert.equal(new Set(asked).size, 3200, 'none twice');
  for (let tenth = 0; tenth < 10; tenth += 1) {
    const inside = asked.filter((target) => target > tenth * 10_000 && target <= (tenth + 1) * 10_000).length;
    assert.ok(inside >= 200 && inside <= 400, `${inside} of a tenth`);
  }
  for (const { inputs, targets } of sample) {
    const lead = targets.findIndex((target) => target >= 0);
    assert.ok(lead === 64 || inputs[0] === 0 || inputs[0] === 40_000);
    assert.equal(targets[lead], inputs[lead] + 1);
  }
  assert.deepEqual(sampleOf(data, 99_000), data, 'almost all of it is all of it');
});

test('the loss of every update is told from the first on, and a sample is evaluated beside them', async (t) => {
  /** @type {Update[]} */
  const updates = [];
  const session = await newSession(t, { onUpdate: (update) => void updates.push(update) });
  const text = source(countingText(6000), { streams: 16, heldOut: 0.1 });
  await session.create({ settings: { ...settings, evaluationSample: 1000, movingWindows: true }, text });
  await session.train({ steps: 400 });
  const steps = updates.flatMap(({ running }) => [...running.step]);
  assert.deepEqual(
    steps,
    Array.from({ length: 400 }, (_, i) => i + 1),
  );
  const rows = updates.flatMap(({ history }) =>
    Array.from(history.step, (step, i) => ({
      step,
      epoch: history.epoch[i],
      training: history.trainingLoss[i],
      heldOut: history.heldOutLoss[i],
    })),
  );
  assert.deepEqual([rows[0].step, rows[0].epoch], [0, 0], 'the first is of the untrained network');
  assert.ok(rows.length > 3);
  const uniform = Math.log((await session.info()).vocabularySize);
  assert.ok(Math.abs(rows[0].training - uniform) < 0.3 && Math.abs(rows[0].heldOut - uniform) < 0.3);
  const last = /** @type {typeof rows[0]} */ (rows.at(-1));
  assert.ok(last.training < 0.8 * uniform && last.heldOut < 0.8 * uniform);
  assert.ok(
    rows.every(({ epoch }, i) => i === 0 || epoch > rows[i - 1].epoch),
    'epochs are counted with fractions',
  );
  // A twentieth of the time: evaluated tokens take a third of that of a trained one, 3/20 of them at most.
  const trainedTokens = 400 * 16 * 32;
  const evaluated = (rows.length - 1) * 2 * (1000 + 32 * 64);
  assert.ok(evaluated <= 0.15 * trainedTokens, `${evaluated} of ${trainedTokens}`);
});

test('what is evaluated beside the training changes nothing of it, and one seed gives the same rows', async (t) => {
  const runOf = async (/** @type {object} */ more) => {
    /** @type {Update[]} */
    const updates = [];
    const session = await newSession(t, { onUpdate: (update) => void updates.push(update) });
    await session.create({
      settings: { ...settings, ...more },
      text: source(countingText(3000), { streams: 8, heldOut: 0.1 }),
    });
    await session.train({ steps: 60 });
    const rows = updates.flatMap(({ history }) => [...history.step, ...history.trainingLoss, ...history.heldOutLoss]);
    return { parameters: await session.parameters(), rows };
  };
  const first = await runOf({ evaluationSample: 500 });
  const second = await runOf({ evaluationSample: 500 });
  const without = await runOf({ evaluateEvery: 1_000_000 });
  assert.deepEqual(first, second);
  assert.deepEqual(first.parameters, without.parameters);
});

test('evaluate of a sample is near the whole, and of a sample as large as the text the same', async (t) => {
  const session = await newSession(t);
  await session.create({ settings, text: source(countingText(6000), { streams: 16, heldOut: 0.2 }) });
  await session.train({ steps: 60 });
  for (const which of /** @type {const} */ (['training', 'heldOut'])) {
    const whole = await session.evaluate({ which });
    const sample = await session.evaluate({ which, sample: 4000 });
    assert.equal(sample.tokens, 4000);
    // Losses of single tokens scatter by about 1 nat: a mean of 4000 by 0.02.
    assert.ok(Math.abs(sample.meanLoss - whole.meanLoss) < 0.1, `${which}: ${sample.meanLoss}, ${whole.meanLoss}`);
    assert.deepEqual(await session.evaluate({ which, sample: 1e9 }), whole);
  }
});

test('the rate is halved by a sample, and a roll-back goes back to the best of them', async (t) => {
  /** @type {Update[]} */
  const updates = [];
  const session = await newSession(t, { onUpdate: (update) => void updates.push(update) });
  const text = source(countingText(3000), { streams: 8 });
  /** @type {import('../../web/engine/types.js').EngineOptions} */
  const wild = { ...settings, optimizer: 'sgd', learningRate: 30, clipNorm: 0 };
  await session.create({ settings: { ...wild, schedule: 'halving', evaluationSample: 400 }, text });
  await session.train({ steps: 1500 });
  const halvings = updates.flatMap(({ events }) => events.filter(({ type }) => type === 'halved'));
  assert.ok(halvings.length > 0);
  const { step, trainingLoss } = await session.rollBack({ halveRate: false });
  const losses = updates.flatMap(({ history }) => [...history.trainingLoss]);
  const steps = updates.flatMap(({ history }) => [...history.step]);
  assert.equal(trainingLoss, Math.min(...losses));
  // An evaluation takes some steps: it is of the weights with which it began, and so is what is gone back to.
  assert.equal(step, steps[losses.indexOf(trainingLoss)]);
  assert.equal((await session.evaluate({ which: 'training', sample: 400 })).meanLoss, trainingLoss);
});

test('windows move from epoch to epoch: the first of an epoch has another length, and no token is left out', async (t) => {
  const session = await newSession(t);
  const text = source(countingText(300), { streams: 4 });
  const { text: cut } = await session.create({ settings: { ...settings, movingWindows: true }, text });
  const tokens = cut?.trainingTokens ?? 0;
  /** @type {Set<number>} */
  const lengths = new Set();
  for (let epoch = 0; epoch < 4; epoch += 1) {
    let covered = 0;
    for (let first = true; (await session.status()).epoch === epoch; first = false) {
      const { begin, end } = await session.peekNextBatch();
      if (first) lengths.add(end - begin);
      assert.equal(begin, covered);
      covered = end;
      await session.step();
    }
    assert.equal(covered, Math.ceil(tokens / 4));
  }
  // ⌊32 · (0.618 k mod 1)⌋ for k = 0 … 3, the whole window instead of 0.
  assert.deepEqual([...lengths], [32, 19, 7, 27]);
  assert.equal((await session.status()).tokensSeen, 4 * tokens);
});

test('a model of a long text is saved and goes on to the last bit, with its rows', async (t) => {
  const session = await newSession(t);
  const text = source(countingText(2000), { streams: 8, heldOut: 0.1 });
  await session.create({ settings: { ...settings, evaluationSample: 300, movingWindows: true }, text });
  await session.train({ steps: 187 });
  const bytes = await session.save();
  /** @type {Update[]} */
  const updates = [];
  const other = await newSession(t, { onUpdate: (update) => void updates.push(update) });
  await other.load({ bytes });
  for (const one of [session, other]) await one.train({ steps: 190 });
  assert.deepEqual(await other.parameters(), await session.parameters());
  assert.ok(updates.some(({ history }) => history.epoch.some((epoch) => epoch > 0 && !Number.isInteger(epoch))));
});

test('createModel takes a text as it is', async (t) => {
  const text = countingText(2000);
  const model = await createModel({ ...settings, evaluationSample: 200 }, { text }, { workers: 0 });
  t.after(() => model.dispose());
  const losses = [];
  for await (const { running } of model.train({ steps: 30 })) losses.push(...running.loss);
  assert.ok(losses.length > 0 && losses[losses.length - 1] < losses[0]);
  const { tokens, text: cut } = await model.call('info');
  assert.deepEqual([tokens.slice(0, 3), cut?.sequences], [['0', ' ', 'a'], 32]);
});

test('passages of any place are read, found by what stands in them, and named by their place in other calls', async (t) => {
  const session = await newSession(t);
  const text = countingText(3000);
  await session.create({ settings, text: source(text, { streams: 4, heldOut: 0.1 }) });
  const { tokens, text: cut } = await session.call('info');
  const idsOf = (/** @type {string} */ words) => Int32Array.from(words, (letter) => tokens.indexOf(letter));
  const wordsOf = (/** @type {Int32Array} */ ids) => Array.from(ids, (id) => tokens[id]).join('');
  const total = cut?.trainingTokens ?? 0;

  // A place is moved to the beginning of its line.
  const at = text.indexOf('777 and');
  const { place, passages } = await session.call('passages', { place: at + 5 });
  assert.equal(place, at);
  assert.equal(passages.length, 32);
  assert.equal(wordsOf(passages[0].inputs), text.slice(at, at + 200));
  assert.equal(wordsOf(passages[0].targets), text.slice(at + 1, at + 201));
  assert.equal(wordsOf(passages[1].inputs), text.slice(at + 200, at + 400));

  // The next place where something stands; behind the last one, the first.
  const first = text.indexOf('99 and');
  const find = idsOf('99 and');
  const found = [];
  for (let place = first - 1; found.length < 3; place = /** @type {number} */ (found.at(-1)))
    found.push((await session.call('passages', { find, place })).place);
  const second = text.indexOf('99 and', first + 1);
  assert.deepEqual(found, [first, second, text.indexOf('99 and', second + 1)]);
  assert.equal((await session.call('passages', { find, place: total - 1 })).place, first);
  assert.deepEqual(await session.call('passages', { find: idsOf('and and') }), { place: -1, passages: [] });

  const { inputs } = passages[1];
  const named = await session.call('predict', { sequence: 1, place, limit: 60 });
  assert.deepEqual(named, await session.call('predict', { inputs: inputs.slice(0, 60) }));
  const { sequences } = await session.call('predictAll', { from: 1, count: 1, limit: 60, place });
  assert.equal(sequences[0].ids.length, 60);
  // The last passages end with the training text.
  const last = await session.call('passages', { place: total - 1 });
  assert.equal(
    last.passages.reduce((sum, one) => sum + one.inputs.length, 0),
    total - last.place,
  );
  await assert.rejects(session.call('passages', { place: total }), { code: 'outOfRange' });
});

test('what a page is given of a text is its own: the network goes on with it', async (t) => {
  const session = await newSession(t);
  const text = countingText(2000);
  await session.create({ settings, text: source(text, { streams: 4 }) });
  const { passages } = await session.call('passages', { place: 500 });
  for (const { inputs, targets } of passages) {
    inputs.fill(0);
    targets.fill(0);
  }
  const again = await session.call('passages', { place: 500 });
  assert.ok(again.passages[0].inputs.some((id) => id > 0));
});

test('only a model of a text has places', async (t) => {
  const session = await newSession(t);
  await session.create({ settings: {}, training: [{ inputs: [0, 1], targets: [1, 0] }], vocabularySize: 2 });
  await assert.rejects(session.call('passages', { place: 0 }), { code: 'badArgument' });
  await assert.rejects(session.call('predict', { sequence: 0, place: 0 }), { code: 'badArgument' });
});

test('while it trains, a view of the sample is the evaluation beside the training, and afterwards of the weights that there are', async (t) => {
  /** @type {{ step: number, value: import('../../web/engine/types.js').Evaluation }[]} */
  const seen = [];
  /** @type {Map<number, number>} training losses by step */
  const rows = new Map();
  const onUpdate = (/** @type {Update} */ { history, views }) => {
    for (const [i, step] of history.step.entries()) rows.set(step, history.trainingLoss[i]);
    if ('score' in views) seen.push(/** @type {any} */ (views.score));
  };
  const session = await newSession(t, { onUpdate });
  const text = source(countingText(3000), { streams: 8 });
  await session.create({ settings: { ...settings, evaluationSample: 500 }, text });
  await session.train({ steps: 200 });
  await session.watch({ views: { score: { call: 'evaluate', args: { sample: 500 } } } });
  const ends = [200];
  const between = () => seen.filter(({ step }) => step > 200 && !ends.includes(step));
  // A fast machine may have done many updates before a view is due.
  do {
    await session.train({ steps: 2000 });
    const end = ends[ends.length - 1] + 2000;
    ends.push(end);
    while (seen.at(-1)?.step !== end) await new Promise((resolve) => setImmediate(resolve));
  } while (between().length === 0);
  const last = /** @type {typeof seen[0]} */ (seen.at(-1));
  assert.deepEqual(last.value, await session.evaluate({ sample: 500 }), 'at rest: of the weights that there are');
  assert.deepEqual(
    between().map(({ value }) => value.meanLoss),
    between().map(({ step }) => rows.get(step)),
    'while training: what the curve says',
  );
});

test('evaluations begin often and take their share from then on', () => {
  // A token of an evaluation takes a third of the time of one that is trained on: a twentieth of the time, and a hundredth.
  assert.equal(evaluatedPerTrained(1), 3 / 20);
  assert.equal(evaluatedPerTrained(400_000), 3 / 20);
  assert.equal(evaluatedPerTrained(800_000), 3 / 40);
  assert.equal(evaluatedPerTrained(1e9), 3 / 100);
  const all = Object.values(SHARES).reduce((sum, share) => sum + share);
  assert.ok(Math.abs(all - 1 / 20) < 1e-12, `${all}: a twentieth of the time, all together`);
});
