/** Of what counting reaches: the lines that the held-out loss has to beat. */
const NUMBERS = ['', '', 'pairs', 'triples', 'four', 'five'];

/** @param {string} unit */
const tokenOf = (unit) => (unit === 'words' ? 'word' : 'character');

export default /** @satisfies {import('../index.js').Strings} */ ({
  name: ({ order, unit }) =>
    order === 1
      ? `${tokenOf(unit)} frequencies`
      : order === 2 || order === 3
        ? `${tokenOf(unit)} ${NUMBERS[order]}`
        : `runs of ${NUMBERS[order] ?? order} ${tokenOf(unit)}s`,
  line: '{name}: {loss}',
  at: ({ name, step }, f) => `${name} (at update ${f.integer(step)})`,
  none: 'Compared with mere counting (dotted lines), the held-out loss has beaten none yet. The first: {name}, {loss}.',
  some: ({ names, name, loss }, f) =>
    `Compared with mere counting (dotted lines), the held-out loss has beaten ${f.list(names)}. Next: ${name}, ${loss}.`,
  all: ({ names }, f) =>
    `Compared with mere counting (dotted lines), the held-out loss has beaten all: ${f.list(names)}.`,
  counted: ({ unit }) =>
    `Counted in the training text: how often each ${tokenOf(unit)} follows the ones before it (n-grams).`,
});
