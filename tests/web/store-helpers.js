/** Stores with a real engine in a worker thread, closed after the test. */
import { LISTING_TEXT, TUTORIAL_SETTINGS } from '../../web/text/index.js';
import { Store } from '../../web/state/store.js';
import { createClient } from './node-engine.js';

/** @typedef {import('../../web/state/store.js').Store} StoreType */

/**
 * The tutorial's text and network, at full speed and with a loss every fifth epoch, if nothing else is asked for.
 *
 * @param {import('node:test').TestContext} context
 * @param {Record<string, unknown>} [settings]
 * @returns {Promise<Store & { workers: import('node:worker_threads').Worker[], calls: string[], trainings: any[] }>} started; with the
 *   workers it used, the names of the calls they were sent, and the arguments of the calls of `train`
 */
export async function startedStore(context, settings = {}) {
  /** @type {import('node:worker_threads').Worker[]} */
  const workers = [];
  /** @type {string[]} */
  const calls = [];
  /** @type {any[]} of the calls of `train` */
  const trainings = [];
  const store = new Store({
    settings: { ...TUTORIAL_SETTINGS, text: LISTING_TEXT, pace: 0, evaluateEvery: 5, ...settings },
    createClient: () => {
      const client = createClient();
      workers.push(client.worker);
      const { call } = client;
      client.call = (name, ...rest) => {
        calls.push(name);
        if (name === 'train') trainings.push(rest[0]);
        return call.call(client, name, ...rest);
      };
      return client;
    },
  });
  context.after(() => store.dispose());
  await store.start();
  return Object.assign(store, { workers, calls, trainings });
}

/**
 * Resolves when something is so; woken by the store's own notifications.
 *
 * @param {StoreType} store
 * @param {(store: StoreType) => boolean} condition
 * @returns {Promise<void>}
 */
export function until(store, condition) {
  return new Promise((resolve, reject) => {
    const deadline = setTimeout(() => {
      stop();
      reject(new Error(`never so: ${condition}; phase ${store.phase}, failure ${store.failure}`));
    }, 20_000);
    const check = (/** @type {boolean} */ so) => {
      if (!so) return;
      clearTimeout(deadline);
      queueMicrotask(() => stop());
      resolve();
    };
    const stop = store.subscribe(condition, check, { immediate: true });
  });
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @returns {any[]} details of the events from now on
 */
export function heard(target, type) {
  /** @type {any[]} */
  const details = [];
  target.addEventListener(type, (event) => details.push(/** @type {CustomEvent} */ (event).detail));
  return details;
}

/** @param {number} milliseconds */
export const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
