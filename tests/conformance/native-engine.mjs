// Runs a case through the native executable (tests/conformance/native).

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { configure } from '../../web/scripts/build.mjs';
import { run } from '../../cpp/toolchain/process.mjs';
import { settingsOf } from './engine-settings.mjs';
import { resultsOf, wantsGradientOfEachSequence } from './results.mjs';

/** The optimized build; another, such as that under sanitizers, by the environment. */
const executable =
  process.env.CONFORMANCE_EXECUTABLE ?? fileURLToPath(new URL('../../build/native/conformance', import.meta.url));

/**
 * Builds the executable, unless another one is named: whoever names it has built it.
 * @throws {Error} with the compiler's last words
 */
export async function buildNative() {
  if (process.env.CONFORMANCE_EXECUTABLE) return;
  if (!existsSync(executable)) console.error('Building the native engine, about a minute …');
  await configure('native');
  const { code, output } = await run('cmake', ['--build', '--preset', 'conformance']);
  if (code !== 0) throw new Error(`the native engine does not build:\n${output.split('\n').slice(-40).join('\n')}`);
}

/**
 * The words that native/case_reader.h reads.
 * @param {import('./case.mjs').Case} testCase
 * @returns {string}
 */
function wordsOf(testCase) {
  const { precision, model, parameters, sequences, train } = testCase;
  const { precision: _, shuffle: __, ...settings } = settingsOf(testCase);
  /** @type {(values?: ArrayLike<number>) => string} */
  const counted = (values = []) => [values.length, ...Array.from(values)].join(' ');
  return [
    precision,
    ...Object.entries(settings).map(([name, value]) => `setting ${name} ${value}`),
    `vocabularySize ${model.vocabularySize}`,
    ...parameters.map(({ name, values }) => `parameter ${name} ${counted(values)}`),
    ...sequences.map(({ inputs, targets, initialState: state }) =>
      ['sequence', counted(inputs), targets.join(' '), counted(state?.h), counted(state?.c)].join(' '),
    ),
    `passes ${train?.passes ?? 0}`,
    `gradients ${wantsGradientOfEachSequence(testCase) ? 'each' : 'all'}`,
    'end\n',
  ].join('\n');
}

/**
 * @param {import('./case.mjs').Case} testCase
 * @returns {Promise<import('./expect.mjs').Results>}
 */
export async function runNative(testCase) {
  const child = spawn(executable);
  /** @type {Promise<number | null>} */
  const ended = new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  child.stdin.on('error', () => {}); // it may stop reading; what it says on stderr tells why
  child.stdin.end(wordsOf(testCase));
  const [output, complaint, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(complaint.trim() || `the native engine ended with code ${code}`);
  return resultsOf(testCase, JSON.parse(output));
}
