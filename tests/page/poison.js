/** A worker whose instance of the engine can be destroyed from outside: its memory is overwritten, so that the next calls trap. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dist } from './server.js';

/** Runs before the worker's own script. */
function listen() {
  /** @type {WebAssembly.Memory | undefined} */
  let memory;
  const instantiate = /** @type {any} */ (WebAssembly.instantiate);
  WebAssembly.instantiate = async (/** @type {any} */ ...args) => {
    const result = await instantiate(...args);
    const { exports } = result.instance ?? result;
    memory ??= /** @type {WebAssembly.Memory} */ (
      Object.values(exports).find((one) => one instanceof WebAssembly.Memory)
    );
    return result;
  };
  new BroadcastChannel('poison').onmessage = () => {
    if (!memory) return;
    // Sizes are nonsense as well: what cannot be had ends a call, too, and not the tab.
    memory.grow = () => {
      throw new RangeError('no more');
    };
    const words = new Uint32Array(memory.buffer);
    // As addresses they all lie beyond the memory. A linear congruential generator (Numerical Recipes, ch. 7.1).
    for (let i = 0, word = 1; i < words.length; i++) {
      word = (Math.imul(word, 1664525) + 1013904223) | 0;
      words[i] = word | 0x80000000;
    }
  };
}

/** The worker's script as it was built, but listening; by its path. @returns {Record<string, string>} */
export function poisonableWorker() {
  const name = readdirSync(join(dist, 'assets')).find((file) => /^worker-.*\.js$/.test(file));
  return { [`/assets/${name}`]: `(${listen})();\n${readFileSync(join(dist, 'assets', String(name)), 'utf8')}` };
}

/** Runs in the page: destroys the engine in every worker of it. */
export const poison = () => {
  const channel = new BroadcastChannel('poison');
  channel.postMessage(null);
  channel.close();
};
