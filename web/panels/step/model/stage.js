/**
 * A stage: one operation of the forward pass, the loss, the backward pass or the update, and all that is shown of it.
 *
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./expression.js').Node} Node
 *
 * @typedef {'forward' | 'loss' | 'backward' | 'sum' | 'update'} Phase
 * @typedef {{result: Quantity, formula: Node}} Equation result = formula, entry by entry
 *
 * @typedef {object} Block one gate's equations; most stages have a single block, without a letter
 * @property {string} letter
 * @property {Equation[]} equations in order of evaluation; the last one's result is the stage's result
 *
 * @typedef {object} Stage
 * @property {string} id
 * @property {Phase} phase
 * @property {number} timeStep within the window, from 0; -1 for a stage over all time steps
 * @property {string} kind names its texts (strings `step.title.<kind>` and `step.say.<kind>`)
 * @property {import('../../../i18n/index.js').Key} [say] its explanation, where it is not the kind's
 * @property {string} line id of its line in the program
 * @property {Block[]} blocks
 * @property {string[]} reveals ids of the parts of the drawing whose numbers are known from this stage on
 * @property {string} [note] a remark on what is special here: string `step.note.<note>`
 * @property {Quantity} [instead] with truncated BPTT: what the result would be without truncation
 * @property {boolean} [sumEqualsGradient] whether the sum over time equals the gradient of backpropagation, bit for bit
 * @property {boolean} [plain] show the matrices without the arithmetic between them
 * @property {Quantity[][]} [contributions] of a sum over time, block by block: the contribution of each time step, t = 0 first
 */

/**
 * @param {Phase} phase
 * @param {number} timeStep
 * @param {string} kind
 * @param {Block[] | Equation | Equation[]} content
 * @param {Partial<Stage>} [more]
 * @returns {Stage}
 */
export function stage(phase, timeStep, kind, content, more = {}) {
  const blocks = blocksOf(content);
  const results = blocks.flatMap(({ equations }) => equations.map(({ result }) => result.drawingId));
  const reveals = [...new Set(results.filter((drawingId) => drawingId !== undefined))];
  return { id: `${phase} ${timeStep} ${kind}`, phase, timeStep, kind, line: kind, blocks, reveals, ...more };
}

/** @param {Block[] | Equation | Equation[]} content @returns {Block[]} */
function blocksOf(content) {
  if (!Array.isArray(content)) return [{ letter: '', equations: [content] }];
  if (content.length > 0 && 'letter' in content[0]) return /** @type {Block[]} */ (content);
  return [{ letter: '', equations: /** @type {Equation[]} */ (content) }];
}

/** @param {Quantity} result @param {Node} formula @returns {Equation} */
export const equation = (result, formula) => ({ result, formula });
