/**
 * The stages of the backward pass: backpropagation through time, from the last step to the first.
 */
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
      fromOutput(walk, t),
      fromFuture(walk, t),
      both(walk, t),
      ...deltas[walk.cell](walk, t),
    );
    for (const letter of lettersOf(walk)) stages.push(contributes(walk, t, letter));
  }
  return stages;
}

/** ∂L/∂o_t = p_t − y_t, over the number of targets for a mean @param {Walk} walk @param {number} t */
function dLogits(walk, t) {
  const nothing = walk.trace.targets[t] < 0;
  const difference = sum(value(walk.p(t)), minus(value(walk.y(t))));
  const scaled = walk.trace.scale === 1 ? difference : fraction(difference, constant(targetCount(walk)));
  return stage('backward', t, 'dLogits', equation(walk.dLogits(t), nothing ? constant(0) : scaled), {
    note: nothing ? 'noTarget' : walk.trace.scale === 1 ? undefined : 'meanGradient',
    writes: [`dS:${t}`, `dp:${t}`],
  });
}

/** Vᵀ ∂L/∂o_t; below the top layer Uᵀ δ_t of the layer above @param {Walk} walk @param {number} t */
function fromOutput(walk, t) {
  const above = walk.layer + 1;
  const formula = walk.top
    ? transposed(weight(walk, 'V', { place: `dV:${walk.layer}:${t}` }), walk.dLogits(t))
    : transposed(weight(walk, 'U', { layer: above, place: `dV:${walk.layer}:${t}` }), walk.delta(t, undefined, above));
  const writes = [`dV:${walk.layer}:${t}`];
  for (let layer = above; layer < walk.layers; layer++)
    writes.push(
      `dV:${layer}:${t}`,
      `dW:${layer}:${t + 1}`,
      `dC:${layer}:${t + 1}`,
      `dh:${layer}:${t}`,
      `dc:${layer}:${t}`,
    );
  return stage('backward', t, walk.top ? 'fromOutput' : 'fromAbove', equation(walk.hiddenFromOutput(t), formula), {
    writes,
  });
}

/** Wᵀ ∂L/∂w_{t+1}, and in a GRU what z lets through directly; nothing after the last step @param {Walk} walk @param {number} t */
function fromFuture(walk, t) {
  const result = walk.hiddenFromFuture(t);
  if (t === walk.T - 1) {
    const cut = walk.cutFromFuture();
    const more = { line: 'fromFuture', note: cut ? 'cut' : undefined, instead: cut ?? undefined, writes: [] };
    return stage('backward', t, cut ? 'fromFuture.cut' : 'fromFuture.none', equation(result, constant(0)), more);
  }
  const W = weight(walk, 'W', { place: `dW:${walk.layer}:${t + 1}` });
  const through = transposed(W, walk.deltaRecurrent(t + 1));
  if (walk.cell !== 'gru') return stage('backward', t, 'fromFuture', equation(result, through));
  const direct = times(value(walk.dh(t + 1)), value(walk.gate(t + 1, 'z')));
  return stage('backward', t, 'fromFuture.gru', equation(result, sum(direct, through)), { line: 'fromFuture' });
}

/** @param {Walk} walk @param {number} t */
function both(walk, t) {
  const parts = sum(value(walk.hiddenFromOutput(t)), value(walk.hiddenFromFuture(t)));
  return stage('backward', t, 'dHidden', equation(walk.dh(t), parts));
}

/** x ⊙ (1 − x), the derivative of σ where it is x @param {import('./expression.js').Node} x */
const slopeOfSigmoid = (x) => [x, oneMinus(x)];

/** 1 − x², the derivative of tanh where it is x @param {import('./expression.js').Node} x */
const slopeOfTanh = (x) => oneMinus(square(x));

