/**
 * Rows of numbers as columns: typed arrays that grow while training. A run that lasts an hour records millions of rows, more
 * than memory or a chart can take, so above a limit every second row is dropped, and from then on only every second is kept.
 */

/** Rows kept at most; a chart has far fewer pixels. */
const MAX_ROWS = 32_768;

/**
 * @template {string} Name
 */
export class Columns {
  /** @type {Record<Name, Float64Array>} */
  #arrays;
  #capacity = 256;
  #length = 0;
  /** Every n-th row is kept; n = stride. */
  #stride = 1;
  /** Rows offered since the last one kept. */
  #skipped = 0;
  /** The row that came last, if it was not kept: a chart must end where the training is. */
  #last = false;
  #most;

  /**
   * @param {readonly Name[]} names the first is the row's place: it ascends strictly, and a row takes the place of those that
   *   are not before it
   * @param {number} [most] rows kept at most, even
   */
  constructor(names, most = MAX_ROWS) {
    this.names = names;
    this.#most = most;
    this.#arrays = this.#allocate(this.#capacity);
    /** Grows with every change, so that a change is one comparison. */
    this.version = 0;
  }

  get length() {
    return this.#length;
  }

  /**
   * @param {Name} name
   * @returns {Float64Array} a view of the column, valid until the next append
   */
  column(name) {
    return this.#arrays[name].subarray(0, this.#length);
  }

  /** @returns {Record<Name, Float64Array>} views of all columns, valid until the next append */
  all() {
    return /** @type {Record<Name, Float64Array>} */ (
      Object.fromEntries(this.names.map((name) => [name, this.column(name)]))
    );
  }

  /** @param {Record<Name, ArrayLike<number>>} rows columns of equal length */
  append(rows) {
    const count = rows[this.names[0]].length;
    if (count === 0) return;
    for (let i = 0; i < count; i += 1) this.#add(rows, i);
    this.version += 1;
  }

  /**
   * Drops the rows from the end whose value in a column that ascends is greater.
   *
   * @param {Name} name
   * @param {number} value
   */
  cutAfter(name, value) {
    const column = this.column(name);
    let length = this.#length;
    while (length > 0 && column[length - 1] > value) length -= 1;
    if (length === this.#length) return;
    this.#length = length;
    this.#last = false;
    this.#skipped = 0;
    this.version += 1;
  }

  /**
   * @param {Record<Name, ArrayLike<number>>} rows
   * @param {number} i
   */
  #add(rows, i) {
    // The last row stands provisionally; if it was not its turn, the next one takes its place.
    if (this.#last) this.#length -= 1;
    const place = this.#arrays[this.names[0]];
    while (this.#length > 0 && place[this.#length - 1] >= rows[this.names[0]][i]) this.#length -= 1;
    if (this.#length === this.#most) this.#thin();
    if (this.#length === this.#capacity) this.#grow();
    for (const name of this.names) this.#arrays[name][this.#length] = rows[name][i];
    this.#length += 1;
    this.#last = this.#length > 1 && this.#skipped + 1 < this.#stride;
    this.#skipped = this.#last ? this.#skipped + 1 : 0;
  }

  #thin() {
    const kept = Math.ceil(this.#length / 2);
    for (const name of this.names) {
      const array = this.#arrays[name];
      for (let i = 0; i < kept; i += 1) array[i] = array[2 * i];
    }
    // Of an even number of rows the last is dropped: the next row comes one stride after it, in turn.
    this.#skipped = this.#stride;
    this.#length = kept;
    this.#stride *= 2;
  }

  #grow() {
    this.#capacity *= 2;
    const grown = this.#allocate(this.#capacity);
    for (const name of this.names) grown[name].set(this.#arrays[name]);
    this.#arrays = grown;
  }

  /**
   * @param {number} capacity
   * @returns {Record<Name, Float64Array>}
   */
  #allocate(capacity) {
    return /** @type {Record<Name, Float64Array>} */ (
      Object.fromEntries(this.names.map((name) => [name, new Float64Array(capacity)]))
    );
  }
}

/**
 * Evaluations of a run, one row each: losses in nats per token; heldOutLoss is NaN where nothing is held out.
 *
 * @extends {Columns<'epoch'|'step'|'trainingLoss'|'heldOutLoss'|'learningRate'>}
 */
export class LossHistory extends Columns {
  /** @param {number} [most] */
  constructor(most) {
    super(/** @type {const} */ (['epoch', 'step', 'trainingLoss', 'heldOutLoss', 'learningRate']), most);
  }

  get epoch() {
    return this.column('epoch');
  }

  get step() {
    return this.column('step');
  }

  get trainingLoss() {
    return this.column('trainingLoss');
  }

  get heldOutLoss() {
    return this.column('heldOutLoss');
  }

  get learningRate() {
    return this.column('learningRate');
  }
}

/**
 * Training as it goes on, a row a slice: loss is the mean per token in nats, gradientNorm the slice's largest.
 *
 * @extends {Columns<'step'|'loss'|'gradientNorm'>}
 */
export class UpdateHistory extends Columns {
  /** @param {number} [most] */
  constructor(most) {
    super(/** @type {const} */ (['step', 'loss', 'gradientNorm']), most);
  }

  get step() {
    return this.column('step');
  }

  get loss() {
    return this.column('loss');
  }

  get gradientNorm() {
    return this.column('gradientNorm');
  }
}
