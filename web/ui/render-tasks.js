/**
 * Panels take turns: when a step of the training changes all of them, each is rendered in a task of its own, so that
 * a key or a press waits for one panel at most, not for all.
 */

/** @type {(() => void)[]} */
const waiting = [];
/** A message is a task without the 4 ms that browsers add to timers. */
const { port1, port2 } = new MessageChannel();

port1.onmessage = () => {
  waiting.shift()?.();
  if (waiting.length > 0) port2.postMessage(null);
};

/** @returns {Promise<void>} in the caller's own task, after those who came before */
export function nextRenderTask() {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) port2.postMessage(null);
  });
}
