/** Dry runs of optimizer steps from the real engine, and a calculator that works formulas out. */
import { loadEngine, Session } from '../../web/engine/index.js';
import { withNumbers } from '../../web/panels/step/model/expression.js';
import { entryOf } from '../../web/panels/step/model/quantity.js';

/** @typedef {import('../../web/panels/step/model/expression.js').Here} Here */
/** @typedef {import('../../web/panels/step/model/stage.js').Stage} Stage */

/** 你好李焕英⏎ and 夏洛特烦恼⏎, as the page makes them, in a vocabulary of 11. */
export const training = [
  { inputs: [0, 1, 2, 3, 4], targets: [1, 2, 3, 4, 5] },
  { inputs: [6, 7, 8, 9, 10], targets: [7, 8, 9, 10, 5] },
];

/**
 * @param {import('node:test').TestContext} context
 * @param {import('../../web/engine/types.js').EngineOptions} settings
 * @param {{data?: import('../../web/engine/types.js').Sequence[], steps?: number}} [options] steps: trained before
 */
export async function trainedSession(context, settings, { data = training, steps = 3 } = {}) {
  const session = new Session({ module: await loadEngine() });
  context.after(() => session.dispose());
  await session.create({
    settings: { hiddenSize: 4, precision: 'float64', ...settings },
    training: data,
    vocabularySize: 11,
  });
  if (steps > 0) await session.step({ unit: 'window', count: steps });
  return session;
}

/** @param {readonly Stage[]} stages @param {string} kind @param {number} t @returns {Stage} */
export function stageAt(stages, kind, t) {
  const found = stages.find((stage) => stage.kind === kind && stage.timeStep === t);
  if (!found) throw new Error(`there is no stage ${kind} at step ${t}`);
  return found;
}

/**
 * What a formula with numbers comes to, by the arithmetic on the page and nothing else.
 * @param {Here} node
 * @returns {number}
 */
export function workedOut(node) {
  switch (node.op) {
    case 'number':
      return node.value;
    case 'sum':
      return node.terms.reduce((sum, term) => sum + workedOut(term), 0);
    case 'max':
      return Math.max(...node.terms.map(workedOut));
    case 'least':
      return Math.min(...node.terms.map(workedOut));
    case 'times':
      return node.factors.reduce((product, factor) => product * workedOut(factor), 1);
    case 'fraction':
      return workedOut(node.above) / workedOut(node.below);
    case 'minus':
      return -workedOut(node.of);
    case 'wrong':
      return workedOut(node.of);
    case 'power':
      return workedOut(node.of) ** node.exponent;
    case 'root':
      return Math.sqrt(workedOut(node.of));
    case 'positive':
      return workedOut(node.of) > 0 ? 1 : 0;
    case 'call':
      return functions[node.name](workedOut(node.of));
  }
}

/** @type {Record<string, (x: number) => number>} */
const functions = {
  tanh: Math.tanh,
  ReLU: (x) => Math.max(0, x),
  σ: (x) => 1 / (1 + Math.exp(-x)),
  exp: Math.exp,
  ln: Math.log,
};

/**
 * The entries of a stage whose formula does not come to the number the engine has there.
 * @param {Stage} stage
 * @param {number} tolerance relative to 1 or to the number, whichever is larger
 * @returns {string[]}
 */
export function disagreements(stage, tolerance) {
  const found = [];
  for (const { letter, equations } of stage.blocks)
    for (const { result, formula } of equations)
      for (let row = 0; row < result.rows; row++)
        for (let column = 0; column < result.columns; column++) {
          const expected = entryOf(result, row, column);
          const actual = workedOut(withNumbers(formula, { row, column }));
          if (!(Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected))))
            found.push(`${stage.id} ${letter} ${result.key}[${row}, ${column}]: ${actual} is not ${expected}`);
        }
  return found;
}
