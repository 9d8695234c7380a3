/**
 * What counting reaches: n-gram models with Witten–Bell smoothing, the yardstick for a network on the same text.
 *
 *     P_1(w)     = (c(w) + T() / V) / (N + T())
 *     P_k(w | h) = (c(h w) + T(h) P_{k-1}(w | h')) / (c(h) + T(h))
 *
 * h: the k − 1 tokens before w; h': h without its first; c: how often it was counted in training; T(h): how many different tokens
 * followed h there. A context never seen leaves P_{k-1}. (Witten and Bell 1991, method C; interpolated as in Chen and Goodman
 * 1998, section 2.5.)
 */

/** Positions between two pauses, and nodes that are moved to a larger table: some milliseconds. */
const POSITIONS_PER_SLICE = 4096;
const NODES_PER_SLICE = 16_384;

/**
 * @param {readonly ArrayLike<number>[]} training ids 0..V-1 of each stretch of text; nothing is counted across their borders. −1: a
 *   token in no vocabulary, which others follow, but which nothing predicts
 * @param {readonly ArrayLike<number>[]} heldOut likewise
 * @param {number} vocabularySize V
 * @param {number} orders 1: single tokens; 2: pairs; …
 * @param {readonly number[]} [given] of each held-out stretch, how many tokens at its beginning a network is given and does not
 *   predict; default: 1
 * @returns {Generator<{ done: number, total: number }, number[]>} mean cross-entropy in nats by order, from 1 on, of all held-out
 *   tokens in the vocabulary but those (NaN where there are none); yields its progress in tokens
 */
export function* ngramLosses(training, heldOut, vocabularySize, orders, given = heldOut.map(() => 1)) {
  const total = lengthOf(training) + lengthOf(heldOut);
  const counts = new SuffixCounts();
  let done = 0;
  for (const stretch of training) {
    const suffixes = suffixesAtStart(orders);
    for (let from = 0; from < stretch.length; from += POSITIONS_PER_SLICE) {
      const to = Math.min(stretch.length, from + POSITIONS_PER_SLICE);
      for (const _ of counts.makeRoom(orders * (to - from))) yield { done, total };
      for (let t = from; t < to; t++) counts.add(suffixes, stretch[t]);
      done += to - from;
      yield { done, total };
    }
  }
  const sums = new Float64Array(orders);
  const probabilities = new Float64Array(orders);
  let predicted = 0;
  for (const [i, stretch] of heldOut.entries()) {
    const suffixes = suffixesAtStart(orders);
    for (let t = 0; t < stretch.length; t++) {
      counts.predict(suffixes, stretch[t], 1 / vocabularySize, probabilities);
      if (t >= given[i] && stretch[t] >= 0) {
        predicted += 1;
        for (let k = 0; k < orders; k++) sums[k] -= Math.log(probabilities[k]);
      }
      if (++done % POSITIONS_PER_SLICE === 0) yield { done, total };
    }
  }
  return Array.from(sums, (sum) => sum / predicted);
}

/** @param {readonly ArrayLike<number>[]} stretches */
const lengthOf = (stretches) => stretches.reduce((sum, { length }) => sum + length, 0);

/** No such node: a suffix that is longer than what was read, or was never counted. */
const NONE = -1;
/** The node of the empty suffix. */
const ROOT = 0;

/** @param {number} orders @returns {Int32Array} node of the last k tokens at [k]; nothing has been read yet */
const suffixesAtStart = (orders) => new Int32Array(orders).fill(NONE).fill(ROOT, 0, 1);

/**
 * How often each sequence of up to n tokens was met: a tree in which the node of `h w` is the child, by w, of the node of h. The node
 * of the last k + 1 tokens is the child, by the latest, of the node of the k tokens before it.
 */
