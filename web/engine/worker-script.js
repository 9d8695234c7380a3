/**
 * Where the worker's script is. Builds that keep everything in one file bring another module in this one's place, which has the
 * script itself as text (web/vite-plugins.js).
 * @returns {import('./start-worker.js').WorkerScript}
 */
export const workerScript = () => ({ url: new URL('./worker.js', import.meta.url).href });
