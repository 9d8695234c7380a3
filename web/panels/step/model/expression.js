/**
 * Expression trees. One tree gives the formula in symbols, the same formula with the numbers of one entry of the result
 * (`withNumbers`), and the matrices to show.
 *
 * @typedef {import('./quantity.js').Quantity} Quantity
 *
 * @typedef {{op: 'value', of: Quantity}} Value entry (row, column) of it; vectors and scalars are broadcast
 * @typedef {{op: 'entry', of: Quantity, row: number, column: number}} Entry a fixed entry
 * @typedef {{op: 'column', of: Quantity, column: number, by: Quantity}} Column M x with x one-hot: a column of M
 * @typedef {{op: 'product', of: Quantity, by: Quantity}} Product M v
 * @typedef {{op: 'transposed', of: Quantity, by: Quantity}} Transposed Mᵀ v
 * @typedef {{op: 'outer', of: Quantity, by: Quantity}} Outer v wᵀ
 * @typedef {{op: 'sum', terms: Node[]}} Sum
 * @typedef {{op: 'minus', of: Node}} Minus
 * @typedef {{op: 'times', factors: Node[]}} Times element-wise product
 * @typedef {{op: 'fraction', above: Node, below: Node}} Fraction
 * @typedef {{op: 'call', name: string, of: Node}} Call tanh, σ, exp, ln, max
 * @typedef {{op: 'power', of: Node, exponent: number}} Power
 * @typedef {{op: 'root', of: Node}} Root
 * @typedef {{op: 'positive', of: Quantity}} Positive Iverson bracket [x > 0]
 * @typedef {{op: 'all', of: Quantity, how: 'sum' | 'max', square?: boolean}} All reduction over all entries, squared if `square`
 * @typedef {{op: 'series', parts: Quantity[]}} Series the sum of one quantity over all time steps
 * @typedef {{op: 'least', terms: Node[]}} Least min
 * @typedef {{op: 'constant', value: number}} Constant
 * @typedef {{op: 'wrong', of: Node, code: string}} Wrong a factor that is a mistake of the tutorial's program
 * @typedef {Value | Entry | Column | Product | Transposed | Outer | Sum | Minus | Times | Fraction | Call | Power | Root
 *   | Positive | All | Series | Least | Constant | Wrong} Node
 *
 * @typedef {{key: string, row: number, column: number}} Source the entry of a quantity that a number comes from
 * @typedef {{op: 'number', value: number, source?: Source, given?: boolean,
 *   digits?: import('./quantity.js').Digits}} NumberHere given: a setting, written as the reader typed it
 * @typedef {NumberHere | {op: 'sum', terms: Here[]} | {op: 'minus', of: Here} | {op: 'times', factors: Here[]}
 *   | {op: 'fraction', above: Here, below: Here} | {op: 'call', name: string, of: Here}
 *   | {op: 'power', of: Here, exponent: number} | {op: 'root', of: Here} | {op: 'max' | 'least', terms: Here[]}
 *   | {op: 'positive', of: Here} | {op: 'wrong', of: Here, code: string}} Here expression of one entry, with numbers for leaves
 */

/** @param {Quantity} of @returns {Node} */
export const value = (of) => ({ op: 'value', of });
/** @param {Quantity} of @param {number} row @param {number} [column] @returns {Node} */
export const entry = (of, row, column = 0) => ({ op: 'entry', of, row, column });
/** @param {Quantity} of @param {number} column @param {Quantity} by @returns {Node} */
export const column = (of, column, by) => ({ op: 'column', of, column, by });
/** @param {Quantity} of @param {Quantity} by @returns {Node} */
export const product = (of, by) => ({ op: 'product', of, by });
/** @param {Quantity} of @param {Quantity} by @returns {Node} */
export const transposed = (of, by) => ({ op: 'transposed', of, by });
/** @param {Quantity} of @param {Quantity} by both columns @returns {Node} */
export const outer = (of, by) => ({ op: 'outer', of, by });
/** @param {Node[]} terms @returns {Node} */
export const sum = (...terms) => (terms.length === 1 ? terms[0] : { op: 'sum', terms });
/** @param {Node} of @returns {Node} */
export const minus = (of) => ({ op: 'minus', of });
/** @param {Node[]} factors @returns {Node} */
export const times = (...factors) => ({ op: 'times', factors });
/** @param {Node} above @param {Node} below @returns {Node} */
export const fraction = (above, below) => ({ op: 'fraction', above, below });
/** @param {string} name @param {Node} of @returns {Node} */
export const call = (name, of) => ({ op: 'call', name, of });
/** @param {Node} of @param {number} exponent @returns {Node} */
export const power = (of, exponent) => ({ op: 'power', of, exponent });
/** @param {Node} of @returns {Node} */
export const square = (of) => power(of, 2);
/** @param {Node} of @returns {Node} */
export const root = (of) => ({ op: 'root', of });
/** @param {Quantity} of @returns {Node} */
export const positive = (of) => ({ op: 'positive', of });
/** @param {Quantity} of @param {'sum' | 'max'} how @param {boolean} [square] @returns {Node} */
export const all = (of, how, square) => ({ op: 'all', of, how, square });
/** @param {Quantity[]} parts one for every time step @returns {Node} */
export const series = (...parts) => ({ op: 'series', parts });
/** @param {Node[]} terms @returns {Node} */
export const least = (...terms) => ({ op: 'least', terms });
/** @param {number} value @returns {Node} */
export const constant = (value) => ({ op: 'constant', value });
/** @param {Node} of @param {string} code @returns {Node} */
export const wrong = (of, code) => ({ op: 'wrong', of, code });
/** @param {Node} of @returns {Node} */
export const oneMinus = (of) => sum(constant(1), minus(of));

