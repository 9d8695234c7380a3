/**
 * How far the page's own training comes with a long text, and how far PyTorch's with the same settings, in equal processor time.
 *
 *     node tests/bench/beside-pytorch.mjs TEXT [--cell lstm] [--minutes 20] [--only page|pytorch] [--folder DIR]
 *
 * The page's store and worker open the text, with the settings that are chosen for it. Before the first update the network is saved
 * as “Continue in PyTorch” saves it, and beside_pytorch.py trains it from there: the same weights, streams, windows, held-out tenth
 * and optimizer, one thread each. The loss of the whole held-out part is evaluated after so many updates and so many minutes, and
 * neither counts as time. Time is processor time of the whole process, which other programs on the machine do not lengthen much.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { cpuUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { unzipSync } from 'fflate';
import { pythonProject } from '../../web/export/python-project.js';
import { Store } from '../../web/state/store.js';
import { pythonWithTorch, TORCH_HINT } from '../runner/find-torch.mjs';
import { createClient } from '../web/node-engine.js';

/** Where both are evaluated: after so many updates, and after so many minutes as far as --minutes allows. */
const UPDATES = [100, 300, 1000, 3000, 10_000, 20_000, 30_000, 40_000, 60_000, 80_000, 100_000];
const MINUTES = [1, 3, 5, 10, 15, 20, 30, 45, 60];
/** How often the time is looked at while training goes on. */
const LOOK_MS = 50;

const processorSeconds = () => {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
};

/** @param {string} file @param {string} cell */
async function openedText(file, cell) {
  const store = new Store({ createClient, settings: { text: 'ab', pace: 0, cell } });
  await store.start();
  await store.openText([{ source: new Blob([readFileSync(file)]) }], { name: basename(file), train: false });
  await store.settled();
  return store;
}

/** Until an update or a time is reached. @param {Store} store @param {number} update @param {() => boolean} timeIsUp */
async function trainUntil(store, update, timeIsUp) {
  const looks = setInterval(() => timeIsUp() && store.pause(), LOOK_MS);
  await store.train({ steps: update - Number(store.status?.step ?? 0) });
  clearInterval(looks);
}

/** @param {Store} store @param {number[]} minutes */
async function trainOnThePage(store, minutes) {
  let notCounted = processorSeconds();
  const seconds = () => processorSeconds() - notCounted;
  const updates = [...UPDATES];
  while (minutes.length > 0 && updates.length > 0) {
    const timeIsUp = () => seconds() >= 60 * minutes[0];
    await trainUntil(store, updates[0], timeIsUp);
    const { step } = await store.call('status');
    const now = seconds();
    if (timeIsUp()) minutes.shift();
    if (step >= updates[0]) updates.shift();
    const { meanLoss } = await store.call('evaluate', { which: 'heldOut' });
    console.log(`page: ${(now / 60).toFixed(2)} minutes, ${step} updates, held out ${meanLoss.toFixed(4)} nats`);
    notCounted = processorSeconds() - now;
  }
}

const { values, positionals } = parseArgs({
  options: {
    cell: { type: 'string', default: 'lstm' },
    minutes: { type: 'string', default: '20' },
    only: { type: 'string' },
    folder: { type: 'string' },
  },
  allowPositionals: true,
});
const minutes = MINUTES.filter((minute) => minute <= Number(values.minutes));
const folder = values.folder ?? mkdtempSync(join(tmpdir(), 'beside-pytorch-'));
const store = await openedText(positionals[0], values.cell);
const { cell, hiddenSize, optimizer, learningRate, schedule, clipNorm, streams, truncate } = store.settings;
console.log(JSON.stringify({ cell, hiddenSize, optimizer, learningRate, schedule, clipNorm, streams, truncate }));
if (values.only !== 'page') {
  mkdirSync(folder, { recursive: true });
  const program = readFileSync(new URL('../../web/export/continue.py', import.meta.url), 'utf8');
  for (const [name, bytes] of Object.entries(unzipSync(await pythonProject(store, program))))
    writeFileSync(join(folder, name), bytes);
}
if (values.only !== 'pytorch') await trainOnThePage(store, [...minutes]);
store.dispose();
if (values.only !== 'page') {
  const python = pythonWithTorch();
  if (!python) throw new Error(`PyTorch's part needs ${TORCH_HINT}.`);
  const script = fileURLToPath(new URL('beside_pytorch.py', import.meta.url));
  const marks = [UPDATES, minutes].map((list) => list.join());
  execFileSync(python, [script, folder, ...marks], { stdio: 'inherit', env: { ...process.env, OMP_NUM_THREADS: '1' } });
}
