/**
 * Several networks trained at once on the same text, each in a worker of its own. All are made first and started together; what
 * one lane does never waits for another.
 */
import { LossHistory } from './history-columns.js';
import { creationOf, evaluationArgs } from './creation.js';

/**
 * @typedef {import('./engine-link.js').Client} Client
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('../text/prepare.js').TextData} TextData
 * @typedef {import('../engine/types.js').Status} Status
 */

/** Sequences whose predictions are shown, at most. */
const MAX_SEQUENCES = 8;
/** Tokens of a stream of a long text whose predictions are shown. */
const MAX_SHOWN_TOKENS = 80;

/**
 * @typedef {object} Lane one network of the race
 * @property {string} id
 * @property {Settings} settings
 * @property {'making'|'ready'|'training'|'finished'|'stopped'|'diverged'|'failed'} phase
 * @property {number} parameterCount
 * @property {Status | null} status
 * @property {LossHistory} history
 * @property {import('../engine/types.js').SequencePrediction[]} predictions of the first training sequences
 * @property {import('../engine/types.js').Evaluation | null} result over all training tokens, once the lane has ended
 * @property {import('../engine/types.js').Evaluation | null} heldOutResult over all held-out tokens, if there are any
 * @property {Error | null} failure
 */

/** @fires change something of a lane has changed; at most one a microtask */
export class Race extends EventTarget {
  #clients;
  #data;
  #queued = false;
  #disposed = false;
  #stopped = false;

  /**
   * @param {object} options
   * @param {import('./engine-link.js').CreateClient} options.createClient a worker of its own for each lane
   * @param {TextData} options.data
   * @param {readonly {id: string, settings: Settings}[]} options.lanes
   */
  constructor({ createClient, data, lanes }) {
    super();
    this.#data = data;
    /** @type {readonly Lane[]} */
    this.lanes = lanes.map(({ id, settings }) => ({
      ...{ id, settings, phase: /** @type {const} */ ('making'), parameterCount: 0, status: null },
      ...{ history: new LossHistory(), predictions: [] },
      ...{ result: null, heldOutResult: null, failure: null },
    }));
    // The processors that the lanes leave free, shared out among them.
    const helpers = Math.max(0, Math.floor(processors() / lanes.length) - 1);
    this.#clients = this.lanes.map((lane) => clientOf(lane, () => createClient(helpers)));
  }

  /** Whether any lane still makes or trains its network. */
  get running() {
    return this.lanes.some(({ phase }) => phase === 'making' || phase === 'ready' || phase === 'training');
  }

  /** What the data are: for drawing the predictions. */
  get data() {
    return this.#data;
  }

  /**
   * Makes all networks, then trains them side by side.
   *
   * @param {{steps: number} | {seconds: number}} limit of each lane
   * @returns {Promise<void>} when all lanes have ended; never rejects: a lane says itself what failed
   */
  async run(limit) {
    this.#stopped = false;
    await this.#each((lane, client) => this.#create(lane, client));
    const none = 'steps' in limit && limit.steps === 0;
    if (!none) await this.#each((lane, client) => this.#train(lane, client, limit));
  }

  /** Ends the training where it is, or before it begins; the lanes keep what they have reached. */
  stop() {
    this.#stopped = true;
    for (const [i, lane] of this.lanes.entries()) {
      if (lane.phase !== 'training') continue;
      // A lane whose worker is gone has ended anyway.
      this.#clients[i]?.call('pause').catch(() => {});
    }
  }

  /**
   * Asks one lane's network something.
   *
   * @template {import('../engine/protocol.js').CallName} Name
   * @param {number} lane index
   * @param {Name} name
   * @param {any} [args]
   * @returns {Promise<import('../engine/protocol.js').ResultOf<Name>>}
   */
  async call(lane, name, args) {
    const client = this.#clients[lane];
    if (!client) throw /** @type {Error} */ (this.lanes[lane].failure);
    return client.call(name, args);
  }

  dispose() {
    this.#disposed = true;
    for (const client of this.#clients) client?.dispose();
  }

  /** @param {(lane: Lane, client: Client) => Promise<void>} act */
  async #each(act) {
    await Promise.all(
      this.lanes.map(async (lane, i) => {
        const client = this.#clients[i];
        if (lane.failure || !client) return;
        try {
          await act(lane, client);
        } catch (error) {
          Object.assign(lane, { phase: 'failed', failure: error });
        }
        this.#changed();
      }),
    );
  }

  /** @param {Lane} lane @param {Client} client */
  async #create(lane, client) {
    client.addEventListener('update', (event) => this.#receive(lane, /** @type {CustomEvent} */ (event).detail));
    const { training, long } = this.#data;
    const args = { from: 0, count: Math.min(MAX_SEQUENCES, training.length), ...(long && { limit: MAX_SHOWN_TOKENS }) };
    const views = { predictions: { call: 'predictAll', args } };
    const info = await client.call('create', { ...creationOf(this.#data, lane.settings), views });
    lane.parameterCount = info.parameterCount;
    lane.phase = 'ready';
  }

  /** @param {Lane} lane @param {Client} client @param {{steps: number} | {seconds: number}} limit */
  async #train(lane, client, limit) {
    if (this.#stopped) {
      lane.phase = 'stopped';
      return;
    }
    lane.phase = 'training';
    this.#changed();
    const { reason } = await client.call('train', limit);
    const args = evaluationArgs(this.#data, lane.settings);
    lane.result = await client.call('evaluate', { which: 'training', ...args });
    if (this.#data.heldOut.length > 0)
      lane.heldOutResult = await client.call('evaluate', { which: 'heldOut', ...args });
    lane.phase = reason === 'paused' ? 'stopped' : reason;
  }

  /** @param {Lane} lane @param {import('../engine/types.js').Update} update */
  #receive(lane, { status, history, views }) {
    lane.status = status;
    lane.history.append(history);
    const view = /** @type {any} */ (views.predictions);
    if (view?.value) lane.predictions = view.value.sequences;
    this.#changed();
  }

  #changed() {
    if (this.#queued || this.#disposed) return;
    this.#queued = true;
    queueMicrotask(() => {
      this.#queued = false;
      if (!this.#disposed) this.dispatchEvent(new Event('change'));
    });
  }
}

const processors = () => globalThis.navigator?.hardwareConcurrency ?? 1;

/**
 * @param {Lane} lane
 * @param {() => Client} createClient
 * @returns {Client | null} null where no worker can be made: the lane says why
 */
function clientOf(lane, createClient) {
  try {
    return createClient();
  } catch (error) {
    Object.assign(lane, { phase: 'failed', failure: error });
    return null;
  }
}
