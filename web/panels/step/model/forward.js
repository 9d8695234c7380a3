/** The stages of the forward pass and of the loss. Symbols: see ./walk.js. */
import {
  all,
  call,
  column,
  constant,
  entry,
  fraction,
  minus,
  oneMinus,
  product,
  series,
  sum,
  times,
  value,
} from './expression.js';
import { equation, stage } from './stage.js';
import { weight } from './weights.js';

/**
 * @typedef {import('./walk.js').Walk} Walk
 * @typedef {import('./stage.js').Stage} Stage
 * @typedef {import('./expression.js').Node} Node
 */

/** @param {Walk} walk @returns {Stage[]} */
export function forwardStages(walk) {
  const steps = Array.from({ length: walk.T }, (_, t) => [
    input(walk, t),
    recurrent(walk, t),
    ...cell[walk.cell](walk, t),
    logits(walk, t),
    softmax(walk, t),
  ]);
  return steps.flat();
}

/** @param {Walk} walk @returns {Stage[]} */
export function lossStages(walk) {
  const steps = Array.from({ length: walk.T }, (_, t) => loss(walk, t));
  return [...steps, total(walk)];
}

/** @param {Walk} walk @param {Node} node @param {'bU' | 'bW' | 'bV'} letter @param {number} [gate] */
const withBias = (walk, node, letter, gate) => (walk.bias ? sum(node, value(weight(walk, letter, { gate }))) : node);

/** @param {Walk} walk @param {(gate: number) => import('./stage.js').Equation} make */
const perGate = (walk, make) => walk.gates.map((letter, gate) => ({ letter, equations: [make(gate)] }));

/**
 * Drawing ids of the layers below or above the one shown: they are revealed together, without stages of their own.
 * @param {Walk} walk
 * @param {number} t
 * @param {number} from
 * @param {number} to exclusive
 */
function drawingIdsOfLayers(walk, t, from, to) {
  const layers = Array.from({ length: to - from }, (_, i) => from + i);
  const kinds = walk.cell === 'lstm' ? ['U', 'W', 'h', 'c', 'C'] : ['U', 'W', 'h'];
  return layers.flatMap((layer) => kinds.map((kind) => `${kind}:${layer}:${t}`));
}

/** u_t = U x_t (+ b_U); with a one-hot x a look-up of the token's column of U. @param {Walk} walk @param {number} t */
function input(walk, t) {
  const drawingId = `U:${walk.layer}:${t}`;
  const id = walk.trace.inputs[t];
  const unknown = walk.layer === 0 && id < 0;
  const blocks = perGate(walk, (gate) => {
    const U = weight(walk, 'U', { gate, drawingId });
    const projection = walk.layer > 0 || unknown ? product(U, walk.source(t)) : column(U, id, walk.x(t));
    return equation(walk.u(t, gate), withBias(walk, projection, 'bU', gate));
  });
  const kind = walk.layer === 0 ? 'lookup' : 'input';
  const reveals = [drawingId, ...drawingIdsOfLayers(walk, t, 0, walk.layer)];
  return stage('forward', t, kind, blocks, { note: unknown ? 'unknownInput' : undefined, reveals });
}

/** w_t = W h_{t−1} (+ b_W) @param {Walk} walk @param {number} t */
function recurrent(walk, t) {
  const blocks = perGate(walk, (gate) => {
    const W = weight(walk, 'W', { gate, drawingId: `W:${walk.layer}:${t}` });
    return equation(walk.w(t, gate), withBias(walk, product(W, walk.h(t - 1)), 'bW', gate));
  });
  const first = walk.stepNumber(t) === 1 ? 'firstStep' : 'carriedState';
  return stage('forward', t, 'recurrent', blocks, { note: t === 0 ? first : undefined });
}

/** Names of the activation functions in formulas. */
const activationNames = { tanh: 'tanh', relu: 'ReLU' };

