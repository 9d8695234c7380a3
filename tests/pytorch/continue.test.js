/**
 * “Continue in PyTorch”: the zip that the page gives is unpacked and its program run, by this machine's python3 that has torch.
 * Expected numbers come from the engine: the loss that it computed of the same weights, and the losses of its own further
 * training, which PyTorch's optimizers, going on from the same moments, must reproduce.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { pythonWithTorch, TORCH_HINT } from '../runner/find-torch.mjs';
import { pythonProject } from '../../web/export/python-project.js';
import { Store } from '../../web/state/store.js';
import { createClient } from '../web/node-engine.js';
import { startedStore, until } from '../web/store-helpers.js';

const python = pythonWithTorch() ?? assert.fail(`These tests need ${TORCH_HINT}.`);
const program = readFileSync(new URL('../../web/export/continue.py', import.meta.url), 'utf8');

/** Losses are printed with 6 digits; in float32 both are within this of the exact one. */
const TOLERANCE = 1e-5;

const TEXT = 'the cat sat on the mat\na dog ran\nthe dog sat on a cat\nwe ran and ran\n你好李焕英';

const SETTINGS = { text: TEXT, hiddenSize: 16, batchSize: 2, truncate: 7, clipNorm: 0.7, learningRate: 0.01, pace: 0 };

/**
 * @param {import('node:test').TestContext} context
 * @param {Record<string, unknown>} settings
 * @returns {Promise<{ store: Awaited<ReturnType<typeof startedStore>>, folder: string }>} trained, and unpacked
 */
async function unpacked(context, settings) {
  const store = await startedStore(context, { ...SETTINGS, ...settings });
  await store.train({ epochs: 25 });
  return { store, folder: await unzipped(context, store) };
}

/** @param {import('node:test').TestContext} context @param {Store} store */
async function unzipped(context, store) {
  const folder = mkdtempSync(join(tmpdir(), 'continue-'));
  context.after(() => rmSync(folder, { recursive: true }));
  for (const [name, bytes] of Object.entries(unzipSync(await pythonProject(store, program))))
    writeFileSync(join(folder, name), bytes);
  return folder;
}

/** @param {string} folder @param {string[]} args of the program @param {string[]} [launcher] of python3 */
async function run(folder, args, launcher = []) {
  const { stdout } = await promisify(execFile)(python, [...launcher, join(folder, 'continue.py'), ...args], {
    timeout: 240_000,
    env: { ...process.env, OMP_NUM_THREADS: '1' },
  });
  const [, here, there] = /loss: (\S+) +on the page: (\S+)/.exec(stdout) ?? assert.fail(stdout);
  const losses = Array.from(stdout.matchAll(/epoch .* loss (\S+)$/gm), ([, loss]) => Number(loss));
  return { here: Number(here), there: Number(there), losses };
}

/** Of the engine's next epochs. @param {Store} store @param {number} epochs */
async function engineLosses(store, epochs) {
  const losses = [];
  for (let i = 0; i < epochs; i++) {
    await store.call('step', { unit: 'epoch' });
    losses.push((await store.call('evaluate', { which: 'training' })).meanLoss);
  }
  return losses;
}

/** @param {readonly number[]} actual @param {readonly number[]} expected @param {string} what */
function assertNear(actual, expected, what) {
  assert.equal(actual.length, expected.length, what);
  for (const [i, value] of actual.entries())
    assert.ok(Math.abs(value - expected[i]) <= TOLERANCE, `${what} ${i}: ${value}, expected ${expected[i]}`);
}

for (const settings of [
  { cell: 'rnn', layers: 1, optimizer: 'sgd', learningRate: 0.1 },
  { cell: 'rnn', layers: 2, optimizer: 'nesterov', activation: 'relu', bias: false },
  { cell: 'rnn', layers: 2, optimizer: 'momentum', activation: 'identity', learningRate: 0.003 },
  { cell: 'rnn', layers: 1, optimizer: 'sgd', activation: 'listing', learningRate: 0.003 },
  { cell: 'gru', layers: 1, optimizer: 'rmsprop', learningRate: 0.003 },
  { cell: 'gru', layers: 2, optimizer: 'adagrad', reduction: 'sum' },
  { cell: 'lstm', layers: 1, optimizer: 'adam' },
  { cell: 'lstm', layers: 2, optimizer: 'adamw', schedule: 'cosine', warmupSteps: 100, totalSteps: 5000 },
  { cell: 'lstm', layers: 2, optimizer: 'adam', precision: 'float64', streams: 2, batchSize: 0 },
  { cell: 'gru', layers: 1, optimizer: 'adam', schedule: 'inverseSqrt', steadySteps: 2 },
]) {
  test(`PyTorch computes the engine's loss and trains as it does: ${JSON.stringify(settings)}`, async (context) => {
    const { store, folder } = await unpacked(context, settings);
    const { here, there, losses } = await run(folder, ['--epochs', '3']);
    assert.equal(there, Number((await store.call('evaluate', { which: 'training' })).meanLoss.toFixed(9)));
    assertNear([here], [there], 'the loss of the saved weights');
    assertNear(losses, await engineLosses(store, 3), 'after epoch');
  });
}

