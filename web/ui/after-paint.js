import { nextRenderTask } from './render-tasks.js';

/** In a tab that is hidden, or a frame that is out of sight, there are no frames; what is waited for then comes this late, ms. */
const TIMEOUT_MS = 1000;

/**
 * Resolves when what has just changed in the store has been painted: panels ask for their rendering in the next frame, each is
 * rendered in a task of its own, and the frame after that shows all of them.
 *
 * @returns {Promise<void>}
 */
export function afterPaint() {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, TIMEOUT_MS);
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    // The first task comes when everybody has been told that it is a new frame, the second when all have been rendered.
    const rendered = async () => {
      await nextRenderTask();
      await nextRenderTask();
      requestAnimationFrame(done);
    };
    requestAnimationFrame(rendered);
  });
}
