import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import test from 'node:test';
import { buildAndStamp, isCurrent } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';

/** @param {import('node:test').TestContext} t */
function project(t) {
  mkdirSync(`${root}/build`, { recursive: true });
  const folder = mkdtempSync(`${root}/build/fingerprint-`);
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(`${folder}/sources`);
  writeFileSync(`${folder}/sources/a`, '1');
  const path = (/** @type {string} */ name) => relative(root, join(folder, name));
  const built = { stamp: path('stamps/built'), sources: [path('sources')], results: [path('result')] };
  const build = async () => writeFileSync(`${folder}/result`, 'built');
  return { folder, built, build };
}

test('what was never built is not current, what was built is', async (t) => {
  const { built, build } = project(t);
  assert.equal(isCurrent(built), false);
  await buildAndStamp(built, build);
  assert.equal(isCurrent(built), true);
});

test('a changed, a new, a renamed or a missing file asks for a new build', async (t) => {
  const { folder, built, build } = project(t);
  const changes = [
    () => writeFileSync(`${folder}/sources/a`, '2'),
    () => writeFileSync(`${folder}/sources/b`, ''),
    () => rmSync(`${folder}/sources/b`),
    () => rmSync(`${folder}/result`),
  ];
  for (const change of changes) {
    await buildAndStamp(built, build);
    change();
    assert.equal(isCurrent(built), false);
  }
});

test('a source that changes during the build asks for another one', async (t) => {
  const { folder, built, build } = project(t);
  await buildAndStamp(built, async () => {
    await build();
    writeFileSync(`${folder}/sources/a`, 'later');
  });
  assert.equal(isCurrent(built), false);
});

test('a build that fails leaves no stamp', async (t) => {
  const { built } = project(t);
  await assert.rejects(
    buildAndStamp(built, async () => {
      throw new Error('no');
    }),
  );
  assert.equal(isCurrent(built), false);
});
