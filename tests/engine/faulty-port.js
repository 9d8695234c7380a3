/** For the tests: a port to a real worker on which messages are lost, late, in another order or come twice, as a seed says. */
import { Worker } from 'node:worker_threads';

const script = new URL('../../web/engine/worker.js', import.meta.url);

/** @typedef {{ drop: number, delay: number, duplicate: number }} Faults probabilities for each message */

/** Numbers in [0, 1) that look like chance (mulberry32). @param {number} seed @returns {() => number} */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Longest delay, ms: messages overtake each other by it. */
const LONGEST_MS = 120;

/** @param {() => number} random @param {Faults} faults */
export function faultyPort(random, { drop, delay, duplicate }) {
  const worker = new Worker(script);
  const counts = { messages: 0, dropped: 0, delayed: 0, duplicated: 0 };
  /** @param {() => void} deliver */
  const carry = (deliver) => {
    counts.messages += 1;
    if (random() < drop) {
      counts.dropped += 1;
      return;
    }
    const times = random() < duplicate ? 2 : 1;
    counts.duplicated += times - 1;
    for (let i = 0; i < times; i++) {
      if (random() >= delay) deliver();
      else {
        counts.delayed += 1;
        setTimeout(deliver, random() * LONGEST_MS);
      }
    }
  };
  const port = {
    /** Nothing is handed over, so that a message can be delivered twice. @param {any} message */
    postMessage: (message) => {
      structuredClone(message); // what cannot be sent is refused at once, as a worker does
      carry(() => worker.postMessage(message));
    },
    /** @param {string} type @param {(value: any) => void} listener */
    on: (type, listener) => worker.on(type, type === 'message' ? (value) => carry(() => listener(value)) : listener),
    terminate: () => worker.terminate(),
  };
  return { port, worker, counts };
}
