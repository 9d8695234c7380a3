/**
 * One sentence on its way through the network and back: every vector and matrix of a rehearsed optimizer step, by name.
 * Nothing is computed here; the numbers are the engine's.
 *
 * Steps t count from 0 within the BPTT window; what the reader sees (`number(t)`) counts from 1 within the sentence.
 * Letters: u = U x + b_U and w = W h′ + b_W are the two halves of the pre-activation a = u + w; o the logits (s in an
 * LSTM, whose output gate is o already).
 */
import { largestMagnitude } from '../../../theme/scales.js';
import { scalar, vector } from './quantity.js';

/**
 * @typedef {import('../../../engine/types.js').StepDryRun} StepDryRun
 * @typedef {import('../../../engine/types.js').Numbers} Numbers
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./quantity.js').Name} Name
 */

/** Letters of the gates, in the order in which the engine stacks their rows. */
const gateLetters = { rnn: [''], gru: ['r', 'z', 'n'], lstm: ['i', 'f', 'g', 'o'] };

export class Walk {
  /**
   * @param {StepDryRun} dryRun
   * @param {number} [layer] the one to look at, from 0
   */
  constructor(dryRun, layer = dryRun.trace.layers - 1) {
    const { trace } = dryRun;
    this.dryRun = dryRun;
    this.trace = trace;
    this.layer = layer;
    this.T = trace.T;
    this.V = trace.V;
    this.H = trace.H;
    this.layers = trace.layers;
    this.cell = trace.cell;
    this.activation = trace.activation;
    this.top = layer === trace.layers - 1;
    this.gates = gateLetters[trace.cell];
    this.bias = dryRun.parameters.some(({ name }) => name === 'bias_out');
    this.of = trace.layersData[layer];
  }

  /** End of the scale on which hidden states are coloured: 1 where they cannot be larger. */
  get largestState() {
    if (this.cell !== 'rnn' || this.activation === 'tanh') return 1;
    return largestMagnitude(this.of.hidden.values);
  }

  /** The number of a step as the reader counts. @param {number} t */
  number(t) {
    return this.dryRun.begin + t + 1;
  }