const cell = {
  /** a = u + w, h = f(a) @param {Walk} walk @param {number} t @returns {Stage[]} */
  rnn(walk, t) {
    const a = walk.a(t);
    const { activation } = walk;
    const plain = activation === 'identity' || activation === 'listing';
    const h = plain ? value(a) : call(activationNames[activation], value(a));
    return [
      stage('forward', t, 'preActivation', equation(a, sum(value(walk.u(t)), value(walk.w(t)))), { reveals: [] }),
      stage('forward', t, 'hidden', equation(walk.h(t), h), {
        kind: `hidden.${activation}`,
        note: activation === 'listing' ? 'listingForward' : undefined,
      }),
    ];
  },
  /** r and z = σ(u + w), n = tanh(u + r ⊙ w), h = (1 − z) ⊙ n + z ⊙ h′ @param {Walk} walk @param {number} t @returns {Stage[]} */
  gru(walk, t) {
    const [r, z, n] = ['r', 'z', 'n'].map((letter) => value(walk.gate(t, letter)));
    const candidate = sum(value(walk.u(t, 2)), times(r, value(walk.w(t, 2))));
    const h = sum(times(oneMinus(z), n), times(z, value(walk.h(t - 1))));
    return [
      gate(walk, t, 'r', 'σ', 'gateR'),
      gate(walk, t, 'z', 'σ', 'gateZ'),
      gate(walk, t, 'n', 'tanh', 'candidate', candidate),
      stage('forward', t, 'hidden.gru', equation(walk.h(t), h)),
    ];
  },
  /** i, f, o = σ(u + w), g = tanh(u + w), c = f ⊙ c′ + i ⊙ g, h = o ⊙ tanh c @param {Walk} walk @param {number} t @returns {Stage[]} */
  lstm(walk, t) {
    const [i, f, g, o] = ['i', 'f', 'g', 'o'].map((letter) => value(walk.gate(t, letter)));
    const c = sum(times(f, value(walk.c(t - 1))), times(i, g));
    return [
      gate(walk, t, 'i', 'σ', 'gateI'),
      gate(walk, t, 'f', 'σ', 'gateF'),
      gate(walk, t, 'g', 'tanh', 'gateG'),
      gate(walk, t, 'o', 'σ', 'gateO'),
      stage('forward', t, 'cell', equation(walk.c(t), c), {
        reveals: [`c:${walk.layer}:${t}`, `C:${walk.layer}:${t}`],
      }),
      stage('forward', t, 'hidden.lstm', [
        equation(walk.cellTanh(t), call('tanh', value(walk.c(t)))),
        equation(walk.h(t), times(o, value(walk.cellTanh(t)))),
      ]),
    ];
  },
};

/**
 * Pre-activation and value of one gate.
 * @param {Walk} walk
 * @param {number} t
 * @param {string} letter
 * @param {string} name of the activation function
 * @param {string} kind
 * @param {Node} [preActivation] where it is not u + w
 */
function gate(walk, t, letter, name, kind, preActivation) {
  const k = walk.gates.indexOf(letter);
  const a = walk.a(t, k);
  const equations = [
    equation(a, preActivation ?? sum(value(walk.u(t, k)), value(walk.w(t, k)))),
    equation(walk.gate(t, letter), call(name, value(a))),
  ];
  return stage('forward', t, kind, equations, { reveals: [] });
}

/** o_t = V h_t (+ b_V), of the top layer @param {Walk} walk @param {number} t */
function logits(walk, t) {
  const top = walk.layers - 1;
  const V = weight(walk, 'V', { drawingId: `V:${top}:${t}` });
  return stage('forward', t, 'logits', equation(walk.logits(t), withBias(walk, product(V, walk.h(t, top)), 'bV')), {
    reveals: [`o:${t}`, ...drawingIdsOfLayers(walk, t, walk.layer + 1, walk.layers)],
    note: walk.cell === 'lstm' ? 'logitsOfLstm' : undefined,
  });
}

/** m = max o, e = exp(o − m), Z = Σ e, p = e / Z @param {Walk} walk @param {number} t */
function softmax(walk, t) {
  const [o, m, e, Z] = [walk.logits(t), walk.maximum(t), walk.exponentials(t), walk.exponentialSum(t)];
  return stage('forward', t, 'softmax', [
    equation(m, all(o, 'max')),
    equation(e, call('exp', sum(value(o), minus(value(m))))),
    equation(Z, all(e, 'sum')),
    equation(walk.p(t), fraction(value(e), value(Z))),
  ]);
}

/** L_t = −ln p_t[y_t] @param {Walk} walk @param {number} t */
function loss(walk, t) {
  const target = walk.trace.targets[t];
  const formula = target < 0 ? constant(0) : minus(call('ln', entry(walk.p(t), target)));
  return stage('loss', t, 'loss', equation(walk.loss(t), formula), {
    note: target < 0 ? 'noTarget' : undefined,
    reveals: [`S:${t}`, `L:${t}`],
  });
}

/** L = Σ L_t, or with reduction 'mean' Σ L_t / targets @param {Walk} walk */
function total(walk) {
  const terms = series(...Array.from({ length: walk.T }, (_, t) => walk.loss(t)));
  const { scale } = walk.trace;
  const formula = scale === 1 ? terms : fraction(terms, constant(targetCount(walk)));
  return stage('loss', -1, scale === 1 ? 'total' : 'mean', equation(walk.total(), formula), { line: 'total' });
}

/** @param {Walk} walk */
export const targetCount = (walk) => walk.trace.targets.filter((id) => id >= 0).length;
