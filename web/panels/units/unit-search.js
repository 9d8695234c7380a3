/** What a reader looks for in the units, the question that it makes for the engine, and what the latest answer says. */
import { MIN_PLACES } from '../../engine/unit-split.js';
import { quantitiesOf } from '../shared/quantities.js';
import { labelsOfMarks, passageFrom } from './passage.js';
import { UnitReader } from './unit-reader.js';

/**
 * @typedef {import('../../state/store.js').Store} Store
 * @typedef {import('../../engine/unit-split.js').Labels} Labels
 * @typedef {import('./passage.js').ShownPassage} ShownPassage
 *
 * @typedef {object} UnitQuery
 * @property {'training' | 'heldOut'} which text
 * @property {number} from its first token that is shown
 * @property {number | null} layer null: the top one
 * @property {string} quantity id, see quantities.js
 * @property {number | null} unit that the text is colored by; null: the best one
 * @property {string} feature what the units are ranked by: id of a feature, or 'marks'; '': what is there to look for
 * @property {readonly import('./passage.js').Range[]} marks where a unit should be on
 */

/** Tokens shown at once, fewer of a large network: each answer reads all of them. */
const MAX_TOKENS = 5000;
const MIN_TOKENS = 2000;
const MULTIPLY_ADDS = 5e8;

/** What is looked for at first, where there is enough of it. */
const PREFERRED = ['insideBrackets', 'insideQuotes', 'verseEndNext', 'lineEndNext'];

/** Another unit takes the place of the best one so far only if it is this much better: else the two would flicker. */
const MARGIN = 0.05;

/**
 * What is looked at in a network.
 * @param {import('../../engine/types.js').ModelInfo} info
 * @param {Pick<UnitQuery, 'layer' | 'quantity'>} query
 */
export function lookedAt({ settings, parameterCount }, { layer, quantity }) {
  const quantities = quantitiesOf(settings).filter(({ id, change }) => !change && id !== 'preActivation');
  const { layers, hiddenSize } = settings;
  return {
    quantities,
    quantity: quantities.find(({ id }) => id === quantity) ?? quantities[0],
    layers,
    layer: Math.min(layer ?? layers - 1, layers - 1),
    hiddenSize,
    count: Math.round(Math.max(MIN_TOKENS, Math.min(MAX_TOKENS, MULTIPLY_ADDS / parameterCount))),
  };
}

export class UnitSearch {
  /** @type {ShownPassage | null} of the latest answer */
  passage = null;
  #reader;
  /** Version of the model that is asked about. */
  #model = 0;
  /** Which part of which text the passage is; '' if that may have changed. */
  #passageKey = '';
  /** @type {{marks: UnitQuery['marks'], passage: ShownPassage, labels: Labels | null} | null} */
  #marked = null;
  /** The unit that is shown until the reader chooses one, and what it is the best at; `found`: it has been seen to be. */
  #best = { unit: 0, at: '', found: false };

  /** @param {() => void} changed there is an answer, or a failure */
  constructor(changed) {
    this.#reader = new UnitReader(changed);
  }

  /** The latest. */
  get answer() {
    return this.#reader.answer;
  }

  get failure() {
    return this.#reader.failure;
  }

  /** Whether the text is too short to say anything about its units. */
  get isShort() {
    return (this.passage?.tokens.length ?? 0) < MIN_PLACES;
  }

  /** Whether the passage is the one that is asked for. @param {UnitQuery} query */
  isThere(query) {
    return this.passage !== null && this.#passageKey === this.#keyOf(query);
  }

  /** What the units are ranked by. @param {UnitQuery} query @returns {{id: string, labels: Labels | null} | null} */
  target(query) {
    const { passage } = this;
    if (!passage || !this.isThere(query) || this.isShort) return null;
    const { feature, marks } = query;
    if (feature === 'marks') {
      if (this.#marked?.marks !== marks || this.#marked.passage !== passage)
        this.#marked = { marks, passage, labels: labelsOfMarks(marks, passage) };
      return { id: 'marks', labels: this.#marked.labels };
    }
    const { features } = passage;
    const enough = features.filter((one) => one.enough);
    const labels =
      features.find(({ id }) => id === feature) ??
      PREFERRED.map((preferred) => enough.find(({ id }) => id === preferred)).find(Boolean) ??
      [...enough, ...features][0];
    return labels ? { id: labels.id, labels } : null;
  }

  /**
   * Takes in what has changed: the model, and the answers about it.
   * @param {Store} store
   * @param {UnitQuery} query
   * @returns {Partial<UnitQuery>} what cannot be asked for any more, and what takes its place
   */
  follow(store, query) {
    if (store.modelVersion !== this.#model) {
      this.#model = store.modelVersion;
      this.#reader.forget();
      this.#passageKey = '';
    }
    const { answer, failure } = this.#reader;
    if (/** @type {{code?: string} | null} */ (failure)?.code === 'noHeldOut') {
      this.#reader.forget();
      return { which: 'training', from: 0, marks: [] };
    }
    if (!answer || !store.data) return {};
    const { value, args } = answer;
    const { data } = store;
    const before = this.passage;
    const wasKnown = this.#passageKey !== '';
    const token = (/** @type {number} */ id) => (id < 0 ? '' : data.vocabulary.token(id));
    const passage = passageFrom(value, wasKnown ? before : null, { token, unit: data.unit });
    this.passage = passage;
    this.#passageKey = this.#keyOf({ which: args.which ?? 'training', from: args.from ?? 0 });
    this.#compare(value.scores, args.labels === this.target(query)?.labels);
    const last = Math.max(0, value.totals[query.which] - (args.count ?? 0));
    const from = Math.min(query.from, last);
    // Another model may be one of another text, where marks mean nothing.
    const isSameText =
      wasKnown || !before || before.from !== passage.from || before.tokens.every((one, i) => one === passage.tokens[i]);
    return { ...(from === query.from ? {} : { from }), ...(isSameText ? {} : { marks: [] }) };
  }

  /** @param {Store | null} store null: nothing is to be known any more @param {UnitQuery} query */
  ask(store, query) {
    if (!store?.info) return this.#reader.want(null);
    const { quantity, layer, hiddenSize, count } = lookedAt(store.info, query);
    const { which, from, marks } = query;
    const { id = '', labels = null } = this.target(query) ?? {};
    const target = id === 'marks' ? JSON.stringify(marks) : id;
    const at = `${this.#keyOf(query)} ${count} ${layer} ${quantity.id} ${target}`;
    if (this.#best.at !== at) this.#best = { unit: this.#best.unit, at, found: false };
    const unit = Math.min(query.unit ?? this.#best.unit, hiddenSize - 1);
    this.#reader.want({
      store,
      args: { which, from, count, layer, quantity: quantity.id, unit, labels },
      key: `${at} ${unit}`,
      weights: `${store.status?.step}`,
    });
  }

  /** @param {Pick<UnitQuery, 'which' | 'from'>} query */
  #keyOf({ which, from }) {
    return `${this.#model} ${which} ${from}`;
  }

  /** Whether another unit is the best now. @param {import('../../engine/unit-scores.js').UnitScores | null} scores @param {boolean} isAsked */
  #compare(scores, isAsked) {
    if (!scores || !isAsked) return;
    const size = (/** @type {number} */ unit) => Math.abs(scores.chosen[unit]) || 0;
    const [unit] = scores.order;
    if (!this.#best.found || size(unit) > size(this.#best.unit) + MARGIN)
      this.#best = { ...this.#best, unit, found: true };
  }
}
