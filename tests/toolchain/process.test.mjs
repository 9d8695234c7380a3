import assert from 'node:assert/strict';
import test from 'node:test';
import { run, which } from '../../cpp/toolchain/process.mjs';

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
  const { code, timedOut } = await run('sh', ['-c', 'sleep 60 & sleep 60; wait'], { timeLimit: 0.5 });
  assert.equal(timedOut, true);
  assert.notEqual(code, 0);
  assert.ok(performance.now() - start < 10_000);
});

test('a program on PATH is found, another is not', () => {
  assert.ok(which('sh'));
  assert.equal(which('no-such-program'), undefined);
});
