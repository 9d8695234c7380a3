/**
 * An equation as a row of matrices with operators between them: which items, in which order. Renders nothing.
 *
 * @typedef {import('../model/quantity.js').Quantity} Quantity
 * @typedef {import('../model/expression.js').Node} Node
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {{kind: 'matrix', quantity: Quantity, asRow?: boolean} | {kind: 'name', quantity: Quantity}
 *   | {kind: 'scalar', quantity: Quantity} | {kind: 'sign', sign: string}} Item asRow: a column vector drawn as a row
 */
import { isScalar } from '../model/quantity.js';

/** @param {string} sign @returns {Item} */
const sign = (sign) => ({ kind: 'sign', sign });

/**
 * A row for each equation without the operators: operands → result.
 * @param {readonly Equation[]} equations
 * @returns {Item[][]}
 */
export function plainMatrixItems(equations) {
  const shown = new Set();
  return equations.map(({ result, formula }) => {
    const operands = itemsOf(formula).map((item) => onlyOnce(item, shown));
    return [...operands.filter(({ kind }) => kind === 'matrix'), sign('→'), onlyOnce(itemFor(result), shown)];
  });
}

/**
 * A row for each equation. A matrix is shown once; later rows refer to it by name.
 * @param {readonly Equation[]} equations
 * @returns {Item[][]}
 */
export function matrixItems(equations) {
  const shown = new Set();
  return equations.map(({ result, formula }, i) => {
    const operands = itemsOf(formula).map((item) => onlyOnce(item, shown));
    const outcome = onlyOnce(itemFor(result), shown);
    const onlyNames = operands.every(
      ({ kind, ...item }) => kind === 'name' || ('sign' in item && '+∑'.includes(item.sign)),
    );
    // Names alone would only repeat the formula above.
    if (formula.op === 'constant') return [outcome];
    if (onlyNames && !isScalar(result)) return i > 0 ? [sign('→'), outcome] : [outcome];
    return [...operands, sign('='), outcome];
  });
}

/** @param {Item} item @param {Set<string>} shown keys of the matrices shown so far @returns {Item} */
function onlyOnce(item, shown) {
  if (item.kind !== 'matrix') return item;
  const { key } = item.quantity;
  if (shown.has(key)) return { kind: 'name', quantity: item.quantity };
  shown.add(key);
  return item;
}

/** @param {Quantity} quantity @param {{asRow?: boolean}} [how] @returns {Item} */
function itemFor(quantity, how = {}) {
  if (isScalar(quantity)) return { kind: 'scalar', quantity };
  if (quantity.brief) return { kind: 'name', quantity };
  return { kind: 'matrix', quantity, ...how };
}

/** @param {Item[][]} lists @param {string} between */
const joined = (lists, between) => lists.flatMap((items, i) => (i ? [sign(between), ...items] : items));

/** In brackets if it is a sum. @param {Node} node */
const bracketed = (node) => (node.op === 'sum' ? [sign('('), ...itemsOf(node), sign(')')] : itemsOf(node));

/** @param {Node} a @param {Node} b */
const timesSign = (a, b) => sign([a, b].some((node) => node.op === 'value' && isScalar(node.of)) ? '·' : '⊙');

/** @param {Node[]} terms */
const sumOf = (terms) =>
  terms.flatMap((term, i) => {
    if (term.op === 'minus') return [sign('−'), ...bracketed(term.of)];
    return i ? [sign('+'), ...itemsOf(term)] : itemsOf(term);
  });

/**
 * The first of a series, with t for its time step: it stands for all of them.
 * @param {readonly Quantity[]} parts
 * @returns {Quantity}
 */
export function atAnyStep([first]) {
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
      return [itemFor(node.of), itemFor(node.by, { asRow: true })];
    case 'sum':
      return sumOf(node.terms);
    case 'minus':
      return [sign('−'), ...bracketed(node.of)];
    case 'times':
      return node.factors.flatMap((factor, i) =>
        i ? [timesSign(node.factors[i - 1], factor), ...bracketed(factor)] : bracketed(factor),
      );
    case 'fraction':
      return [...bracketed(node.above), sign('/'), ...bracketed(node.below)];
    case 'call':
      return [sign(`${node.name}(`), ...itemsOf(node.of), sign(')')];
    case 'power':
      return [...bracketed(node.of), sign(node.exponent === 2 ? '²' : `^${node.exponent}`)];
    case 'root':
      return [sign('√'), ...bracketed(node.of)];
    case 'positive':
      return [sign('['), itemFor(node.of), sign('> 0 ]')];
    case 'all':
      return [sign(node.how === 'max' ? 'max' : '∑'), itemFor(node.of), ...(node.square ? [sign('²')] : [])];
    case 'series':
      return [sign('∑'), { kind: 'name', quantity: atAnyStep(node.parts) }];
    case 'least':
      return [sign('min('), ...joined(node.terms.map(itemsOf), ','), sign(')')];
    case 'constant':
      return [sign(String(node.value))];
    case 'wrong':
      return [sign('✗ ('), ...itemsOf(node.of), sign(')')];
  }
}
