/** Expression trees as MathML: in symbols, and with the numbers of one entry. */
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
import { atAnyStep } from './matrix-layout.js';
import { isScalar } from '../model/quantity.js';

/**
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('../model/quantity.js').Name} Name
 * @typedef {import('../model/expression.js').Node} Node
 * @typedef {import('../model/expression.js').Here} Here
 * @typedef {unknown} Piece
 *
 * @typedef {object} FormulaContext what a formula needs to know of the page
 * @property {import('../../../i18n/index.js').Translator} t
 * @property {(value: number, digits?: import('../model/quantity.js').Digits) => string} format
 * @property {(id: number) => string} tokenLabel
 * @property {(source: {key: string, row?: number, column?: number}) => boolean} isHighlighted without a row: the quantity itself
 */

/**
 * @param {Name} name
 * @param {FormulaContext} writing
 * @param {{above?: string, flat?: boolean}} [how] above: appended to the superscript; flat: ∂L/∂h on one line
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

/** A quantity's name, highlighted with the quantity. @param {Quantity} of @param {FormulaContext} writing @param {string} [above] */
function named(of, writing, above) {
  const name = nameOf(of.name, writing, { above });
  const colored = of.role === 'gradient' ? mathml`<mrow class="gradient">${name}</mrow>` : name;
  return part(of.key, colored, writing.isHighlighted({ key: of.key }));
}

/** Whether an expression is a scalar: then its product is written with a dot. @param {Node} node @returns {boolean} */
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

/** In brackets if it is a sum. @param {Node} node @param {FormulaContext} writing */
const bracketedLetters = (node, writing) =>
  node.op === 'sum' || node.op === 'minus' ? bracketed(inLetters(node, writing)) : inLetters(node, writing);

/** The base of a power: in brackets also where the exponent could be misread as part of the name. @param {Node} node @param {FormulaContext} writing */
const bracketedBase = (node, writing) =>
  node.op === 'value' && (node.of.name.derivative || node.of.name.above || node.of.name.letter.includes(' '))
    ? bracketed(inLetters(node, writing))
    : bracketedLetters(node, writing);

/** @param {Node[]} terms @param {FormulaContext} writing */
const sumInLetters = (terms, writing) =>
  terms.flatMap((term, i) => {
    if (term.op === 'minus') return [operator('−'), bracketedLetters(term.of, writing)];
    return i ? [operator('+'), inLetters(term, writing)] : [inLetters(term, writing)];
  });

/** @param {Node[]} factors @param {FormulaContext} writing */
const timesInLetters = (factors, writing) =>
  factors.flatMap((factor, i) => {
    if (i === 0) return [bracketedLetters(factor, writing)];
    const sign = isNumber(factors[i - 1]) || isNumber(factor) ? '·' : '⊙';
    return [operator(sign), bracketedLetters(factor, writing)];
  });

/** @param {string} name @param {Piece} inside */
const called = (name, inside) => [mathml`<mi mathvariant="normal">${name}</mi>`, bracketed(inside)];

/** @param {Piece} inside */
const squareRoot = (inside) => mathml`<msqrt>${inside}</msqrt>`;

/** A mistaken factor. @param {Piece} inside */
const crossedOut = (inside) => mathml`<mrow class="wrong">${inside}<mo>✗</mo></mrow>`;

/** @param {Extract<Node, {op: 'all'}>} node @param {FormulaContext} writing */
function allInLetters({ of, how, square }, writing) {
  const entry = square ? scripts(named(of, writing), undefined, row(2)) : named(of, writing);
  return how === 'max' ? called('max', entry) : [operator('∑'), entry];
}

/** Separates the keys of a name that stands for several quantities. */
export const KEY_SEPARATOR = ' | ';

/** @param {Quantity[]} parts @param {FormulaContext} writing */
function seriesInLetters(parts, writing) {
  const sigma = mathml`<munder><mo largeop="true" movablelimits="false">∑</mo><mi>t</mi></munder>`;
  const keys = parts.map(({ key }) => key);
  const lit = keys.some((key) => writing.isHighlighted({ key }));
  return [sigma, part(keys.join(KEY_SEPARATOR), nameOf(atAnyStep(parts).name, writing), lit)];
}

/**
 * The expression in symbols.
 * @param {Node} node
 * @param {FormulaContext} writing
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
      return [operator('−'), bracketedLetters(node.of, writing)];
    case 'times':
      return timesInLetters(node.factors, writing);
    case 'fraction':
      return fraction(inside(node.above), inside(node.below));
    case 'call':
      return called(node.name, inside(node.of));
    case 'power':
      return scripts(row(bracketedBase(node.of, writing)), undefined, node.exponent);
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
      return crossedOut(bracketed(inside(node.of)));
  }
}

/** @param {Extract<Here, {op: 'number'}>} node @param {FormulaContext} writing @param {boolean} [inBrackets] if negative */
export function renderNumber({ value, source, given, digits }, writing, inBrackets = true) {
  const written = number(source && !given ? writing.format(value, digits) : writing.t.format.rate(value));
  const shown = source ? part(sourceId(source), written, writing.isHighlighted(source)) : written;
  return inBrackets && value < 0 ? [bracket('('), shown, bracket(')')] : shown;
}

/** @param {Here} node @param {FormulaContext} writing */
const bracketedNumbers = (node, writing) =>
  node.op === 'sum' || node.op === 'minus' ? bracketed(inNumbers(node, writing)) : inNumbers(node, writing);

/** @param {Here[]} terms @param {FormulaContext} writing */
const sumInNumbers = (terms, writing) =>
  terms.flatMap((term, i) => {
    if (term.op === 'minus') return [operator('−'), bracketedNumbers(term.of, writing)];
    return i ? [operator('+'), inNumbers(term, writing)] : [inNumbers(term, writing)];
  });

/**
 * The expression of one entry, with its numbers.
 * @param {Here} node
 * @param {FormulaContext} writing
 * @returns {Piece}
 */
export function inNumbers(node, writing) {
  const inside = (/** @type {Here} */ of) => inNumbers(of, writing);
  switch (node.op) {
    case 'number':
      return renderNumber(node, writing);
    case 'sum':
      return sumInNumbers(node.terms, writing);
    case 'minus':
      return [operator('−'), bracketedNumbers(node.of, writing)];
    case 'times':
      return joined(
        node.factors.map((factor) => bracketedNumbers(factor, writing)),
        '·',
      );
    case 'fraction':
      return fraction(inside(node.above), inside(node.below));
    case 'call':
      return called(node.name, node.of.op === 'number' ? renderNumber(node.of, writing, false) : inside(node.of));
    case 'power':
      return scripts(row(bracketedNumbers(node.of, writing)), undefined, node.exponent);
    case 'root':
      return squareRoot(inside(node.of));
    case 'max':
    case 'least':
      return called(node.op === 'max' ? 'max' : 'min', joined(node.terms.map(inside), ','));
    case 'positive':
      return [operator('['), inside(node.of), operator('>'), number('0'), operator(']')];
    case 'wrong':
      return crossedOut(bracketed(inside(node.of)));
  }
}

/**
 * Where a long formula can be broken: the terms of a sum, flattened, each with its sign; the operands of a maximum; the terms
 * of a sum under a root.
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
