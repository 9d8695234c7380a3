// `npm test`: sets up what is missing and runs the suites. `npm run test:all` (--all), before a release: all of them, and
// those in another language or window, too, of which each otherwise has a part (EVERY). `node tests/run.mjs NAME…`: only some suites.
import { existsSync } from 'node:fs';
import { argv } from 'node:process';
import { root } from '../cpp/toolchain/paths.mjs';
import { runMain, runSteps, SetupError } from '../cpp/toolchain/steps.mjs';
import { engineSteps, pageSteps } from '../web/scripts/build.mjs';
import { setupSteps, whyNot } from '../web/scripts/setup.mjs';
import { wantedBy } from './runner/needs.mjs';
import { counts, reportSuite } from './runner/report.mjs';
import { Scheduler } from './runner/scheduler.mjs';

const all = argv.includes('--all');
// Read by the tests, and by what chooses them.
if (all) process.env.EVERY = '1';
const { suites } = await import('./runner/suites.mjs');

/** @typedef {import('./runner/suites.mjs').Suite} Suite @typedef {import('./runner/needs.mjs').Need} Need */

/** @param {string[]} names @param {boolean} all @returns {Suite[]} */
function chooseSuites(names, all) {
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name));
  if (unknown.length) {
    const known = suites.map(({ name }) => name).join(', ');
    throw new SetupError(`There is no suite ${unknown.join(', ')}: the suites are ${known}.`);
  }
  return suites.filter(({ name, only, onlyWith }) => {
    if (onlyWith && !existsSync(`${root}/${onlyWith}`)) return false;
    if (names.length) return names.includes(name);
    return !only || (all && only === 'release');
  });
}

/**
 * Installs what the suites that can run here need.
 * @param {Suite[]} chosen
 * @returns {Promise<{ had: Set<Need>, lacking: Map<Need, string> }>} what is there now, and what cannot be had and why
 */
async function install(chosen) {
  /** @type {Map<Need, string>} */
  const lacking = new Map();
  for (const need of new Set(chosen.flatMap(({ needs, uses = [] }) => [...needs, ...uses]))) {
    const reason = whyNot(wantedBy([need]));
    if (reason) lacking.set(need, reason);
  }
  const able = chosen.filter(({ needs }) => !needs.some((need) => lacking.has(need)));
  const wanted = able.flatMap(({ needs, uses = [] }) => [...needs, ...uses]);
  const had = new Set(wanted.filter((need) => !lacking.has(need)));
  await runSteps(setupSteps(wantedBy([...had])));
  return { had, lacking };
}

/**
 * Builds what these needs ask for. What does not build fails those suites only that need it.
 * @param {Set<Need>} had @param {Map<Need, string>} lacking gets what could not be built
 */
async function build(had, lacking) {
  const includesEngine = /** @type {const} */ (['engine', 'page']);
  const builds = /** @type {const} */ ([
    ['engine', includesEngine, engineSteps],
    ['page', ['page'], () => pageSteps()],
  ]);
  for (const [what, forNeeds, steps] of builds) {
    if (!forNeeds.some((need) => had.has(need) && !lacking.has(need))) continue;
    try {
      await runSteps(steps());
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      console.log(`✖ ${error.message}`);
      for (const need of forNeeds) lacking.set(need, `Needs the ${what}, which does not build.`);
    }
  }
}

/** @param {Suite} suite @param {Map<Need, string>} lacking @returns {Suite} */
function failingWithout(suite, lacking) {
  const reasons = new Set(suite.needs.flatMap((need) => lacking.get(need) ?? []));
  if (!reasons.size) return suite;
  return { ...suite, run: async () => ({ passed: 0, failed: 1, details: [...reasons].join('\n') }) };
}

await runMain(async () => {
  const names = argv.slice(2).filter((word) => word !== '--all');
  const chosen = chooseSuites(names, all);
  const { had, lacking } = await install(chosen);
  await build(had, lacking);
  const total = { passed: 0, failed: 0, notRun: 0 };
  const { run: schedule } = new Scheduler();
  const results = await Promise.all(chosen.map((suite) => reportSuite(failingWithout(suite, lacking), schedule)));
  for (const { passed, failed, notRun = 0 } of results) {
    total.passed += passed;
    total.failed += failed;
    total.notRun += notRun;
  }
  console.log(`\n${counts(total)}`);
  process.exitCode = total.failed || !total.passed ? 1 : 0;
});
