/**
 * The most that any network can get right of some sequences: where one beginning goes on in two ways, no network that reads from
 * the left can know which, and its best choice is the more frequent one.
 */

/**
 * @typedef {object} Fork a beginning that goes on in several ways
 * @property {number} sequence the first one in which it stands
 * @property {number} position of its last token there
 * @property {number[]} followers ids of what follows, most frequent first
 * @property {number} missed predictions that are wrong there at best
 */

/**
 * @typedef {object} Bound
 * @property {number} accuracy 0..1, at best
 * @property {number} loss mean cross-entropy at best, nats: that of the frequencies themselves
 * @property {number} count of predictions
 * @property {Fork[]} forks most missed first
 */

/** @typedef {{ followers: Map<number, number>, next: Map<number, Node>, sequence: number, position: number }} Node */

/**
 * Over the tree of all beginnings; linear in the number of tokens. Each sequence is read from its first token with the state at
 * zero, as the trainer does.
 *
 * @param {readonly { inputs: ArrayLike<number>, targets: ArrayLike<number> }[]} sequences ids; a target below 0 is no prediction
 * @returns {Bound} accuracy 1 and loss 0 where there is nothing to predict
 */
export function predictionBound(sequences) {
  const nodes = treeOf(sequences);
  let count = 0;
  let right = 0;
  let loss = 0;
  /** @type {Fork[]} */
  const forks = [];
  for (const { followers, sequence, position } of nodes) {
    const ranked = [...followers].sort((a, b) => b[1] - a[1]);
    const total = ranked.reduce((sum, [, n]) => sum + n, 0);
    count += total;
    if (ranked.length === 0) continue;
    right += ranked[0][1];
    for (const [, n] of ranked) loss -= n * Math.log(n / total);
    if (ranked.length > 1)
      forks.push({ sequence, position, followers: ranked.map(([id]) => id), missed: total - ranked[0][1] });
  }
  forks.sort((a, b) => b.missed - a.missed);
  return { accuracy: count > 0 ? right / count : 1, loss: count > 0 ? loss / count : 0, count, forks };
}

/** @param {Parameters<typeof predictionBound>[0]} sequences @returns {Node[]} one for each different beginning */
function treeOf(sequences) {
  /** @type {Node[]} */
  const nodes = [];
  /** @type {Map<number, Node>} */
  const root = new Map();
  for (const [sequence, { inputs, targets }] of sequences.entries()) {
    let branches = root;
    for (let position = 0; position < inputs.length; position++) {
      let node = branches.get(inputs[position]);
      if (!node) {
        node = { followers: new Map(), next: new Map(), sequence, position };
        branches.set(inputs[position], node);
        nodes.push(node);
      }
      const target = targets[position];
      if (target >= 0) node.followers.set(target, (node.followers.get(target) ?? 0) + 1);
      branches = node.next;
    }
  }
  return nodes;
}

/**
 * How many of the last tokens one must know to predict (nearly) as well as with all of them.
 *
 * @param {Parameters<typeof predictionBound>[0]} sequences
 * @param {number} most tokens that are tried
 * @returns {number} 1..most
 */
export function contextNeeded(sequences, most) {
  const { accuracy, count } = predictionBound(sequences);
  for (let length = 1; length < most; length++) {
    if (rightByContext(sequences, length) >= (accuracy - 0.01) * count) return length;
  }
  return most;
}

/** Right predictions of the most frequent follower of the last `length` tokens. @param {Parameters<typeof predictionBound>[0]} sequences @param {number} length */
function rightByContext(sequences, length) {
  /** @type {Map<string, Map<number, number>>} */
  const followers = new Map();
  for (const { inputs, targets } of sequences) {
    for (let t = 0; t < inputs.length; t++) {
      if (targets[t] < 0) continue;
      const context = Array.prototype.slice.call(inputs, Math.max(0, t + 1 - length), t + 1).join();
      const counts = followers.get(context) ?? new Map();
      counts.set(targets[t], (counts.get(targets[t]) ?? 0) + 1);
      followers.set(context, counts);
    }
  }
  return [...followers.values()].reduce((sum, counts) => sum + Math.max(...counts.values()), 0);
}
