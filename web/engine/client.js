/**
 * The engine on the other side of a port: the same calls as a session's. Pending calls never hang; when the worker
 * dies, they reject and say why.
 */
import { abortReason, EngineError } from './errors.js';
import { compiledOnce, uncompiled } from './compiled-wasm.js';
import { listen } from './port.js';
import { deserializeError, withCalls } from './protocol.js';
import { waysToStart } from './start-worker.js';
import { workerScript } from './worker-script.js';

/** A worker that asks more often gets nothing that it can read. */
const MAX_GREETINGS = 8;

/**
 * @typedef {import('./port.js').Port} Port
 * @typedef {import('./protocol.js').ToWorker} ToWorker
 * @typedef {import('./protocol.js').ToPage} ToPage
 * @typedef {import('./protocol.js').CallName} CallName
 * @typedef {import('./protocol.js').CallOptions} CallOptions
 */

/**
 * @typedef {object} ClientOptions
 * @property {string | URL} [workerUrl] of another worker script than the one beside this file
 * @property {() => Port} [createWorker] to another worker: a MessagePort to it, say
 * @property {() => Promise<unknown>} [painted] the next update comes once this has resolved: back-pressure for a page
 *   that shows updates; default: on receipt
 * @property {import('./load.js').WasmSource} [wasm] another engine.wasm
 * @property {number} [workers] that may help it at most (setting `shards`); default: one less than there are processors
 */

/** @typedef {{name: CallName, resolve: (value: any) => void, reject: (reason: unknown) => void, onProgress?: CallOptions['onProgress']}} Pending */

/** Numbers of updates that are remembered. */
const MAX_UPDATES = 64;

class ClientBase extends EventTarget {
  /** @type {Port} */
  #port;
  /** @type {(() => Port)[]} what is left to be tried */
  #ways;
  #wasm;
  /** What the worker is handed: it may not be able to fetch it, and others of this document have it already. @type {Promise<import('./load.js').WasmSource>} */
  #compiled;
  #workers;
  #painted;
  /** @type {Map<number, Pending>} */
  #pending = new Map();
  #lastId = 0;
  #watchId = 0;
  /** @type {ToWorker[] | null} what waits for the worker to be ready; null from then on */
  #waiting = [];
  /** Numbers of the updates that have come, the latest: one that comes twice is passed on once. @type {Set<number>} */
  #updates = new Set();
  #acknowledged = 0;
  /**
   * What the worker said with its latest answer: the calls that it has, and the number of the last update that it has sent.
   * @type {{ underway: readonly number[], updates: number } | null}
   */
  heard = null;
  /** How often the worker's script has asked for what it is to begin with: once, or again where it could not read it. */
  #greetings = 0;
  /** @type {EngineError | null} */
  #failure = null;

  /**
   * Dispatches `update` (detail: an Update) whenever the session tells something, and `failure` (detail: an
   * EngineError) once, when the worker is lost.
   * @param {ClientOptions} [options]
   * @throws {EngineError} 'workerUnavailable' where no worker can be made at all
   */
  constructor({ workerUrl, createWorker, painted, wasm = {}, workers } = {}) {
    super();
    this.#wasm = wasm;
    this.#workers = workers;
    this.#painted = painted;
    this.#ways = createWorker ? [createWorker] : waysToStart(workerUrl ? { url: workerUrl } : workerScript());
    this.#port = this.#open();
    this.#compiled = compiledOnce(wasm);
  }

