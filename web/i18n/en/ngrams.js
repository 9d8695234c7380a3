/** Of what counting reaches: the lines that the held-out loss has to pass. */
const NUMBERS = ['', '', 'pairs', 'triples', 'runs of four', 'runs of five'];

/** @typedef {{ name: string, loss: number, step: number }} Hurdle step: the update after which it was passed */

export default /** @satisfies {import('../index.js').Strings} */ ({
  name: ({ order, unit }) => {
    if (order === 1) return `knows how frequent ${unit === 'words' ? 'words' : 'letters'} are`;
    if (unit !== 'words') return `knows ${NUMBERS[order]}`;
    return `knows ${NUMBERS[order]}${order > 3 ? ' words' : ' of words'}`;
  },
  line: '{name}: {loss}',
  passed: ({ passed, next }, f) => {
    const names = f.list(
      passed.map((/** @type {Hurdle} */ { name, step }) => `“${name}” at update ${f.integer(step)}`),
    );
    if (passed.length === 0)
      return `Against mere counting (dotted lines), the held-out loss has passed none yet; the first is “${next.name}”, ${f.loss(next.loss)}.`;
    const rest = next ? `; next is “${next.name}”, ${f.loss(next.loss)}` : ', and so all of them';
    return `Against mere counting (dotted lines), the held-out loss has passed ${names}${rest}.`;
  },
  counted: ({ unit }) =>
    `Counted in the training text: how often each ${unit === 'words' ? 'word' : 'letter'} follows the ones before it.`,
});
