/** Of what counting reaches: the lines that the held-out loss has to pass. */
const NUMBERS = ['', '', 'pairs', 'triples', 'runs of four', 'runs of five'];

export default /** @satisfies {import('../index.js').Strings} */ ({
  name: ({ order, unit }) => {
    if (order === 1) return `knows how frequent ${unit === 'words' ? 'words' : 'letters'} are`;
    if (unit !== 'words') return `knows ${NUMBERS[order] ?? `runs of ${order}`}`;
    return `knows ${NUMBERS[order] ?? `runs of ${order}`}${order > 3 ? ' words' : ' of words'}`;
  },
  line: '{name}: {loss}',
  at: ({ name, step }, f) => `“${name}” at update ${f.integer(step)}`,
  none: 'Against mere counting (dotted lines), the held-out loss has passed none yet; the first is “{name}”, {loss}.',
  some: ({ names, name, loss }, f) =>
    `Against mere counting (dotted lines), the held-out loss has passed ${f.list(names)}; next is “${name}”, ${loss}.`,
  all: ({ names }, f) => `Against mere counting (dotted lines), the held-out loss has passed all: ${f.list(names)}.`,
  counted: ({ unit }) =>
    `Counted in the training text: how often each ${unit === 'words' ? 'word' : 'letter'} follows the ones before it.`,
});
