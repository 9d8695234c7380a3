import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, relative } from 'node:path';
import test from 'node:test';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runProgram } from '../runner/google-tests.mjs';
import { MAX_SECOND_ATTEMPTS, runNodeTests } from '../runner/node-suites.mjs';
import { runTestFile } from '../runner/run-test-file.mjs';
import { Scheduler } from '../runner/scheduler.mjs';

const { run: schedule } = new Scheduler();

/** @param {import('node:test').TestContext} t @param {string} text of a file of tests @returns {string} its path */
function testFile(t, text) {
  mkdirSync(`${root}/build`, { recursive: true });
  const folder = mkdtempSync(`${root}/build/runner-`);
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(`${folder}/a.test.mjs`, `import test, { describe } from 'node:test';\n${text}`);
  return relative(root, `${folder}/a.test.mjs`).replaceAll('\\', '/');
}

test('passed, failed and skipped tests are counted, a group only by what is in it', async (t) => {
  const file = testFile(
    t,
    `test('right', (t) => t.diagnostic('a figure'));
    console.log('said');
    describe('group', () => {
      test('wrong', () => { throw new Error('because'); });
      test('left out', { skip: 'no reason' }, () => {});
    });`,
  );
  const { passed, notRun, failures, notes, times } = await runTestFile(file, { timeLimit: 60 });
  assert.deepEqual([passed, notRun, notes], [1, 1, ['a figure']]);
  assert.deepEqual(
    failures.map(({ name }) => name),
    ['group › wrong'],
  );
  assert.match(failures[0].error, /because/);
  assert.ok(times.some(({ name }) => name === 'right'));
});

test('a file that does not load has failed, and says why', async (t) => {
  const file = testFile(t, `import './no-such-file.mjs';`);
  const { passed, failures } = await runTestFile(file, { timeLimit: 60 });
  assert.equal(passed, 0);
  assert.match(failures[0].error, /no-such-file/);
});

test('when the time is over, the tests that were not finished are named', async (t) => {
  const file = testFile(
    t,
    `test('quick', () => {});
    test('for ever', () => new Promise((resolve) => setTimeout(resolve, 60_000)));`,
  );
  const { passed, failures } = await runTestFile(file, { timeLimit: 3 });
  assert.equal(passed, 1);
  assert.deepEqual(failures, [{ name: 'for ever', error: "not finished when the file's 3 s were over" }]);
});

test('a suite says how far it is, and adds up its files', async (t) => {
  const files = [testFile(t, `test('one', () => {});`), testFile(t, `test('two', () => {});`)];
  /** @type {string[]} */
  const said = [];
  const result = await runNodeTests(files, { name: 'runner-test', report: (line) => said.push(line), schedule });
  assert.deepEqual([result.passed, result.failed, result.notRun], [2, 0, 0]);
  assert.match(said.at(-1) ?? '', /^2 of 2 files, 2 tests passed/);
});

test('a test that fails beside others and passes alone is counted as passed and called flaky; one that fails again has failed', async (t) => {
  // The first run leaves a file behind, which the second one finds.
  const flaky = testFile(
    t,
    `import { existsSync, writeFileSync } from 'node:fs';
    const mark = new URL('./mark', import.meta.url);
    const isFirst = !existsSync(mark);
    writeFileSync(mark, '');
    test('unsteady (in 1 of 2 runs)', () => {
      if (isFirst) throw new Error('too early');
    });
    test('steady, and not run again', () => {
      if (!isFirst) throw new Error('run again');
    });`,
  );
  const wrong = testFile(t, `test('wrong', () => { throw new Error('because'); });`);
  const options = { name: 'runner-test', report: () => {}, schedule };
  const { passed, failed, notes, details } = await runNodeTests([flaky, wrong], { ...options, tryAgain: true });
  assert.deepEqual([passed, failed], [2, 1]);
  assert.match(details ?? '', /wrong\n.*because/);
  assert.equal(notes?.length, 1);
  assert.match(notes?.[0] ?? '', /flaky: .*unsteady.*\n.*too early .*a.test.mjs:/);
  assert.equal((await runNodeTests([wrong], options)).failed, 1);
});

test('where many files fail, none is tried again', async (t) => {
  const files = Array.from({ length: MAX_SECOND_ATTEMPTS + 1 }, () =>
    testFile(
      t,
      `import { existsSync, writeFileSync } from 'node:fs';
      test('unsteady', () => {
        const mark = new URL('./mark', import.meta.url);
        if (existsSync(mark)) return;
        writeFileSync(mark, '');
        throw new Error('too early');
      });`,
    ),
  );
  const { passed, failed } = await runNodeTests(files, {
    name: 'runner-test',
    tryAgain: true,
    report: () => {},
    schedule,
  });
  assert.deepEqual([passed, failed], [0, MAX_SECOND_ATTEMPTS + 1]);
});

