/** The package, packed, and installed where nothing else is: in Node, TypeScript, and Vite. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../../cpp/toolchain/paths.mjs';
import { RnnPlayground } from '../../web/element/rnn-playground.js';
import { createModel } from '../../web/engine/index.js';
import { launch, openPage, serve } from '../page/browser.js';
import { copyPrograms, emptyProject, manifestOf, mustRun } from './packed.js';

/** @type {Awaited<ReturnType<typeof emptyProject>>} */
let place;
before(async () => {
  place = await emptyProject();
});
after(() => place.remove());

/** @param {string} name of a program of this project's npm packages @param {string[]} args */
const runTool = (name, args) => mustRun(process.execPath, [join(root, 'node_modules', name), ...args], place.project);

/** For tsc. */
const strictTypes = ['--noEmit', '--strict', '--target', 'es2023'];

test('it holds what is built, and every file that it exports', async () => {
  assert.deepEqual((await readdir(place.installed)).sort(), ['LICENSE', 'README.md', 'dist', 'lib', 'package.json']);
  const { exports, sideEffects, private: isPrivate } = await manifestOf(place.installed);
  assert.equal(isPrivate, undefined);
  const targets = Object.values(exports).flatMap((one) => (typeof one === 'string' ? [one] : Object.values(one)));
  for (const target of [...targets, ...sideEffects].filter((/** @type {string} */ one) => !one.includes('*')))
    assert.ok(existsSync(join(place.installed, target)), target);
  for (const entry of Object.values(exports))
    if (typeof entry === 'object') assert.equal(Object.keys(entry)[0], 'types');
});

test('Node: the engine in this thread, in a worker, with helpers; the numbers of the sources', async () => {
  await copyPrograms(place.project, 'engine.mjs');
  const printed = JSON.parse(await mustRun(process.execPath, ['engine.mjs'], place.project));
  const settings = /** @type {const} */ ({ cell: 'lstm', hiddenSize: 32 });
  const model = await createModel(settings, { training: [{ inputs: [0, 1, 2], targets: [1, 2, 3] }] });
  await model.train({ epochs: 200 });
  const { trainingLoss: loss } = await model.status();
  const probability = (await model.distribution({ inputs: [0, 1] })).probabilities[2];
  model.dispose();
  assert.deepEqual(printed.results.slice(0, 2), [
    { loss, probability },
    { loss, probability },
  ]);
  assert.ok(printed.results[2].loss < 2, `ln 12 = 2.48 is a guess: ${printed.results[2].loss}`);
  assert.equal(printed.refused, 'badFile');
  assert.equal(printed.vocabulary, new Set('helloworld').size + 1); // and the end of a sentence
});

test('imported on a server, the element does nothing, and the program ends', async () => {
  const program = `
    import { RnnPlayground } from 'rnn-playground/element';
    import * as other from 'rnn-playground/element/class';
    process.stdout.write(String(other.RnnPlayground === RnnPlayground && !('document' in globalThis)));`;
  assert.equal(await mustRun(process.execPath, ['--input-type=module', '-e', program], place.project), 'true');
});

test('TypeScript: the types of the sources, with either way of finding them', async () => {
  const consumer = await readFile(join(root, 'tests/engine/types/consumer.ts'), 'utf8');
  await writeFile(
    join(place.project, 'consumer.ts'),
    `${consumer.replace('../../../web/engine/index.js', 'rnn-playground')}
import { RnnPlayground } from 'rnn-playground/element';
import { RnnPlayground as Same } from 'rnn-playground/element/class';
import { prepareText, type Vocabulary } from 'rnn-playground/text';
export const element: Same = new RnnPlayground();
element.train({ epochs: 3 });
export const vocabulary: Vocabulary = prepareText('abab', { unit: 'words' }).vocabulary;
// @ts-expect-error there is no such unit
prepareText('abab', { unit: 'letters' });
`,
  );
  // The declarations themselves are checked once.
  for (const [module, moduleResolution, skipLibCheck] of [
    ['nodenext', 'nodenext', 'false'],
    ['esnext', 'bundler', 'true'],
  ]) {
    await runTool('typescript/bin/tsc', [
      ...strictTypes,
      ...['--lib', 'es2023,esnext.disposable,dom,dom.iterable'],
      ...['--module', module],
      ...['--moduleResolution', moduleResolution, '--skipLibCheck', skipLibCheck],
      'consumer.ts',
    ]);
  }
});

test('TypeScript knows the element in JSX, of React 19', async () => {
  await copyPrograms(place.project, 'react-consumer.tsx');
  await runTool('typescript/bin/tsc', [
    ...strictTypes,
    ...['--lib', 'es2023,dom,dom.iterable', '--jsx', 'react-jsx'],
    ...['--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck', 'false'],
    'react-consumer.tsx',
  ]);
});

test('the manifest of the element names what the class has, and what its types say', async () => {
  const { customElements } = await manifestOf(place.installed);
  const manifest = JSON.parse(await readFile(join(place.installed, customElements), 'utf8'));
  const [{ declarations, path }] = manifest.modules;
  assert.ok(existsSync(join(place.installed, path)));
  const [{ tagName, members, attributes, events }] = declarations;
  assert.equal(tagName, 'rnn-playground');
  const observed = RnnPlayground.observedAttributes.filter((name) => !name.endsWith('_hide'));
  const names = (/** @type {{name: string}[]} */ list) => list.map(({ name }) => name).sort();
  assert.deepEqual(names(attributes), [...observed].sort());
  const own = Object.getOwnPropertyNames(RnnPlayground.prototype).filter(
    (name) => !/Callback$|^constructor$/.test(name),
  );
  assert.deepEqual(names(members), own.sort());
  const types = await readFile(join(place.installed, 'lib/rnn-playground.d.ts'), 'utf8');
  const body = types.slice(types.indexOf('interface RnnPlaygroundSettings'));
  for (const { name } of members) assert.match(body, new RegExp(`^ +(readonly )?${name}[:(]`, 'm'));
  const typed = [
    ...types.slice(types.indexOf('RnnPlaygroundEventMap {')).matchAll(/^ {2}'(rnn-[a-z]+)': CustomEvent/gm),
  ];
  assert.deepEqual(names(events), typed.map(([, name]) => name).sort());
});

test('Vite: an application is built, and learns in Chromium', async () => {
  await copyPrograms(place.project, 'element.html', 'element.js');
  await writeFile(
    join(place.project, 'vite.config.js'),
    "export default { build: { target: 'es2022', rolldownOptions: { input: 'element.html' } } };",
  );
  await runTool('vite/bin/vite.js', ['build', '--logLevel', 'warn']);
  const server = await serve({}, join(place.project, 'dist'));
  const browser = await launch();
  try {
    const { page, done } = await openPage(browser);
    await page.goto(`${server.address}/element.html`);
    const learned = await page.waitForFunction(() => /** @type {any} */ (window).learned);
    for (const loss of await learned.jsonValue()) assert.ok(loss < 0.001, loss);
    await page.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.epoch > 2);
    await page.locator('rnn-panel-slot[data-panel=race]').scrollIntoViewIfNeeded();
    await page.locator('rnn-race-panel').getByRole('button').first().waitFor();
    await done();
  } finally {
    await browser.close();
    await server.close();
  }
});
