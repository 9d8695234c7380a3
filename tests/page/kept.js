/** For the tests of what is kept: waits for what only the page itself can ask. */
import { LONGEST_WAIT_MS } from '../longest-wait.js';

/** @typedef {import('playwright-core').Page} Page */

/**
 * Waits until something is so that has to be awaited itself; Playwright takes a promise for true.
 * @template Argument
 * @param {Page} page
 * @param {(argument: Argument) => Promise<boolean>} isSo runs in the page
 * @param {Argument} [argument]
 */
export async function untilAsync(page, isSo, argument) {
  const inTime = await page.evaluate(
    async ([source, value, timeout]) => {
      const asked = new Function(`return (${source})`)();
      const end = performance.now() + Number(timeout);
      while (!(await asked(value))) {
        if (performance.now() > end) return false;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return true;
    },
    /** @type {const} */ ([isSo.toString(), argument, LONGEST_WAIT_MS]),
  );
  if (!inTime) throw new Error(`never so: ${isSo}`);
}

/** Once what the page shows has been written. @param {Page} page @param {string} [text] that has been typed last */
export const untilKept = (page, text) =>
  untilAsync(
    page,
    async (typed) => {
      const { store } =
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
      if (!store?.opened || !store.experiments) return false;
      await store.experiments.flush();
      // While it trains, what is kept is behind; at rest it catches up.
      const wanted = store.training ? store.checkpoint?.step : store.status.step;
      const isTrained = store.status.step > 0;
      return (!typed || store.text === typed) && (!isTrained || wanted === store.experiments.step);
    },
    text,
  );

/**
 * Until a part that is kept has something in it, without the page being asked to write.
 * @param {Page} page
 * @param {'text' | 'work'} part
 * @param {string} wanted in its JSON
 */
export const untilWritten = (page, part, wanted) =>
  untilAsync(
    page,
    async ([name, text]) => {
      const request = indexedDB.open('rnn-playground');
      const database = await new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result);
      });
      const all = database.transaction('parts').objectStore('parts').getAll();
      const rows = await new Promise((resolve) => {
        all.onsuccess = () => resolve(all.result);
      });
      database.close();
      return rows.some(
        (/** @type {any} */ { part, bytes }) => part === name && new TextDecoder().decode(bytes).includes(text),
      );
    },
    /** @type {const} */ ([part, wanted]),
  );

/** Scripts that run before a page's own: of a browser that lets it keep nothing, and of one that has no room while `full` is true. */
export const noDatabase = () => {
  indexedDB.open = () => {
    throw new DOMException('denied', 'SecurityError');
  };
};
export const noRoom = () => {
  const { put } = IDBObjectStore.prototype;
  Object.assign(globalThis, { full: true });
  IDBObjectStore.prototype.put = function (/** @type {any} */ ...args) {
    if (/** @type {any} */ (globalThis).full) throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, args);
  };
};

/** A browser that says what it has kept only when a test calls `answer`. */
export const slowDatabase = () => {
  let answers = false;
  /** @type {(() => void)[]} */
  const held = [];
  const answer = () => {
    answers = true;
    for (const tell of held) tell();
  };
  Object.assign(globalThis, { held, answer });
  IDBRequest.prototype.addEventListener = function (
    /** @type {string} */ type,
    /** @type {any} */ listener,
    /** @type {any[]} */ ...rest
  ) {
    const isList = type === 'success' && this.source instanceof IDBIndex;
    const late = (/** @type {Event} */ event) => (answers ? listener(event) : held.push(() => listener(event)));
    EventTarget.prototype.addEventListener.call(this, type, isList ? late : listener, ...rest);
  };
};

/** For a page with a slow database. @param {Page} page */
export const untilAsked = (page) => page.waitForFunction(() => /** @type {any} */ (globalThis).held.length > 0);
/** @param {Page} page */
export const answer = (page) => page.evaluate(() => /** @type {any} */ (globalThis).answer());

/** Whoever asks for a lock waits until `letGo` is called; `isHeld`: somebody has. */
export const heldLocks = () => {
  const { request } = navigator.locks;
  const held = new Promise((resolve) => Object.assign(globalThis, { letGo: resolve }));
  navigator.locks.request = async (/** @type {any[]} */ ...args) => {
    Object.assign(globalThis, { isHeld: true });
    await held;
    return /** @type {any} */ (request).apply(navigator.locks, args);
  };
};

/** Waits of more than twenty seconds are over at once, as by the clock. */
export const noLongWaits = () => {
  const { setTimeout: wait } = window;
  const { now } = performance;
  let skipped = 0;
  performance.now = () => now.call(performance) + skipped;
  Object.assign(window, {
    setTimeout: (/** @type {any} */ then, /** @type {number | undefined} */ time = 0, /** @type {any[]} */ ...args) =>
      time < 20_000
        ? wait(then, time, ...args)
        : wait(() => {
            skipped += time;
            then(...args);
          }, 200),
  });
};
