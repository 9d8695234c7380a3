// One time step of each cell, forward and backward, number by number. Written to be checked against
// the equations by eye, and against PyTorch's numbers by a test; speed is of no concern here.

import { add, addOuter, affine, transposedTimes } from './linear.mjs';

/** @typedef {{Wih: Float64Array, Whh: Float64Array, bih: Float64Array, bhh: Float64Array}} Weights of one layer */
/** @typedef {{h: number[], c: number[]}} State of one layer; c stays zero without an LSTM */
/**
 * @typedef {object} Step what one time step of one layer remembers for the way back
 * @property {number[]} x
 * @property {State} before
 * @property {State} after
 * @property {number[]} a the input's part of the sums, W_ih x + b_ih; for rnn and lstm the whole sums
 * @property {number[]} b the recurrent part, W_hh h' + b_hh
 */
/** @typedef {{d: number[], dRecurrent: number[], before: State}} Backward ∂L/∂a, ∂L/∂b and what reaches h', c' directly */

/** @param {number} x */
const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/** @type {Record<string, {f: (a: number) => number, slope: (a: number, h: number) => number}>} */
const activations = {
  tanh: { f: Math.tanh, slope: (_, h) => 1 - h * h },
  relu: { f: (a) => Math.max(a, 0), slope: (a) => (a > 0 ? 1 : 0) },
  identity: { f: (a) => a, slope: () => 1 },
  listing: { f: (a) => a, slope: (_, h) => 1 - h * h }, // the tutorial's mistake, kept
};

/** h = f(a + b) */
const rnn = {
  /** @type {(step: Step, activation: string) => State} */
  forward: ({ a, b, before }, activation) => ({
    h: a.map((_, j) => activations[activation].f(a[j] + b[j])),
    c: before.c,
  }),
  /** @type {(step: Step, dAfter: State, activation: string) => Backward} */
  backward: ({ a, b, after }, dAfter, activation) => {
    const d = a.map((_, j) => dAfter.h[j] * activations[activation].slope(a[j] + b[j], after.h[j]));
    return { d, dRecurrent: d, before: { h: d.map(() => 0), c: d.map(() => 0) } };
  },
};

/** @type {(step: Step, j: number, H: number) => {r: number, z: number, n: number}} */
const gruGates = ({ a, b }, j, H) => {
  const r = sigmoid(a[j] + b[j]);
  const z = sigmoid(a[H + j] + b[H + j]);
  return { r, z, n: Math.tanh(a[2 * H + j] + r * b[2 * H + j]) };
};

/** r, z = σ(a + b), n = tanh(a_n + r b_n), h = (1 − z) n + z h' */
const gru = {
  /** @type {(step: Step) => State} */
  forward: (step) => {
    const H = step.before.h.length;
    const h = step.before.h.map((before, j) => {
      const { z, n } = gruGates(step, j, H);
      return (1 - z) * n + z * before;
    });
    return { h, c: step.before.c };
  },
  /** @type {(step: Step, dAfter: State) => Backward} */
  backward: (step, dAfter) => {
    const H = step.before.h.length;
    const d = new Array(3 * H).fill(0);
    const dRecurrent = new Array(3 * H).fill(0);
    const before = { h: new Array(H).fill(0), c: new Array(H).fill(0) };
    for (let j = 0; j < H; ++j) {
      const { r, z, n } = gruGates(step, j, H);
      const dn = dAfter.h[j] * (1 - z) * (1 - n * n);
      const dr = dn * step.b[2 * H + j] * r * (1 - r);
      const dz = dAfter.h[j] * (step.before.h[j] - n) * z * (1 - z);
      [d[j], d[H + j], d[2 * H + j]] = [dr, dz, dn];
      [dRecurrent[j], dRecurrent[H + j], dRecurrent[2 * H + j]] = [dr, dz, dn * r];
      before.h[j] = dAfter.h[j] * z;
    }
    return { d, dRecurrent, before };
  },
};

/** @type {(step: Step, j: number, H: number) => {i: number, f: number, g: number, o: number}} */
const lstmGates = ({ a, b }, j, H) => ({
  i: sigmoid(a[j] + b[j]),
  f: sigmoid(a[H + j] + b[H + j]),
  g: Math.tanh(a[2 * H + j] + b[2 * H + j]),
  o: sigmoid(a[3 * H + j] + b[3 * H + j]),
});

/** i, f, o = σ(a + b), g = tanh(a + b), c = f c' + i g, h = o tanh c */
const lstm = {
  /** @type {(step: Step) => State} */
  forward: (step) => {
    const H = step.before.h.length;
    const gates = step.before.h.map((_, j) => lstmGates(step, j, H));
    const c = gates.map(({ i, f, g }, j) => f * step.before.c[j] + i * g);
    return { h: gates.map(({ o }, j) => o * Math.tanh(c[j])), c };
  },
  /** @type {(step: Step, dAfter: State) => Backward} */
  backward: (step, dAfter) => {
    const H = step.before.h.length;
    const d = new Array(4 * H).fill(0);
    const before = { h: new Array(H).fill(0), c: new Array(H).fill(0) };
    for (let j = 0; j < H; ++j) {
      const { i, f, g, o } = lstmGates(step, j, H);
      const squashed = Math.tanh(step.after.c[j]);
      const dc = dAfter.c[j] + dAfter.h[j] * o * (1 - squashed * squashed);
      d[j] = dc * g * i * (1 - i);
      d[H + j] = dc * step.before.c[j] * f * (1 - f);
      d[2 * H + j] = dc * i * (1 - g * g);
      d[3 * H + j] = dAfter.h[j] * squashed * o * (1 - o);
      before.c[j] = dc * f;
    }
    return { d, dRecurrent: d, before };
  },
};

const cells = { rnn, gru, lstm };

/**
 * @param {import('../case.mjs').Model} model
 * @param {Weights} weights
 * @param {number[]} x
 * @param {State} before
 * @returns {Step}
 */
export function forwardStep(model, weights, x, before) {
  const a = affine(weights.Wih, x, weights.bih);
  const b = affine(weights.Whh, before.h, weights.bhh);
  const step = { x, before, after: before, a, b };
  step.after = cells[model.cell].forward(step, model.activation ?? '');
  return step;
}

/**
 * @param {import('../case.mjs').Model} model
 * @param {Weights} weights
 * @param {Weights} gradients added to
 * @param {Step} step
 * @param {State} dAfter ∂L/∂(h, c) after the step
 * @returns {{x: number[], before: State}} ∂L/∂x and ∂L/∂(h', c')
 */
export function backwardStep(model, weights, gradients, step, dAfter) {
  const { d, dRecurrent, before } = cells[model.cell].backward(step, dAfter, model.activation ?? '');
  addOuter(gradients.Wih, d, step.x);
  addOuter(gradients.Whh, dRecurrent, step.before.h);
  add(gradients.bih, d);
  add(gradients.bhh, dRecurrent);
  add(before.h, transposedTimes(weights.Whh, dRecurrent));
  return { x: transposedTimes(weights.Wih, d), before };
}
