/**
 * A queue of rendering tasks: an update of the training changes all panels, and each is rendered in a task of its own, so that
 * input waits for one panel at most, not for all.
 */

/** @type {(() => void)[]} */
const waiting = [];
/**
 * Posting a message queues a task without the minimum delay of nested timers (4 ms). Made when it is needed: on a server it would
 * keep the program alive. Both ends are held: WebKit collects one that nobody refers to, and no message would arrive any more.
 * @type {MessageChannel | undefined}
 */
let channel;

function openedChannel() {
  channel = new MessageChannel();
  const { port1, port2 } = channel;
  port1.onmessage = () => {
    waiting.shift()?.();
    if (waiting.length > 0) port2.postMessage(null);
  };
  return channel;
}

/** @returns {Promise<void>} resolved in a task of the caller's own, first come, first served */
export function nextRenderTask() {
  return new Promise((resolve) => {
    const { port2 } = channel ?? openedChannel();
    if (waiting.push(resolve) === 1) port2.postMessage(null);
  });
}
