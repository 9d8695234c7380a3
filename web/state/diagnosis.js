/**
 * What is wrong with a training run, judged by its loss curve, and the settings that mend it. Pure functions: a curve and the
 * settings in, a diagnosis or null out.
 *
 * "Excess" is the loss above the least that any network could reach on this text (web/text/bound.js), in nats per token.
 */

/**
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {'diverged'|'tooHigh'|'plateauTooHigh'|'oscillating'|'spiking'|'tooLow'|'truncated'|'tooSmall'|'forgetting'|'linear'|'stuck'} Trouble
 */

/**
 * @typedef {object} Diagnosis
 * @property {Trouble} code
 * @property {Readonly<Record<string, unknown>>} remedy settings that mend it; null: chosen from the text again
 * @property {boolean} restart whether the network has to begin anew: its weights are spoiled
 * @property {Record<string, number>} details numbers of the sentence
 */

/**
 * @typedef {object} Run
 * @property {ArrayLike<number>} losses evaluated mean losses, oldest first, since a setting was changed last
 * @property {ArrayLike<number>} steps optimizer steps made at each
 * @property {number} floor least mean loss there is
 * @property {boolean} bounded whether the floor is known; else nothing is said of slow or flat curves
 * @property {number} uniformLoss ln |V|
 * @property {number} startLoss of the untrained network
 * @property {boolean} diverged the loss is no finite number any more
 * @property {Settings} settings
 * @property {Readonly<Partial<Settings>>} chosen what would be chosen from the text if nothing had been set
 * @property {number} suitableRate learning rate that suits the optimizer that is set
 * @property {number} longest tokens of the longest sequence
 * @property {() => number} contextNeeded how many tokens back one must remember
 */

/** Evaluations that a judgement rests on. */
const RECENT = 6;
const WINDOW = 12;
const PLATEAU = 30;
/** Below this excess a text counts as learned: one wrong prediction among some thirty costs more. */
export const LEARNED = 0.03;
/** A loss that had been below the first excess and jumps up by more than the second has spiked. */
const NEARLY_LEARNED = 0.1;
const SPIKE = 0.3;
/** Updates before a flat curve is called a plateau, and a slow one too slow. */
const PLATEAU_UPDATES = 150;
const SLOW_UPDATES = 15;
/** A rate this many times too small or too large is the likely cause. */
const FAR = 4;
/** A vanilla RNN that has to remember longer than this is helped by gates. */
const LONG_CONTEXT = 5;

/** What the updates are made by. */
const UPDATES = [
  'optimizer',
  'learningRate',
  'reduction',
  'clipNorm',
  'batchSize',
  'schedule',
  'initialization',
  'bias',
];

/** @param {Run} run @returns {Diagnosis | null} */
export function diagnose(run) {
  const { losses, steps, diverged } = run;
  if (diverged) return { code: 'diverged', ...calmer(run), details: { rate: run.settings.learningRate } };
  const curve = Array.from(losses).filter(Number.isFinite);
  if (curve.length < RECENT || steps.length < 2) return null;
  const updates = steps[steps.length - 1] - steps[0];
  const found = aboveStart(run, curve) ?? spikes(run, curve);
  if (found) return found;
  if (!run.bounded || curve[curve.length - 1] - run.floor < LEARNED) return null;
  return oscillates(run, curve) ?? crawls(run, curve, updates) ?? rests(run, curve, updates);
}

/** The loss is higher than the untrained network's. @param {Run} run @param {number[]} curve @returns {Diagnosis | null} */
function aboveStart(run, curve) {
  // The untrained network is not always part of the curve.
  const start = Math.max(run.startLoss, run.uniformLoss);
  if (
    !curve
      .slice(1)
      .slice(-RECENT + 1)
      .every((loss) => loss > start)
  )
    return null;
  return { code: 'tooHigh', ...calmer(run), details: { rate: run.settings.learningRate, start } };
}

/** It had been learned, and was lost again: more than once, or for long. @param {Run} run @param {number[]} curve @returns {Diagnosis | null} */
function spikes({ floor, settings }, curve) {
  const recent = curve.slice(-2 * PLATEAU);
  let [least, jumps, above] = [Math.min(...curve.slice(0, -recent.length), Number.POSITIVE_INFINITY), 0, 0];
  let up = false;
  for (const loss of recent) {
    if (loss < least) least = loss;
    const isUp = least - floor < NEARLY_LEARNED && loss - least > SPIKE;
    if (isUp && !up) jumps++;
    above = isUp ? above + 1 : 0;
    up = isUp;
  }
  if (jumps < 2 && above < RECENT + 2) return null;
  const to = Number((settings.learningRate / 3).toPrecision(1));
  return {
    code: 'spiking',
    remedy: { learningRate: to },
    restart: false,
    details: { rate: settings.learningRate, to },
  };
}

