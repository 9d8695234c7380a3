// Runs conformance cases: with these weights, on these sequences, the engine must give these numbers.
//
//   node tests/conformance/run.mjs [--native] FILE...
//
// One line a case. Exit code 0: all pass; 1: some fail; 2: some file is not a valid case.

import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { parseCase } from './case.mjs';
import { InvalidCase } from './checks.mjs';
import { compare } from './expect.mjs';

/** @typedef {import('./case.mjs').Case} Case */
/** @typedef {import('./expect.mjs').Results} Results */

/** As many of a file's problems are told; after them it is clear that the rest is wrong, too. */
const mostProblems = 20;

const usage = 'usage: node tests/conformance/run.mjs [--native] FILE...';

/**
 * The line about one case that was run, and whether it passed.
 * @param {Case} testCase
 * @param {Results} results
 * @returns {{passed: boolean, line: string}}
 */
export function report({ name, expect, tolerance }, results) {
  const differences = compare(expect, results).sort((a, b) => b.error - a.error);
  const [worst] = differences;
  const others = differences.filter(({ error }) => !(error <= tolerance)).slice(1);
  if (worst.error <= tolerance) {
    return { passed: true, line: `ok ${name} worst ${worst.error.toExponential(2)} in ${worst.field}` };
  }
  const notes = [
    worst.at && ` at ${worst.at}`,
    Number.isFinite(worst.error) && ` (error ${worst.error.toExponential(2)}, tolerance ${tolerance})`,
    others.length > 0 && `; also ${others.map(({ field }) => field).join(', ')}`,
  ];
  const difference = `expected ${worst.expected} got ${worst.got}`;
  return { passed: false, line: `FAIL ${name} ${worst.field} ${difference}${notes.filter(Boolean).join('')}` };
}

/**
 * @param {string} file
 * @param {(testCase: Case) => Promise<Results>} engine
 * @returns {Promise<0 | 1 | 2>} the exit code this file asks for
 */
async function runFile(file, engine) {
  let testCase;
  try {
    testCase = parseCase(readFileSync(file, 'utf8'));
  } catch (error) {
    const problems = error instanceof InvalidCase ? error.problems : [/** @type {Error} */ (error).message];
    for (const problem of problems.slice(0, mostProblems)) console.error(`${file}: ${problem}`);
    if (problems.length > mostProblems) console.error(`${file}: … and ${problems.length - mostProblems} more`);
    return 2;
  }
  for (const remark of testCase.remarks) console.error(`${file}: ${remark}`);
  try {
    const { passed, line } = report(testCase, await engine(testCase));
    console.log(line);
    return passed ? 0 : 1;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    console.log(`FAIL ${testCase.name} engine expected a run got ${message.replaceAll('\n', ' ')}`);
    return 1;
  }
}

// Each engine is loaded only when asked for, so that neither needs the other to be built.

async function nativeEngine() {
  const { buildNative, runNative } = await import('./native-engine.mjs');
  await buildNative();
  return runNative;
}

async function wasmEngine() {
  if (!existsSync(new URL('../../web/engine/generated/engine.wasm', import.meta.url))) {
    throw new Error('there is no WebAssembly engine yet: npm run build makes it');
  }
  const { loadWasm, runWasm } = await import('./wasm-engine.mjs');
  await loadWasm(); // an engine that does not start is one complaint, not one a case
  return runWasm;
}

/**
 * @param {string[]} words of the command line
 * @returns {Promise<number>} the exit code
 */
async function main(words) {
  const files = words.filter((word) => !word.startsWith('--'));
  const unknown = words.filter((word) => word.startsWith('--') && word !== '--native');
  if (files.length === 0 || unknown.length > 0) {
    console.error(unknown.length > 0 ? `unknown option ${unknown[0]}\n${usage}` : usage);
    return 2;
  }
  const engine = await (words.includes('--native') ? nativeEngine() : wasmEngine());
  let code = 0;
  for (const file of files) code = Math.max(code, await runFile(file, engine));
  return code;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error); // no engine: nothing was tried
    process.exitCode = 1;
  }
}