test('work begins in the order it was given in, as much at once as there is room for; some of it alone', async () => {
  const { run } = new Scheduler(2);
  /** @type {string[]} */
  const seen = [];
  let now = 0;
  const work = (/** @type {string} */ name) => async () => {
    now += 1;
    await new Promise((resolve) => setTimeout(resolve, 5));
    seen.push(`${name} ${now}`);
    now -= 1;
    return name;
  };
  const wrong = run(async () => {
    throw new Error('wrong');
  });
  const done = [run(work('a')), run(work('b')), run(work('c'), { alone: true }), run(work('d')), run(work('e'))];
  await assert.rejects(wrong, /wrong/);
  assert.deepEqual(await Promise.all(done), ['a', 'b', 'c', 'd', 'e']);
  assert.deepEqual(seen, ['a 2', 'b 1', 'c 1', 'd 2', 'e 1']);
});

test('of what is heavy two are done at once, and other work passes by the rest', async () => {
  const { run } = new Scheduler(3);
  /** @type {string[]} */
  const begun = [];
  /** @type {(() => void)[]} */
  const ends = [];
  const work = (/** @type {string} */ name) => () => {
    begun.push(name);
    return new Promise((/** @type {(value?: undefined) => void} */ resolve) => ends.push(resolve));
  };
  const all = ['a', 'b', 'c'].map((name) => run(work(name), { heavy: true }));
  all.push(run(work('light')));
  await new Promise(setImmediate);
  assert.deepEqual(begun, ['a', 'b', 'light']);
  ends[0]();
  await all[0];
  await new Promise(setImmediate);
  assert.deepEqual(begun, ['a', 'b', 'light', 'c']);
  for (const end of ends) end();
  await Promise.all(all);
});

test('the file that took longest the last time begins first, but for those whose time is not known', async (t) => {
  const seen = `${mkdtempSync(`${tmpdir()}/order-`)}/seen`;
  t.after(() => rmSync(dirname(seen), { recursive: true }));
  const says = (/** @type {string} */ name) =>
    testFile(
      t,
      `import { appendFileSync } from 'node:fs';
      test('${name}', () => appendFileSync(${JSON.stringify(seen)}, '${name} '));`,
    );
  const [quick, slow, fresh] = ['quick', 'slow', 'fresh'].map(says);
  const logs = `${root}/build/test-logs`;
  mkdirSync(logs, { recursive: true });
  const table = `    9.0 s  ${slow}\n    9.0 s      slow\n    1.5 s  ${quick}\n    1.5 s      quick\n`;
  writeFileSync(`${logs}/runner-order-times.txt`, table);
  await runNodeTests([quick, slow, fresh], { name: 'runner-order', report: () => {}, schedule: new Scheduler(1).run });
  assert.equal(readFileSync(seen, 'utf8'), 'fresh slow quick ');
});

/** A program that speaks as GoogleTest does: a test called Crashes ends it, one called Fails fails, one called Leaks spoils its end. */
const speaksLikeGoogleTest = `
  const [option] = process.argv.slice(2);
  if (option === '--gtest_list_tests') {
    console.log('Running main() from gtest_main.cc\\nA.\\n  Passes\\n  Crashes\\n  Fails\\nCells/B.  # TypeParam = float');
    console.log('  Passes/rnn  # GetParam() = 0\\n  Passes/lstm  # GetParam() = 1\\n  Leaks');
    process.exit();
  }
  let code = 0;
  for (const name of option.replace('--gtest_filter=', '').split(':')) {
    console.log('[ RUN      ] ' + name);
    if (name.includes('Crashes')) process.abort();
    if (name.includes('Leaks')) code = 23;
    if (!name.includes('Fails')) console.log('[       OK ] ' + name + ' (0 ms)');
    else console.log('x.cpp:1: Failure\\n[  FAILED  ] ' + name + ', where GetParam() = 1 (2 ms)');
  }
  console.log('[==========] tests ran.\\n[  FAILED  ] 1 test, listed below:\\n[  FAILED  ] A.Fails');
  process.exit(code);`;

/** @param {import('node:test').TestContext} t @param {RegExp} leftOut @param {number} atOnce */
async function runLikeGoogleTest(t, leftOut, atOnce) {
  const folder = mkdtempSync(`${tmpdir()}/gtest-`);
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(`${folder}/program.cjs`, speaksLikeGoogleTest);
  const program = { command: process.execPath, args: [`${folder}/program.cjs`] };
  return runProgram(program, { leftOut, atOnce, report: () => {} });
}

test('GoogleTests: what failed is shown, and a test that crashes takes no other with it', async (t) => {
  for (const atOnce of [1, 2, 9]) {
    const { passed, failed, details } = await runLikeGoogleTest(t, /Leaks/, atOnce);
    assert.deepEqual([passed, failed], [3, 2], `${atOnce} at once`);
    assert.match(details ?? '', /✖ A\.Crashes\n/);
    assert.match(details ?? '', /✖ A\.Fails\n.*RUN.*\n +x\.cpp:1: Failure/);
  }
});

test('GoogleTests: a program that ends badly after its last test has failed', async (t) => {
  const { passed, failed, details } = await runLikeGoogleTest(t, /Crashes|Fails/, 1);
  assert.deepEqual([passed, failed], [4, 1]);
  assert.match(details ?? '', /the program itself \(23\)/);
  assert.deepEqual(await runLikeGoogleTest(t, /Crashes|Fails|Leaks/, 1), { passed: 3, failed: 0, details: '' });
});
