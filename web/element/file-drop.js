/**
 * Lit reactive controller: files dropped anywhere on its host.
 */
export class FileDrop {
  /** Whether files are being dragged over the page. */
  dragging = false;
  #host;
  #target;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {() => {openFiles: (files: readonly File[]) => Promise<void>} | null} target that opens the files; null: drops are
   *   left to the browser
   */
  constructor(host, target) {
    this.#host = host;
    this.#target = target;
  }

  /** dragover and dragleave @param {DragEvent} event */
  onDrag = (event) => {
    if (!event.dataTransfer?.types.includes('Files') || !this.#target()) return;
    event.preventDefault();
    this.#setDragging(event.type === 'dragover');
  };

  /** @param {DragEvent} event */
  onDrop = async (event) => {
    this.#setDragging(false);
    const files = [...(event.dataTransfer?.files ?? [])];
    const target = this.#target();
    if (files.length === 0 || !target) return;
    event.preventDefault();
    await target.openFiles(files);
  };

  /** @param {boolean} dragging */
  #setDragging(dragging) {
    if (dragging === this.dragging) return;
    this.dragging = dragging;
    this.#host.requestUpdate();
  }
}
