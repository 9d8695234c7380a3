/**
 * Formulas as MathML: in letters, and with the numbers of one entry.
 */
import { mathml } from 'lit';
import {
  bracket,
  bracketed,
  fraction,
  number,
  operator,
  part,
  row,
  scripts,
  text,
  variable,
} from '../../../ui/math.js';
import { sourceId } from '../model/expression.js';
import { ofEveryStep } from './matrix-layout.js';
import { isScalar } from '../model/quantity.js';

/**
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('../model/quantity.js').Name} Name
 * @typedef {import('../model/expression.js').Node} Node
 * @typedef {import('../model/expression.js').Here} Here
 * @typedef {unknown} Piece
 *
 * @typedef {object} Writing what a formula needs to know about the page
 * @property {import('../../../i18n/index.js').Translator} t
 * @property {(value: number, digits?: import('../model/quantity.js').Digits) => string} format
 * @property {(id: number) => string} tokenLabel
 * @property {(source: {key: string, row?: number, column?: number}) => boolean} isLit without a row: the whole quantity
 */

/**
 * @param {Name} name
 * @param {Writing} writing
 * @param {{above?: string, flat?: boolean}} [how] above: added to what stands above; flat: ∂L/∂h on one line
 */
export function nameOf(name, { t }, { above = '', flat } = {}) {
  const sign = variable(name.letter, name.below, `${name.above ?? ''}${above}` || undefined);
  if (!name.derivative) return sign;
  const derivative = flat
    ? [operator('∂L'), mathml`<mo lspace="0" rspace="0">/</mo>`, operator('∂'), sign]
    : fraction(operator('∂L'), [operator('∂'), sign]);
  if (!name.note) return row(derivative);
  return scripts(row(derivative), text(t(`step.part.${name.note.code}`, name.note)));
}

/** A quantity's name, which lights up with the quantity. @param {Quantity} of @param {Writing} writing @param {string} [above] */
function named(of, writing, above) {
  const name = nameOf(of.name, writing, { above });
  const coloured = of.role === 'gradient' ? mathml`<mrow class="gradient">${name}</mrow>` : name;
  return part(of.key, coloured, writing.isLit({ key: of.key }));
}

/** @param {Node} node @returns {boolean} whether it is one number, not a vector */
function isNumber(node) {
  if (node.op === 'value') return isScalar(node.of);
  if (node.op === 'series') return isScalar(node.parts[0]);
  if (node.op === 'constant' || node.op === 'entry' || node.op === 'least' || node.op === 'all') return true;
  if (node.op === 'times') return node.factors.every(isNumber);
  if (node.op === 'sum') return node.terms.every(isNumber);
  if (node.op === 'fraction') return isNumber(node.above) && isNumber(node.below);
  if (node.op === 'minus' || node.op === 'power' || node.op === 'root' || node.op === 'call') return isNumber(node.of);
  return false;
}

/** @param {Piece[]} pieces @param {string} sign */
const joined = (pieces, sign) => pieces.flatMap((piece, i) => (i ? [operator(sign), piece] : [piece]));

/** @param {Node} node @param {Writing} writing in brackets if it is a sum */
const closed = (node, writing) =>
  node.op === 'sum' || node.op === 'minus' ? bracketed(inLetters(node, writing)) : inLetters(node, writing);

/** In brackets if an exponent could be taken to belong to a part of it. @param {Node} node @param {Writing} writing */
const firmly = (node, writing) =>
  node.op === 'value' && (node.of.name.derivative || node.of.name.above || node.of.name.letter.includes(' '))
    ? bracketed(inLetters(node, writing))
    : closed(node, writing);

/** @param {Node[]} terms @param {Writing} writing */
const sumInLetters = (terms, writing) =>
  terms.flatMap((term, i) => {
    if (term.op === 'minus') return [operator('−'), closed(term.of, writing)];
    return i ? [operator('+'), inLetters(term, writing)] : [inLetters(term, writing)];
  });

/** @param {Node[]} factors @param {Writing} writing */
const timesInLetters = (factors, writing) =>
  factors.flatMap((factor, i) => {
    if (i === 0) return [closed(factor, writing)];
    const sign = isNumber(factors[i - 1]) || isNumber(factor) ? '·' : '⊙';
    return [operator(sign), closed(factor, writing)];
  });

/** @param {string} name @param {Piece} inside */
const called = (name, inside) => [mathml`<mi mathvariant="normal">${name}</mi>`, bracketed(inside)];

/** @param {Piece} inside */
const squareRoot = (inside) => mathml`<msqrt>${inside}</msqrt>`;

/** @param {Piece} inside a factor that should not be there */
const struck = (inside) => mathml`<mrow class="wrong">${inside}<mo>✗</mo></mrow>`;

/** @param {Extract<Node, {op: 'all'}>} node @param {Writing} writing */
function allInLetters({ of, how, square }, writing) {
  const entry = square ? scripts(named(of, writing), undefined, row(2)) : named(of, writing);
  return how === 'max' ? called('max', entry) : [operator('∑'), entry];
}

/** Between the keys of a name that stands for several quantities. */
export const severalKeys = ' | ';

