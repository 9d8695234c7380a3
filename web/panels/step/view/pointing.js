/**
 * What lights up while the reader points at something: a number and those that made it, a quantity by its name, or a
 * part of the drawing and what it stands for.
 */
import { quantitiesOf, sourceId } from '../model/expression.js';
import { severalKeys } from './formula.js';
import { isScalar, placesAt } from '../model/quantity.js';
import { belonging, entryFor, entryPointedAt } from '../model/selection.js';

/**
 * @typedef {import('../model/expression.js').Source} Source
 * @typedef {import('../model/expression.js').At} At
 * @typedef {import('../model/stage.js').Equation} Equation
 * @typedef {{equations: readonly Equation[], entries: readonly At[]}} Shown the equations, and of each the entry shown
 * @typedef {{source?: Source | null, name?: string, place?: string}} Pointing at a number, at a name in a formula (its
 *   key or keys), at a part of the drawing; or at nothing
 *
 * @typedef {object} Light
 * @property {readonly Source[]} sources the numbers
 * @property {ReadonlySet<string>} numbers their ids
 * @property {ReadonlySet<string>} keys of the quantities they are of
 * @property {readonly string[]} places of the drawing
 */

/**
 * A number and those that made it; where one of these is an entry that the equations before have made, also what made
 * that. A single number made of a whole vector, such as the sum in a softmax, stands for itself.
 * @param {readonly Equation[]} equations
 * @param {Source} source
 * @returns {Source[]}
 */
export function withMakers(equations, source) {
  const index = equations.findIndex(({ result }) => result.key === source.key);
  if (index < 0) return [source];
  const before = equations.slice(0, index).filter(({ result }) => !isScalar(result));
  const [own, ...makers] = belonging(equations[index], source);
  return [own, ...makers.flatMap((maker) => withMakers(before, maker))];
}

/**
 * Of each equation the entry to show: the one pointed at or that made it, one that it goes into, or the one chosen.
 * @param {readonly Equation[]} equations
 * @param {import('../model/selection.js').Choice} choice
 * @param {Source | null} pointed
 * @returns {At[]}
 */
export function entriesFor(equations, choice, pointed) {
  const makers = pointed ? withMakers(equations, pointed) : [];
  return equations.map((equation) => {
    const made = makers.find(({ key }) => key === equation.result.key);
    return entryPointedAt(equation, entryFor(equation.result, choice), made ?? pointed);
  });
}

/** @param {readonly Equation[]} equations */
const quantities = (equations) => equations.flatMap(({ result, formula }) => [result, ...quantitiesOf(formula)]);

/**
 * The numbers of certain quantities in the formulas shown; of one that the formulas make, also those that made it.
 * @param {Shown} shown
 * @param {(key: string) => boolean} isMeant
 */
function numbersOf({ equations, entries }, isMeant) {
  return equations.flatMap((equation, i) =>
    isMeant(equation.result.key)
      ? withMakers(equations, { key: equation.result.key, ...entries[i] })
      : belonging(equation, entries[i]).filter(({ key }) => isMeant(key)),
  );
}

/**
 * @param {Shown} shown
 * @param {Pointing} pointing
 * @returns {Light}
 */
export function lightOf(shown, { source = null, name = '', place = '' }) {
  const all = quantities(shown.equations);
  const named = new Set(name ? name.split(severalKeys) : []);
  const there = new Set(place ? all.filter((one) => placesAt(one, 0).includes(place)).map(({ key }) => key) : []);
  const sources = source
    ? withMakers(shown.equations, source)
    : numbersOf(shown, (key) => named.has(key) || there.has(key));
  const byKey = new Map(all.map((one) => [one.key, one]));
  const places = sources.flatMap(({ key, row }) => {
    const quantity = byKey.get(key);
    return quantity ? placesAt(quantity, row) : [];
  });
  return {
    sources,
    numbers: new Set(sources.map(sourceId)),
    keys: new Set([...sources.map(({ key }) => key), ...named, ...there]),
    places: [...new Set(place ? [place, ...places] : places)],
  };
}
