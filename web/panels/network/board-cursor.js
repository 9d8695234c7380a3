/**
 * Keyboard navigation on the board: a roving tabindex over its rows and columns. Rows are named 'output', 'strip <layer>',
 * 'token' and 'foot'; column −1 is the gutter with the matrices. Every button carries its data-row and data-column.
 *
 * @typedef {{row: string, column: number}} Position
 *
 * @typedef {object} Board
 * @property {() => readonly string[]} rows from the top down
 * @property {() => number} lastColumn
 * @property {() => boolean} atStart whether the first column is the first time step of the sentence
 * @property {() => boolean} reversed whether time runs to the left
 */

export class BoardCursor {
  #host;
  #board;
  /** @type {Position} where the focus was last */
  #position = { row: 'output', column: 0 };

  /** @param {import('lit').ReactiveElement} host @param {Board} board */
  constructor(host, board) {
    this.#host = host;
    this.#board = board;
  }

  /** The position within what is shown now: there may be fewer rows and columns than when it was set. @returns {Position} */
  get position() {
    const { row, column } = this.#position;
    const last = Math.max(0, this.#board.lastColumn());
    return {
      row: this.#board.rows().includes(row) ? row : 'output',
      column: Math.max(-1, Math.min(last, column)),
    };
  }

  set position(position) {
    this.#position = position;
    this.#host.requestUpdate();
  }

  /** @param {string} row @param {number} column @returns {0 | -1} */
  tabIndexOf(row, column) {
    const { position } = this;
    return position.row === row && position.column === column ? 0 : -1;
  }

  /** Sets the position to that of a button. @param {HTMLElement} button */
  moveTo({ dataset }) {
    if (dataset.row !== undefined) this.position = { row: dataset.row, column: Number(dataset.column) };
  }

  /** After rendering: where there is no button any more, as on a token that cannot be retyped, another is what the Tab key reaches. */
  settle() {
    const { column } = this.position;
    if (this.#buttonAt(this.position)) return;
    const find = (/** @type {string} */ selector) =>
      /** @type {HTMLElement | null} */ (this.#host.renderRoot.querySelector(selector));
    const button = find(`[data-row][data-column="${column}"]`) ?? find('[data-row]');
    if (button) this.moveTo(button);
  }

  focus() {
    this.#buttonAt(this.position)?.focus();
  }

  /** @param {Position} position @returns {HTMLElement | null} */
  #buttonAt({ row, column }) {
    return this.#host.renderRoot.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  }

  /** Moves the focus. Past the last column the board is asked to scroll. @param {KeyboardEvent} event */
  onKey(event) {
    const { row, column } = this.position;
    const forward = this.#board.reversed() ? -1 : 1;
    const rows = this.#board.rows();
    const at = rows.indexOf(row);
    const last = this.#board.lastColumn();
    const to = {
      ArrowRight: [at, column + forward],
      ArrowLeft: [at, column - forward],
      ArrowUp: [at - 1, column],
      ArrowDown: [at + 1, column],
      Home: [at, 0],
      End: [at, last],
    }[event.key];
    if (!to) return;
    event.preventDefault();
    if (to[1] > last) this.#scroll(1);
    if (to[1] < 0 && column >= 0 && !this.#board.atStart()) {
      this.#scroll(-1);
      to[1] = 0;
    }
    const target = rows[Math.max(0, Math.min(rows.length - 1, to[0]))];
    // There may be nothing to press in the gutter.
    const first = this.#host.renderRoot.querySelector('[data-column="-1"]') ? -1 : 0;
    this.#go(target, Math.min(last, Math.max(first, to[1])), event.key === 'ArrowUp' ? -1 : 1);
  }

  /** @param {1 | -1} columns */
  #scroll(columns) {
    this.#host.dispatchEvent(new CustomEvent('window-move', { detail: columns }));
  }

  /**
   * Focuses a row's button in a column. Where there is none (no matrix in this row, a token that cannot be retyped), the next
   * row in the direction of movement that has one.
   * @param {string} row @param {number} column @param {1 | -1} direction
   */
  async #go(row, column, direction) {
    const rows = this.#board.rows();
    let at = rows.indexOf(row);
    const button = () => this.#buttonAt({ row: rows[at], column });
    while (!button() && at + direction >= 0 && at + direction < rows.length) at += direction;
    while (!button() && at > 0) at -= 1;
    this.position = { row: rows[at], column };
    await this.#host.updateComplete;
    button()?.focus();
  }
}
