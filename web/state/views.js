/**
 * What the panels in sight watch in the engine. A view is a reading call that the session repeats whenever the weights changed;
 * it lives as long as somebody holds it, so a panel that is not visible costs nothing. Equal calls of several panels are one
 * query: computed once, sent once.
 */
import { isOurs } from '../engine/errors.js';

/**
 * @typedef {import('../engine/protocol.js').View} View
 * @typedef {object} ViewState the latest value of a view, and the call it answers
 * @property {any} [value]
 * @property {number} [step] optimizer steps made when it was read
 * @property {any} [error]
 * @property {string} call
 * @property {any} args
 */

/**
 * @typedef {object} Query
 * @property {View} view
 * @property {string} stamp call and arguments
 * @property {string} wire its name in messages: other arguments have another, so late answers to the former are recognized
 * @property {Set<string>} keys held by
 * @property {ViewState} [answer] of the present model
 */

/** @typedef {{ query: Query, holders: number, former?: ViewState }} Held former: shown until the query is answered */

export class Views {
  /** @type {Map<string, Held>} by key */
  #held = new Map();
  /** @type {Map<string, Query>} by stamp */
  #queries = new Map();
  /** @type {Set<() => void>} */
  #holders = new Set();
  #count = 0;
  #queued = false;
  /** A model is being made: what is held then is sent when it is there. */
  #suspended = false;
  /** Names of the queries that the session has, as last sent; `before`: those of the model before, see `resume`. */
  #sent = { now: '', before: '' };
  #send;
  #changed;

  /**
   * @param {(views: Record<string, View>) => void} send replaces the session's set of views
   * @param {() => void} changed a view has a value without an update having come
   */
  constructor(send, changed) {
    this.#send = send;
    this.#changed = changed;
  }

  /**
   * @param {string} key
   * @param {View} view takes the place of the one held by this key before
   * @returns {() => void} release
   */
  hold(key, view) {
    const stamp = JSON.stringify(view);
    const held = this.#held.get(key);
    if (held?.query.stamp !== stamp) this.#ask(key, view, stamp);
    const now = /** @type {Held} */ (this.#held.get(key));
    now.holders += 1;
    let released = false;
    return () => {
      if (released) return;
      released = true;
      now.holders -= 1;
      if (now.holders === 0 && this.#held.get(key) === now) this.#drop(key, now);
    };
  }

  /**
   * Whoever holds views that depend on the model's data is called when there is another model, and holds those of the new one:
   * so one message has them all, and none is asked for in vain.
   *
   * @param {() => void} holder
   * @returns {() => void} unsubscribe
   */
  onNewModel(holder) {
    this.#holders.add(holder);
    return () => this.#holders.delete(holder);
  }

  /** @param {string} key @returns {ViewState | undefined} */
  state(key) {
    const held = this.#held.get(key);
    return held && (held.query.answer ?? held.former);
  }

  /** @param {import('../engine/types.js').Update['views']} views of an update */
  receive(views) {
    for (const query of this.#queries.values()) {
      const answer = views[query.wire];
      if (!answer) continue;
      const { call, args } = query.view;
      query.answer = { ...answer, call, args };
    }
  }

  /**
   * A new model is asked for. Until `adopt` or `resume` nothing is sent. A call that names tokens by ids that are others in the new
   * vocabulary is left out, and of a long text one that would read all of it: its holder asks for another once the model is there.
   *
   * @param {import('../text/prepare.js').TextData} data of the new model
   * @param {readonly string[]} before tokens of the model before, by id
   * @returns {Record<string, View>} what to watch in it from its beginning
   */
  forNewModel({ long, vocabulary: { tokens } }, before) {
    const queries = [...this.#queries.values()].filter(
      ({ view: { call, args } }) =>
        !(long && readsAll(call, args)) && idsIn(args).every((id) => id >= 0 && before[id] === tokens[id]),
    );
    if (!this.#suspended) this.#sent.before = this.#sent.now;
    this.#suspended = true;
    this.#sent.now = namesOf(queries);
    return asViews(queries);
  }

  /** The new model is there: values of the former mean nothing. */
  adopt() {
    for (const query of this.#queries.values()) query.answer = undefined;
    for (const held of this.#held.values()) held.former = undefined;
    for (const holder of [...this.#holders]) holder();
    this.#suspended = false;
    this.#flush();
  }

  /** There is no new model: the former stays, with its views. */
  resume() {
    if (!this.#suspended) return;
    this.#suspended = false;
    this.#sent.now = this.#sent.before;
    this.#flush();
  }

  /** The session reads no view again that has failed by a fault of ours: under other names it does. */
  askAgain() {
    for (const query of this.#queries.values()) if (isOurs(query.answer?.error)) query.wire = this.#wireOf(query.view);
    this.#flush();
  }

  dispose() {
    this.#held.clear();
    this.#queries.clear();
    this.#holders.clear();
  }

  /** @param {string} key @param {View} view @param {string} stamp */
  #ask(key, view, stamp) {
    const held = this.#held.get(key);
    const former = this.state(key);
    if (held) this.#leave(key, held.query);
    let query = this.#queries.get(stamp);
    if (!query) {
      query = { view, stamp, wire: this.#wireOf(view), keys: new Set() };
      this.#queries.set(stamp, query);
    }
    query.keys.add(key);
    if (held) Object.assign(held, { query, former });
    else this.#held.set(key, { query, holders: 0 });
    if (query.answer) this.#changed();
    this.#queue();
  }

  /** A name that no query has had. @param {View} view */
  #wireOf({ call }) {
    this.#count += 1;
    return `${call}#${this.#count}`;
  }

  /** @param {string} key @param {Held} held */
  #drop(key, held) {
    this.#held.delete(key);
    this.#leave(key, held.query);
    this.#queue();
  }

  /** @param {string} key @param {Query} query */
  #leave(key, query) {
    query.keys.delete(key);
    if (query.keys.size === 0) this.#queries.delete(query.stamp);
  }

  /** Panels change their minds together: one message for all. */
  #queue() {
    if (this.#queued) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      this.#flush();
    });
  }

  #flush() {
    const queries = [...this.#queries.values()];
    const names = namesOf(queries);
    if (this.#suspended || names === this.#sent.now) return;
    this.#sent.now = names;
    this.#send(asViews(queries));
  }
}

/** @param {readonly Query[]} queries */
const namesOf = (queries) =>
  queries
    .map(({ wire }) => wire)
    .sort()
    .join(' ');

/** @param {readonly Query[]} queries @returns {Record<string, View>} by their names in messages */
const asViews = (queries) => Object.fromEntries(queries.map(({ wire, view }) => [wire, view]));

/** Whether a call reads as much as there is. @param {import('../engine/protocol.js').CallName} call @param {any} args */
const readsAll = (call, { limit, sample, inputs } = /** @type {any} */ ({})) =>
  call !== 'parameters' && limit === undefined && sample === undefined && inputs === undefined;

/** Token ids in the arguments of a call. @param {any} args @returns {number[]} */
function idsIn({ inputs = [], targets = [], target, endId } = {}) {
  return [...inputs, ...targets, target, endId].filter((id) => typeof id === 'number');
}
