/**
 * Serves one session through a port: the inside of the worker. Any port will do, a worker's own, a MessagePort, or
 * Node's parentPort.
 */
import { trapped } from './errors.js';
import { loadEngine } from './load.js';
import { listen } from './port.js';
import { buffersIn, serializeError } from './protocol.js';
import { Session } from './session.js';

/**
 * @typedef {import('./protocol.js').ToWorker} ToWorker
 * @typedef {import('./protocol.js').ToPage} ToPage
 * @typedef {import('./port.js').Port} Port
 */

/** Ids of calls that are remembered. */
const MAX_SEEN = 256;

/**
 * @param {Port} port
 * @param {import('./start-worker.js').WorkerScript} [script] of workers that may help this one; default: shards of batches are computed here alone
 */
export function serve(port, script) {
  /** @type {Session | undefined} */
  let session;
  /** @type {import('./shard-helper.js').ShardHelper | undefined} */
  let helper;
  /** @type {Map<number, AbortController>} calls under way */
  const underway = new Map();
  /** @type {Map<number, () => void>} updates the page has not acknowledged */
  const unacknowledged = new Map();
  let updates = 0;
  let starting = false;
  /** Calls that have come, the latest: a message that comes twice is answered once. @type {Set<number>} */
  const seen = new Set();

  /** @param {ToPage} message @param {unknown} [owned] whose buffers the message may hand over */
  const post = (message, owned) => port.postMessage(message, [...buffersIn(owned)]);

  /**
   * A trap (out of memory, an abort) leaves the module in a state that nothing can be asked of any more: one error tells
   * the client so, which ends this worker and can start another.
   * @param {unknown} error
   */
  const fail = (error) => {
    if (session) post({ kind: 'failed', error: serializeError(trapped(/** @type {Error} */ (error))) });
    const ended = session;
    session = undefined;
    try {
      ended?.dispose();
    } catch {} // the module traps once more
  };

  /** @param {import('./types.js').Update} update */
  const onUpdate = ({ views, ...rest }) => {
    const number = ++updates;
    const update = { ...rest, views: withPlainErrors(views) };
    post({ kind: 'update', number, update }, update);
    return new Promise((/** @type {(value: void) => void} */ resolve) => unacknowledged.set(number, resolve));
  };

  /** @param {number} number of an update */
  const acknowledge = (number) => {
    unacknowledged.get(number)?.();
    unacknowledged.delete(number);
  };

  /** @param {Extract<ToWorker, {kind: 'call'}>} message */
  const answer = async ({ id, name, args, acknowledged }) => {
    if (seen.has(id)) return;
    seen.add(id);
    if (seen.size > MAX_SEEN) seen.delete(Math.min(...seen));
    // In case that the message which said so has not come.
    for (const number of unacknowledged.keys()) if (number <= acknowledged) acknowledge(number);
    const abort = new AbortController();
    underway.set(id, abort);
    try {
      if (!session) throw new Error('A call came before the engine was ready.');
      const onProgress = (/** @type {import('./protocol.js').Progress} */ progress) =>
        post({ kind: 'progress', id, progress });
      const value = await session.call(name, args, { signal: abort.signal, onProgress });
      underway.delete(id);
      post({ kind: 'result', id, value, underway: [...underway.keys()], updates }, value);
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) fail(error);
      else post({ kind: 'error', id, error: serializeError(error) });
    } finally {
      underway.delete(id);
    }
  };

  /** @param {ToWorker} message */
  const receive = (message) => {
    if (message.kind === 'call') answer(message);
    else if (message.kind === 'abort') underway.get(message.id)?.abort();
    else if (message.kind === 'acknowledge') acknowledge(message.number);
    else if (message.kind === 'dispose') session?.dispose();
    else if (message.kind === 'start') start(message);
    else if (message.kind === 'help') help(message.wasm);
    else if (message.kind === 'shard' && helper) {
      const { message: answer, transfer } = helper.compute(message);
      port.postMessage(answer, transfer);
    }
  };

  /** @param {import('./load.js').WasmSource} wasm */
  const help = async (wasm) => {
    try {
      const { ShardHelper } = await import('./shard-helper.js');
      helper = new ShardHelper(await loadEngine(wasm));
      post({ kind: 'ready' });
    } catch (error) {
      post({ kind: 'failed', error: serializeError(error) });
    }
  };

  /** @param {Extract<ToWorker, {kind: 'start'}>} message */
  const start = async ({ wasm, workers }) => {
    if (session || starting) return;
    starting = true;
    try {
      const helpers = script && { script, wasm, workers };
      session = new Session({ module: await loadEngine(wasm), onUpdate, onFailure: fail, helpers });
      post({ kind: 'ready' });
    } catch (error) {
      post({ kind: 'failed', error: serializeError(error) });
    } finally {
      starting = false;
    }
  };

  /** A compiled module may be refused here: asked again, the client sends what can be read everywhere. */
  const onUnreadable = () => (session || helper ? session?.dispose() : post({ kind: 'hello' }));

  listen(port, receive, () => session?.dispose(), onUnreadable);
  post({ kind: 'hello' });
}

/** @param {import('./types.js').Update['views']} views */
function withPlainErrors(views) {
  return Object.fromEntries(
    Object.entries(views).map(([key, view]) => [key, 'error' in view ? { error: serializeError(view.error) } : view]),
  );
}
