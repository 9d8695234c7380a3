/**
 * An equation as a row of matrices with signs between them: what stands where, without any drawing.
 *
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('../model/expression.js').Node} Node
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {{kind: 'matrix', quantity: Quantity, asRow?: boolean} | {kind: 'name', quantity: Quantity}
 *   | {kind: 'scalar', quantity: Quantity} | {kind: 'sign', sign: string}} Item lying: a column drawn as a row
 */
import { isScalar } from '../model/quantity.js';

/** @param {string} sign @returns {Item} */
const sign = (sign) => ({ kind: 'sign', sign });

/**
 * A row for each equation where the arithmetic would only be in the way: what goes in, and what comes out.
 * @param {readonly Equation[]} equations
 * @returns {Item[][]}
 */
export function plainPictureOf(equations) {
  const shown = new Set();
  return equations.map(({ result, formula }) => {
    const operands = itemsOf(formula).map((item) => onlyOnce(item, shown));
    return [...operands.filter(({ kind }) => kind === 'matrix'), sign('→'), onlyOnce(itemFor(result), shown)];
  });
}

/**
 * A row for each equation. What one row has shown, the next only names.
 * @param {readonly Equation[]} equations
 * @returns {Item[][]}
 */
export function pictureOf(equations) {
  const shown = new Set();
  return equations.map(({ result, formula }, i) => {
    const operands = itemsOf(formula).map((item) => onlyOnce(item, shown));
    const outcome = onlyOnce(itemFor(result), shown);
    const named = operands.every(
      ({ kind, ...item }) => kind === 'name' || ('sign' in item && '+∑'.includes(item.sign)),
    );
    // Where nothing but names would stand before the result, the formula above says it better.
    if (formula.op === 'constant') return [outcome];
    if (named && !isScalar(result)) return i > 0 ? [sign('→'), outcome] : [outcome];
    return [...operands, sign('='), outcome];
  });
}

/** @param {Item} item @param {Set<string>} shown keys of the matrices seen so far @returns {Item} */
function onlyOnce(item, shown) {
  if (item.kind !== 'matrix') return item;
  const { key } = item.quantity;
  if (shown.has(key)) return { kind: 'name', quantity: item.quantity };
  shown.add(key);
  return item;
}

/** @param {Quantity} quantity @param {{lying?: boolean}} [how] @returns {Item} */
function itemFor(quantity, how = {}) {
  if (isScalar(quantity)) return { kind: 'scalar', quantity };
  if (quantity.brief) return { kind: 'name', quantity };
  return { kind: 'matrix', quantity, ...how };
}

/** @param {Item[][]} lists @param {string} between */
const joined = (lists, between) => lists.flatMap((items, i) => (i ? [sign(between), ...items] : items));

/** @param {Node} node in brackets if it is a sum */
const closed = (node) => (node.op === 'sum' ? [sign('('), ...itemsOf(node), sign(')')] : itemsOf(node));

/** @param {Node} a @param {Node} b */
const timesSign = (a, b) => sign([a, b].some((node) => node.op === 'value' && isScalar(node.of)) ? '·' : '⊙');

/** @param {Node[]} terms */
const sumOf = (terms) =>
  terms.flatMap((term, i) => {
    if (term.op === 'minus') return [sign('−'), ...closed(term.of)];
    return i ? [sign('+'), ...itemsOf(term)] : itemsOf(term);
  });

/**
 * One of a series, named for all of them: its time step is t.
 * @param {readonly Quantity[]} parts
 * @returns {Quantity}
 */
export function ofEveryStep([first]) {
  const { name } = first;
  const any = name.note ? { ...name, note: { ...name.note, from: 't' } } : { ...name, below: 't' };
  return { ...first, name: any };
}

/** @param {Node} node @returns {Item[]} */
function itemsOf(node) {
  switch (node.op) {
    case 'value':
      return [itemFor(node.of)];
    case 'entry':
      return [itemFor(node.of)];
    case 'column':
    case 'product':
      return [itemFor(node.of), itemFor(node.by)];
    case 'transposed':
      return [itemFor(node.of), sign('⊤'), itemFor(node.by)];
    case 'outer':
      return [itemFor(node.of), itemFor(node.by, { lying: true })];
    case 'sum':
      return sumOf(node.terms);
    case 'minus':
      return [sign('−'), ...closed(node.of)];
    case 'times':
      return node.factors.flatMap((factor, i) =>
        i ? [timesSign(node.factors[i - 1], factor), ...closed(factor)] : closed(factor),
      );
    case 'fraction':
      return [...closed(node.above), sign('/'), ...closed(node.below)];
    case 'call':
      return [sign(`${node.name}(`), ...itemsOf(node.of), sign(')')];
    case 'power':
      return [...closed(node.of), sign(node.exponent === 2 ? '²' : `^${node.exponent}`)];
    case 'root':
      return [sign('√'), ...closed(node.of)];
    case 'positive':
      return [sign('['), itemFor(node.of), sign('> 0 ]')];
    case 'all':
      return [sign(node.how === 'max' ? 'max' : '∑'), itemFor(node.of), ...(node.square ? [sign('²')] : [])];
    case 'series':
      return [sign('∑'), { kind: 'name', quantity: ofEveryStep(node.parts) }];
    case 'least':
      return [sign('min('), ...joined(node.terms.map(itemsOf), ','), sign(')')];
    case 'constant':
      return [sign(String(node.value))];
    case 'wrong':
      return [sign('✗ ('), ...itemsOf(node.of), sign(')')];
  }
}
