// `npm test`: sets up what is missing and runs every suite. `node tests/run.mjs NAME…` runs only some of them.
import { argv } from 'node:process';
import { engineSteps, pageSteps } from '../cpp/toolchain/build.mjs';
import { setupSteps } from '../cpp/toolchain/setup.mjs';
import { runMain, runSteps, SetupError } from '../cpp/toolchain/steps.mjs';
import { reportSuite } from './runner/report.mjs';
import { suites } from './runner/suites.mjs';

/** @typedef {import('./runner/suites.mjs').Suite} Suite */

/** @param {string[]} names @returns {Suite[]} */
function chooseSuites(names) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length) {
    const known = suites.map(({ name }) => name).join(', ');
    throw new SetupError(`There is no suite ${unknown.join(', ')}: the suites are ${known}.`);
  }
  return suites.filter(({ name, onRequest }) => (names.length ? names.includes(name) : !onRequest));
}

/** @param {Suite[]} chosen */
async function prepare(chosen) {
  await runSteps(await setupSteps({ compiler: true, tests: true }));
  await runSteps([
    ...(chosen.some(({ needs }) => needs) ? engineSteps() : []),
    ...(chosen.some(({ needs }) => needs === 'page') ? pageSteps() : []),
  ]);
}

await runMain(async () => {
  const chosen = chooseSuites(argv.slice(2));
  await prepare(chosen);
  let passed = 0;
  let failed = 0;
  for (const suite of chosen) {
    const result = await reportSuite(suite);
    passed += result.passed;
    failed += result.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed || !passed ? 1 : 0;
});