  /** @param {number} layer */
  #above(layer) {
    return this.layers > 1 ? `(${layer + 1})` : undefined;
  }

  /**
   * Step t of a field of the trace; of one gate's rows, if a gate is named.
   * @param {Numbers} field [T, rows]
   * @param {number} t
   * @param {number} [gate]
   */
  #at({ values, shape }, t, gate) {
    const rows = shape[1] ?? 1;
    if (gate === undefined || this.gates.length === 1) return values.subarray(t * rows, (t + 1) * rows);
    return values.subarray(t * rows + gate * this.H, t * rows + (gate + 1) * this.H);
  }

  // -- what goes in ----------------------------------------------------------------------------------------------------

  /** One-hot x_t. @param {number} t */
  x(t) {
    return this.#oneHot('x', this.trace.inputs[t], t);
  }

  /** One-hot y_t, what is asked for. @param {number} t */
  y(t) {
    return this.#oneHot('y', this.trace.targets[t], t);
  }

  /** @param {'x' | 'y'} letter @param {number} id @param {number} t */
  #oneHot(letter, id, t) {
    const values = new Float64Array(this.V);
    if (id >= 0) values[id] = 1;
    const place = letter === 'x' ? `x:${t}` : `p:${t}`;
    return vector(`${letter}:${t}`, { letter, below: this.number(t) }, values, 'token', { role: 'given', place });
  }

  /** What the layer reads: x_t, or the hidden state of the layer below. @param {number} t */
  source(t) {
    return this.layer === 0 ? this.x(t) : this.h(t, this.layer - 1);
  }

  // -- forward ---------------------------------------------------------------------------------------------------------

  /** @param {number} t -1 is the state before the first step @param {number} [layer] */
  h(t, layer = this.layer) {
    const data = this.trace.layersData[layer];
    const values = t < 0 ? this.#at(data.previousHidden, 0) : this.#at(data.hidden, t);
    return this.#state('h', values, t, layer);
  }

  /** @param {number} t -1 is the state before the first step */
  c(t) {
    const { previousCell, cell } = this.of;
    const values =
      t < 0 ? this.#at(/** @type {Numbers} */ (previousCell), 0) : this.#at(/** @type {Numbers} */ (cell), t);
    return this.#state('c', values, t, this.layer);
  }

  /** @param {string} letter @param {Float64Array} values @param {number} t @param {number} layer */
  #state(letter, values, t, layer) {
    const name = { letter, below: this.number(t), above: this.#above(layer) };
    return vector(`${letter}:${layer}:${t}`, name, values, 'unit', { place: `${letter}:${layer}:${t}` });
  }

  /** @param {string} letter @param {Numbers} field @param {number} t @param {number} gate @param {string} place */
  #gated(letter, field, t, gate, place) {
    const name = {
      letter,
      below: `${this.gates[gate]}${this.gates[gate] ? ',' : ''}${this.number(t)}`,
      above: this.#above(this.layer),
    };
    return vector(`${letter}:${this.gates[gate]}:${t}`, name, this.#at(field, t, gate), 'unit', { place });
  }

  /** U x_t + b_U. @param {number} t @param {number} [gate] */
  u(t, gate = 0) {
    return this.#gated('u', this.of.inputProjection, t, gate, `U:${this.layer}:${t}`);
  }

  /** W h_{t−1} + b_W. @param {number} t @param {number} [gate] */
  w(t, gate = 0) {
    return this.#gated('w', this.of.recurrentProjection, t, gate, `W:${this.layer}:${t}`);
  }

  /** The node of the drawing that stands for what goes on inside the cell. */
  get #stateNode() {
    return this.cell === 'lstm' ? 'c' : 'h';
  }

  /** What the activation function gets. @param {number} t @param {number} [gate] */
  a(t, gate = 0) {
    return this.#gated('a', this.of.preActivation, t, gate, `${this.#stateNode}:${this.layer}:${t}`);
  }

  /** @param {number} t @param {string} letter */
  gate(t, letter) {
    const values = this.#at(/** @type {Numbers} */ (this.of.gates), t, this.gates.indexOf(letter));
    const name = { letter, below: this.number(t), above: this.#above(this.layer) };
    return vector(`${letter}:${t}`, name, values, 'unit', { place: `${this.#stateNode}:${this.layer}:${t}` });
  }

  /** tanh c_t. @param {number} t */
  cellTanh(t) {
    const name = { letter: 'tanh c', below: this.number(t), above: this.#above(this.layer) };
    const values = this.#at(/** @type {Numbers} */ (this.of.cellTanh), t);
    return vector(`tanh c:${t}`, name, values, 'unit', { place: `c:${this.layer}:${t}` });
  }

  get logitLetter() {
    return this.cell === 'lstm' ? 's' : 'o';
  }

  /** @param {number} t */
  logits(t) {
    const name = { letter: this.logitLetter, below: this.number(t) };
    return vector(`o:${t}`, name, this.#at(this.trace.logits, t), 'token', { place: `p:${t}` });
  }

  /** The largest logit. @param {number} t */
  maximum(t) {
    return scalar(`m:${t}`, { letter: 'm', below: this.number(t) }, this.trace.maximum.values[t], { place: `p:${t}` });
  }

  /** @param {number} t */
  exponentials(t) {
    const name = { letter: 'e', below: this.number(t) };
    const values = this.#at(this.trace.exponentials, t);
    return vector(`e:${t}`, name, values, 'token', { role: 'probability', place: `p:${t}` });
  }

  /** Sum of the exponentials. @param {number} t */
  exponentialSum(t) {
    const value = this.trace.exponentialSum.values[t];
    return scalar(`Z:${t}`, { letter: 'Z', below: this.number(t) }, value, { place: `p:${t}` });
  }

  /** @param {number} t */
  p(t) {
    const values = this.#at(this.trace.probabilities, t);
    const more = /** @type {const} */ ({ role: 'probability', place: `p:${t}` });
    return vector(`p:${t}`, { letter: 'p', below: this.number(t) }, values, 'token', more);
  }

  /** @param {number} t */
  loss(t) {
    return scalar(`L:${t}`, { letter: 'L', below: this.number(t) }, this.trace.losses.values[t], { place: `L:${t}` });
  }

  /** Of the sentence, by the reduction of the settings. */
  total() {
    return scalar('L', { letter: 'L' }, this.trace.loss, { place: 'L' });
  }

  // -- backward --------------------------------------------------------------------------------------------------------

  /**
   * ∂L/∂(name) at step t.
   * @param {string} key
   * @param {Name} name
   * @param {Numbers | undefined} field
   * @param {number} t
   * @param {Partial<Quantity> & {gate?: number}} [more]
   */
  #derivative(key, name, field, t, { gate, ...more } = {}) {
    const values = this.#at(/** @type {Numbers} */ (field), t, gate);
    const of = { below: this.number(t), above: this.#above(this.layer), derivative: true, ...name };
    return vector(`${key}:${t}`, of, values, 'unit', { role: 'gradient', place: `dh:${this.layer}:${t}`, ...more });
  }

  /** @param {number} t */
  dLogits(t) {
    const name = { letter: this.logitLetter, below: this.number(t), derivative: true };
    const values = this.#at(this.trace.dLogits, t);
    return vector(`do:${t}`, name, values, 'token', { role: 'gradient', place: `dp:${t}` });
  }

  /** ∂L/∂h_t through this step's output, or the layer above. @param {number} t */
  hiddenFromOutput(t) {
    const note = /** @type {const} */ ({ code: this.top ? 'output' : 'above' });
    return this.#derivative('dh out', { letter: 'h', note }, this.of.backward.hiddenFromOutput, t, {
      place: `dV:${this.layer}:${t}`,
    });
  }

  /** ∂L/∂h_t through the steps after t. @param {number} t */
  hiddenFromFuture(t) {
    const note = /** @type {const} */ ({ code: 'future' });
    return this.#derivative('dh future', { letter: 'h', note }, this.of.backward.hiddenFromFuture, t, {
      place: t < this.T - 1 ? `dW:${this.layer}:${t + 1}` : `dh:${this.layer}:${t}`,
    });
  }

  /** What full BPTT would bring to the window's last step; null where nothing is cut off. @returns {Quantity | null} */
  cutFromFuture() {
    const { cutHidden } = this.dryRun;
    if (!cutHidden) return null;
    const t = this.T - 1;
    const name = { letter: 'h', note: /** @type {const} */ ({ code: 'future' }) };
    return { ...this.#derivative('dh cut', name, cutHidden, this.layer), name: { ...this.dh(t).name, ...name } };
  }

  /** ∂L/∂h_t, both parts. @param {number} t */
  dh(t) {
    return this.#derivative('dh', { letter: 'h' }, this.of.backward.hidden, t);
  }

  /** @param {number} t */
  cellFromFuture(t) {
    const note = /** @type {const} */ ({ code: 'future' });
    const place = t < this.T - 1 ? `dC:${this.layer}:${t + 1}` : `dc:${this.layer}:${t}`;
    return this.#derivative('dc future', { letter: 'c', note }, this.of.backward.cellFromFuture, t, { place });
  }

  /** ∂L/∂c_t, both parts. @param {number} t */
  dc(t) {
    const place = `dc:${this.layer}:${t}`;
    return this.#derivative('dc', { letter: 'c' }, this.of.backward.cell, t, { place });
  }

  /** δ_t = ∂L/∂a_t of a gate; all gates below each other when none is named. @param {number} t @param {number} [gate] @param {number} [layer] */
  delta(t, gate, layer = this.layer) {
    return this.#delta('δ', this.trace.layersData[layer].backward.delta, t, gate, layer);
  }

  /** ∂L/∂w_t; in a GRU other than δ where the reset gate stands between. @param {number} t @param {number} [gate] */
  deltaRecurrent(t, gate) {
    const apart = this.cell === 'gru' && (gate === undefined || this.gates[gate] === 'n');
    const { backward } = this.of;
    return this.#delta(apart ? 'w' : 'δ', apart ? backward.deltaRecurrent : backward.delta, t, gate, this.layer);
  }

  /** @param {'δ' | 'w'} letter @param {Numbers} field @param {number} t @param {number | undefined} gate @param {number} layer */
  #delta(letter, field, t, gate, layer) {
    const which = gate === undefined ? '' : this.gates[gate];
    const below = which ? `${which},${this.number(t)}` : this.number(t);
    const name = { letter, below, above: this.#above(layer), derivative: letter === 'w' };
    const key = `d${letter}:${layer}:${which}:${t}`;
    return vector(key, name, this.#at(field, t, gate), 'unit', { role: 'gradient', place: `dh:${layer}:${t}` });
  }
}
