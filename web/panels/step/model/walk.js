/**
 * The trace of one optimizer step on one sentence, as named quantities: every intermediate vector and its gradient. Nothing
 * is computed here; all numbers are the engine's (a dry run of the step).
 *
 * Time steps t count from 0 within the BPTT window; `stepNumber(t)` counts from 1 within the sentence, as the page does.
 * Symbols: input projection u = U x + b_U, recurrent projection w = W h′ + b_W with h′ = h_{t−1}, pre-activation a = u + w,
 * hidden state h, cell state c, logits o (s in an LSTM, where o is the output gate), probabilities p, one-hot target y,
 * δ = ∂L/∂a. Shapes: T time steps, V tokens of the vocabulary, H hidden units, G gates.
 */
import { largestMagnitude } from '../../../theme/scales.js';
import { scalar, vector } from './quantity.js';

/**
 * @typedef {import('../../../engine/types.js').StepDryRun} StepDryRun
 * @typedef {import('../../../engine/types.js').Numbers} Numbers
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./quantity.js').Name} Name
 */

/** Letters of the gates in the order of their row blocks, PyTorch's. */
const gateLetters = { rnn: [''], gru: ['r', 'z', 'n'], lstm: ['i', 'f', 'g', 'o'] };

export class Walk {
  /**
   * @param {StepDryRun} dryRun
   * @param {number} [layer] the one shown, from 0; default: the top layer
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
    this.layerTrace = trace.layersData[layer];
  }

  /** End of the color scale of hidden states: 1 where the activation function bounds them. */
  get largestState() {
    if (this.cell !== 'rnn' || this.activation === 'tanh') return 1;
    return largestMagnitude(this.layerTrace.hidden.values);
  }

  /** A time step as the page numbers it: from 1 within the sentence. @param {number} t */
  stepNumber(t) {
    return this.dryRun.begin + t + 1;
  }

