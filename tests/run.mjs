// `npm test`: sets up what is missing and runs every suite. `node tests/run.mjs NAME…` runs only some of them.
import { existsSync } from 'node:fs';
import { argv } from 'node:process';
import { engineSteps, pageSteps } from '../web/scripts/build.mjs';
import { root } from '../cpp/toolchain/paths.mjs';
import { setupSteps } from '../web/scripts/setup.mjs';
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
  return suites.filter(({ name, onRequest, onlyWith }) => {
    if (onlyWith && !existsSync(`${root}/${onlyWith}`)) return false;
    return names.length ? names.includes(name) : !onRequest;
  });
}

/**
 * Builds what the chosen suites need. What does not build fails those suites only.
 * @param {Suite[]} chosen @returns {Promise<Set<string>>} what could not be built
 */
async function buildNeeds(chosen) {
  const failed = new Set();
  for (const [need, steps] of Object.entries({ engine: engineSteps, page: () => pageSteps() })) {
    if (!chosen.some(({ needs }) => needs === need || (need === 'engine' && needs))) continue;
    try {
      await runSteps(steps());
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      console.log(`✖ ${error.message}`);
      failed.add(need);
    }
  }
  return failed;
}

/** @param {Suite} suite @param {Set<string>} unbuilt @returns {Suite} */
function failingWithout(suite, unbuilt) {
  const lacking = [...unbuilt].find((need) => suite.needs === need || (need === 'engine' && suite.needs));
  if (!lacking || suite.evenWithout) return suite;
  return {
    ...suite,
    run: async () => ({ passed: 0, failed: 1, details: `Needs the ${lacking}, which does not build.` }),
  };
}

await runMain(async () => {
  const chosen = chooseSuites(argv.slice(2));
  await runSteps(await setupSteps({ compiler: true, tests: true }));
  const unbuilt = await buildNeeds(chosen);
  let passed = 0;
  let failed = 0;
  for (const suite of chosen) {
    const result = await reportSuite(failingWithout(suite, unbuilt));
    passed += result.passed;
    failed += result.failed;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed || !passed ? 1 : 0;
});
