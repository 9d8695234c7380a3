// A list of steps, run one after the other, that shows how far it is.
import { rmSync } from 'node:fs';
import { toolchain } from './paths.mjs';

/** Why the set-up cannot go on, in one sentence that also says how to help. */
export class SetupError extends Error {}

/** What the programs said that the steps started. */
export const setupLog = `${toolchain}/setup.log`;

/**
 * @typedef {object} Step
 * @property {string} title
 * @property {(report: (detail: string) => void) => Promise<void>} run   `report` shows a detail behind the title
 */

/** @param {number} since */
export const secondsSince = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** How often a log is told that something is still at it. */
const SIGN_OF_LIFE_MS = 25_000;

/** @param {Step} step @param {string} position */
async function runStep({ title, run }, position) {
  const start = performance.now();
  const live = process.stdout.isTTY;
  let detail = '';
  const show = () => {
    if (live) process.stdout.write(`\r\x1b[K${position} ${title}${detail && `: ${detail}`}  ${secondsSince(start)}`);
  };
  if (!live) console.log(`${position} ${title} …`);
  const signOfLife = () => console.log(`${' '.repeat(position.length)} ${detail || '…'}  ${secondsSince(start)}`);
  const timer = live ? setInterval(show, 200) : setInterval(signOfLife, SIGN_OF_LIFE_MS);
  try {
    await run((text) => {
      detail = text;
    });
  } finally {
    clearInterval(timer);
    show();
    if (live) process.stdout.write('\n');
  }
  if (!live) console.log(`${' '.repeat(position.length)} done in ${secondsSince(start)}`);
}

/** @param {Step[]} steps */
export async function runSteps(steps) {
  if (steps.length) rmSync(setupLog, { force: true });
  for (const [index, step] of steps.entries()) await runStep(step, `[${index + 1}/${steps.length}]`);
}

/**
 * Runs a command-line program; what cannot go on is told in its one sentence, everything else is a bug and shows where.
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\n✖ ${error.message}`);
    process.exit(1);
  }
}
