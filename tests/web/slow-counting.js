/**
 * The losses of n-grams by their definition, word by word: everything is counted anew for every probability. A token −1, in no
 * vocabulary, stands in contexts, and is itself neither counted nor predicted.
 * @param {number[][]} training @param {number[][]} heldOut @param {number} vocabularySize @param {number} orders
 * @param {number[]} [given] of each held-out stretch, tokens at its beginning that are not predicted; default: 1
 */
export function bySlowCounting(training, heldOut, vocabularySize, orders, given = heldOut.map(() => 1)) {
  /** @type {(context: number[], token: number) => number} */
  const probability = (context, token) => {
    const followers = training.flatMap((stretch) =>
      stretch.filter(
        (token, t) =>
          token >= 0 && t >= context.length && context.every((c, i) => stretch[t - context.length + i] === c),
      ),
    );
    const lower = context.length === 0 ? 1 / vocabularySize : probability(context.slice(1), token);
    if (followers.length === 0) return lower;
    const types = new Set(followers).size;
    const seen = followers.filter((one) => one === token).length;
    return (seen + types * lower) / (followers.length + types);
  };
  return Array.from({ length: orders }, (_, k) => {
    const all = heldOut.flatMap((stretch, s) =>
      stretch.flatMap((token, t) =>
        t < given[s] || token < 0 ? [] : [-Math.log(probability(stretch.slice(Math.max(0, t - k), t), token))],
      ),
    );
    return all.reduce((sum, loss) => sum + loss, 0) / all.length;
  });
}
