/**
 * The last stages: the contributions of all steps become the gradient of the sentence, which is clipped and moves the
 * weights. The update rules are those of PyTorch, as in cpp/rnn/optimizer.cpp.
 */
import { arrowIdOf } from './backward.js';
import {
  all,
  constant,
  fraction,
  least,
  minus,
  oneMinus,
  power,
  root,
  series,
  square,
  sum,
  times,
  value,
} from './expression.js';
import { largestEntry, scalar, vector } from './quantity.js';
import { equation, stage } from './stage.js';
import {
  average,
  clipped,
  contribution,
  gradient,
  isGated,
  isWholeSum,
  lettersOf,
  updated,
  weight,
} from './weights.js';

/**
 * @typedef {import('./walk.js').Walk} Walk
 * @typedef {import('./stage.js').Stage} Stage
 * @typedef {import('./stage.js').Equation} Equation
 * @typedef {import('./quantity.js').Quantity} Quantity
 * @typedef {import('./weights.js').Letter} Letter
 */

/** What PyTorch adds to the norm before dividing by it. */
const CLIP_EPSILON = 1e-6;

/** @param {Walk} walk @returns {Stage[]} */
export function sumStages(walk) {
  return lettersOf(walk).map((letter) => {
    const blocks = perGate(walk, letter, (gate) => {
      const parts = contributionsOf(walk, letter, gate);
      return [equation(onArrows(walk, letter, gradient(walk, letter, gate)), series(...parts))];
    });
    return stage('sum', -1, `sum.${letter}`, blocks, {
      line: 'sum',
      contributions: blocks.map((_, gate) => contributionsOf(walk, letter, gate)),
      sumEqualsGradient: isWholeSum(walk, letter),
      note: walk.dryRun.settings.batchSize === 1 ? undefined : 'batch',
    });
  });
}

/** @param {Walk} walk @param {Letter} letter @param {number} gate */
function contributionsOf(walk, letter, gate) {
  return Array.from({ length: walk.T }, (_, t) => {
    const drawingId = arrowIdOf(walk, letter, t);
    return { ...contribution(walk, letter, { t, gate }), drawingId };
  });
}

/** The arrows of a matrix, or of its bias, at all steps. @param {Walk} walk @param {string} name the engine's */
function arrowsOfParameter(walk, name) {
  const kind = name.includes('_ih') ? 'U' : name.includes('_hh') ? 'W' : 'V';
  const layer = kind === 'V' ? walk.layers - 1 : Number(name.split('_l')[1]);
  return Array.from({ length: walk.T }, (_, t) => `${kind}:${layer}:${t}`);
}

/** What is of a matrix as a whole stands on all its arrows. @param {Walk} walk @param {Letter} letter @param {Quantity} quantity */
const onArrows = (walk, letter, quantity) => ({
  ...quantity,
  everywhere: () => Array.from({ length: walk.T }, (_, t) => arrowIdOf(walk, letter, t)),
});

/** @param {Walk} walk @param {Letter} letter @param {(gate: number) => Equation[]} make */
function perGate(walk, letter, make) {
  const gates = isGated(letter) ? walk.gates : [''];
  return gates.map((name, gate) => ({ letter: name, equations: make(gate) }));
}

/** @param {Walk} walk @returns {Stage[]} */
export function updateStages(walk) {
  const stages = [norm(walk)];
  if (isClipping(walk)) stages.push(clip(walk));
  for (const letter of lettersOf(walk)) stages.push(update(walk, letter));
  return stages;
}

/** @param {Walk} walk */
const isClipping = (walk) => walk.dryRun.settings.clipNorm > 0;

/** @param {Walk} walk */
const normOf = (walk) => scalar('‖g‖', { letter: '‖g‖' }, walk.dryRun.gradientNorm, { role: 'gradient' });

/** ‖g‖ = √Σ over all parameters @param {Walk} walk */
function norm(walk) {
  const { parameters } = walk.dryRun;
  const norms = vector(
    'norms',
    { letter: '‖∂L/∂θ‖' },
    parameters.map(({ norm }) => norm),
    'parameter',
    { role: 'gradient', drawingIdsOfRow: (row) => arrowsOfParameter(walk, parameters[row].name) },
  );
  return stage('update', -1, 'norm', equation(normOf(walk), root(all(norms, 'sum', true))));
}

