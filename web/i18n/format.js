/**
 * Numbers as text, by language. Digits stay in one column if the font's figures are tabular: every helper keeps the number of
 * decimals where the magnitude allows it. Not-a-number is '–', and the minus sign is the real one.
 */

const NONE = '–';
const MINUS = '−';

/** @typedef {ReturnType<typeof makeFormat>} Format */

/**
 * @param {number} x finite
 * @param {number} decimals
 */
function fixed(x, decimals) {
  const text = x.toFixed(decimals);
  // −0.0004 with three decimals is 0.000, not −0.000.
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS);
}

/** As JavaScript writes it, with the page's minus and no plus. @param {string} text */
const plain = (text) => text.replace('e+', 'e').replaceAll('-', MINUS);

/** @param {number} x infinite or not a number */
function notFinite(x) {
  if (Number.isNaN(x)) return NONE;
  return x > 0 ? '∞' : `${MINUS}∞`;
}

/**
 * Any entry of a vector or matrix: `digits` decimals, or `digits` significant ones where these would show nothing or too much.
 *
 * @param {number} x
 * @param {number} [digits]
 */
function number(x, digits = 4) {
  if (!Number.isFinite(x)) return notFinite(x);
  const size = Math.abs(x);
  if (size !== 0 && (size < 0.5 * 10 ** -digits || size >= 1e5)) {
    return plain(x.toExponential(Math.max(0, digits - 2)));
  }
  const whole = size >= 10 ? Math.floor(Math.log10(size)) : 0;
  return fixed(x, Math.max(0, digits - whole));
}

/**
 * So many significant digits, whatever the size: for differences, which are small beside what they change.
 *
 * @param {number} x
 * @param {number} [digits]
 */
function significant(x, digits = 4) {
  if (!Number.isFinite(x)) return notFinite(x);
  const size = Math.abs(x);
  if (size === 0) return '0';
  if (size < 1e-3 || size >= 1e5) return plain(x.toExponential(digits - 1));
  return fixed(x, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
}

/** So many decimals. @param {number} x @param {number} count */
function decimals(x, count) {
  return Number.isFinite(x) ? fixed(x, count) : notFinite(x);
}

/** The same, with a plus sign before what is positive. @param {number} x @param {number} [digits] */
function signed(x, digits = 4) {
  return x > 0 ? `+${number(x, digits)}` : number(x, digits);
}

/**
 * A probability 0..1 in percent, the same wherever there is room: whole percents, and a decimal where these would say too little.
 * 0% and 100% only if it is exactly that; near 1 it is rounded down.
 *
 * @param {number} p
 */
function probability(p) {
  if (!Number.isFinite(p)) return notFinite(p);
  if (p > 0 && p < 0.0005) return '<0.1%';
  const fine = (p > 0 && p < 0.0995) || (p >= 0.995 && p < 1);
  return `${fixed(Math.min(100 * p, p < 1 ? 99.9 : 100), fine ? 1 : 0)}%`;
}

/**
 * A fraction 0..1 in whole percent, an accuracy say, or a probability where there is no room for decimals; 0% and 100% only if
 * it is exactly that.
 *
 * @param {number} p
 */
function percent(p) {
  if (!Number.isFinite(p)) return notFinite(p);
  if (p > 0 && p < 0.005) return '<1%';
  if (p < 1 && p >= 0.995) return '>99%';
  return `${fixed(100 * p, 0)}%`;
}

/** A loss in nats, three decimals. @param {number} x */
function loss(x) {
  if (!Number.isFinite(x)) return notFinite(x);
  if (x > 0 && x < 0.0005) return '<0.001';
  return x >= 1000 ? number(x, 3) : fixed(x, 3);
}

/**
 * The end of a scale or a line of an axis: at most four significant digits, three where it takes a power of ten; no trailing
 * zeros.
 *
 * @param {number} x
 */
function tick(x) {
  if (!Number.isFinite(x)) return notFinite(x);
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e5)) return plain(Number(x.toPrecision(3)).toExponential());
  return plain(String(Number(x.toPrecision(4))));
}

/** No setting is a whole number as large as this. */
const HUGE = 1e15;

/**
 * A setting's number as one would type it: whole numbers in full, others in four significant digits at most, no trailing zeros.
 *
 * @param {number} x
 */
function rate(x) {
  if (!(Math.abs(x) < HUGE)) return tick(x);
  return plain(String(Number.isInteger(x) ? x : Number(x.toPrecision(4))));
}

/** @typedef {Readonly<{ h: string, min: string, s: string }>} Units of time, as short as they are written */

/** @param {{ tag: string, units: Units }} language */
export function makeFormat({ tag, units }) {
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const short = new Intl.NumberFormat(tag, { notation: 'compact', maximumSignificantDigits: 3 });
  const plurals = new Intl.PluralRules(tag);
  const lists = {
    plain: new Intl.ListFormat(tag, { type: 'conjunction', style: 'narrow' }),
    and: new Intl.ListFormat(tag, { type: 'conjunction' }),
    or: new Intl.ListFormat(tag, { type: 'disjunction' }),
  };
  /** @param {number} x @param {Intl.NumberFormat} format */
  const by = (x, format) => (Number.isFinite(x) ? format.format(x).replace('-', MINUS) : notFinite(x));

  /** @param {number} seconds */
  function duration(seconds) {
    if (!Number.isFinite(seconds)) return notFinite(seconds);
    if (seconds > 0 && seconds < 0.095) return seconds < 0.005 ? `<0.01 ${units.s}` : `${fixed(seconds, 2)} ${units.s}`;
    if (seconds < 9.95) return `${fixed(seconds, 1)} ${units.s}`;
    const s = Math.round(seconds);
    const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
    if (s < 60) return `${s} ${units.s}`;
    if (s < 3600) return `${Math.floor(s / 60)} ${units.min} ${two(s % 60)} ${units.s}`;
    return `${Math.floor(s / 3600)} ${units.h} ${two(Math.floor((s % 3600) / 60))} ${units.min}`;
  }

  return Object.freeze({
    number,
    significant,
    decimals,
    signed,
    probability,
    percent,
    loss,
    rate,
    tick,
    duration,
    /**
     * The form that goes with a count, by the rules of the language; # stands for the count: {one: '# unit', other: '# units'}.
     *
     * @param {number} n
     * @param {Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }} forms
     */
    plural: (n, forms) => (forms[plurals.select(n)] ?? forms.other).replaceAll('#', by(n, whole)),
    /**
     * plain: a, b, c; and: a, b, and c; or: a, b, or c.
     *
     * @param {Iterable<string | number>} items
     * @param {'plain' | 'and' | 'or'} [kind]
     */
    list: (items, kind = 'plain') => lists[kind].format(Array.from(items, String)),
    /** One after the other, with a space between them but after a full stop of Chinese. @param {string[]} texts */
    sentences: (...texts) => texts.join(' ').replaceAll(/([。！？]) /g, '$1'),
    /** A count in full, grouped. @param {number} n */
    integer: (n) => by(n, whole),
    /** A count in three digits and a word for its size: 12.3K, 1.23万. @param {number} n */
    compact: (n) => by(n, short),
    /** A speed, per second. @param {number} n */
    perSecond: (n) => by(n, short),
  });
}
