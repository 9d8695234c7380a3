/** What a program may get wrong, and how it is told: names that there are not, missing arguments, a worker that dies. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { createModel, EngineError, loadEngine, loadModel, Training } from '../../web/engine/index.js';
import { calls } from '../../web/engine/protocol.js';
import { prepareText } from '../../web/text/index.js';
import { newSession, rejection, sentences } from './helpers.js';

/** @param {import('node:test').TestContext} t @param {import('../../web/engine/index.js').ModelOptions} [options] */
async function newModel(t, options) {
  const model = await createModel({ hiddenSize: 4 }, { training: sentences, heldOut: sentences }, options);
  t.after(() => model.dispose());
  return model;
}

/** Not as its types say. @param {unknown} value @returns {any} */
const untyped = (value) => value;

for (const worker of [false, true]) {
  const where = worker ? 'in a worker' : 'in this thread';

  test(`a misspelt name in train is refused, and nothing is trained: ${where}`, async (t) => {
    const model = await newModel(t, { worker });
    const error = await rejection(model.train(untyped({ epoch: 2 })), 'badArgument');
    assert.match(error.message, /train has no “epoch”: there may be epochs, steps, seconds, pace\./);
    assert.deepEqual(error.details, { name: 'epoch', allowed: ['epochs', 'steps', 'seconds', 'pace'] });
    for (const wrong of [5, null, [], 'epochs', { pace: { perSecnd: 1 } }])
      await rejection(model.train(untyped(wrong)), 'badArgument');
    const { step, phase } = await model.status();
    assert.deepEqual({ step, phase }, { step: 0, phase: 'idle' });
  });

  test(`a train that is refused leaves the one under way, and the loop over it, as they are: ${where}`, async (t) => {
    const model = await newModel(t, { worker });
    let rows = 0;
    for await (const _ of model.train()) {
      rows++;
      if (rows > 6) break; // which pauses it
      await rejection(model.train(untyped({ epoch: 2 })), 'badArgument');
      await rejection(model.train({ steps: 0.5 }), 'outOfRange');
      await assert.rejects(model.train({}, { signal: AbortSignal.abort(new Error('never mind')) }), /never mind/);
    }
    assert.equal((await model.status()).phase, 'idle');
  });

  test(`a model may be disposed of within the loop over its training: ${where}`, async (t) => {
    const model = await newModel(t, { worker });
    for await (const _ of model.train()) {
      model.dispose();
      break;
    }
    await rejection(model.status(), 'disposed');
  });

  test(`every call refuses a name that it does not have, and says which there are: ${where}`, async (t) => {
    const model = await newModel(t, { worker });
    for (const name of Object.keys(calls).filter((name) => !['create', 'load', 'openText'].includes(name))) {
      const call = untyped(model)[name].bind(model);
      const error = await rejection(
        call({ sequence: 0, inptus: [0], signal: undefined }),
        name === 'updateSettings' ? 'unknownSetting' : 'badArgument',
      );
      assert.ok(error.message.includes(error.details.name ?? error.details.setting), name);
      await rejection(call({}, { sginal: undefined }), 'badArgument');
    }
    for (const name of ['create', 'load', 'openText', 'think']) {
      assert.equal(untyped(model)[name], undefined);
      await rejection(model.call(untyped(name), {}), 'unknownCall');
    }
  });

  test(`a call without the arguments that it needs is refused: ${where}`, async (t) => {
    const model = await newModel(t, { worker });
    const needing = [
      'updateSettings',
      'setParameter',
      'watch',
      'predict',
      'distribution',
      'generate',
      'trace',
      'contribution',
      'dryRunStep',
      'gradients',
      'gradientCheck',
      'influence',
      'gradientFlow',
      'unitActivity',
    ];
    for (const name of needing) {
      const error = await rejection(untyped(model)[name](), 'badArgument');
      assert.match(error.message, new RegExp(`^${name} needs an argument`));
    }
  });

  test(`what the network is can be read at once, and follows: ${where}`, async (t) => {
    const tokens = [...'你好李焕英夏洛特烦恼'];
    const settings = /** @type {const} */ ({
      cell: 'gru',
      hiddenSize: 4,
      optimizer: 'sgd',
      learningRate: 0.5,
      schedule: 'halving',
      evaluateEvery: 1,
    });
    const model = await createModel(settings, { training: sentences, tokens }, { worker });
    t.after(() => model.dispose());
    assert.deepEqual(model.tokens, tokens);
    assert.equal(model.vocabularySize, 10);
    // Gates 3 × 4 units: 12 × 10 + 12 × 4 + 2 × 12 into the cell, 10 × 4 + 10 out of it.
    assert.equal(model.parameterCount, 242);
    assert.deepEqual(model.settings, (await model.info()).settings);
    await model.updateSettings({ learningRate: 40 });
    assert.equal(model.settings.learningRate, 40);
    for await (const _ of model.train({ epochs: 30 })); // too high a rate: it is halved
    assert.ok(model.settings.learningRate < 40);
    assert.equal(model.settings.learningRate, (await model.info()).settings.learningRate);
    await model.rollBack();
    assert.equal(model.settings.learningRate, (await model.info()).settings.learningRate);
  });

  test(`results have their shapes: ${where}`, async (t) => {
    const model = await newModel(t, { worker });
    const { probabilities, hidden, shapes } = await model.predict({ inputs: [0, 1, 2] });
    assert.deepEqual(shapes, { probabilities: [3, 10], hidden: [3, 4] });
    assert.deepEqual([probabilities.length, hidden.length], [30, 12]);
    const { norms, shape } = await model.gradientFlow({ sequence: 0 });
    assert.deepEqual(shape, [1, 5]);
    assert.equal(norms.length, 5);
  });
}

