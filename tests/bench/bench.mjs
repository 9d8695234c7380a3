// `npm run bench`: how fast the engine is, on this machine. Figures; nothing is asserted.
import { writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runMain, runSteps, SetupError } from '../../cpp/toolchain/steps.mjs';
import { hasRelaxedSimd } from '../../web/engine/relaxed-simd.js';
import { CASES } from './cases.js';
import { describeMachine, engineSizes, load } from './machine.js';
import { pictureOf } from './picture.js';
import { inChromium, inNode } from './places.js';
import { buildNative, buildWebAssembly } from './programs.js';
import { markdownOf, sentencesOf, tablesOf, textTable } from './report.js';
import { measureCases, measureFirstStep, measureGrowth, measurePool } from './rounds.js';

/** @typedef {import('./report.js').Results} Results */

const HELP = `npm run bench -- [CASE] [--browser] [--rounds N] [--save]
  CASE       only cases whose names contain it, and neither growth nor workers
  --browser  in Chromium instead of Node
  --rounds   how often each case is measured, 5 by default
  --save     writes the results into .github/pictures
The cases:
${CASES.map((name) => `  ${name}`).join('\n')}`;

/** @param {string[]} args */
function optionsIn(args) {
  const options = /** @type {const} */ ({
    browser: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    help: { type: 'boolean', default: false },
  });
  try {
    return parseArgs({ args, options, allowPositionals: true });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : error}\n${HELP}`);
  }
}

/** @param {string[]} args @returns nothing where only help is asked for */
function readArguments(args) {
  const { values, positionals } = optionsIn(args);
  if (values.help) return undefined;
  const { browser, save } = values;
  const wanted = positionals.join(' ');
  const names = CASES.filter((name) => name.includes(wanted));
  const rounds = Number(values.rounds);
  if (!names.length) throw new SetupError(`No case's name contains “${wanted}”.\n${HELP}`);
  if (!Number.isInteger(rounds) || rounds < 1) throw new SetupError(`--rounds ${values.rounds} is no whole number.`);
  if (save && wanted) throw new SetupError('Only the results of all cases are saved.');
  return { browser, save, names, rounds, all: !wanted };
}

/**
 * @param {import('./places.js').Place} place
 * @param {{names: string[], rounds: number, all: boolean, withNative: boolean}} options
 * @returns {Promise<Results>}
 */
async function measureAll(place, { names, rounds, all, withNative }) {
  const machine = await describeMachine(place.name, withNative);
  const before = load();
  /** @type {Partial<Results>} */
  const results = {};
  /** @param {string} title @param {(report: (line: string) => void) => Promise<Partial<Results>>} measure */
  const step = (title, measure) => ({
    title,
    run: async (/** @type {(line: string) => void} */ report) => {
      Object.assign(results, await measure(report));
    },
  });
  const always = [
    step('Starting a worker', async (report) => ({ firstStep: await measureFirstStep(place, report) })),
    step('Measuring the cases', (report) => measureCases(names, place, { withNative, rounds, report })),
  ];
  const ofAll = [
    step('Measuring the growth', async (report) => ({ growths: await measureGrowth(place, report) })),
    step('Measuring pools of workers', async (report) => ({ pool: await measurePool(place, { rounds, report }) })),
  ];
  await runSteps(all ? [...always, ...ofAll] : always);
  const found = /** @type {Pick<Results, 'firstStep' | 'peak' | 'cases'>} */ (results);
  return { growths: [], pool: [], ...found, machine, rounds, sizes: engineSizes(), load: [before, load()] };
}

/** @param {Results} results */
function print(results) {
  for (const table of tablesOf(results)) console.log(['', ...textTable(table)].join('\n'));
  console.log(['', ...sentencesOf(results)].join('\n'));
}

// Before anything is compiled; Node has had it by default since version 21.
if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');

await runMain(async () => {
  const chosen = readArguments(argv.slice(2));
  if (!chosen) return console.log(HELP);
  const { browser, save, ...options } = chosen;
  await buildWebAssembly(browser);
  const withNative = await buildNative();
  const place = await (browser ? inChromium() : inNode());
  try {
    const results = await measureAll(place, { ...options, withNative });
    print(results);
    if (!save) return;
    writeFileSync(`${root}/.github/pictures/bench.md`, markdownOf(results));
    writeFileSync(`${root}/.github/pictures/bench.svg`, pictureOf(results));
    console.log('\nSaved in .github/pictures: bench.md, bench.svg');
  } finally {
    await place.close();
  }
});
