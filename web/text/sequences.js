/**
 * From lines of token ids to training sequences: inputs, and the same shifted by one time step as targets.
 *
 * Sentences (streams = 0): each line is a sequence of its own. The last target of a line is the end mark (`mark`), or the first
 * token of the next sentence and, after the last sentence, of the first (`run-on`, as in the tutorial's program).
 * Long text (streams = B >= 1): all lines are one text, in which the end mark is the line break and is read as well as
 * predicted; it is cut into B streams whose lengths differ by at most one, so that no token is lost.
 */

/**
 * @typedef {object} Sequence
 * @property {Int32Array} inputs ids 0..V-1, length T >= 1
 * @property {Int32Array} targets ids 0..V-1, length T: the token that follows each input
 * @property {number} line index of the line the first input belongs to
 */

/**
 * @typedef {object} Split
 * @property {Sequence[]} training
 * @property {Sequence[]} heldOut never trained on; empty if none is wanted or the text is too short
 */

/**
 * @param {Int32Array[]} lines ids of each line; in sentences each at least one token long
 * @param {object} options
 * @param {number} options.endId id of the end mark; -1 = run-on
 * @param {number} [options.heldOut] fraction 0..1 of the sentences; of a single sentence or a long text, of its end
 * @param {number} [options.streams] 0 = each line is a sentence; B >= 1 = one long text in B streams
 * @returns {Split}
 */
export function sequencesFrom(lines, { endId, heldOut = 0, streams = 0 }) {
  if (lines.length === 0) return { training: [], heldOut: [] };
  if (streams > 0) {
    const { training, heldOut: held } = splitTail(longText(lines, endId), heldOut);
    return { training: training.flatMap((text) => cutIntoStreams(text, lines, endId, streams)), heldOut: held };
  }
  if (lines.length === 1) return splitTail(sentences(lines, [0], endId)[0], heldOut);
  return splitSentences(lines, endId, heldOut);
}

/**
 * Sequences of the chosen sentences. With `run-on`, each is followed by the next chosen one, so that no token of a held-out
 * sentence is trained on.
 *
 * @param {Int32Array[]} lines
 * @param {number[]} chosen indices into lines
 * @param {number} endId
 * @returns {Sequence[]}
 */
function sentences(lines, chosen, endId) {
  return chosen.map((line, i) => {
    const inputs = lines[line];
    const next = endId >= 0 ? endId : lines[chosen[(i + 1) % chosen.length]][0];
    return { inputs, targets: shifted(inputs, next), line };
  });
}

/**
 * @param {Int32Array} inputs
 * @param {number} last
 */
function shifted(inputs, last) {
  const targets = new Int32Array(inputs.length);
  targets.set(inputs.subarray(1));
  targets[inputs.length - 1] = last;
  return targets;
}

/**
 * @param {Int32Array[]} lines two or more
 * @param {number} endId
 * @param {number} fraction
 * @returns {Split}
 */
function splitSentences(lines, endId, fraction) {
  const held = new Set(heldOutIndices(lines.length, fraction));
  const all = lines.map((_, i) => i);
  return {
    training: sentences(
      lines,
      all.filter((i) => !held.has(i)),
      endId,
    ),
    heldOut: sentences(lines, [...held], endId),
  };
}

/**
 * Indices of the held-out sentences: evenly spaced, so that a sorted text is represented, and independent of the seed, so that
 * runs can be compared.
 *
 * @param {number} n two or more
 * @param {number} fraction 0..1
 * @returns {number[]} ascending; if fraction > 0 at least one, and at least one sentence is left to train on
 */
export function heldOutIndices(n, fraction) {
  if (fraction <= 0) return [];
  const count = Math.min(n - 1, Math.max(1, Math.round(n * fraction)));
  return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * n) / count));
}

/**
 * @param {Int32Array[]} lines
 * @param {number} endId
 * @returns {Sequence} with `mark` the last end mark is only a target: nothing follows it
 */
function longText(lines, endId) {
  const lengths = lines.map((line) => line.length + (endId >= 0 ? 1 : 0));
  const ids = new Int32Array(lengths.reduce((sum, n) => sum + n, 0));
  let position = 0;
  lines.forEach((line, i) => {
    ids.set(line, position);
    position += lengths[i];
    if (endId >= 0) ids[position - 1] = endId;
  });
  if (endId < 0) return { inputs: ids, targets: shifted(ids, ids[0]), line: 0 };
  return { inputs: ids.slice(0, -1), targets: ids.slice(1), line: 0 };
}

/**
 * @param {Sequence} sequence of length T
 * @param {number} fraction
 * @returns {Split} the end is held out; nothing if T < 2
 */
function splitTail(sequence, fraction) {
  const { inputs, targets, line } = sequence;
  const steps = inputs.length;
  if (fraction <= 0 || steps < 2) return { training: [sequence], heldOut: [] };
  const cut = steps - Math.min(steps - 1, Math.max(1, Math.round(steps * fraction)));
  return {
    training: [{ inputs: inputs.slice(0, cut), targets: targets.slice(0, cut), line }],
    heldOut: [{ inputs: inputs.slice(cut), targets: targets.slice(cut), line }],
  };
}

/**
 * @param {Sequence} text
 * @param {Int32Array[]} lines
 * @param {number} endId
 * @param {number} count streams wanted; never more than there are steps
 * @returns {Sequence[]}
 */
function cutIntoStreams(text, lines, endId, count) {
  const steps = text.inputs.length;
  const streams = Math.min(count, steps);
  const lineAt = lineOfStep(lines, endId);
  return Array.from({ length: streams }, (_, i) => {
    const from = Math.floor((i * steps) / streams);
    const to = Math.floor(((i + 1) * steps) / streams);
    return { inputs: text.inputs.slice(from, to), targets: text.targets.slice(from, to), line: lineAt(from) };
  });
}

/**
 * @param {Int32Array[]} lines
 * @param {number} endId
 * @returns {(step: number) => number} line of a step of the long text; to be asked in ascending order
 */
function lineOfStep(lines, endId) {
  let line = 0;
  let end = 0;
  return (step) => {
    while (line < lines.length) {
      const length = lines[line].length + (endId >= 0 ? 1 : 0);
      if (step < end + length) return line;
      end += length;
      line += 1;
    }
    return lines.length - 1;
  };
}
