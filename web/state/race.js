/**
 * Several networks trained at once on the same text, each in a worker of its own. All are made first and started together; what
 * one lane does never waits for another.
 */
import { Watchdog } from '../engine/watchdog.js';
import { Checkpoints } from './checkpoints.js';
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
 * @property {number} replaced workers that were lost and replaced
 */

/** @typedef {{steps: number} | {seconds: number}} Limit of each lane */

/** Workers of a lane that may be lost without a later checkpoint. */
const MAX_LOSSES = 3;

/** @fires change something of a lane has changed; at most one a microtask */
export class Race extends EventTarget {
  #createClient;
  /** @type {(Client | null)[]} */
  #clients;
  /** @type {Map<Client, Watchdog>} */
  #watchdogs = new Map();
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
      ...{ result: null, heldOutResult: null, failure: null, replaced: 0 },
    }));
    // The processors that the lanes leave free, shared out among them.
    const helpers = Math.max(0, Math.floor(processors() / lanes.length) - 1);
    this.#createClient = () => createClient(helpers);
    this.#clients = this.lanes.map((lane) => this.#clientOf(lane));
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
   * @param {Limit} limit of each lane
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
    for (const client of this.#clients) client && this.#end(client);
  }

  /**
   * @param {Lane} lane
   * @returns {Client | null} null where no worker can be made: the lane says why
   */
  #clientOf(lane) {
    try {
      const client = this.#createClient();
      client.addEventListener('update', (event) => this.#receive(lane, /** @type {CustomEvent} */ (event).detail));
      if ('giveUp' in client) {
        const startProbe = () => this.#createClient();
        this.#watchdogs.set(client, new Watchdog(/** @type {any} */ (client), startProbe, () => lane.parameterCount));
      }
      return client;
    } catch (error) {
      Object.assign(lane, { phase: 'failed', failure: error });
      return null;
    }
  }

  /** @param {Client} client */
  #end(client) {
    this.#watchdogs.get(client)?.end();
    this.#watchdogs.delete(client);
    client.dispose();
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

  /** @param {Lane} lane @param {Client} client @param {import('./checkpoints.js').Checkpoint | null} [checkpoint] from which it goes on */
  async #create(lane, client, checkpoint) {
    const { training, long } = this.#data;
    const args = { from: 0, count: Math.min(MAX_SEQUENCES, training.length), ...(long && { limit: MAX_SHOWN_TOKENS }) };
    const views = { predictions: { call: 'predictAll', args } };
    const creation = creationOf(this.#data, lane.settings);
    const info = await client.call('create', { ...creation, views, ...(checkpoint && { checkpoint }) });
    lane.parameterCount = info.parameterCount;
    lane.phase = 'ready';
  }

  /** @param {Lane} lane @param {Client} client @param {Limit} limit */
  async #train(lane, client, limit) {
    if (this.#stopped) {
      lane.phase = 'stopped';
      return;
    }
    lane.phase = 'training';
    this.#changed();
    const { reason, last } = await this.#trainOn(lane, client, limit);
    const args = evaluationArgs(this.#data, lane.settings);
    lane.result = await last.call('evaluate', { which: 'training', ...args });
    if (this.#data.heldOut.length > 0) lane.heldOutResult = await last.call('evaluate', { which: 'heldOut', ...args });
    lane.phase = reason === 'paused' ? 'stopped' : reason;
  }

  /**
   * Where a worker is lost, another one goes on from the latest checkpoint.
   *
   * @param {Lane} lane
   * @param {Client} client
   * @param {Limit} limit
   * @returns {Promise<{ reason: import('../engine/types.js').TrainingEnd['reason'], last: Client }>}
   */
  async #trainOn(lane, client, limit) {
    const checkpoints = new Checkpoints();
    const started = performance.now();
    let [now, rest] = [client, limit];
    for (let losses = 0, since = -1; ; ) {
      const taking = this.#takeCheckpoints(now, checkpoints);
      try {
        const { reason } = await now.call('train', rest);
        return { reason, last: now };
      } catch (error) {
        const step = checkpoints.latest?.step ?? 0;
        losses = step > since ? 1 : losses + 1;
        since = step;
        const { code } = /** @type {import('../engine/errors.js').EngineError} */ (error);
        if (code !== 'workerFailed' || losses > MAX_LOSSES || this.#disposed) throw error;
        now = await this.#replace(lane, now, checkpoints);
        if (checkpoints.latest) checkpoints.continue(checkpoints.latest);
        rest = restOf(limit, step, performance.now() - started);
        if (this.#stopped) return { reason: 'paused', last: now };
      } finally {
        taking.abort();
      }
    }
  }

  /** @param {Lane} lane @param {Client} lost @param {Checkpoints} checkpoints @returns {Promise<Client>} another one, with the lane's network */
  async #replace(lane, lost, { latest }) {
    this.#end(lost);
    const client = this.#clientOf(lane);
    if (!client) throw /** @type {Error} */ (lane.failure);
    this.#clients[this.lanes.indexOf(lane)] = client;
    lane.history = new LossHistory();
    lane.status = null;
    await this.#create(lane, client, latest);
    Object.assign(lane, { phase: 'training', replaced: lane.replaced + 1 });
    this.#changed();
    return client;
  }

  /** One after the other, until they are not wanted any more. @param {Client} client @param {Checkpoints} checkpoints */
  #takeCheckpoints(client, checkpoints) {
    const wanted = new AbortController();
    const { signal } = wanted;
    const take = async () => {
      while (!signal.aborted) {
        const { since } = checkpoints;
        const delay = Math.max(checkpoints.delay, MIN_DELAY_MS);
        checkpoints.add(await client.call('checkpoint', { since, delay }, { signal }), since);
      }
    };
    // Without one the lane would begin anew.
    take().catch(() => {});
    return wanted;
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

/** Until the first checkpoint of a worker, ms. */
const MIN_DELAY_MS = 500;

/**
 * What is left of a limit.
 *
 * @param {Limit} limit
 * @param {number} step
 * @param {number} elapsed ms
 * @returns {Limit}
 */
function restOf(limit, step, elapsed) {
  if ('steps' in limit) return { steps: Math.max(1, limit.steps - step) };
  return { seconds: Math.max(0, limit.seconds - elapsed / 1000) };
}