class SuffixCounts {
  /** By node: how often its sequence was met, was followed by a token, and by how many different ones. */
  #met = new Int32Array(1024);
  #followed = new Int32Array(1024);
  #followers = new Int32Array(1024);
  #parents = new Int32Array(1024);
  #tokens = new Int32Array(1024);
  #size = 1;
  /** Child by (parent, token): a hash table with open addressing, at most half full; its length is a power of two. */
  #table = new Int32Array(2048).fill(NONE);

  /**
   * Makes room for so many more nodes; a large table is moved in slices.
   * @param {number} more
   * @returns {Generator<undefined, void>}
   */
  *makeRoom(more) {
    let capacity = this.#met.length;
    while (capacity < this.#size + more) capacity *= 2;
    if (capacity === this.#met.length) return;
    this.#met = enlarged(this.#met, capacity);
    this.#followed = enlarged(this.#followed, capacity);
    this.#followers = enlarged(this.#followers, capacity);
    yield;
    this.#parents = enlarged(this.#parents, capacity);
    this.#tokens = enlarged(this.#tokens, capacity);
    this.#table = new Int32Array(2 * capacity).fill(NONE);
    for (let node = 1; node < this.#size; node++) {
      if (node % NODES_PER_SLICE === 0) yield;
      this.#table[this.#placeOf(this.#parents[node], this.#tokens[node])] = node;
    }
  }

  /**
   * Counts a token after each of the contexts before it, and moves on by this token; one in no vocabulary is no follower of these,
   * but belongs to the next context. There must be room for a node each.
   * @param {Int32Array} suffixes changed in place
   * @param {number} token
   */
  add(suffixes, token) {
    // From the longest on: [k + 1] is made from [k], and is overwritten only when it is not needed any more.
    for (let k = suffixes.length - 1; k >= 0; k--) {
      const context = suffixes[k];
      if (context === NONE) continue;
      const node = this.#childToCount(context, token);
      this.#met[node]++;
      if (token >= 0) this.#followed[context]++;
      if (k + 1 < suffixes.length) suffixes[k + 1] = node;
    }
  }

  /**
   * Moves on by a token, and says how likely it was.
   * @param {Int32Array} suffixes changed in place
   * @param {number} token
   * @param {number} uniform P_0
   * @param {Float64Array} out P_{k+1} at [k]
   */
  predict(suffixes, token, uniform, out) {
    let probability = uniform;
    let shorter = ROOT; // the last k tokens, this one included
    for (let k = 0; k < suffixes.length; k++) {
      const context = suffixes[k];
      let node = NONE;
      if (context !== NONE) {
        node = this.#table[this.#placeOf(context, token)];
        const types = this.#followers[context];
        const seen = node === NONE ? 0 : this.#met[node];
        if (types > 0) probability = (seen + types * probability) / (this.#followed[context] + types);
      }
      out[k] = probability;
      suffixes[k] = shorter;
      shorter = node;
    }
  }

  /** @param {number} parent @param {number} token */
  #childToCount(parent, token) {
    const place = this.#placeOf(parent, token);
    if (this.#table[place] !== NONE) return this.#table[place];
    const node = this.#size++;
    this.#parents[node] = parent;
    this.#tokens[node] = token;
    if (token >= 0) this.#followers[parent]++;
    this.#table[place] = node;
    return node;
  }

  /** Where the child is, or would be put. @param {number} parent @param {number} token */
  #placeOf(parent, token) {
    const mask = this.#table.length - 1;
    let place = hash(parent, token) & mask;
    for (;;) {
      const node = this.#table[place];
      if (node === NONE || (this.#parents[node] === parent && this.#tokens[node] === token)) return place;
      place = (place + 1) & mask;
    }
  }
}

/** Spreads neighboring numbers: multiplication by odd constants, then the high bits into the low ones. @param {number} a @param {number} b */
function hash(a, b) {
  const mixed = Math.imul(Math.imul(a, 0x9e3779b1) ^ b, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

/** @param {Int32Array} array @param {number} length */
function enlarged(array, length) {
  const larger = new Int32Array(length);
  larger.set(array);
  return larger;
}
