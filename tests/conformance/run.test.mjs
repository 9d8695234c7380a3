// The runner as a command, against the real engine.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const runner = fileURLToPath(new URL('run.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} file @returns {any} */
const given = (file) => JSON.parse(readFileSync(new URL(`cases/${file}`, import.meta.url), 'utf8'));

/**
 * @param {unknown} content JSON, or text as it is
 * @returns {string} the path of a file that holds it
 */
function write(content) {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/**
 * @param {...string} words of the command line
 * @returns {Promise<{code: number, lines: string[], complaints: string[]}>}
 */
function run(...words) {
  return new Promise((resolve) => {
    execFile(process.execPath, [runner, ...words], (error, stdout, stderr) => {
      /** @param {string} text */
      const lines = (text) => text.split('\n').filter(Boolean);
      resolve({ code: error ? Number(error.code) : 0, lines: lines(stdout), complaints: lines(stderr) });
    });
  });
}

for (const engine of [[], ['--native']]) {
  const through = engine.length > 0 ? 'natively' : 'as WebAssembly';

  test(`a case that holds ends with 0 and names its worst error, ${through}`, async () => {
    const { code, lines } = await run(...engine, write(given('torch-lstm-adam.json')));
    assert.equal(code, 0);
    assert.match(lines.join('\n'), /^ok torch-lstm-adam worst \d\.\d\de-\d+ in \w+$/);
  });

  test(`a wrong number ends with 1 and names the field, both numbers and the place, ${through}`, async () => {
    const raw = given('torch-lstm-adam.json');
    raw.expect.hidden[2][1][3] = 0.75;
    const { code, lines } = await run(...engine, write(raw));
    assert.equal(code, 1);
    assert.equal(lines.length, 1);
    assert.match(lines[0], /^FAIL torch-lstm-adam hidden expected 0\.75 got -?0\.\d+ at \[2\]\[1\]\[3\] \(error/);
  });

  test(`a number off by little more than the tolerance fails, by little less passes, ${through}`, async () => {
    const raw = given('torch-gru-adam.json');
    const off = (/** @type {number} */ error) => ({
      ...raw,
      tolerance: 1e-6,
      expect: { meanLoss: raw.expect.meanLoss * (1 + error) },
    });
    const { code, lines } = await run(...engine, write(off(1.1e-6)), write(off(0.9e-6)));
    assert.equal(code, 1);
    assert.match(lines[0], /^FAIL torch-gru-adam meanLoss/);
    assert.match(lines[1], /^ok torch-gru-adam worst 9\.00e-7 in meanLoss/);
  });

  test(`one wrong parameter, optimizer constant or clip norm is noticed, ${through}`, async () => {
    const wrongWeight = given('torch-lstm-adam.json');
    wrongWeight.parameters.weight_hh_l0[19][4] += 1e-6;
    const wrongBeta = given('torch-lstm-adam.json');
    wrongBeta.train.optimizer.beta2 = 0.99;
    const wrongClip = given('torch-rnn-relu-adam-clip.json');
    wrongClip.train.clipNorm = null;
    const wrongWindow = given('torch-lstm-truncated-rmsprop.json');
    wrongWindow.train.truncate = 5;
    const { code, lines } = await run(...engine, ...[wrongWeight, wrongBeta, wrongClip, wrongWindow].map(write));
    assert.equal(code, 1);
    assert.equal(lines.filter((line) => line.startsWith('FAIL ')).length, 4);
    assert.match(lines[1], /^FAIL torch-lstm-adam (losses|parametersAfter) /, 'only training is affected');
  });
}

test('an unknown field of expect fails', async () => {
  const raw = given('onnx-gru-defaults.json');
  raw.expect.hiden = raw.expect.hidden;
  const { code, lines } = await run(write(raw));
  assert.equal(code, 1);
  assert.match(lines[0], /^FAIL onnx-gru-defaults hiden expected one of hidden, .* got an unknown field$/);
});

test('a shape that differs fails, and every field that fails is named', async () => {
  const raw = given('listing-h4.json');
  raw.expect.losses.pop();
  raw.expect.predict[0][0] = 3;
  const { code, lines } = await run(write(raw));
  assert.equal(code, 1);
  assert.match(lines[0], /^FAIL listing-h4 losses expected a list of 19 got a list of 20; also predict$/);
});

test('an expected cell of a network without one fails', async () => {
  const raw = given('onnx-gru-defaults.json');
  raw.expect = { finalCell: [[[0]]] };
  const { code, lines } = await run(write(raw));
  assert.equal(code, 1);
  assert.match(lines[0], /finalCell expected a list of 1 got nothing/);
});

test('an invalid case ends with 2 and says which field and why; the others still run', async () => {
  const raw = given('torch-lstm-adam.json');
  raw.parameters.weight_hh_l0[0].pop();
  raw.tolerance = -1;
  const [invalid, noJson, valid, failing] = [
    raw,
    '{"name": ',
    given('onnx-gru-defaults.json'),
    { ...given('onnx-gru-defaults.json'), expect: { meanLoss: 5 } },
  ].map(write);
  const { code, lines, complaints } = await run(invalid, noJson, valid, failing, join(folder, 'absent.json'));
  assert.equal(code, 2);
  assert.match(lines[0], /^ok onnx-gru-defaults/);
  assert.match(lines[1], /^FAIL onnx-gru-defaults meanLoss expected 5 got 1\.09/);
  assert.equal(complaints[0], `${invalid}: tolerance: expected a finite number of at least 0, got -1`);
  assert.match(complaints[1], /: not JSON: /);
  assert.match(complaints[2], /absent\.json: ENOENT/);
});

test('no file, or an option that does not exist, ends with 2 and the usage', async () => {
  for (const words of [[], ['--native'], ['--wasm', 'a.json']]) {
    const { code, complaints } = await run(...words);
    assert.equal(code, 2);
    assert.match(complaints.join('\n'), /usage: node tests\/conformance\/run\.mjs \[--native\] FILE\.\.\./);
  }
});
