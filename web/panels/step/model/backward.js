/** The stages of the backward pass: backpropagation through time, from the last time step to the first. */
import {
  constant,
  fraction,
  minus,
  oneMinus,
  outer,
  positive,
  square,
  sum,
  times,
  transposed,
  value,
  wrong,
} from './expression.js';
import { targetCount } from './forward.js';
import { equation, stage } from './stage.js';
import { contribution, isGated, lettersOf, sumDownTo, weight } from './weights.js';

/**
 * @typedef {import('./walk.js').Walk} Walk
 * @typedef {import('./stage.js').Stage} Stage
 * @typedef {import('./stage.js').Block} Block
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./weights.js').Letter} Letter
 */

/** @param {Walk} walk @returns {Stage[]} */
export function backwardStages(walk) {
  const stages = [];
  for (let t = walk.T - 1; t >= 0; t--) {
    stages.push(
      dLogits(walk, t),
      dHiddenFromOutput(walk, t),
      dHiddenFromNextStep(walk, t),
      dHidden(walk, t),
      ...deltas[walk.cell](walk, t),
    );
    for (const letter of lettersOf(walk)) stages.push(contributionStage(walk, t, letter));
  }
  return stages;
}

/** ∂L/∂o_t = p_t − y_t; with reduction 'mean' divided by the number of targets @param {Walk} walk @param {number} t */
function dLogits(walk, t) {
  const noTarget = walk.trace.targets[t] < 0;
  const difference = sum(value(walk.p(t)), minus(value(walk.y(t))));
  const scaled = walk.trace.scale === 1 ? difference : fraction(difference, constant(targetCount(walk)));
  return stage('backward', t, 'dLogits', equation(walk.dLogits(t), noTarget ? constant(0) : scaled), {
    note: noTarget ? 'noTarget' : walk.trace.scale === 1 ? undefined : 'meanGradient',
    reveals: [`dS:${t}`, `dp:${t}`],
  });
}

/** Part of ∂L/∂h_t: Vᵀ ∂L/∂o_t, or below the top layer Uᵀ δ_t of the layer above @param {Walk} walk @param {number} t */
function dHiddenFromOutput(walk, t) {
  const above = walk.layer + 1;
  const formula = walk.top
    ? transposed(weight(walk, 'V', { drawingId: `dV:${walk.layer}:${t}` }), walk.dLogits(t))
    : transposed(
        weight(walk, 'U', { layer: above, drawingId: `dV:${walk.layer}:${t}` }),
        walk.delta(t, undefined, above),
      );
  const reveals = [`dV:${walk.layer}:${t}`];
  for (let layer = above; layer < walk.layers; layer++)
    reveals.push(
      `dV:${layer}:${t}`,
      `dW:${layer}:${t + 1}`,
      `dC:${layer}:${t + 1}`,
      `dh:${layer}:${t}`,
      `dc:${layer}:${t}`,
    );
  return stage('backward', t, walk.top ? 'fromOutput' : 'fromAbove', equation(walk.dHiddenFromOutput(t), formula), {
    reveals,
  });
}

/** Part of ∂L/∂h_t: Wᵀ ∂L/∂w_{t+1}, in a GRU + z_{t+1} ⊙ ∂L/∂h_{t+1}; 0 at the last step @param {Walk} walk @param {number} t */
function dHiddenFromNextStep(walk, t) {
  const result = walk.dHiddenFromNextStep(t);
  if (t === walk.T - 1) {
    const cut = walk.dHiddenCutOff();
    const more = { line: 'fromFuture', note: cut ? 'cut' : undefined, instead: cut ?? undefined, reveals: [] };
    return stage('backward', t, cut ? 'fromFuture.cut' : 'fromFuture.none', equation(result, constant(0)), more);
  }
  const W = weight(walk, 'W', { drawingId: `dW:${walk.layer}:${t + 1}` });
  const through = transposed(W, walk.dRecurrentProjection(t + 1));
  if (walk.cell !== 'gru') return stage('backward', t, 'fromFuture', equation(result, through));
  const direct = times(value(walk.dHidden(t + 1)), value(walk.gate(t + 1, 'z')));
  return stage('backward', t, 'fromFuture.gru', equation(result, sum(direct, through)), { line: 'fromFuture' });
}

/** ∂L/∂h_t, the sum of both parts @param {Walk} walk @param {number} t */
function dHidden(walk, t) {
  const parts = sum(value(walk.dHiddenFromOutput(t)), value(walk.dHiddenFromNextStep(t)));
  return stage('backward', t, 'dHidden', equation(walk.dHidden(t), parts));
}

/** σ′ = x ⊙ (1 − x) by its value x = σ(a) @param {import('./expression.js').Node} x */
const sigmoidDerivative = (x) => [x, oneMinus(x)];

/** tanh′ = 1 − x² by its value x = tanh(a) @param {import('./expression.js').Node} x */
const tanhDerivative = (x) => oneMinus(square(x));

