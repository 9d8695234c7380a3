/** The results as tables, for a terminal and in Markdown. */

/**
 * @typedef {import('./statistics.js').Figure} Figure
 * @typedef {import('./rounds.js').CaseResult} CaseResult
 *
 * @typedef {object} Results
 * @property {import('./machine.js').Machine} machine
 * @property {readonly [number, number]} load   before and after
 * @property {number} rounds
 * @property {Figure} peak                      operations a second
 * @property {CaseResult[]} cases
 * @property {{clock: Figure, processor: Figure}} firstStep   seconds from the start of a worker
 * @property {Record<string, import('./machine.js').Size>} sizes
 * @property {import('./rounds.js').GrowthResult[]} growths
 * @property {import('./rounds.js').PoolResult[]} pool
 *
 * @typedef {{head: string[], rows: string[][]}} Table the first column is words, the others are numbers
 */

const whole = (/** @type {number} */ value) => Math.round(value).toLocaleString('en-US');
const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(0)} %`;
const spread = (/** @type {Figure} */ { spread }) => `± ${(100 * spread).toFixed(0)} %`;
const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
const kilobytes = (/** @type {number} */ bytes) => (bytes / 1e3).toFixed(1);
const giga = (/** @type {number} */ value) => (value / 1e9).toFixed(1);

/** A time with three digits. @param {number} seconds */
export const duration = (seconds) =>
  seconds < 1e-3
    ? `${(seconds * 1e6).toPrecision(3)} µs`
    : seconds < 1
      ? `${(seconds * 1e3).toPrecision(3)} ms`
      : `${seconds.toPrecision(3)} s`;

/** @param {CaseResult[]} cases @returns {Table} */
const caseTable = (cases) => ({
  head: [
    'case',
    'characters/s',
    'spread',
    'GFLOP/s',
    'of the peak',
    'of the C++ loop',
    'loop / native',
    'relaxed / loop',
    'heap, MB',
  ],
  rows: cases.map(({ name, rate, flops, ofPeak, ofLoop, loopOfNative, relaxedOfLoop, memory }) => [
    ...[name, whole(rate.median), spread(rate), giga(flops.median), percent(ofPeak.median), percent(ofLoop.median)],
    ...[loopOfNative, relaxedOfLoop].map((ratio) => ratio?.median.toFixed(2) ?? '–'),
    megabytes(memory),
  ]),
});

/** @param {Results['growths']} growths @returns {Table} */
const growthTable = (growths) => ({
  head: ['time of', 'as a function of', 'exponent', 'from', 'to'],
  rows: growths.map(({ what, of, exponent, points }) => {
    const [from, to] = [points[0], points[points.length - 1]].map(
      ({ x, seconds }) => `${duration(seconds)} at ${whole(x)}`,
    );
    return [what, of, exponent.toFixed(2), from, to];
  }),
});

/** @param {Results['pool']} pool @returns {Table} */
const poolTable = (pool) => ({
  head: ['more workers', 'characters/s', 'spread', 'times none'],
  rows: pool.map(({ workers, rate, speedUp }) => [`${workers}`, whole(rate.median), spread(rate), speedUp.toFixed(2)]),
});

/** @param {Results} results */
export function tablesOf({ cases, growths, pool }) {
  const tables = [caseTable(cases), growthTable(growths), poolTable(pool)];
  return tables.filter(({ rows }) => rows.length > 0);
}

/** What is no table: sentences. @param {Results} results */
export function sentencesOf({ machine, load, rounds, peak, firstStep, sizes }) {
  const all = Object.values(sizes).reduce((sum, { gzip }) => sum + gzip, 0);
  const files = Object.entries(sizes).map(([name, { raw, gzip }]) => `${name} ${kilobytes(gzip)} of ${kilobytes(raw)}`);
  const busy = `Load, as programs that wanted a core: ${load[0].toFixed(1)} before and ${load[1].toFixed(1)} after, this one included, on ${machine.cores} cores.`;
  const inNode = machine.place.startsWith('Node');
  return [
    `${machine.processor}, ${machine.cores} cores, ${machine.system}; ${machine.place}, ${machine.emscripten}, native: ${machine.native ?? '–'}; ${machine.date}, commit ${machine.commit}.`,
    busy,
    `Medians of ${rounds} rounds, seconds ${inNode ? 'of processor time' : 'by the clock, natively of processor time'}; the spread is half the range. A GFLOP is a multiplication or an addition of the matrix products, 10⁹ of them.`,
    `Peak of vectors of four floats in the same process: ${giga(peak.median)} GFLOP/s (${spread(peak)}).`,
    `First training step ${duration(firstStep.clock.median)} (${spread(firstStep.clock)}) after the worker's start, by the clock${inNode ? `; ${duration(firstStep.processor.median)} (${spread(firstStep.processor)}) of processor time` : ''}.`,
    `Download of the engine: ${kilobytes(all)} kB with gzip -9 (${files.join(', ')}).`,
  ];
}

/** @param {Table} table */
export function textTable({ head, rows }) {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  return lines.map((line) =>
    line.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join('  '),
  );
}

/** @param {Table} table */
function markdownTable({ head, rows }) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, column) => (column ? '--:' : '---'))), ...rows.map(line)];
}

/** A file for the repository. @param {Results} results */
export function markdownOf(results) {
  return [
    '# Speed of the engine',
    '',
    'Written by `npm run bench -- --save`, as is [the picture](bench.svg).',
    '',
    ...sentencesOf(results).map((sentence) => `- ${sentence}`),
    ...tablesOf(results).flatMap((table) => ['', ...markdownTable(table)]),
    '',
    'V: vocabulary, H: hidden units, T: time steps, B: sequences in a batch; Adam, without evaluations. “listing” is the',
    "tutorial's job: SGD, two sentences, an evaluation every five epochs. Characters a second are those of `createModel` with",
    'the network in a worker; “the C++ loop” is the same work in WebAssembly without JavaScript and messages; “relaxed” is that',
    "loop with relaxed SIMD, the setting `arithmetic: 'relaxed'`.",
    '',
  ].join('\n');
}