test('a session refuses a misspelt limit as well', async (t) => {
  const session = await newSession(t);
  await session.create({ training: sentences, vocabularySize: 10 });
  const error = await rejection(session.train(untyped({ epoch: 2 })), 'unknownSetting');
  assert.match(error.message, /^epoch is not .* one of epochs, steps, seconds, pace\.$/);
});

test('data with names that there are not are refused, and so is what belongs into the last argument', async () => {
  const [{ inputs, targets }] = sentences;
  for (const [data, name] of /** @type {[any, string][]} */ ([
    [{ trainnig: sentences }, 'trainnig'],
    [{ training: sentences, token: ['a'] }, 'token'],
    [{ training: [{ inputs, targets, target: targets }] }, 'target'],
    [{ training: [{ inputs, targets, initialState: { hidden: [] } }] }, 'hidden'],
    [{ text: 'abab', tokens: [] }, 'tokens'],
    [{ text: { files: [{ source: 'abab' }], stream: 3 } }, 'stream'],
  ])) {
    const error = await rejection(createModel({}, data), 'badArgument');
    assert.equal(error.details.name, name);
    assert.ok(error.details.allowed.every((/** @type {string} */ one) => error.message.includes(one)));
  }
  const error = await rejection(createModel({}, untyped({ training: sentences, worker: true })), 'badArgument');
  assert.match(error.message, /“worker”: it belongs into the last argument/);
  await rejection(createModel({}, { training: sentences }, untyped({ wroker: true })), 'badArgument');
});

test('a long text is a string, a Blob or bytes in whatever view; anything else is refused in one sentence', async (t) => {
  const wrong = [undefined, null, 42, [], {}, { unit: 'words' }, { files: [] }, { files: [5] }, { files: 'abab' }];
  for (const text of wrong) {
    const error = await rejection(createModel({}, untyped({ text })), 'badArgument');
    assert.match(
      error.message,
      /^text must be a string, a Blob, bytes, or \{ files: \[\{ source \}, …\] \} with such\.$/,
    );
  }
  const written = 'one two three four five six seven\n'.repeat(40);
  const bytes = new TextEncoder().encode(written);
  const middle = new Uint8Array(bytes.length + 16);
  middle.set(bytes, 8);
  const view = new DataView(middle.buffer, 8, bytes.length);
  for (const text of [written, bytes, bytes.buffer, view, new Blob([bytes]), { files: [{ source: view }] }]) {
    const model = await createModel({ hiddenSize: 4, batchSize: 0 }, untyped({ text }));
    t.after(() => model.dispose());
    // The letters of the text, the space, and the end of a sentence.
    assert.equal(model.vocabularySize, new Set(written).size, String(text));
  }
});

