/**
 * Upper bound of the accuracy, and lower bound of the cross-entropy, that any network can reach on some sequences: where the same
 * prefix has different continuations, no left-to-right model can know which one follows, and predicting the most frequent is best.
 */

/**
 * @typedef {object} Fork a prefix with several continuations
 * @property {number} sequence index of the first sequence that has it
 * @property {number} position of its last token there
 * @property {number[]} followers ids of the next tokens, most frequent first
 * @property {number} missed predictions that are wrong even at best
 */

/**
 * @typedef {object} Bound
 * @property {number} accuracy upper bound, 0..1
 * @property {number} loss lower bound of the mean cross-entropy, nats: the conditional entropy of the next token given the prefix
 * @property {number} count of predictions
 * @property {Fork[]} forks most missed first
 */

/** @typedef {{ followers: Map<number, number>, next: Map<number, Node>, sequence: number, position: number }} Node */

/**
 * By the prefix tree of the sequences; linear in the number of tokens. Every sequence starts with a zero state, as in training.
 *
 * @param {readonly { inputs: ArrayLike<number>, targets: ArrayLike<number> }[]} sequences ids; targets below 0 are ignored
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

/** @param {Parameters<typeof predictionBound>[0]} sequences @returns {Node[]} one for each distinct prefix */
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
 * The context length with which the accuracy bound comes within 0.01 of that with the whole prefix.
 *
 * @param {Parameters<typeof predictionBound>[0]} sequences
 * @param {number} maxLength tokens
 * @returns {number} 1..maxLength
 */
export function contextNeeded(sequences, maxLength) {
  const { accuracy, count } = predictionBound(sequences);
  for (let length = 1; length < maxLength; length++) {
    if (rightByContext(sequences, length) >= (accuracy - 0.01) * count) return length;
  }
  return maxLength;
}

/** Correct predictions of the best model of order `length`. @param {Parameters<typeof predictionBound>[0]} sequences @param {number} length */
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