  /**
   * @template {CallName} Name
   * @param {Name} name
   * @param {any} [args]
   * @param {CallOptions} [options]
   * @returns {Promise<import('./protocol.js').ResultOf<Name>>}
   */
  call(name, args, { signal, onProgress } = {}) {
    if (this.#failure) return Promise.reject(this.#failure);
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const id = ++this.#lastId;
    if (name === 'watch') this.#supersedeWatch(id);
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#take(id)?.reject(abortReason(/** @type {AbortSignal} */ (signal)));
        this.#post({ kind: 'abort', id });
      };
      const settling = (/** @type {(value: any) => void} */ settle) => (/** @type {unknown} */ value) => {
        signal?.removeEventListener('abort', onAbort);
        settle(value);
      };
      signal?.addEventListener('abort', onAbort);
      this.#pending.set(id, { name, resolve: settling(resolve), reject: settling(reject), onProgress });
      this.#post({ kind: 'call', id, name, args, acknowledged: this.#acknowledged });
      this.onCall();
    });
  }

  /** To be overridden by whoever watches the worker: it has been asked something. */
  onCall() {}

  /** What it has been asked and has not answered yet. @returns {CallName[]} */
  get pending() {
    return Array.from(this.#pending.values(), ({ name }) => name);
  }

  /** Whether the engine is loaded there. */
  get isReady() {
    return this.#waiting === null;
  }

  /** Ids of the calls that it has not answered yet. @returns {number[]} */
  get unanswered() {
    return [...this.#pending.keys()];
  }

  /** @param {number} number of an update */
  hasUpdate(number) {
    return this.#updates.has(number);
  }

  /** The worker is given up, as one that has died. @param {string} reason */
  giveUp(reason) {
    this.#fail(lost(reason, true));
  }

  /** Ends the worker; every pending call rejects. */
  dispose() {
    if (this.#failure?.code === 'disposed') return;
    this.#rejectAll(new EngineError('disposed', 'The engine client has been disposed of.'));
    this.#end();
  }

  /** Nothing more is said to the worker, nor heard of it. */
  #end() {
    if (this.#port.terminate) this.#port.terminate();
    else {
      this.#port.postMessage({ kind: 'dispose' }, []);
      this.#port.close?.();
    }
  }

  /**
   * Only the latest set of views counts: what was asked for before need not be waited for.
   * @param {number} id
   */
  #supersedeWatch(id) {
    this.#take(this.#watchId)?.reject(new DOMException('A later watch took its place.', 'AbortError'));
    this.#watchId = id;
  }

  /**
   * @returns {Port}
   * @throws {EngineError} 'workerUnavailable': forbidden by the document the page stands in, or there are no workers
   */
  #open() {
    const open = /** @type {() => Port} */ (this.#ways.shift());
    try {
      const port = open();
      listen(
        port,
        (message) => this.#receive(message),
        (reason) => this.#lose(reason),
      );
      return port;
    } catch (error) {
      if (this.#ways.length > 0) return this.#open();
      const cause = error instanceof Error ? error.message : String(error);
      throw new EngineError('workerUnavailable', `No worker can be started here: ${cause}`, { cause });
    }
  }

  /** @param {string} reason */
  #lose(reason) {
    const hasBegun = this.#greetings > 0;
    if (hasBegun || this.#failure || this.#ways.length === 0) return this.#fail(lost(reason, hasBegun));
    this.#port.terminate?.();
    try {
      this.#port = this.#open();
    } catch {
      this.#fail(lost(reason, false));
    }
  }

  /** @param {ToPage} message */
  #receive(message) {
    if (this.#failure) return;
    if (message.kind === 'hello') this.#greet();
    else if (message.kind === 'ready') this.#release();
    else if (message.kind === 'failed') this.#fail(deserializeError(message.error));
    else if (message.kind === 'result') {
      const { underway, updates } = message;
      this.heard = { underway, updates };
      this.#take(message.id)?.resolve(message.value);
    } else if (message.kind === 'error') this.#take(message.id)?.reject(deserializeError(message.error));
    else if (message.kind === 'progress') this.#pending.get(message.id)?.onProgress?.(message.progress);
    else if (message.kind === 'update') this.#update(message);
  }

  /** @param {Extract<ToPage, {kind: 'update'}>} message */
  #update({ number, update }) {
    if (this.#updates.has(number)) return;
    this.#updates.add(number);
    this.#updates.delete(number - MAX_UPDATES);
    for (const view of Object.values(update.views)) {
      if ('error' in view) view.error = deserializeError(view.error);
    }
    this.dispatchEvent(new CustomEvent('update', { detail: update }));
    const acknowledge = () => {
      this.#acknowledged = Math.max(this.#acknowledged, number);
      if (!this.#failure) this.#post({ kind: 'acknowledge', number });
    };
    if (this.#painted) this.#painted().then(acknowledge, acknowledge);
    else acknowledge();
  }

  async #greet() {
    this.#greetings += 1;
    const again = this.#greetings > 1; // the worker could not read the compiled module
    const wasm = await (again ? uncompiled(this.#wasm) : this.#compiled);
    if (this.#failure) return;
    try {
      if (this.#greetings > MAX_GREETINGS) throw new Error('it cannot read the WebAssembly');
      this.#port.postMessage({ kind: 'start', wasm, workers: this.#workers }, []);
    } catch (error) {
      if (again) this.#fail(lost(error instanceof Error ? error.message : String(error), false));
      else this.#greet(); // it cannot be sent at all
    }
  }

  #release() {
    const messages = this.#waiting ?? [];
    this.#waiting = null;
    for (const message of messages) this.#post(message);
  }

  /** @param {ToWorker} message */
  #post(message) {
    if (this.#waiting) {
      this.#waiting.push(message);
      return;
    }
    try {
      this.#port.postMessage(message, []);
    } catch (error) {
      if (message.kind !== 'call') throw error;
      const cause = error instanceof Error ? error.message : String(error);
      const problem = `The arguments of ${message.name} cannot be sent to the worker: ${cause}`;
      this.#take(message.id)?.reject(new EngineError('badArgument', problem, { name: message.name }));
    }
  }

  /**
   * @param {number} id
   * @returns {Pending | undefined} the call, pending no more
   */
  #take(id) {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  /** @param {EngineError} error */
  #fail(error) {
    if (this.#failure) return;
    this.#rejectAll(error);
    this.#end();
    this.dispatchEvent(new CustomEvent('failure', { detail: error }));
  }

  /** @param {EngineError} error */
  #rejectAll(error) {
    this.#failure = error;
    this.#waiting = null;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(error);
  }
}

/**
 * @param {string} reason
 * @param {boolean} greeted whether its script had begun to run; if not, it never came
 */
function lost(reason, greeted) {
  return greeted
    ? new EngineError('workerFailed', `The worker failed: ${reason}.`, { reason })
    : new EngineError('loadFailed', `The worker could not be started: ${reason}.`, { reason });
}

/** @typedef {ClientBase & import('./protocol.js').EngineCalls} EngineClient */
export const EngineClient = withCalls(ClientBase);
