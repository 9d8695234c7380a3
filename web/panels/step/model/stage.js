/**
 * A stage: one thing that happens on the way through the network and back, and all that is to be shown of it.
 *
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./expression.js').Node} Node
 *
 * @typedef {'forward' | 'loss' | 'backward' | 'sum' | 'update'} Phase
 * @typedef {{result: Quantity, formula: Node}} Equation result = formula, entry by entry
 *
 * @typedef {object} Block one gate's equations; most stages have a single block, without a letter
 * @property {string} letter
 * @property {Equation[]} equations one after the other; the last one's result is what the stage is about
 *
 * @typedef {object} Stage
 * @property {string} id
 * @property {Phase} phase
 * @property {number} t step within the window, from 0; -1 where the stage is of no single step
 * @property {string} kind names its texts (strings `step.title.<kind>` and `step.say.<kind>`)
 * @property {import('../../../i18n/index.js').Key} [say] what is said, where it is not the kind's
 * @property {string} line of the listing
 * @property {Block[]} blocks
 * @property {string[]} writes places of the drawing that have their numbers from here on
 * @property {string} [note] a remark on what is special here: string `note.<note>`
 * @property {Quantity} [instead] what would stand there but for what the note says
 * @property {boolean} [equal] the sum over time has been compared with the gradient and is the same
 * @property {boolean} [plain] the matrices are shown without the arithmetic between them
 * @property {Quantity[][]} [parts] of a sum over time, block by block: the contribution of each step, t = 0 first
 */

/**
 * @param {Phase} phase
 * @param {number} t
 * @param {string} kind
 * @param {Block[] | Equation | Equation[]} content
 * @param {Partial<Stage>} [more]
 * @returns {Stage}
 */
export function stage(phase, t, kind, content, more = {}) {
  const blocks = blocksOf(content);
  const written = blocks.flatMap(({ equations }) => equations.map(({ result }) => result.place));
  const writes = [...new Set(written.filter((place) => place !== undefined))];
  return { id: `${phase} ${t} ${kind}`, phase, t, kind, line: kind, blocks, writes, ...more };
}

/** @param {Block[] | Equation | Equation[]} content @returns {Block[]} */
function blocksOf(content) {
  if (!Array.isArray(content)) return [{ letter: '', equations: [content] }];
  if (content.length > 0 && 'letter' in content[0]) return /** @type {Block[]} */ (content);
  return [{ letter: '', equations: /** @type {Equation[]} */ (content) }];
}

/** @param {Quantity} result @param {Node} formula @returns {Equation} */
export const equation = (result, formula) => ({ result, formula });
