/**
 * Lit reactive controller: tells the width of its host, in whole px, while it is connected and whenever it changes.
 *
 * In the next frame, not in the observer's own callback: drawing to the new width changes sizes again, which the browser would
 * report as a ResizeObserver loop.
 */
export class WidthController {
  #host;
  #observer;

  /**
   * @param {import('lit').ReactiveControllerHost & Element} host
   * @param {(width: number) => void} onWidth
   */
  constructor(host, onWidth) {
    this.#host = host;
    this.#observer = new ResizeObserver(([{ contentRect }]) =>
      requestAnimationFrame(() => host.isConnected && onWidth(Math.floor(contentRect.width))),
    );
    host.addController(this);
  }

  hostConnected() {
    this.#observer.observe(this.#host);
  }

  hostDisconnected() {
    this.#observer.disconnect();
  }
}