/** @param {Quantity[]} parts @param {Writing} writing */
function seriesInLetters(parts, writing) {
  const sigma = mathml`<munder><mo largeop="true" movablelimits="false">∑</mo><mi>t</mi></munder>`;
  const keys = parts.map(({ key }) => key);
  const lit = keys.some((key) => writing.isLit({ key }));
  return [sigma, part(keys.join(severalKeys), nameOf(ofEveryStep(parts).name, writing), lit)];
}

/**
 * The formula in letters.
 * @param {Node} node
 * @param {Writing} writing
 * @returns {Piece}
 */
export function inLetters(node, writing) {
  const inside = (/** @type {Node} */ of) => inLetters(of, writing);
  switch (node.op) {
    case 'value':
      return named(node.of, writing);
    case 'entry':
      return [named(node.of, writing), bracket('['), text(writing.tokenLabel(node.row)), bracket(']')];
    case 'column':
    case 'product':
      return [named(node.of, writing), named(node.by, writing)];
    case 'transposed':
      return [named(node.of, writing, '⊤'), named(node.by, writing)];
    case 'outer':
      return [named(node.of, writing), named(node.by, writing, '⊤')];
    case 'sum':
      return sumInLetters(node.terms, writing);
    case 'minus':
      return [operator('−'), closed(node.of, writing)];
    case 'times':
      return timesInLetters(node.factors, writing);
    case 'fraction':
      return fraction(inside(node.above), inside(node.below));
    case 'call':
      return called(node.name, inside(node.of));
    case 'power':
      return scripts(row(firmly(node.of, writing)), undefined, node.exponent);
    case 'root':
      return squareRoot(inside(node.of));
    case 'positive':
      return [operator('['), named(node.of, writing), operator('>'), number('0'), operator(']')];
    case 'all':
      return allInLetters(node, writing);
    case 'series':
      return seriesInLetters(node.parts, writing);
    case 'least':
      return called('min', joined(node.terms.map(inside), ','));
    case 'constant':
      return number(writing.t.format.rate(node.value));
    case 'wrong':
      return struck(bracketed(inside(node.of)));
  }
}

/** @param {Extract<Here, {op: 'number'}>} node @param {Writing} writing @param {boolean} [inBrackets] what is negative */
export function numberHere({ value, source, given, digits }, writing, inBrackets = true) {
  const written = number(source && !given ? writing.format(value, digits) : writing.t.format.rate(value));
  const shown = source ? part(sourceId(source), written, writing.isLit(source)) : written;
  return inBrackets && value < 0 ? [bracket('('), shown, bracket(')')] : shown;
}

/** @param {Here} node @param {Writing} writing */
const closedHere = (node, writing) =>
  node.op === 'sum' || node.op === 'minus' ? bracketed(inNumbers(node, writing)) : inNumbers(node, writing);

/** @param {Here[]} terms @param {Writing} writing */
const sumInNumbers = (terms, writing) =>
  terms.flatMap((term, i) => {
    if (term.op === 'minus') return [operator('−'), closedHere(term.of, writing)];
    return i ? [operator('+'), inNumbers(term, writing)] : [inNumbers(term, writing)];
  });

/**
 * The formula of one entry, with its numbers.
 * @param {Here} node
 * @param {Writing} writing
 * @returns {Piece}
 */
export function inNumbers(node, writing) {
  const inside = (/** @type {Here} */ of) => inNumbers(of, writing);
  switch (node.op) {
    case 'number':
      return numberHere(node, writing);
    case 'sum':
      return sumInNumbers(node.terms, writing);
    case 'minus':
      return [operator('−'), closedHere(node.of, writing)];
    case 'times':
      return joined(
        node.factors.map((factor) => closedHere(factor, writing)),
        '·',
      );
    case 'fraction':
      return fraction(inside(node.above), inside(node.below));
    case 'call':
      return called(node.name, node.of.op === 'number' ? numberHere(node.of, writing, false) : inside(node.of));
    case 'power':
      return scripts(row(closedHere(node.of, writing)), undefined, node.exponent);
    case 'root':
      return squareRoot(inside(node.of));
    case 'max':
    case 'least':
      return called(node.op === 'max' ? 'max' : 'min', joined(node.terms.map(inside), ','));
    case 'positive':
      return [operator('['), inside(node.of), operator('>'), number('0'), operator(']')];
    case 'wrong':
      return struck(bracketed(inside(node.of)));
  }
}

/**
 * The terms of a sum, each with its sign, sums within sums taken apart: a long formula is broken between them. Of a
 * maximum the numbers it is of, of the root of a sum the terms of the sum.
 * @param {Here} node
 * @returns {{sign: '' | '+' | '−' | ',', term: Here}[]}
 */
export function termsOf(node) {
  if (node.op === 'root' && node.of.op === 'sum') return termsOf(node.of);
  if (node.op === 'max') return node.terms.map((term, i) => ({ sign: i ? ',' : '', term }));
  if (node.op !== 'sum') return node.op === 'minus' ? [{ sign: '−', term: node.of }] : [{ sign: '', term: node }];
  return node.terms
    .flatMap((term) => (term.op === 'minus' ? [{ sign: /** @type {const} */ ('−'), term: term.of }] : termsOf(term)))
    .map(({ sign, term }, i) => ({ sign: sign || (i ? '+' : ''), term }));
}
