/**
 * How long work shares one thread with messages: in slices, with the event loop in between.
 */

/** Milliseconds of work between two looks at the event loop: answers stay well under 50 ms. */
const SLICE_MS = 12;

/**
 * Lets everything that waits for the event loop (messages, timers, a page's frames) happen.
 * @type {() => Promise<void>}
 */
export const yieldToEventLoop =
  typeof setImmediate === 'function' ? () => new Promise((resolve) => setImmediate(resolve)) : yieldByMessage();

/** Timers wait at least 4 ms in browsers; a message to oneself does not. */
function yieldByMessage() {
  /** @type {MessageChannel | undefined} */
  let channel;
  /** @type {(() => void)[]} */
  const waiting = [];
  return () =>
    new Promise((/** @type {(value: void) => void} */ resolve) => {
      if (!channel) {
        channel = new MessageChannel();
        channel.port1.onmessage = () => waiting.shift()?.();
      }
      waiting.push(resolve);
      channel.port2.postMessage(null);
    });
}

/** A slice of time that knows when it is used up. */
export class Slice {
  #begin = performance.now();

  /** Milliseconds since it began. */
  get length() {
    return performance.now() - this.#begin;
  }

  get over() {
    return this.length >= SLICE_MS;
  }
}

/**
 * Waits, but not past `wake`.
 * @param {number} milliseconds
 * @param {AbortSignal} wake
 * @returns {Promise<void>}
 */
export function sleep(milliseconds, wake) {
  return new Promise((resolve) => {
    if (wake.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      wake.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    wake.addEventListener('abort', done);
  });
}

/**
 * Drives a generator to its end, a slice at a time.
 * @template Result
 * @param {Generator<import('./protocol.js').Progress | undefined, Result>} work yields where it may be interrupted
 * @param {() => void} check called after each pause; throws when the work is not wanted any more
 * @param {(progress: import('./protocol.js').Progress) => void} [onProgress]
 * @param {(milliseconds: number) => void} [onSlice] how long each has taken
 * @returns {Promise<Result>}
 */
export async function runTimeSliced(work, check, onProgress, onSlice) {
  try {
    for (let slice = new Slice(); ; ) {
      const { done, value } = work.next();
      const { over } = slice;
      if (done || over) onSlice?.(slice.length);
      if (done) return value;
      if (!over) continue;
      if (value) onProgress?.(value);
      await yieldToEventLoop();
      check();
      slice = new Slice();
    }
  } finally {
    work.return(/** @type {any} */ (undefined)); // lets its own finally blocks run when it was given up
  }
}