/** Options of a text that are wrong, and a word of what they may be. @type {[object, string, RegExp][]} */
const WRONG_OPTIONS = [
  [{ unit: 'word' }, 'unit', /"word", but must be one of characters, words\./],
  [{ endOfSentence: 'runon' }, 'endOfSentence', /"runon", but must be one of mark, run-on\./],
  [{ heldOut: 5 }, 'heldOut', /5, but must be a number from 0 and below 1\./],
  [{ heldOut: '0.1' }, 'heldOut', /"0\.1", but must be a number/],
  [{ streams: -1 }, 'streams', /-1, but must be a whole number from 0/],
  [{ streams: 1.5 }, 'streams', /1\.5, but must be a whole number/],
  [{ locale: '!!' }, 'locale', /"!!", but must be the tag of a language/],
  [{ locale: 5 }, 'locale', /5, but must be the tag of a language/],
  [{ files: [{ source: 'abab', encoding: 'utf9' }] }, 'encoding', /"utf9", but must be a name that TextDecoder knows/],
];

test('how a text is read and cut is checked: what is wrong is named, with what it may be', async (t) => {
  const session = await newSession(t);
  const text = untyped({ id: 'text', files: [{ source: 'abab\nbaba' }], unit: 'characters', endOfSentence: 'mark' });
  await session.create({ text });
  for (const [options, name, sentence] of WRONG_OPTIONS) {
    for (const wrong of [
      () => createModel({}, untyped({ text: { files: text.files, ...options } })),
      () => session.create({ text: { ...text, ...options } }), // of a text that has been read
      () => session.openText({ ...text, id: 'other', ...options }),
    ]) {
      const error = await rejection(wrong(), 'badArgument');
      assert.ok(error instanceof EngineError);
      assert.equal(error.details.name, name);
      assert.match(error.message, sentence);
      assert.ok(error.message.startsWith(`${name} is `));
    }
  }
  await rejection(session.openText({ ...text, id: 'other', unit: undefined }), 'badArgument');
  assert.equal((await session.info()).tokens.length, 3, 'the network is there still');
});

test('an option of a text that is undefined is as if it were left out; encodings have all names that they have', async (t) => {
  const written = 'one two three four five six seven\n'.repeat(40);
  const nothing = { id: undefined, unit: undefined, endOfSentence: undefined, locale: undefined, cut: undefined };
  for (const options of [{ ...nothing, streams: undefined, heldOut: undefined }, { locale: 'pt-BR' }]) {
    const source = new Blob([written]);
    const model = await createModel(
      { hiddenSize: 4, batchSize: 0 },
      untyped({ text: { files: [{ source, encoding: 'Latin1' }], ...options } }),
    );
    t.after(() => model.dispose());
    const { text } = await model.info();
    assert.deepEqual([text?.sequences, text?.heldOutTokens], [32, 136]);
    assert.ok(model.tokens.includes('\n'));
  }
});

test('tokens and meta that no file could hold are refused when they are given, not when they are saved', async (t) => {
  /** @type {Record<string, unknown>} */
  const cyclic = {};
  cyclic.self = cyclic;
  const tokens = [...'0123456789'];
  const wrongTokens = ['0123456789', 5, null, tokens.slice(1), [...tokens, 'x'], [...tokens.slice(1), 7], Array(10)];
  const wrongMeta = [null, 5, 'meta', cyclic, { count: 5n }, { toJSON: () => undefined }];
  const model = await newModel(t);
  const bytes = await model.save({ tokens, meta: { a: [1, null], left: undefined } });
  for (const [name, values] of Object.entries({ tokens: wrongTokens, meta: wrongMeta })) {
    for (const value of values) {
      const wrong = untyped({ [name]: value });
      for (const call of [
        () => createModel({}, { training: sentences, vocabularySize: 10, ...wrong }),
        () => model.save(wrong),
        ...(name === 'meta' ? [() => createModel({}, { text: 'abab', ...wrong }), () => model.checkpoint(wrong)] : []),
      ]) {
        const error = await rejection(call(), 'badArgument');
        assert.deepEqual(error.details, { name });
        assert.match(
          error.message,
          name === 'meta' ? /^meta must be an object/ : /^tokens must be 10 strings, or none\.$/,
        );
      }
    }
  }
  assert.deepEqual(await model.save({ tokens, meta: { a: [1, null] } }), bytes, 'the network is as it was');
  const loaded = await loadModel(bytes);
  t.after(() => loaded.dispose());
  assert.deepEqual([loaded.tokens, (await loaded.info()).meta], [tokens, { a: [1, null] }]);
});

test('an empty list of tokens is none', async (t) => {
  const model = await createModel({}, { training: sentences, tokens: [] });
  t.after(() => model.dispose());
  assert.deepEqual([model.vocabularySize, model.tokens], [10, []]);
});

