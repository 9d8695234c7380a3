/** Lit reactive controller: tells the height (border box, whole px) of one element that its host renders, and 0 when it is gone. */
export class HeightController {
  #find;
  #onHeight;
  /** @type {Element | null} */
  #observed = null;
  #observer;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {() => Element | null} find the element as rendered now
   * @param {(height: number) => void} onHeight
   */
  constructor(host, find, onHeight) {
    this.#find = find;
    this.#onHeight = onHeight;
    this.#observer = new ResizeObserver(([entry]) => onHeight(Math.ceil(entry.borderBoxSize[0].blockSize)));
    host.addController(this);
  }

  hostUpdated() {
    const element = this.#find();
    if (element === this.#observed) return;
    this.#observer.disconnect();
    this.#observed = element;
    if (element) this.#observer.observe(element);
    else this.#onHeight(0);
  }
}
