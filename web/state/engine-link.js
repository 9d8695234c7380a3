/**
 * The store's line to an engine client. Of models asked for in quick succession only the latest is made (latest wins), and an
 * update is never taken for one of another model.
 */

import { EngineError } from '../engine/errors.js';

/**
 * @typedef {import('../engine/protocol.js').CallName} CallName
 * @typedef {import('../engine/protocol.js').CreateArguments | import('../engine/protocol.js').CreateFromText} CreateArguments
 * @typedef {import('../engine/protocol.js').LoadArguments} LoadArguments
 * @typedef {import('../engine/types.js').Update} Update
 * @typedef {import('../engine/types.js').ModelInfo} ModelInfo
 * @typedef {EventTarget & {
 *   call: (name: CallName, args?: any, options?: import('../engine/protocol.js').CallOptions) => Promise<any>,
 *   dispose: () => void }} Client what the store needs of an EngineClient
 * @typedef {(helpers?: number) => Client} CreateClient helpers: how many workers may help its own, at most
 */

export class EngineLink {
  #createClient;
  /** @type {Client | null} */
  #client = null;
  #hasModel = false;
  /** Grows with every model asked for; only the latest is made. */
  #requestId = 0;
  /** Which of them is being made, or was last. */
  #madeId = 0;
  /** @type {Promise<unknown>} the making of the model before */
  #making = Promise.resolve();
  /** @type {PendingModel | null} the model that is being made */
  #pending = null;
  #onUpdate;
  #onFailure;
  /** @type {(client: Client) => void} */
  #attach = () => {};

  /**
   * @param {() => Client} createClient called when an engine is first needed, and again after it failed
   * @param {{ onUpdate: (update: Update) => void, onFailure: (error: Error) => void }} listeners
   */
  constructor(createClient, { onUpdate, onFailure }) {
    this.#createClient = createClient;
    this.#onUpdate = onUpdate;
    this.#onFailure = onFailure;
  }

  /** How many models have been asked for. */
  get requests() {
    return this.#requestId;
  }

  /** Whether there is an engine. */
  get isOpen() {
    return this.#client !== null;
  }

  /** Whether there is an engine that has a model. */
  get hasModel() {
    return this.#hasModel;
  }

  /** Whether another model has been asked for than the one that is being made. */
  get isOvertaken() {
    return this.#madeId !== this.#requestId;
  }

  /** Settled once the model that is being made has been adopted, or refused; null: none is. @returns {Promise<unknown> | null} */
  get making() {
    return this.#pending && this.#making;
  }

  /** Whether a model is being made. */
  get isMaking() {
    return this.#pending !== null;
  }

  /** @param {(client: Client) => void} attach called with the client there is, and with each that takes its place */
  watchOver(attach) {
    this.#attach = attach;
    if (this.#client) attach(this.#client);
  }

  /**
   * Makes a model. Updates of the model before are dropped from now on.
   *
   * @param {() => CreateArguments} args asked for when it is this model's turn
   * @param {(info: ModelInfo) => void} adopt called when the model is there, just before its first update is passed on
   * @returns {Promise<boolean>} false if another model was asked for meanwhile; then adopt is not called
   */
  create(args, adopt) {
    return this.#replace(adopt, () => this.#firstOf('create', args(), new PendingModel('created')));
  }

  /**
   * As `create`, for a saved model. Until it is ready the model before keeps running and reporting; if the file is refused, it stays.
   *
   * @param {() => LoadArguments} args
   * @param {(info: ModelInfo) => void} adopt
   * @returns {Promise<boolean>}
   */
  load(args, adopt) {
    return this.#replace(adopt, () => this.#firstOf('load', args(), new PendingModel('loaded', this.#onUpdate)));
  }

  /**
   * @param {(info: ModelInfo) => void} adopt
   * @param {() => Promise<{ info: ModelInfo, updates: Update[] }>} make
   * @returns {Promise<boolean>}
   */
  #replace(adopt, make) {
    this.#requestId += 1;
    const requestId = this.#requestId;
    const made = this.#making.then(async () => {
      if (requestId !== this.#requestId) return false;
      this.#madeId = requestId;
      const { info, updates } = await make();
      if (requestId !== this.#requestId) return false;
      adopt(info);
      for (const update of updates) this.#onUpdate(update);
      return true;
    });
    this.#making = made.catch(() => {});
    return made;
  }

  /**
   * @param {'create'|'load'} name
   * @param {CreateArguments | LoadArguments} args
   * @param {PendingModel} model
   * @returns {Promise<{ info: ModelInfo, updates: Update[] }>} once the model's first update has come
   */
  async #firstOf(name, args, model) {
    const client = this.#connected();
    this.#pending = model;
    try {
      const [info] = await Promise.all([client.call(name, args), model.firstUpdate]);
      this.#hasModel = client === this.#client;
      return { info, updates: model.updates };
    } finally {
      this.#pending = null;
    }
  }

  /**
   * @param {CallName} name
   * @param {any} [args]
   * @param {import('../engine/protocol.js').CallOptions} [options]
   * @returns {Promise<any>}
   * @throws {EngineError} 'noModel' before the first model, and after a failure until the next
   */
  async call(name, args, options) {
    if (!this.#client) throw new EngineError('noModel', 'There is no engine at work.');
    return this.#client.call(name, args, options);
  }

  /**
   * Starts an engine if there is none.
   *
   * @param {import('../engine/protocol.js').TextSource} source
   * @param {import('../engine/protocol.js').CallOptions} [options]
   * @returns {Promise<import('../engine/protocol.js').TextSummary>}
   */
  async openText(source, options) {
    return this.#connected().call('openText', source, options);
  }

  dispose() {
    this.#requestId += 1;
    this.#client?.dispose();
    this.#client = null;
  }

  /** @returns {Client} */
  #connected() {
    if (this.#client) return this.#client;
    const client = this.#createClient();
    this.#client = client;
    this.#attach(client);
    client.addEventListener('update', (event) => {
      if (client !== this.#client) return;
      const { detail } = /** @type {CustomEvent<Update>} */ (event);
      if (this.#pending) this.#pending.receive(detail);
      else this.#onUpdate(detail);
    });
    client.addEventListener('failure', (event) => {
      if (client !== this.#client) return;
      const { detail } = /** @type {CustomEvent<Error>} */ (event);
      this.#client = null;
      this.#hasModel = false;
      this.#pending?.fail(detail);
      this.#onFailure(detail);
    });
    return client;
  }
}

/** Buffers the updates of a model that is being made from its first one on. */
class PendingModel {
  /** @type {Update[]} of the new model */
  updates = [];
  /** @type {() => void} */
  #resolve = () => {};
  /** @type {(error: Error) => void} */
  fail = () => {};
  #firstEvent;
  #before;

  /**
   * @param {'created' | 'loaded'} firstEvent in the first update of the new model
   * @param {(update: Update) => void} [before] gets the updates of the model before; default: they are dropped
   */
  constructor(firstEvent, before = () => {}) {
    this.#firstEvent = firstEvent;
    this.#before = before;
    /** @type {Promise<void>} */
    this.firstUpdate = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.fail = reject;
    });
    // The call may be refused before, and then nobody waits for this any more.
    this.firstUpdate.catch(() => {});
  }

  /** @param {Update} update */
  receive(update) {
    if (this.updates.length === 0 && !update.events.some(({ type }) => type === this.#firstEvent)) {
      this.#before(update);
      return;
    }
    this.updates.push(update);
    this.#resolve();
  }
}