/** @param {Walk} walk */
const factorOf = (walk) => scalar('κ', { letter: 'κ' }, walk.dryRun.clipFactor, { role: 'gradient' });

/** κ = min(1, limit / (‖g‖ + 10⁻⁶)) @param {Walk} walk */
function clip(walk) {
  const limit = scalar('clipNorm', { letter: 'c' }, walk.dryRun.settings.clipNorm, { role: 'given' });
  const wanted = fraction(value(limit), sum(value(normOf(walk)), constant(CLIP_EPSILON)));
  const note = walk.dryRun.clipFactor < 1 ? 'clipped' : 'notClipped';
  return stage('update', -1, 'clip', equation(factorOf(walk), least(constant(1), wanted)), { note });
}

/** @param {Walk} walk @param {Letter} letter */
function update(walk, letter) {
  const { optimizer } = walk.dryRun.settings;
  const blocks = perGate(walk, letter, (gate) => {
    const scaled = times(value(factorOf(walk)), value(onArrows(walk, letter, gradient(walk, letter, gate))));
    const clipping = isClipping(walk) ? [equation(onArrows(walk, letter, clipped(walk, letter, gate)), scaled)] : [];
    return [...clipping, ...equationsOf[optimizer](new Step(walk, letter, gate))];
  });
  return stage('update', -1, `update.${letter}`, blocks, {
    line: 'update',
    say: `settings.optimizer.rule.${optimizer}`,
    plain: optimizer !== 'sgd',
  });
}

/** The quantities of one parameter's update. */
class Step {
  /** @param {Walk} walk @param {Letter} letter @param {number} gate */
  constructor(walk, letter, gate) {
    const { settings, learningRate, optimizerSteps } = walk.dryRun;
    const given = (/** @type {string} */ sign, /** @type {number} */ number, /** @type {number} */ below = 0) =>
      value(scalar(`${sign}${below || ''}`, { letter: sign, below: below || undefined }, number, { role: 'given' }));
    this.walk = walk;
    this.letter = letter;
    this.gate = gate;
    this.t = optimizerSteps;
    this.η = given('η', learningRate);
    this.μ = given('μ', settings.momentum);
    this.α = given('α', settings.decay);
    this.β1 = given('β', settings.beta1, 1);
    this.β2 = given('β', settings.beta2, 2);
    this.ε = given('ε', settings.epsilon);
    this.λ = given('λ', settings.weightDecay);
    this.weight = onArrows(walk, letter, weight(walk, letter, { gate }));
    this.gradient = onArrows(walk, letter, (isClipping(walk) ? clipped : gradient)(walk, letter, gate));
    this.after = onArrows(walk, letter, updated(walk, letter, gate));
    this.g = value({ ...this.gradient, digits: { significant: 4 } });
    this.rate = learningRate;
    this.settings = settings;
  }

  /** @param {'firstMomentBefore' | 'firstMomentAfter' | 'secondMomentBefore' | 'secondMomentAfter'} field */
  average(field) {
    return onArrows(this.walk, this.letter, average(this.walk, this.letter, field, this.gate));
  }

  /** @param {'first' | 'second'} which */
  before(which) {
    return value({ ...this.average(`${which}MomentBefore`), brief: true });
  }

  /** A running mean: b · before + (1 − b) · what. @param {'first' | 'second'} which @param {import('./expression.js').Node} b @param {import('./expression.js').Node} what */
  mean(which, b, what) {
    const before = this.before(which);
    return equation(this.average(`${which}MomentAfter`), sum(times(b, before), times(oneMinus(b), what)));
  }

  /**
   * Δ = −η · direction, and θ′ = θ + Δ with as many decimals as the change needs to be seen.
   * @param {import('./expression.js').Node} direction
   * @param {(i: number) => number} of the same, of the i-th entry
   * @param {(θ: import('./expression.js').Node) => import('./expression.js').Node} [shrunk] what weight decay makes of θ
   * @returns {Equation[]}
   */
  move(direction, of, shrunk = (θ) => θ) {
    const { weight, after } = this;
    const change = changeOf(
      weight,
      Float64Array.from(weight.values, (_, i) => -this.rate * of(i)),
    );
    const seen = { ...decimalsOf(change, { ...weight, values: after.values }), largest: change.largest };
    return [
      equation(change, minus(times(this.η, direction))),
      equation({ ...after, ...seen }, sum(shrunk(value({ ...weight, ...seen })), value(change))),
    ];
  }
}

