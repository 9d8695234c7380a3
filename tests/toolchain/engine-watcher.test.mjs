import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { watchEngine } from '../../web/scripts/engine-watcher.mjs';

/**
 * A folder of sources that is watched, and what has been built of it.
 * @param {import('node:test').TestContext} t @param {(count: number) => Promise<void>} build gets the number of the build
 */
async function watched(t, build) {
  const folder = mkdtempSync(join(tmpdir(), 'watched-'));
  mkdirSync(join(folder, 'kernels'));
  const log = /** @type {string[]} */ ([]);
  let builds = 0;
  const watcher = watchEngine({
    folders: [folder],
    build: () => build(++builds),
    onBuilt: () => log.push('built'),
    onFailed: ({ message }) => log.push(`failed: ${message}`),
    settleMs: 60,
  });
  t.after(async () => {
    await watcher.close();
    rmSync(folder, { recursive: true, force: true });
  });
  // Some systems report the making of the folder itself a little later.
  await sleep(100);
  return {
    log,
    builds: () => builds,
    write: (/** @type {string} */ name, text = 'int x;') => writeFileSync(join(folder, name), text),
    /** @param {() => boolean} condition */
    until: async (condition) => {
      const end = Date.now() + 20_000;
      while (!condition() && Date.now() < end) await sleep(10);
      assert.ok(condition(), `waited in vain: ${log.join(', ')}`);
    },
    close: () => watcher.close(),
  };
}

test('a changed source is built, also in a folder below, and nothing else is', async (t) => {
  const { log, builds, write, until } = await watched(t, async () => {});
  write('notes.md');
  await sleep(300);
  assert.equal(builds(), 0);
  write('network.cpp');
  await until(() => log.length === 1);
  write('kernels/product.h');
  await until(() => log.length === 2);
  assert.deepEqual(log, ['built', 'built']);
});

test('several changes at once are one build', async (t) => {
  const { log, builds, write, until } = await watched(t, async () => {});
  for (const name of ['a.cpp', 'b.cpp', 'c.h']) write(name);
  await until(() => log.length === 1);
  await sleep(300);
  assert.equal(builds(), 1);
});

test('what changes during a build is built after it, and only then is the page told', async (t) => {
  /** @type {() => void} */
  let finish = () => {};
  const first = new Promise((resolve) => {
    finish = () => resolve(undefined);
  });
  const { log, builds, write, until } = await watched(t, async (count) => {
    if (count === 1) await first;
  });
  write('a.cpp');
  await until(() => builds() === 1);
  write('a.cpp', 'int y;');
  await sleep(300);
  assert.equal(builds(), 1, 'not two at a time');
  finish();
  await until(() => log.length === 1);
  assert.deepEqual([builds(), log], [2, ['built']]);
});

test('an error is told, and the next change that compiles is built', async (t) => {
  const { log, write, until } = await watched(t, async (count) => {
    if (count === 1) throw new Error('a.cpp:1: expected ;');
  });
  write('a.cpp');
  await until(() => log.length === 1);
  write('a.cpp', 'int y;');
  await until(() => log.length === 2);
  assert.deepEqual(log, ['failed: a.cpp:1: expected ;', 'built']);
});

test('nothing is told once it is closed, and a build under way is waited for', async (t) => {
  let ended = false;
  const { log, builds, write, until, close } = await watched(t, async () => {
    await sleep(200);
    ended = true;
  });
  write('a.cpp');
  await until(() => builds() === 1);
  await close();
  assert.deepEqual([ended, log], [true, []]);
});
