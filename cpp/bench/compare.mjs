// Two builds of a benchmark against each other: `node cpp/bench/compare.mjs OLD.js NEW.js [ROUNDS] [CASE]`.
// They take turns within one run, so that a machine that is busy for a while slows both; the ratio is of the medians.
import { execFileSync } from 'node:child_process';
import { argv } from 'node:process';

const [, , before, after, rounds = '5', wanted = ''] = argv;

/** One run: tokens a second by case. @param {string} program @returns {Map<string, number>} */
function measure(program) {
  const [command, ...args] = program.endsWith('.js') ? [process.execPath, program, wanted] : [program, wanted];
  const table = execFileSync(command, args, { encoding: 'utf8' });
  return new Map(
    [...table.matchAll(/^(.*?) +(\d+) tokens\/s/gm)].map(([, name, rate]) => [name.replace(/ +/g, ' '), Number(rate)]),
  );
}

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const [old, current] = [before, after].map(() => /** @type {Map<string, number>[]} */ ([]));
for (let round = 0; round < Number(rounds); ++round) {
  old.push(measure(before));
  current.push(measure(after));
}
for (const name of old[0].keys()) {
  const [a, b] = [old, current].map((runs) => median(runs.map((run) => run.get(name) ?? Number.NaN)));
  console.log(
    `${name.padEnd(30)} ${String(a).padStart(10)} → ${String(b).padStart(10)} tokens/s   × ${(b / a).toFixed(2)}`,
  );
}
