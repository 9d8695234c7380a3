/** The results as a picture: SVG that is light or dark as the reader's system is. */

import { duration } from './report.js';

/**
 * @typedef {import('./report.js').Results} Results
 * @typedef {import('./rounds.js').CaseResult} CaseResult
 * @typedef {import('./rounds.js').GrowthResult} GrowthResult
 */

const WIDTH = 860;
const MARGIN = 16;
/** Where the bars begin and end. */
const [LEFT, RIGHT] = [236, 660];
const ROW_HEIGHT = 24;
/** A small chart of a growth. */
const CHART = { width: 268, height: 132, across: 3, gap: 12 };

const STYLE = `
    svg { color: #1f2328; --bar: #0969da; --mark: #bc4c00; --line: #d1d9e0; font: 13px system-ui, sans-serif; }
    text { fill: currentColor; } .title { font-weight: 600; } .small { font-size: 11px; opacity: 0.75; }
    .bar { fill: var(--bar); } .loop { stroke: var(--mark); stroke-width: 3; } .native { stroke: currentColor; stroke-width: 2; } .grid { stroke: var(--line); }
    .fit { stroke: var(--bar); fill: none; opacity: 0.5; } .end { text-anchor: end; } .middle { text-anchor: middle; }
    @media (prefers-color-scheme: dark) { svg { color: #f0f6fc; --bar: #4493f8; --mark: #f0883e; --line: #3d444d; } }`;

/** @param {string} words */
const escaped = (words) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** @param {number} x @param {number} y @param {string} words @param {string} [classes] */
const text = (x, y, words, classes = '') =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${classes && ` class="${classes}"`}>${escaped(words)}</text>`;

/** @param {[number, number]} from @param {[number, number]} to @param {string} classes */
const line = ([x1, y1], [x2, y2], classes) =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" class="${classes}"/>`;

/** Where a share of the peak is. @param {number} share */
const at = (share) => LEFT + Math.min(share, 1) * (RIGHT - LEFT);

/** @param {CaseResult} result @param {number} y of its row's middle */
function bar({ name, rate, ofPeak, ofLoop, loopOfNative }, y) {
  const share = ofPeak.median;
  const loop = share / ofLoop.median;
  const mark = (/** @type {number} */ where, /** @type {string} */ classes) =>
    line([at(where), y - 9], [at(where), y + 9], classes);
  return [
    text(LEFT - 10, y + 4, name, 'end'),
    `<rect x="${LEFT}" y="${y - 7}" width="${(at(share) - LEFT).toFixed(1)}" height="14" class="bar"/>`,
    mark(loop, 'loop'),
    ...(loopOfNative ? [mark(loop / loopOfNative.median, 'native')] : []),
    text(RIGHT + 70, y + 4, `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`, 'end'),
    text(WIDTH - MARGIN, y + 4, `${Math.round(rate.median).toLocaleString('en-US')} /s`, 'end'),
  ];
}

/** What the marks mean. @param {number} y */
const legend = (y) => [
  line([WIDTH - 246, y - 11], [WIDTH - 246, y + 3], 'loop'),
  text(WIDTH - 238, y, 'the C++ loop alone', 'small'),
  line([WIDTH - 112, y - 11], [WIDTH - 112, y + 3], 'native'),
  text(WIDTH - 104, y, 'the same natively', 'small'),
];

/** @param {CaseResult[]} cases @param {number} top */
function bars(cases, top) {
  const bottom = top + cases.length * ROW_HEIGHT;
  const ticks = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    line([at(share), top], [at(share), bottom], 'grid'),
    text(at(share), bottom + 14, `${100 * share} %`, 'small middle'),
  ]);
  return [...ticks, ...cases.flatMap((result, i) => bar(result, top + (i + 0.5) * ROW_HEIGHT))];
}

/** @param {GrowthResult['points'][number]} point */
const timeAt = ({ x, seconds }) => `${x.toLocaleString('en-US')}: ${duration(seconds)}`;

/** Both axes in logarithms, so that a power is a straight line. @param {GrowthResult} growth @param {number} left @param {number} top */
function chart({ what, of, points, exponent }, left, top) {
  const [bottom, right] = [top + CHART.height - 18, left + CHART.width - 12];
  const logs = points.map(({ x, seconds }) => [Math.log(x), Math.log(seconds)]);
  /** @param {number} axis @param {number} from @param {number} to @returns {(value: number) => number} */
  const scale = (axis, from, to) => {
    const [least, most] = [logs[0][axis], logs[logs.length - 1][axis]];
    return (value) => from + ((value - least) / (most - least || 1)) * (to - from);
  };
  const [x, y] = [scale(0, left + 8, right - 8), scale(1, bottom - 12, top + 44)];
  const dots = logs.map(([u, v]) => `<circle cx="${x(u).toFixed(1)}" cy="${y(v).toFixed(1)}" r="3.5" class="bar"/>`);
  const path = logs.map(([u, v]) => `${x(u).toFixed(1)},${y(v).toFixed(1)}`).join(' ');
  return [
    text(left, top + 12, what),
    text(left, top + 28, `exponent ${exponent.toFixed(2)} of ${of}`, 'small'),
    line([left, bottom], [right, bottom], 'grid'),
    `<polyline points="${path}" class="fit"/>`,
    ...dots,
    text(left, bottom + 14, timeAt(points[0]), 'small'),
    text(right, bottom + 14, timeAt(points[points.length - 1]), 'small end'),
  ];
}

/** @param {GrowthResult[]} growths @param {number} top */
const charts = (growths, top) =>
  growths.flatMap((growth, i) =>
    chart(
      growth,
      MARGIN + (i % CHART.across) * (CHART.width + CHART.gap),
      top + Math.floor(i / CHART.across) * (CHART.height + CHART.gap),
    ),
  );

/** @param {Results} results */
export function pictureOf({ machine, peak, cases, growths }) {
  const below = 62 + cases.length * ROW_HEIGHT + 46;
  const height = below + 16 + Math.ceil(growths.length / CHART.across) * (CHART.height + CHART.gap) + 8;
  const where = `${machine.processor}, ${machine.place}, ${machine.date}`;
  const parts = [
    text(MARGIN, 24, 'Training in a worker: share of the peak, and characters a second', 'title'),
    text(MARGIN, 42, `Peak: ${(peak.median / 1e9).toFixed(1)} GFLOP/s of the same process. ${where}`, 'small'),
    ...legend(24),
    ...bars(cases, 62),
    text(MARGIN, below, 'How the time grows: exponents of the fitted powers, both axes logarithmic', 'title'),
    ...charts(growths, below + 16),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Speed of the engine">
  <style>${STYLE}
  </style>
  ${parts.join('\n  ')}
</svg>
`;
}
