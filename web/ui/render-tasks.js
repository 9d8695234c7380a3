/**
 * A queue of rendering tasks: an update of the training changes all panels, and each is rendered in a task of its own, so that
 * input waits for one panel at most, not for all.
 */

/** @type {(() => void)[]} */
const waiting = [];
/** Posting a message queues a task without the minimum delay of nested timers (4 ms). @type {MessagePort | undefined} made when it is needed: on a server it would keep the program alive */
let port;

function openedPort() {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    waiting.shift()?.();
    if (waiting.length > 0) port2.postMessage(null);
  };
  return port2;
}

/** @returns {Promise<void>} resolved in a task of the caller's own, first come, first served */
export function nextRenderTask() {
  return new Promise((resolve) => {
    port ??= openedPort();
    if (waiting.push(resolve) === 1) port.postMessage(null);
  });
}