/** What is added to a weight. @param {Quantity} weight @param {Float64Array} values @returns {Quantity} */
function changeOf(weight, values) {
  const { key, name } = weight;
  const change = { ...weight, key: `change ${key}`, name: { ...name, letter: `Δ${name.letter}` }, values };
  return { ...change, role: 'gradient', digits: { significant: 4 }, largest: largestEntry(change) };
}

/** The fewest and the most decimals of a weight: of what single precision holds, more would say nothing. */
const decimalsRange = { least: 3, most: 8 };

/**
 * Decimals in which a weight differs from what it becomes: of all in a matrix, those that the largest change needs.
 * @param {Quantity} change
 * @param {Quantity} after
 * @returns {Pick<Quantity, 'digits' | 'digitsAt'>}
 */
function decimalsOf({ values, largest, columns }, { rows }) {
  const needed = (/** @type {number} */ size) =>
    Math.min(decimalsRange.most, Math.max(decimalsRange.least, Math.ceil(-Math.log10(size)) + 1));
  const at = (/** @type {number} */ i) => ({
    decimals: values[i] === 0 ? decimalsRange.least : needed(Math.abs(values[i])),
  });
  const { row, column } = largest ?? { row: 0, column: 0 };
  return {
    digits: at(row * columns + column),
    digitsAt: (r, c) => at(Math.min(r, rows - 1) * columns + c),
  };
}

/** @param {Step} step */
const velocity = (step) => {
  const v = step.average('firstMomentAfter');
  return equation(v, sum(times(step.μ, step.before('first')), step.g));
};

/** @param {Step} step */
const scaledByRoot = (step) => {
  const s = step.average('secondMomentAfter');
  const { epsilon } = step.settings;
  const g = step.gradient.values;
  return step.move(fraction(step.g, sum(root(value(s)), step.ε)), (i) => g[i] / (Math.sqrt(s.values[i]) + epsilon));
};

/** @param {Step} step @param {(θ: import('./expression.js').Node) => import('./expression.js').Node} [shrunk] */
const adam = (step, shrunk) => {
  const { β1, β2, ε, t } = step;
  const { beta1, beta2, epsilon } = step.settings;
  const [m, s] = [step.average('firstMomentAfter'), step.average('secondMomentAfter')];
  const mean = fraction(value(m), oneMinus(power(β1, t)));
  const size = root(fraction(value(s), oneMinus(power(β2, t))));
  return [
    step.mean('first', β1, step.g),
    step.mean('second', β2, square(step.g)),
    ...step.move(
      fraction(mean, sum(size, ε)),
      (i) => m.values[i] / (1 - beta1 ** t) / (Math.sqrt(s.values[i] / (1 - beta2 ** t)) + epsilon),
      shrunk,
    ),
  ];
};

/**
 * The equations of each optimizer; the same as code is in web/engine/optimizers.js.
 * @type {Record<import('../../../engine/optimizers.js').OptimizerName, (step: Step) => Equation[]>}
 */
const equationsOf = {
  sgd: (step) => step.move(step.g, (i) => step.gradient.values[i]),
  momentum: (step) => {
    const m = step.average('firstMomentAfter');
    return [velocity(step), ...step.move(value(m), (i) => m.values[i])];
  },
  nesterov: (step) => {
    const m = step.average('firstMomentAfter');
    const { momentum } = step.settings;
    const ahead = sum(step.g, times(step.μ, value(m)));
    return [velocity(step), ...step.move(ahead, (i) => step.gradient.values[i] + momentum * m.values[i])];
  },
  rmsprop: (step) => [step.mean('second', step.α, square(step.g)), ...scaledByRoot(step)],
  adagrad: (step) => {
    const added = sum(step.before('second'), square(step.g));
    return [equation(step.average('secondMomentAfter'), added), ...scaledByRoot(step)];
  },
  adam: (step) => adam(step),
  adamw: (step) => adam(step, (θ) => times(θ, oneMinus(times(step.η, step.λ)))),
};
