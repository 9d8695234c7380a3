// The package's software bill of materials: what is in the package is in it, with its license, and nothing else.
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { root } from '../../cpp/toolchain/paths.mjs';
import { writeBillOfMaterials } from '../../web/scripts/bill-of-materials.mjs';

/** @typedef {{ name: string, version: string, licenses?: object[] }} Component */

test('the bill of materials has what is installed with the package, bundled and compiled into it, each with its license', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'bill-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'bill.json');
  await writeBillOfMaterials(path);
  const first = await readFile(path, 'utf8');
  const bill = JSON.parse(first);
  assert.deepEqual([bill.bomFormat, bill.metadata.component.name], ['CycloneDX', 'rnn-playground']);

  const { dependencies, devDependencies } = JSON.parse(await readFile(`${root}/package.json`, 'utf8'));
  const names = bill.components.map((/** @type {Component} */ { name }) => name);
  for (const name of [...Object.keys(dependencies), 'workbox-precaching', 'workbox-core', 'eigen', 'emscripten'])
    assert.ok(names.includes(name), name);
  for (const name of Object.keys(devDependencies).filter((one) => !one.startsWith('workbox-')))
    assert.ok(!names.includes(name), name);
  for (const { name, version, licenses } of /** @type {Component[]} */ (bill.components)) {
    assert.ok(licenses?.length, `${name} has a license`);
    if (name !== 'emscripten') assert.match(version, /^\d+\.\d+/, name);
  }
  const refs = new Set(bill.components.map((/** @type {{ 'bom-ref': string }} */ one) => one['bom-ref']));
  const [main] = bill.dependencies.filter((/** @type {{ ref: string }} */ { ref }) => !refs.has(ref));
  assert.ok(main.dependsOn.includes('eigen'));

  await writeBillOfMaterials(path);
  assert.equal(await readFile(path, 'utf8'), first, 'the same of the same sources');
});
