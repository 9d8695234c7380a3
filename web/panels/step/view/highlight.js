/**
 * What is highlighted while the reader points at something: a number and those it is computed from, a quantity by its name,
 * or a part of the drawing and the quantities it stands for.
 */
import { quantitiesOf, sourceId } from '../model/expression.js';
import { KEY_SEPARATOR } from './formula.js';
import { isScalar, drawingIdsAt } from '../model/quantity.js';
import { entryAndOperands, entryFor, entryPointedAt } from '../model/selection.js';

/**
 * @typedef {import('../model/expression.js').Source} Source
 * @typedef {import('../model/expression.js').EntryIndex} EntryIndex
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {{equations: readonly Equation[], entries: readonly EntryIndex[]}} Shown the equations, and the entry shown of each
 * @typedef {{source?: Source | null, name?: string, drawingId?: string}} Pointing at a number, at a name in a formula (keys
 *   joined by KEY_SEPARATOR), at a part of the drawing, or at nothing
 *
 * @typedef {object} Highlight
 * @property {readonly Source[]} sources the highlighted numbers
 * @property {ReadonlySet<string>} numbers their ids, by sourceId()
 * @property {ReadonlySet<string>} keys of their quantities
 * @property {readonly string[]} drawingIds
 */

/**
 * A number and its operands, followed through the preceding equations of the block. A scalar reduced from a whole vector, such
 * as the sum in a softmax, is not followed.
 * @param {readonly Equation[]} equations
 * @param {Source} source
 * @returns {Source[]}
 */
export function withOperands(equations, source) {
  const index = equations.findIndex(({ result }) => result.key === source.key);
  if (index < 0) return [source];
  const before = equations.slice(0, index).filter(({ result }) => !isScalar(result));
  const [own, ...operands] = entryAndOperands(equations[index], source);
  return [own, ...operands.flatMap((operand) => withOperands(before, operand))];
}

/**
 * The entry to show of each equation: the one pointed at, one of its operands, one computed from it, or the selected one.
 * @param {readonly Equation[]} equations
 * @param {import('../model/selection.js').SelectedEntry} selected
 * @param {Source | null} pointed
 * @returns {EntryIndex[]}
 */
export function entriesFor(equations, selected, pointed) {
  const related = pointed ? withOperands(equations, pointed) : [];
  return equations.map((equation) => {
    const result = related.find(({ key }) => key === equation.result.key);
    return entryPointedAt(equation, entryFor(equation.result, selected), result ?? pointed);
  });
}

/** @param {readonly Equation[]} equations */
const quantities = (equations) => equations.flatMap(({ result, formula }) => [result, ...quantitiesOf(formula)]);

/**
 * The numbers of some quantities in the formulas shown; for a result, its operands too.
 * @param {Shown} shown
 * @param {(key: string) => boolean} matches
 */
function numbersOf({ equations, entries }, matches) {
  return equations.flatMap((equation, i) =>
    matches(equation.result.key)
      ? withOperands(equations, { key: equation.result.key, ...entries[i] })
      : entryAndOperands(equation, entries[i]).filter(({ key }) => matches(key)),
  );
}

/**
 * @param {Shown} shown
 * @param {Pointing} pointing
 * @returns {Highlight}
 */
export function highlightOf(shown, { source = null, name = '', drawingId = '' }) {
  const all = quantities(shown.equations);
  const named = new Set(name ? name.split(KEY_SEPARATOR) : []);
  const drawn = new Set(
    drawingId ? all.filter((one) => drawingIdsAt(one, 0).includes(drawingId)).map(({ key }) => key) : [],
  );
  const sources = source
    ? withOperands(shown.equations, source)
    : numbersOf(shown, (key) => named.has(key) || drawn.has(key));
  const byKey = new Map(all.map((one) => [one.key, one]));
  const drawingIds = sources.flatMap(({ key, row }) => {
    const quantity = byKey.get(key);
    return quantity ? drawingIdsAt(quantity, row) : [];
  });
  return {
    sources,
    numbers: new Set(sources.map(sourceId)),
    keys: new Set([...sources.map(({ key }) => key), ...named, ...drawn]),
    drawingIds: [...new Set(drawingId ? [drawingId, ...drawingIds] : drawingIds)],
  };
}
