/** The diagnosis of the run that a store holds, made anew only when its curve or its settings are others. */
import { contextNeeded, predictionBound } from '../text/bound.js';
import { chooseSettings, factsOf } from './choose.js';

/** @typedef {import('../text/prepare.js').TextData} TextData */

/** Tokens that one might have to remember: more are not tried. */
const MAX_CONTEXT = 12;
/** A longer text is not read as a whole to find its bound. */
const MAX_TOKENS = 20_000;

/** What judges: loaded when there is a curve to judge. @type {typeof import('./diagnosis.js') | undefined} */
let judging;

/** @type {WeakMap<TextData, import('../text/bound.js').Bound | null>} */
const bounds = new WeakMap();

/**
 * The most that any network could get right of the training text; null where the text is long or not cut into sentences.
 *
 * @param {TextData | null} data
 */
export function boundOf(data) {
  if (!data?.valid) return null;
  const known = bounds.get(data);
  if (known !== undefined) return known;
  const bound = data.streams > 0 || data.tokenCount > MAX_TOKENS ? null : predictionBound(data.training);
  bounds.set(data, bound);
  return bound;
}

export class RunDiagnosis {
  /** @type {unknown[]} what the last judgement was made of */
  #basis = [];
  /** @type {import('./diagnosis.js').Diagnosis | null} */
  #diagnosis = null;
  /** Model and its optimizer steps when a live setting changed last: the curve before says nothing of the present settings. */
  #since = { model: 0, step: -1 };
  /** The model whose curve was the reason to load what judges. */
  #loadedFor = 0;
  #loaded;

  /** @param {() => void} loaded called when there may be a diagnosis, without anything else having changed */
  constructor(loaded) {
    this.#loaded = loaded;
  }

  /** A setting that does not need a new model has changed. @param {{ modelVersion: number, status: { step: number } | null }} store */
  settingsChanged({ modelVersion: model, status }) {
    this.#since = { model, step: status?.step ?? -1 };
    this.#diagnosis = null;
  }

  /** @param {import('./store-state.js').StoreState} store */
  diagnosisOf(store) {
    const { modelVersion: model, phase, settings, history, data, info } = store;
    if (!data || !info || (history.length === 0 && phase !== 'diverged')) return null;
    if (!judging) {
      this.#load(model);
      return null;
    }
    const basis = [model, phase, settings, history.version];
    if (basis.every((value, i) => value === this.#basis[i])) return this.#diagnosis;
    const sameRun = model === this.#basis[0];
    this.#basis = basis;
    const found = this.#judge(store, data, judging.diagnose);
    const known = sameRun && this.#diagnosis?.code !== 'diverged' ? this.#diagnosis : null;
    // A verdict stays until the text is learned: a curve that twitches must not make words come and go.
    this.#diagnosis = found ?? (known && !isLearned(store, data, judging.LEARNED) ? known : null);
    return this.#diagnosis;
  }

  /** Once for each model: what does not load is tried again with the next. @param {number} model */
  async #load(model) {
    if (this.#loadedFor === model) return;
    this.#loadedFor = model;
    try {
      judging = await import('./diagnosis.js');
      this.#loaded();
    } catch {} // a page without a diagnosis is one that works
  }

  /**
   * @param {import('./store-state.js').StoreState} store
   * @param {TextData} data
   * @param {typeof import('./diagnosis.js').diagnose} diagnose
   */
  #judge({ modelVersion: model, phase, settings, history, guessingLoss }, data, diagnose) {
    const facts = factsOf(data);
    const bound = boundOf(data);
    const { cell, optimizer, reduction, clipNorm, activation, batchSize, hiddenSize } = settings;
    const from = this.#since.model === model ? history.step.findIndex((step) => step > this.#since.step) : 0;
    return diagnose({
      losses: from < 0 ? [] : history.trainingLoss.subarray(from),
      steps: from < 0 ? [] : history.step.subarray(from),
      floor: bound?.loss ?? 0,
      bounded: bound !== null,
      uniformLoss: guessingLoss,
      startLoss: history.trainingLoss[0] ?? guessingLoss,
      diverged: phase === 'diverged',
      settings,
      chosen: chooseSettings(facts, {}).values,
      suitableRate: /** @type {number} */ (
        chooseSettings(facts, { cell, optimizer, reduction, clipNorm, activation, batchSize, hiddenSize }).values
          .learningRate
      ),
      longest: facts.longest,
      contextNeeded: () => contextNeeded(data.training, MAX_CONTEXT),
    });
  }
}

/** @param {import('./store-state.js').StoreState} store @param {TextData} data @param {number} within nats */
function isLearned({ history }, data, within) {
  const last = history.trainingLoss[history.trainingLoss.length - 1];
  return last - (boundOf(data)?.loss ?? 0) < within;
}