test('what prepareText gives, createModel takes', async (t) => {
  const { training, heldOut, vocabulary } = prepareText('one two\ntwo three\nthree four', { heldOut: 0.3 });
  const model = await createModel({ hiddenSize: 4 }, { training, heldOut, tokens: [...vocabulary.tokens] });
  t.after(() => model.dispose());
  assert.equal(model.vocabularySize, vocabulary.size);
});

test('missing and unsuitable data are refused with errors of the engine', async () => {
  for (const args of [[], [{}], [{}, null], [{}, []], [5, { training: sentences }], [{}, { training: sentences }, 5]])
    await rejection(untyped(createModel)(...args), 'badArgument');
  for (const training of [undefined, null, 'abab', [], [null], [{}], [{ inputs: 'ab', targets: 'ba' }]])
    await rejection(createModel({}, untyped({ training })), 'badData');
  for (const source of [undefined, null, 5, {}]) await rejection(loadModel(untyped(source)), 'badArgument');
  await rejection(loadModel(new Uint8Array(9), untyped({ singal: 1 })), 'badArgument');
});

test('a model is loaded from whatever holds its file', async (t) => {
  const model = await newModel(t);
  await model.train({ epochs: 3 });
  const bytes = /** @type {Uint8Array<ArrayBuffer>} */ (await model.save());
  const { trainingLoss } = await model.status();
  const folder = await mkdtemp(join(tmpdir(), 'model-'));
  const server = createServer((request, response) => {
    if (request.url === '/model.safetensors') response.end(bytes);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  t.after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const address = `http://127.0.0.1:${port}/model.safetensors`;
  const file = join(folder, 'model.safetensors');
  await writeFile(file, bytes);
  const { buffer } = new Uint8Array(bytes);
  const middle = new Uint8Array(bytes.length + 16);
  middle.set(bytes, 8);
  for (const source of [
    ...[bytes, buffer, new DataView(buffer), middle.subarray(8, bytes.length + 8), new Blob([bytes])],
    ...[
      new Response(bytes),
      await fetch(address),
      address,
      new URL(address),
      pathToFileURL(file),
      String(pathToFileURL(file)),
    ],
  ]) {
    const copy = await loadModel(source);
    assert.equal((await copy.status()).trainingLoss, trainingLoss);
    copy.dispose();
  }
  const error = await rejection(loadModel(`${address}.old`), 'loadFailed');
  assert.match(error.message, /status 404/);
  await rejection(loadModel(await fetch(`${address}.old`)), 'loadFailed');
  await rejection(loadModel(pathToFileURL(`${file}.old`)), 'loadFailed');
  server.closeAllConnections();
});

test('train returns a promise, which can be looped over as well', async (t) => {
  const model = await newModel(t);
  const training = model.train({ epochs: 2 });
  assert.ok(training instanceof Promise && training instanceof Training);
  const then = training.then(({ reason }) => reason);
  assert.ok(!(then instanceof Training));
  /** @type {string[]} */
  const order = [];
  await training.finally(() => order.push('ended'));
  assert.deepEqual([await then, ...order], ['finished', 'ended']);
  assert.equal((await training).epoch, 2);
  const [one] = await Promise.allSettled([model.train({ steps: 0 })]);
  assert.equal(one.status, 'rejected');
  let rows = 0;
  for await (const { history } of model.train({ epochs: 3 })) rows += history.epoch.length;
  assert.ok(rows >= 0);
  await assert.rejects(async () => {
    for await (const _ of model.train(untyped({ epoch: 3 }))) assert.fail();
  }, EngineError);
});

test('leaving a loop pauses its own training, not the one that has taken its place', async (t) => {
  for (const worker of [false, true]) {
    const model = await newModel(t, { worker });
    /** @type {Training | undefined} */
    let second;
    for await (const _ of model.train()) {
      second = model.train({ epochs: 2000 });
      break;
    }
    assert.equal((await second)?.reason, 'finished');
    for await (const _ of model.train()) break;
    assert.equal((await model.status()).phase, 'idle');
  }
});

test('two loops over one training each get all of its progress, and end', async (t) => {
  const model = await newModel(t);
  const training = model.train();
  /** @param {number} count after so many it is left, which ends the training */
  const loop = async (count) => {
    /** @type {number[]} */
    const epochs = [];
    for await (const { epoch } of training) if (epochs.push(epoch) === count) break;
    return epochs;
  };
  const [one, other] = await Promise.all([loop(3), loop(Number.POSITIVE_INFINITY)]);
  assert.equal(one.length, 3);
  assert.deepEqual(other.slice(0, 3), one);
});

test('a signal is in the last argument of whatever is called', async (t) => {
  const signal = AbortSignal.abort(new Error('enough'));
  const enough = { message: 'enough' };
  await assert.rejects(createModel({}, { training: sentences }, { signal }), enough);
  for (const worker of [false, true]) {
    const model = await newModel(t, { worker });
    await assert.rejects(model.train({ epochs: 1 }, { signal }), enough);
    await assert.rejects(model.evaluate({}, { signal }), enough);
    await assert.rejects(model.status(undefined, { signal }), enough);
    await assert.rejects(loadModel(await model.save(), { signal, worker }), enough);
    const error = await rejection(model.train(untyped({ epochs: 1, signal })), 'badArgument');
    assert.match(error.message, /“signal”: it belongs into the last argument/);
  }
  await assert.rejects(loadModel('http://127.0.0.1:9/', { signal }), enough);
});

test('a signal of another realm is one as well', async (t) => {
  // As of a frame, or of a test environment: it has the methods, but its class is another.
  const { signal } = new AbortController();
  const foreign = new Proxy(signal, {
    getPrototypeOf: () => EventTarget.prototype,
    get: (target, name) => {
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  assert.ok(!(foreign instanceof AbortSignal));
  const model = await newModel(t);
  assert.equal((await model.train({ epochs: 1 }, { signal: foreign })).epoch, 1);
  for (const wrong of [null, 5, {}])
    await rejection(model.train({ epochs: 1 }, untyped({ signal: wrong })), 'badArgument');
});

test('a worker that dies is an event of the model, and rejects what is under way', async (t) => {
  /** @type {import('node:worker_threads').Worker[]} */
  const workers = [];
  const onWorker = (/** @type {import('node:worker_threads').Worker} */ worker) => workers.push(worker);
  process.on('worker', onWorker);
  t.after(() => process.off('worker', onWorker));
  const model = await newModel(t, { worker: true, workers: 0 });
  /** @type {EngineError[]} */
  const failures = [];
  model.addEventListener('failure', ({ detail }) => failures.push(detail));
  const training = rejection(model.train(), 'workerFailed');
  assert.equal(workers.length, 1);
  await workers[0].terminate();
  await training;
  assert.deepEqual(
    failures.map(({ code }) => code),
    ['workerFailed'],
  );
  await rejection(model.status(), 'workerFailed');
});

test('out of memory in this thread is one error for every model there; the next one gets another engine', async (t) => {
  const [model, neighbor] = [await newModel(t), await newModel(t)];
  const { Engine } = /** @type {any} */ (await loadEngine());
  const { step } = Engine.prototype;
  t.after(() => Object.assign(Engine.prototype, { step }));
  Engine.prototype.step = () => {
    throw new WebAssembly.RuntimeError('Aborted(OOM)');
  };
  const failures = /** @type {EngineError[]} */ ([]);
  for (const one of [model, neighbor]) one.addEventListener('failure', ({ detail }) => failures.push(detail));
  // The other one is at work, and does not trap by itself.
  const pending = [
    model.train({ steps: 1 }),
    model.gradientCheck({ all: true }),
    neighbor.gradientCheck({ all: true, sample: 1e9 }),
  ];
  for (const error of await Promise.all(pending.map((call) => rejection(call, 'workerFailed'))))
    assert.match(error.message, /out of memory/);
  assert.equal(failures.length, 2);
  for (const one of [model, neighbor]) await rejection(one.status(), 'workerFailed');
  for (const one of [model, neighbor]) one.dispose();
  const next = await newModel(t);
  await next.train({ steps: 3 });
  assert.equal((await next.status()).step, 3);
});

test('a train that fails, and that nobody asks about, ends a program like any other unhandled rejection', async () => {
  const program = `import { createModel } from ${JSON.stringify(new URL('../../web/engine/index.js', import.meta.url).href)};
    const model = await createModel({ hiddenSize: 4 }, { training: [{ inputs: [0, 1], targets: [1, 0] }] });
    model.train({ epoch: 2 });`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  const { code, stderr } = await run.then(
    () => assert.fail('it ends as if nothing had been wrong'),
    (error) => error,
  );
  assert.equal(code, 1);
  assert.match(stderr, /train has no “epoch”/);
});
