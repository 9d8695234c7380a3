import assert from 'node:assert/strict';
import test from 'node:test';
import { run } from '../../cpp/toolchain/process.mjs';
import { which } from '../../cpp/toolchain/system.mjs';

test('a program gives its exit code and all it said', async () => {
  const { code, output } = await run(process.execPath, [
    '-e',
    'console.log("out"); console.error("err"); process.exit(3)',
  ]);
  assert.equal(code, 3);
  assert.match(output, /out/);
  assert.match(output, /err/);
});

test('a program that is not there is a failure with a reason', async () => {
  const { code, output } = await run('no-such-program', []);
  assert.notEqual(code, 0);
  assert.match(output, /no-such-program/);
});

test('a program that hangs is killed, and so is what it started', async () => {
  const start = performance.now();
  // Its child holds the output open: run() would wait for that one too.
  const script = `require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'inherit' })`;
  const { code, timedOut } = await run(process.execPath, ['-e', script], { timeLimit: 1 });
  assert.equal(timedOut, true);
  assert.notEqual(code, 0);
  assert.ok(performance.now() - start < 10_000);
});

test('a program on PATH is found, another is not', () => {
  assert.ok(which('npm'));
  assert.equal(which('no-such-program'), undefined);
});
