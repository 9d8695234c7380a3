/**
 * What workers, message ports and Node's worker threads have in common.
 */

/**
 * @typedef {object} Port
 * @property {(message: any, transfer: any[]) => void} postMessage
 * @property {(type: string, listener: (event: any) => void) => unknown} [addEventListener]
 * @property {(type: string, listener: (value: any) => void) => unknown} [on] of Node's worker threads, instead
 * @property {() => void} [start] of a MessagePort
 * @property {() => unknown} [terminate] of a worker
 * @property {() => void} [close] of a MessagePort
 */

/**
 * @param {Port} port
 * @param {(message: any) => void} onMessage
 * @param {(reason: string) => void} [onFailure] the other side is gone
 * @param {(reason: string) => void} [onUnreadable] a message could not be read
 */
export function listen(port, onMessage, onFailure = () => {}, onUnreadable = onFailure) {
  if (port.addEventListener) {
    port.addEventListener('message', ({ data }) => onMessage(data));
    port.addEventListener('messageerror', () => onUnreadable('a message could not be read'));
    port.addEventListener('error', (event) => onFailure(event.message || 'its script could not be loaded'));
    port.addEventListener('close', () => onFailure('it was closed'));
  } else if (globalThis.process) {
    port.on?.('message', onMessage);
    port.on?.('messageerror', (error) => onUnreadable(error.message));
    port.on?.('error', (error) => onFailure(error.message));
    port.on?.('exit', (code) => onFailure(`it exited with code ${code}`));
  }
  port.start?.();
}