  /** Superscript of a layer, where there are several. @param {number} layer */
  #layerMark(layer) {
    return this.layers > 1 ? `(${layer + 1})` : undefined;
  }

  /**
   * @param {Numbers} field [T, H] or [T, G · H]
   * @param {number} t
   * @param {number} [gate] only its block of H numbers
   */
  #atStep({ values, shape }, t, gate) {
    const rows = shape[1] ?? 1;
    if (gate === undefined || this.gates.length === 1) return values.subarray(t * rows, (t + 1) * rows);
    return values.subarray(t * rows + gate * this.H, t * rows + (gate + 1) * this.H);
  }

  // -- inputs and targets ----------------------------------------------------------------------------------------------

  /** One-hot x_t. @param {number} t */
  x(t) {
    return this.#oneHot('x', this.trace.inputs[t], t);
  }

  /** One-hot target y_t. @param {number} t */
  y(t) {
    return this.#oneHot('y', this.trace.targets[t], t);
  }

  /** @param {'x' | 'y'} letter @param {number} id @param {number} t */
  #oneHot(letter, id, t) {
    const values = new Float64Array(this.V);
    if (id >= 0) values[id] = 1;
    const drawingId = letter === 'x' ? `x:${t}` : `p:${t}`;
    return vector(`${letter}:${t}`, { letter, below: this.stepNumber(t) }, values, 'token', {
      role: 'given',
      drawingId,
    });
  }

  /** Input of the layer: x_t, or the hidden state of the layer below. @param {number} t */
  source(t) {
    return this.layer === 0 ? this.x(t) : this.h(t, this.layer - 1);
  }

  // -- forward ---------------------------------------------------------------------------------------------------------

  /** @param {number} t -1 is the state before the first step @param {number} [layer] */
  h(t, layer = this.layer) {
    const data = this.trace.layersData[layer];
    const values = t < 0 ? this.#atStep(data.previousHidden, 0) : this.#atStep(data.hidden, t);
    return this.#state('h', values, t, layer);
  }

  /** @param {number} t -1 is the state before the first step */
  c(t) {
    const { previousCell, cell } = this.layerTrace;
    const values =
      t < 0 ? this.#atStep(/** @type {Numbers} */ (previousCell), 0) : this.#atStep(/** @type {Numbers} */ (cell), t);
    return this.#state('c', values, t, this.layer);
  }

  /** @param {string} letter @param {Float64Array} values @param {number} t @param {number} layer */
  #state(letter, values, t, layer) {
    const name = { letter, below: this.stepNumber(t), above: this.#layerMark(layer) };
    return vector(`${letter}:${layer}:${t}`, name, values, 'unit', { drawingId: `${letter}:${layer}:${t}` });
  }

  /** @param {string} letter @param {Numbers} field @param {number} t @param {number} gate @param {string} drawingId */
  #gated(letter, field, t, gate, drawingId) {
    const name = {
      letter,
      below: `${this.gates[gate]}${this.gates[gate] ? ',' : ''}${this.stepNumber(t)}`,
      above: this.#layerMark(this.layer),
    };
    return vector(`${letter}:${this.gates[gate]}:${t}`, name, this.#atStep(field, t, gate), 'unit', { drawingId });
  }

  /** Input projection U x_t + b_U. @param {number} t @param {number} [gate] */
  u(t, gate = 0) {
    return this.#gated('u', this.layerTrace.inputProjection, t, gate, `U:${this.layer}:${t}`);
  }

  /** Recurrent projection W h_{t−1} + b_W. @param {number} t @param {number} [gate] */
  w(t, gate = 0) {
    return this.#gated('w', this.layerTrace.recurrentProjection, t, gate, `W:${this.layer}:${t}`);
  }

  /** Kind of the drawing's node that stands for the gates and pre-activations. */
  get #stateNode() {
    return this.cell === 'lstm' ? 'c' : 'h';
  }

  /** Pre-activation. @param {number} t @param {number} [gate] */
  a(t, gate = 0) {
    return this.#gated('a', this.layerTrace.preActivation, t, gate, `${this.#stateNode}:${this.layer}:${t}`);
  }

  /** @param {number} t @param {string} letter */
  gate(t, letter) {
    const values = this.#atStep(/** @type {Numbers} */ (this.layerTrace.gates), t, this.gates.indexOf(letter));
    const name = { letter, below: this.stepNumber(t), above: this.#layerMark(this.layer) };
    return vector(`${letter}:${t}`, name, values, 'unit', { drawingId: `${this.#stateNode}:${this.layer}:${t}` });
  }

  /** tanh c_t. @param {number} t */
  cellTanh(t) {
    const name = { letter: 'tanh c', below: this.stepNumber(t), above: this.#layerMark(this.layer) };
    const values = this.#atStep(/** @type {Numbers} */ (this.layerTrace.cellTanh), t);
    return vector(`tanh c:${t}`, name, values, 'unit', { drawingId: `c:${this.layer}:${t}` });
  }

  get logitLetter() {
    return this.cell === 'lstm' ? 's' : 'o';
  }

  /** @param {number} t */
  logits(t) {
    const name = { letter: this.logitLetter, below: this.stepNumber(t) };
    return vector(`o:${t}`, name, this.#atStep(this.trace.logits, t), 'token', { drawingId: `p:${t}` });
  }

  /** The largest logit, subtracted before exp. @param {number} t */
  maximum(t) {
    return scalar(`m:${t}`, { letter: 'm', below: this.stepNumber(t) }, this.trace.maximum.values[t], {
      drawingId: `p:${t}`,
    });
  }

  /** @param {number} t */
  exponentials(t) {
    const name = { letter: 'e', below: this.stepNumber(t) };
    const values = this.#atStep(this.trace.exponentials, t);
    return vector(`e:${t}`, name, values, 'token', { role: 'probability', drawingId: `p:${t}` });
  }

  /** Denominator of the softmax. @param {number} t */
  exponentialSum(t) {
    const value = this.trace.exponentialSum.values[t];
    return scalar(`Z:${t}`, { letter: 'Z', below: this.stepNumber(t) }, value, { drawingId: `p:${t}` });
  }

  /** @param {number} t */
  p(t) {
    const values = this.#atStep(this.trace.probabilities, t);
    const more = /** @type {const} */ ({ role: 'probability', drawingId: `p:${t}` });
    return vector(`p:${t}`, { letter: 'p', below: this.stepNumber(t) }, values, 'token', more);
  }

  /** @param {number} t */
  loss(t) {
    return scalar(`L:${t}`, { letter: 'L', below: this.stepNumber(t) }, this.trace.losses.values[t], {
      drawingId: `L:${t}`,
    });
  }

  /** Loss of the sentence: sum or mean of the L_t, by the setting `reduction`. */
  total() {
    return scalar('L', { letter: 'L' }, this.trace.loss, { drawingId: 'L' });
  }

  // -- backward --------------------------------------------------------------------------------------------------------

  /**
   * ∂L/∂(name) at time step t.
   * @param {string} key
   * @param {Name} name
   * @param {Numbers | undefined} field
   * @param {number} t
   * @param {Partial<Quantity> & {gate?: number}} [more]
   */
  #gradient(key, name, field, t, { gate, ...more } = {}) {
    const values = this.#atStep(/** @type {Numbers} */ (field), t, gate);
    const of = { below: this.stepNumber(t), above: this.#layerMark(this.layer), derivative: true, ...name };
    return vector(`${key}:${t}`, of, values, 'unit', { role: 'gradient', drawingId: `dh:${this.layer}:${t}`, ...more });
  }

  /** @param {number} t */
  dLogits(t) {
    const name = { letter: this.logitLetter, below: this.stepNumber(t), derivative: true };
    const values = this.#atStep(this.trace.dLogits, t);
    return vector(`do:${t}`, name, values, 'token', { role: 'gradient', drawingId: `dp:${t}` });
  }

  /** The part of ∂L/∂h_t that comes through this step's output, or through the layer above. @param {number} t */
  dHiddenFromOutput(t) {
    const note = /** @type {const} */ ({ code: this.top ? 'output' : 'above' });
    return this.#gradient('dh out', { letter: 'h', note }, this.layerTrace.backward.dHiddenFromOutput, t, {
      drawingId: `dV:${this.layer}:${t}`,
    });
  }

  /** The part of ∂L/∂h_t that comes through time step t + 1. @param {number} t */
  dHiddenFromNextStep(t) {
    const note = /** @type {const} */ ({ code: 'future' });
    return this.#gradient('dh next', { letter: 'h', note }, this.layerTrace.backward.dHiddenFromNext, t, {
      drawingId: t < this.T - 1 ? `dW:${this.layer}:${t + 1}` : `dh:${this.layer}:${t}`,
    });
  }

  /**
   * The part of ∂L/∂h at the window's last time step that truncation cuts off.
   * @returns {Quantity | null} null: the window ends with the sentence
   */
  dHiddenCutOff() {
    const { dHiddenBeyondWindow } = this.dryRun;
    if (!dHiddenBeyondWindow) return null;
    const t = this.T - 1;
    const name = { letter: 'h', note: /** @type {const} */ ({ code: 'future' }) };
    return {
      ...this.#gradient('dh cut', name, dHiddenBeyondWindow, this.layer),
      name: { ...this.dHidden(t).name, ...name },
    };
  }

  /** ∂L/∂h_t, the sum of both parts. @param {number} t */
  dHidden(t) {
    return this.#gradient('dh', { letter: 'h' }, this.layerTrace.backward.dHidden, t);
  }

  /** The part of ∂L/∂c_t that comes through time step t + 1. @param {number} t */
  dCellFromNextStep(t) {
    const note = /** @type {const} */ ({ code: 'future' });
    const drawingId = t < this.T - 1 ? `dC:${this.layer}:${t + 1}` : `dc:${this.layer}:${t}`;
    return this.#gradient('dc next', { letter: 'c', note }, this.layerTrace.backward.dCellFromNext, t, { drawingId });
  }

  /** ∂L/∂c_t, the sum of both parts. @param {number} t */
  dCell(t) {
    const drawingId = `dc:${this.layer}:${t}`;
    return this.#gradient('dc', { letter: 'c' }, this.layerTrace.backward.dCell, t, { drawingId });
  }

  /** δ_t = ∂L/∂a_t of one gate, or of all of them, stacked. @param {number} t @param {number} [gate] @param {number} [layer] */
  delta(t, gate, layer = this.layer) {
    return this.#delta('δ', this.trace.layersData[layer].backward.delta, t, gate, layer);
  }

  /**
   * ∂L/∂w_t. Equal to δ_t but for the candidate n of a GRU, whose w is multiplied by the reset gate.
   * @param {number} t
   * @param {number} [gate]
   */
  dRecurrentProjection(t, gate) {
    const differs = this.cell === 'gru' && (gate === undefined || this.gates[gate] === 'n');
    const { backward } = this.layerTrace;
    return this.#delta(
      differs ? 'w' : 'δ',
      differs ? backward.dRecurrentProjection : backward.delta,
      t,
      gate,
      this.layer,
    );
  }

  /** @param {'δ' | 'w'} letter @param {Numbers} field @param {number} t @param {number | undefined} gate @param {number} layer */
  #delta(letter, field, t, gate, layer) {
    const which = gate === undefined ? '' : this.gates[gate];
    const below = which ? `${which},${this.stepNumber(t)}` : this.stepNumber(t);
    const name = { letter, below, above: this.#layerMark(layer), derivative: letter === 'w' };
    const key = `d${letter}:${layer}:${which}:${t}`;
    return vector(key, name, this.#atStep(field, t, gate), 'unit', { role: 'gradient', drawingId: `dh:${layer}:${t}` });
  }
}