/** @typedef {{row: number, column: number}} EntryIndex an entry of the result */

/**
 * A quantity's entry; a single row or column is broadcast.
 * @param {Quantity} of
 * @param {number} row
 * @param {number} column
 * @returns {NumberHere}
 */
function entryNode(of, row, column) {
  const r = of.rows === 1 ? 0 : row;
  const c = of.columns === 1 ? 0 : column;
  const source = { key: of.key, row: r, column: c };
  const digits = of.digitsAt?.(r, c) ?? of.digits;
  return { op: 'number', value: of.values[r * of.columns + c], source, given: of.role === 'given', digits };
}

/**
 * @param {(i: number) => Here[]} factors of the i-th term
 * @param {number} length
 * @returns {Here}
 */
function sumOfProducts(factors, length) {
  return { op: 'sum', terms: Array.from({ length }, (_, i) => ({ op: 'times', factors: factors(i) })) };
}

/** @param {Extract<Node, {op: 'all'}>} node @returns {Here} */
function reduction({ of, how, square: squared }) {
  const entries = Array.from({ length: of.values.length }, (_, i) => {
    const number = entryNode(of, Math.floor(i / of.columns), i % of.columns);
    return squared ? /** @type {Here} */ ({ op: 'power', of: number, exponent: 2 }) : number;
  });
  return { op: how, terms: entries };
}

/**
 * The expression of one entry of the result: numbers in place of quantities, products written out as sums.
 * @param {Node} node
 * @param {EntryIndex} at
 * @returns {Here}
 */
export function withNumbers(node, at) {
  const inside = (/** @type {Node} */ operand) => withNumbers(operand, at);
  switch (node.op) {
    case 'value':
      return entryNode(node.of, at.row, at.column);
    case 'entry':
      return entryNode(node.of, node.row, node.column);
    case 'column':
      return entryNode(node.of, at.row, node.column);
    case 'product':
      return sumOfProducts((i) => [entryNode(node.of, at.row, i), entryNode(node.by, i, 0)], node.of.columns);
    case 'transposed':
      return sumOfProducts((i) => [entryNode(node.of, i, at.row), entryNode(node.by, i, 0)], node.of.rows);
    case 'outer':
      return { op: 'times', factors: [entryNode(node.of, at.row, 0), entryNode(node.by, at.column, 0)] };
    case 'positive':
      return { op: 'positive', of: entryNode(node.of, at.row, at.column) };
    case 'all':
      return reduction(node);
    case 'constant':
      return { op: 'number', value: node.value };
    case 'series':
      return { op: 'sum', terms: node.parts.map((part) => entryNode(part, at.row, at.column)) };
    case 'sum':
    case 'least':
      return { op: node.op, terms: node.terms.map(inside) };
    case 'times':
      return { op: 'times', factors: node.factors.map(inside) };
    case 'fraction':
      return { op: 'fraction', above: inside(node.above), below: inside(node.below) };
    default:
      return { ...node, of: inside(node.of) };
  }
}

/**
 * The quantities of a formula, each once, in order of appearance.
 * @param {Node} node
 * @returns {Quantity[]}
 */
export function quantitiesOf(node) {
  const found = /** @type {Map<string, Quantity>} */ (new Map());
  const visit = (/** @type {Node} */ part) => {
    if (part.op === 'series') return part.parts.map(value).forEach(visit);
    if ('terms' in part) return part.terms.forEach(visit);
    if (part.op === 'times') return part.factors.forEach(visit);
    if (part.op === 'fraction') return [part.above, part.below].forEach(visit);
    if (part.op === 'constant') return undefined;
    if ('key' in part.of) {
      found.set(part.of.key, part.of);
      if ('by' in part) found.set(part.by.key, part.by);
      return undefined;
    }
    return visit(part.of);
  };
  visit(node);
  return [...found.values()];
}

/** A source as a string, to find the number again in a rendered formula. @param {Source} source */
export const sourceId = ({ key, row, column }) => `${key}/${row}/${column}`;

/**
 * The sources of the numbers of an entry's expression.
 * @param {Here} node
 * @returns {Source[]}
 */
export function sourcesOf(node) {
  switch (node.op) {
    case 'number':
      return node.source ? [node.source] : [];
    case 'sum':
    case 'max':
    case 'least':
      return node.terms.flatMap(sourcesOf);
    case 'times':
      return node.factors.flatMap(sourcesOf);
    case 'fraction':
      return [node.above, node.below].flatMap(sourcesOf);
    default:
      return sourcesOf(node.of);
  }
}