test('a long text goes along, as it was read; its windows move from epoch to epoch as the engine’s do', async (context) => {
  const store = new Store({ createClient, settings: { text: 'ab', pace: 0, hiddenSize: 16 } });
  context.after(() => store.dispose());
  await store.start();
  // Two files, one of them compressed and in an encoding of its own.
  const text = Array.from({ length: 1000 }, (_, i) => `line ${(i * 7919) % 1000} of a long text`.padEnd(23, '.')).join(
    '\n',
  );
  const greeting = Uint8Array.from([0xc4, 0xe3, 0xba, 0xc3]);
  const files = [{ source: new Blob([gzipSync(text)]) }, { source: new Blob([greeting]), encoding: 'gb18030' }];
  await store.openText(files, { name: 'long.txt' });
  await until(store, ({ data, status }) => data?.long !== undefined && Number(status?.step) > 3);
  await store.pause();
  // To the end of an epoch, where the program begins.
  await store.call('step', { unit: 'epoch', count: 3 });
  const { movingWindows, streams, truncate } = store.settings;
  assert.ok(movingWindows && streams === 32 && truncate === 64);
  const folder = await unzipped(context, store);
  assert.equal(readFileSync(join(folder, 'text.txt'), 'utf8'), `${text}\n你好`);
  const { here, there, losses } = await run(folder, ['--epochs', '2']);
  assertNear([here], [there], 'the loss of the saved weights');
  assertNear(losses, await engineLosses(store, 2), 'after epoch');
});

test('two processes under torchrun train as one does, with more processes than sequences in a batch, too', async (context) => {
  const { folder } = await unpacked(context, { cell: 'gru', layers: 2, optimizer: 'adam', shuffle: true });
  const args = ['--epochs', '4', '--seed', '3'];
  const alone = await run(folder, args);
  // Options of PyTorch 1.13 that are 0 (nothing) or 3 (all) fail in Python 3.11: so the output, 1, is passed on and kept in a file.
  const output = ['-r', '1', '-t', '1', '--log_dir', join(folder, 'log')];
  const launcher = ['-m', 'torch.distributed.run', '--nproc_per_node', '2', '--standalone', ...output];
  const together = await run(folder, args, launcher);
  assertNear(together.losses, alone.losses, 'after epoch');
  assert.ok(alone.losses[3] < alone.here, 'and it learns');
});

/** Logarithms of the probabilities of every next token of the first sequence, of each folder's network. */
const LOG_PROBABILITIES = `
import importlib.util, json, sys, torch
from pathlib import Path
for folder in map(Path, sys.argv[1:]):
    spec = importlib.util.spec_from_file_location('program', folder / 'continue.py')
    program = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(program)
    tensors, metadata = program.read_safetensors(folder / 'network.safetensors')
    network = program.Network(json.loads(metadata['settings']), int(metadata['vocabularySize']))
    network.load_state_dict({name: tensors[network.file_name(name)] for name, _ in network.named_parameters()})
    inputs, _ = program.padded(program.sequences_in(tensors, 'training.')[:1], 'cpu')
    logits, _ = network(inputs, network.start(1))
    print(json.dumps(logits.log_softmax(-1).flatten().tolist()))
`;

test('the logarithm of every probability is the same, for each cell, of one layer and two', async (context) => {
  /** @type {string[]} */
  const folders = [];
  /** @type {number[][]} */
  const expected = [];
  for (const cell of ['rnn', 'gru', 'lstm']) {
    for (const layers of [1, 2]) {
      const { store, folder } = await unpacked(context, { cell, layers, optimizer: 'adam' });
      folders.push(folder);
      const { probabilities } = await store.call('predict', { sequence: 0 });
      expected.push(Array.from(probabilities, Math.log));
    }
  }
  const { stdout } = await promisify(execFile)(python, ['-c', LOG_PROBABILITIES, ...folders], { timeout: 240_000 });
  const actual = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  for (const [i, folder] of folders.entries())
    assertNear(actual[i], expected[i], `network ${i} in ${folder}, logarithm`);
});