/** Up and down without getting anywhere. @param {Run} run @param {number[]} curve @returns {Diagnosis | null} */
function oscillates(run, curve) {
  if (curve.length <= 2 * WINDOW) return null;
  const recent = curve.slice(-WINDOW);
  const rises = recent.filter((loss, i) => i > 0 && loss > recent[i - 1]).length;
  const spread = Math.max(...recent) - Math.min(...recent);
  const progress = mean(curve.slice(-2 * WINDOW, -WINDOW)) - mean(recent);
  if (rises < WINDOW / 4 || spread < 0.2 * (mean(recent) - run.floor) || progress > 0.1 * spread) return null;
  // A rate that suits the optimizer is not what is wrong.
  const plainSum = run.settings.reduction === 'sum' && run.settings.clipNorm === 0;
  if (run.settings.learningRate < FAR * run.suitableRate && !plainSum) return null;
  return { code: 'oscillating', ...calmer(run), details: { rate: run.settings.learningRate } };
}

/** Hardly any progress at a rate far below what suits the optimizer. @param {Run} run @param {number[]} curve @param {number} updates @returns {Diagnosis | null} */
function crawls({ settings, suitableRate, floor }, curve, updates) {
  if (updates < SLOW_UPDATES || settings.learningRate * FAR > suitableRate) return null;
  const last = curve[curve.length - 1];
  const before = curve[Math.max(0, curve.length - 1 - PLATEAU)];
  if (before - last > 0.15 * (before - floor)) return null;
  const details = { rate: settings.learningRate, to: suitableRate };
  return { code: 'tooLow', remedy: { learningRate: null }, restart: false, details };
}

/** A plateau far above what is possible. @param {Run} run @param {number[]} curve @param {number} updates @returns {Diagnosis | null} */
function rests(run, curve, updates) {
  if (curve.length < 2 * PLATEAU || updates < PLATEAU_UPDATES) return null;
  const [before, now] = [mean(curve.slice(-2 * PLATEAU, -PLATEAU)), mean(curve.slice(-PLATEAU))];
  if (now - run.floor < 0.85 * (before - run.floor)) return null;
  return causeOfPlateau(run);
}

/** @param {Run} run @returns {Diagnosis} */
function causeOfPlateau(run) {
  const { settings, chosen, longest, contextNeeded } = run;
  const { truncate, hiddenSize, cell, activation, learningRate } = settings;
  if (truncate > 0 && truncate < longest)
    return { code: 'truncated', remedy: { truncate: null }, restart: true, details: { truncate, longest } };
  if (learningRate >= FAR * run.suitableRate)
    return { code: 'plateauTooHigh', ...calmer(run), details: { rate: learningRate, to: run.suitableRate } };
  if (cell === 'rnn' && activation === 'identity')
    return { code: 'linear', remedy: { activation: null }, restart: true, details: {} };
  if (hiddenSize < (chosen.hiddenSize ?? 0)) {
    const to = /** @type {number} */ (chosen.hiddenSize);
    return { code: 'tooSmall', remedy: { hiddenSize: null }, restart: true, details: { hiddenSize, to } };
  }
  const context = contextNeeded();
  if (cell === 'rnn' && context > LONG_CONTEXT)
    return { code: 'forgetting', remedy: withMemory(settings), restart: true, details: { context } };
  return { code: 'stuck', ...stronger(run), details: { rate: learningRate } };
}

/**
 * Everything about the updates as it is chosen from the text; where it is that already, a smaller rate.
 *
 * @param {Run} run
 * @returns {Pick<Diagnosis, 'remedy' | 'restart'>}
 */
function calmer({ settings, chosen }) {
  const names = [...UPDATES, ...(settings.cell === 'rnn' && settings.activation !== 'tanh' ? ['activation'] : [])];
  if (names.every((name) => settings[name] === chosen[name]))
    return { remedy: { learningRate: Number((settings.learningRate / 3).toPrecision(1)) }, restart: true };
  return { remedy: Object.fromEntries(names.map((name) => [name, null])), restart: true };
}

/**
 * A network that has got nowhere for no other reason gets more units, and gates.
 *
 * @param {Run} run
 * @returns {Pick<Diagnosis, 'remedy' | 'restart'>}
 */
function stronger(run) {
  const { settings, chosen } = run;
  if (UPDATES.some((name) => settings[name] !== chosen[name])) return calmer(run);
  return { remedy: withMemory(settings), restart: true };
}

/** An LSTM whose forget gate is open at the start remembers what a vanilla RNN and a GRU lose. @param {Settings} settings */
function withMemory({ cell, hiddenSize }) {
  const units = Math.min(512, Math.max(64, cell === 'lstm' ? 2 * hiddenSize : hiddenSize));
  return { cell: 'lstm', forgetBias: 3, bias: null, hiddenSize: units, learningRate: null };
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