const deltas = {
  /** δ = f′(a) ⊙ ∂L/∂h @param {Walk} walk @param {number} t @returns {Stage[]} */
  rnn(walk, t) {
    const [h, dh] = [walk.h(t), value(walk.dh(t))];
    const { activation } = walk;
    const formulas = {
      tanh: () => times(slopeOfTanh(value(h)), dh),
      listing: () => times(wrong(slopeOfTanh(value(h)), 'listing'), dh),
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
    const dh = value(walk.dh(t));
    const byZ = times(dh, sum(value(walk.h(t - 1)), minus(n)), ...slopeOfSigmoid(z));
    const byR = times(value(dN), value(walk.w(t, 2)), ...slopeOfSigmoid(r));
    return [
      stage('backward', t, 'deltaN', equation(dN, times(dh, oneMinus(z), slopeOfTanh(n)))),
      stage('backward', t, 'deltaZ', equation(dZ, byZ)),
      stage('backward', t, 'deltaR', equation(dR, byR)),
      stage('backward', t, 'deltaW', equation(walk.deltaRecurrent(t, 2), times(r, value(dN)))),
    ];
  },
  /** @param {Walk} walk @param {number} t @returns {Stage[]} */
  lstm(walk, t) {
    const [i, f, g, o] = ['i', 'f', 'g', 'o'].map((letter) => value(walk.gate(t, letter)));
    const [dI, dF, dG, dO] = walk.gates.map((_, gate) => walk.delta(t, gate));
    const [dc, dh, tanhC] = [value(walk.dc(t)), value(walk.dh(t)), value(walk.cellTanh(t))];
    return [
      cellFromFuture(walk, t),
      stage(
        'backward',
        t,
        'dCell',
        equation(walk.dc(t), sum(value(walk.cellFromFuture(t)), times(dh, o, slopeOfTanh(tanhC)))),
      ),
      stage('backward', t, 'deltaO', equation(dO, times(dh, tanhC, ...slopeOfSigmoid(o)))),
      stage('backward', t, 'deltaI', equation(dI, times(dc, g, ...slopeOfSigmoid(i)))),
      stage('backward', t, 'deltaF', equation(dF, times(dc, value(walk.c(t - 1)), ...slopeOfSigmoid(f)))),
      stage('backward', t, 'deltaG', equation(dG, times(dc, i, slopeOfTanh(g)))),
    ];
  },
};

/** @param {Walk} walk @param {number} t */
function cellFromFuture(walk, t) {
  const result = walk.cellFromFuture(t);
  const kind = 'cellFromFuture';
  if (t === walk.T - 1) {
    const more = { line: kind, note: walk.cutFromFuture() ? 'cut' : undefined, writes: [] };
    return stage('backward', t, `${kind}.none`, equation(result, constant(0)), more);
  }
  const formula = times(value(walk.dc(t + 1)), value(walk.gate(t + 1, 'f')));
  return stage('backward', t, kind, equation(result, formula));
}

/**
 * The two factors of step t's contribution to a gradient: ∂L/∂(what the matrix makes), and what it was multiplied by.
 * @param {Walk} walk
 * @param {number} t
 * @param {Letter} letter
 * @param {number} [gate]
 * @returns {{delta: Quantity, source: Quantity | null}} no source for a bias
 */
function factors(walk, t, letter, gate) {
  const bias = letter.startsWith('b');
  if (letter.endsWith('V')) return { delta: walk.dLogits(t), source: bias ? null : walk.h(t, walk.layers - 1) };
  if (letter.endsWith('W')) return { delta: walk.deltaRecurrent(t, gate), source: bias ? null : walk.h(t - 1) };
  return { delta: walk.delta(t, gate), source: bias ? null : walk.source(t) };
}

/** ∂L/∂W += δ_t ⊗ h_{t−1}, likewise the others @param {Walk} walk @param {number} t @param {Letter} letter */
function contributes(walk, t, letter) {
  const gates = isGated(letter) ? walk.gates : [''];
  const blocks = gates.map((name, k) => {
    const gate = name ? k : undefined;
    const { delta, source } = factors(walk, t, letter, gate);
    const own = { ...contribution(walk, letter, { t, gate }), place: placeOf(walk, letter, t) };
    const equations = [equation(own, source ? outer(delta, source) : value(delta))];
    const before = soFar(walk, letter, t + 1, gate);
    if (before) equations.push(equation(sumDownTo(walk, letter, { t, gate }), sum(value(before), value(own))));
    return { letter: name, equations };
  });
  return stage('backward', t, `d${letter}`, blocks, {
    writes: [],
    say: letter === 'U' && walk.layer > 0 ? 'step.say.dUbelow' : undefined,
  });
}

/** What the steps from the last down to t have contributed; null if there is none. @param {Walk} walk @param {Letter} letter @param {number} t @param {number} [gate] */
function soFar(walk, letter, t, gate) {
  if (t >= walk.T) return null;
  const make = t === walk.T - 1 ? contribution : sumDownTo;
  return { ...make(walk, letter, { t, gate }), brief: true };
}

/** The arrow a parameter stands on at step t. @param {Walk} walk @param {Letter} letter @param {number} t */
export function placeOf(walk, letter, t) {
  const kind = letter.at(-1);
  return `${kind}:${kind === 'V' ? walk.layers - 1 : walk.layer}:${t}`;
}
