// Watches C++ sources and rebuilds when they change: one build at a time, and another one for what changed meanwhile.
import { watch } from 'node:fs';

/**
 * @typedef {object} EngineWatcher
 * @property {string[]} folders                       watched with all that is in them
 * @property {() => Promise<void>} build              throws where the sources do not compile
 * @property {() => void} onBuilt
 * @property {(error: Error) => void} onFailed
 * @property {() => void} [onStart]
 * @property {number} [settleMs]                      an editor may write a file in several goes
 */

const isSource = (/** @type {string | null} */ name) =>
  name === null || /(\.(h|cpp|cmake)|CMakeLists\.txt)$/.test(name);

/** @param {EngineWatcher} options @returns {{ close: () => Promise<void> }} which waits for a build under way */
export function watchEngine({ folders, build, onBuilt, onFailed, onStart, settleMs = 150 }) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<void> | undefined} */
  let building;
  let changedMeanwhile = false;
  let closed = false;

  const buildOnce = async () => {
    onStart?.();
    try {
      await build();
      if (!changedMeanwhile && !closed) onBuilt();
    } catch (error) {
      // What has changed since may mend it.
      if (!changedMeanwhile && !closed) onFailed(/** @type {Error} */ (error));
    }
  };
  const rebuild = async () => {
    do {
      changedMeanwhile = false;
      await buildOnce();
    } while (changedMeanwhile && !closed);
    building = undefined;
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (building) changedMeanwhile = true;
      else building = rebuild();
    }, settleMs);
  };
  const watchers = folders.map((folder) =>
    watch(folder, { recursive: true }, (_event, name) => {
      if (isSource(name)) changed();
    }),
  );
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
      await building;
    },
  };
}
