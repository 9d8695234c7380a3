/** The examples in the page for programmers and in the README are run as they stand, and print what they say. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';

const PROGRAMS = /^```js\n([\s\S]*?)^```/gm;

/** Where the names of the package lead in this folder. */
const addresses = {
  "'rnn-playground'": new URL('../../web/engine/index.js', import.meta.url).href,
  "'rnn-playground/text'": new URL('../../web/text/index.js', import.meta.url).href,
};

/** @param {string} program */
const here = (program) =>
  Object.entries(addresses).reduce((code, [name, address]) => code.replaceAll(name, `'${address}'`), program);

const folder = await mkdtemp(join(tmpdir(), 'examples-'));
after(() => rm(folder, { recursive: true }));

for (const page of ['.github/API.md', 'README.md']) {
  const programs = [...(await readFile(`${root}/${page}`, 'utf8')).matchAll(PROGRAMS)].map(([, program]) => program);
  test(`${page} has examples`, () => assert.ok(programs.length >= (page === 'README.md' ? 1 : 6)));
  for (const [i, program] of programs.filter((one) => one.includes("from 'rnn-playground'")).entries())
    test(`${page}: ${program.split('\n').find((line) => line.includes('createModel('))}`, async () => {
      const file = join(folder, `${page.replace(/\W/g, '')}-${i}.mjs`);
      await writeFile(file, here(program));
      const { code, output } = await run(process.execPath, [file], { cwd: root, timeLimit: 120 });
      assert.equal(code, 0, output);
      const expected = [...program.matchAll(/ \/\/ → (.*)/g)].map(([, line]) => line);
      if (expected.length > 0) assert.deepEqual(output.trimEnd().split('\n'), expected);
    });
}
