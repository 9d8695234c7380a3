/** The measurements in their order: in rounds, so that a machine that is busy for a while slows all of them alike. */
import { GROWTHS } from './growth.js';
import { nativeLoop } from './programs.js';
import { exponent, figure, median } from './statistics.js';

/**
 * @typedef {import('./statistics.js').Figure} Figure
 * @typedef {import('./places.js').Place} Place
 * @typedef {(line: string) => void} Report hears how far it is
 *
 * @typedef {object} CaseResult
 * @property {string} name
 * @property {Figure} rate        characters a second, through the public API
 * @property {Figure} flops       operations a second, likewise
 * @property {Figure} ofPeak      of the peak of the same round
 * @property {Figure} ofLoop      of the rate of the loop in C++, as WebAssembly
 * @property {Figure} [loopOfNative]   the loop in C++ as WebAssembly, of the same natively
 * @property {Figure} [relaxedOfLoop]  that loop with relaxed SIMD, of it without
 * @property {number} memory      bytes
 *
 * @typedef {object} GrowthResult
 * @property {string} what
 * @property {string} of
 * @property {{x: number, seconds: number}[]} points
 * @property {number} exponent
 *
 * @typedef {{workers: number, rate: Figure, speedUp: number}} PoolResult by the clock
 */

/** Seconds of one measurement of a case. */
const MEASUREMENT_S = 0.25;
/** Rounds of a growth: its fit is over several points anyway. */
const GROWTH_ROUNDS = 3;
const FIRST_STEPS = 9;

/** @param {string} name @param {Place} place @param {boolean} withNative */
async function measureOnce(name, { measure }, withNative) {
  const peak = await measure.peak();
  const rate = await measure.training(name, MEASUREMENT_S);
  const loop = await measure.loop(name, MEASUREMENT_S);
  const relaxed = await measure.relaxedLoop(name, MEASUREMENT_S);
  const native = withNative ? await nativeLoop(name, MEASUREMENT_S) : undefined;
  return { peak, rate, loop: loop.rate, flops: loop.flops, relaxed: relaxed?.rate, native: native?.rate };
}

/** @typedef {Awaited<ReturnType<typeof measureOnce>>} Once */

/** @param {string} name @param {Once[]} runs @param {number} memory @returns {CaseResult} */
function summary(name, runs, memory) {
  const of = (/** @type {(run: Once) => number} */ value) => figure(runs.map(value));
  return {
    name,
    rate: of(({ rate }) => rate),
    flops: of(({ rate, flops }) => rate * flops),
    ofPeak: of(({ rate, flops, peak }) => (rate * flops) / peak),
    ofLoop: of(({ rate, loop }) => rate / loop),
    loopOfNative: runs[0].native ? of(({ loop, native = Number.NaN }) => loop / native) : undefined,
    relaxedOfLoop: runs[0].relaxed ? of(({ loop, relaxed = Number.NaN }) => relaxed / loop) : undefined,
    memory,
  };
}

/**
 * @param {readonly string[]} names @param {Place} place
 * @param {{withNative: boolean, rounds: number, report: Report}} options
 * @returns {Promise<{peak: Figure, cases: CaseResult[]}>} peak: operations a second
 */
export async function measureCases(names, place, { withNative, rounds, report }) {
  const runs = names.map(() => /** @type {Once[]} */ ([]));
  for (let round = 1; round <= rounds; ++round) {
    for (const [i, name] of names.entries()) {
      report(`round ${round} of ${rounds}: ${name}`);
      runs[i].push(await measureOnce(name, place, withNative));
    }
  }
  await place.measure.release();
  const cases = [];
  for (const [i, name] of names.entries()) {
    report(`memory: ${name}`);
    cases.push(summary(name, runs[i], await place.measure.memory(name)));
  }
  return { peak: figure(runs.flat().map(({ peak }) => peak)), cases };
}

/** @param {Place} place @param {Report} report @returns {Promise<GrowthResult[]>} */
export async function measureGrowth({ measure }, report) {
  const results = [];
  for (const [which, { what, of, points }] of GROWTHS.entries()) {
    const times = points.map(() => /** @type {number[]} */ ([]));
    for (let round = 0; round < GROWTH_ROUNDS; ++round) {
      for (const [i, x] of points.entries()) {
        report(`${what}, by ${of}: ${x}`);
        times[i].push(await measure.time(which, x));
      }
    }
    await measure.release();
    const seconds = times.map(median);
    results.push({
      ...{ what, of, exponent: exponent(points, seconds) },
      points: points.map((x, i) => ({ x, seconds: seconds[i] })),
    });
  }
  return results;
}

/** @param {Place} place @param {Report} report @returns {Promise<{clock: Figure, processor: Figure}>} seconds */
export async function measureFirstStep({ measure, workerUrl }, report) {
  const times = [];
  for (let i = 1; i <= FIRST_STEPS; ++i) {
    report(`start ${i} of ${FIRST_STEPS}`);
    times.push(await measure.firstStep(workerUrl));
  }
  return { clock: figure(times.map(({ clock }) => clock)), processor: figure(times.map(({ processor }) => processor)) };
}

/** What a pool of workers is measured with: enough work in each shard. */
export const POOLED_CASE = 'lstm V=65 H=256 T=50 B=32';
const SHARDS = 4;

/** @param {Place} place @param {{rounds: number, report: Report}} options @returns {Promise<PoolResult[]>} none where there is no pool */
export async function measurePool({ measure }, { rounds, report }) {
  if (!(await measure.hasPool())) return [];
  const rates = [0, 1, 2, 3, 4].map(() => /** @type {number[]} */ ([]));
  for (let round = 1; round <= rounds; ++round) {
    for (const workers of rates.keys()) {
      report(`round ${round} of ${rounds}: ${workers} more workers`);
      rates[workers].push(await measure.pooled(POOLED_CASE, 2 * MEASUREMENT_S, SHARDS, workers));
    }
  }
  await measure.release();
  return rates.map((values, workers) => ({
    ...{ workers, rate: figure(values) },
    speedUp: median(values) / median(rates[0]),
  }));
}