const deltas = {
  /** δ = f′(a) ⊙ ∂L/∂h @param {Walk} walk @param {number} t @returns {Stage[]} */
  rnn(walk, t) {
    const [h, dh] = [walk.h(t), value(walk.dHidden(t))];
    const { activation } = walk;
    const formulas = {
      tanh: () => times(tanhDerivative(value(h)), dh),
      listing: () => times(wrong(tanhDerivative(value(h)), 'listing'), dh),
      relu: () => times(positive(h), dh),
      identity: () => dh,
    };
    return [
      stage('backward', t, `delta.${activation}`, equation(walk.delta(t), formulas[activation]()), {
        line: 'delta',
        note: activation === 'listing' ? 'listingBackward' : undefined,
      }),
    ];
  },
  /** @param {Walk} walk @param {number} t @returns {Stage[]} */
  gru(walk, t) {
    const [r, z, n] = ['r', 'z', 'n'].map((letter) => value(walk.gate(t, letter)));
    const [dR, dZ, dN] = walk.gates.map((_, gate) => walk.delta(t, gate));
    const dh = value(walk.dHidden(t));
    const byZ = times(dh, sum(value(walk.h(t - 1)), minus(n)), ...sigmoidDerivative(z));
    const byR = times(value(dN), value(walk.w(t, 2)), ...sigmoidDerivative(r));
    return [
      stage('backward', t, 'deltaN', equation(dN, times(dh, oneMinus(z), tanhDerivative(n)))),
      stage('backward', t, 'deltaZ', equation(dZ, byZ)),
      stage('backward', t, 'deltaR', equation(dR, byR)),
      stage('backward', t, 'deltaW', equation(walk.dRecurrentProjection(t, 2), times(r, value(dN)))),
    ];
  },
  /** @param {Walk} walk @param {number} t @returns {Stage[]} */
  lstm(walk, t) {
    const [i, f, g, o] = ['i', 'f', 'g', 'o'].map((letter) => value(walk.gate(t, letter)));
    const [dI, dF, dG, dO] = walk.gates.map((_, gate) => walk.delta(t, gate));
    const [dc, dh, tanhC] = [value(walk.dCell(t)), value(walk.dHidden(t)), value(walk.cellTanh(t))];
    return [
      dCellFromNextStep(walk, t),
      stage(
        'backward',
        t,
        'dCell',
        equation(walk.dCell(t), sum(value(walk.dCellFromNextStep(t)), times(dh, o, tanhDerivative(tanhC)))),
      ),
      stage('backward', t, 'deltaO', equation(dO, times(dh, tanhC, ...sigmoidDerivative(o)))),
      stage('backward', t, 'deltaI', equation(dI, times(dc, g, ...sigmoidDerivative(i)))),
      stage('backward', t, 'deltaF', equation(dF, times(dc, value(walk.c(t - 1)), ...sigmoidDerivative(f)))),
      stage('backward', t, 'deltaG', equation(dG, times(dc, i, tanhDerivative(g)))),
    ];
  },
};

/** Part of ∂L/∂c_t: f_{t+1} ⊙ ∂L/∂c_{t+1}; 0 at the last step @param {Walk} walk @param {number} t */
function dCellFromNextStep(walk, t) {
  const result = walk.dCellFromNextStep(t);
  const kind = 'cellFromFuture';
  if (t === walk.T - 1) {
    const more = { line: kind, note: walk.dHiddenCutOff() ? 'cut' : undefined, reveals: [] };
    return stage('backward', t, `${kind}.none`, equation(result, constant(0)), more);
  }
  const formula = times(value(walk.dCell(t + 1)), value(walk.gate(t + 1, 'f')));
  return stage('backward', t, kind, equation(result, formula));
}

/**
 * The two factors of time step t's contribution to ∂L/∂M: the gradient of the matrix's output, and its input.
 * @param {Walk} walk
 * @param {number} t
 * @param {Letter} letter
 * @param {number} [gate]
 * @returns {{delta: Quantity, source: Quantity | null}} source: null for a bias
 */
function factors(walk, t, letter, gate) {
  const bias = letter.startsWith('b');
  if (letter.endsWith('V')) return { delta: walk.dLogits(t), source: bias ? null : walk.h(t, walk.layers - 1) };
  if (letter.endsWith('W')) return { delta: walk.dRecurrentProjection(t, gate), source: bias ? null : walk.h(t - 1) };
  return { delta: walk.delta(t, gate), source: bias ? null : walk.source(t) };
}

/** ∂L/∂W += δ_t h_{t−1}ᵀ, likewise the others @param {Walk} walk @param {number} t @param {Letter} letter */
function contributionStage(walk, t, letter) {
  const gates = isGated(letter) ? walk.gates : [''];
  const blocks = gates.map((name, k) => {
    const gate = name ? k : undefined;
    const { delta, source } = factors(walk, t, letter, gate);
    const own = { ...contribution(walk, letter, { t, gate }), drawingId: arrowIdOf(walk, letter, t) };
    const equations = [equation(own, source ? outer(delta, source) : value(delta))];
    const before = sumOfLaterSteps(walk, letter, t + 1, gate);
    if (before) equations.push(equation(sumDownTo(walk, letter, { t, gate }), sum(value(before), value(own))));
    return { letter: name, equations };
  });
  return stage('backward', t, `d${letter}`, blocks, {
    reveals: [],
    say: letter === 'U' && walk.layer > 0 ? 'step.say.dUbelow' : undefined,
  });
}

/** The sum of the contributions of time steps T − 1 down to t; null if there are none. @param {Walk} walk @param {Letter} letter @param {number} t @param {number} [gate] */
function sumOfLaterSteps(walk, letter, t, gate) {
  if (t >= walk.T) return null;
  const make = t === walk.T - 1 ? contribution : sumDownTo;
  return { ...make(walk, letter, { t, gate }), brief: true };
}

/** Drawing id of the arrow that stands for a parameter at time step t. @param {Walk} walk @param {Letter} letter @param {number} t */
export function arrowIdOf(walk, letter, t) {
  const kind = letter.at(-1);
  return `${kind}:${kind === 'V' ? walk.layers - 1 : walk.layer}:${t}`;
}
