/** The text in pages of so many tokens: the reader turns them, and the engine is asked only for the one that is shown. */

/**
 * @typedef {object} Page where it begins
 * @property {number} from first sequence
 * @property {number} offset first token of it: not 0 where a long sequence is spread over several pages
 */

export const TOKENS_PER_PAGE = 240;

/** @type {Page} */
export const firstPage = Object.freeze({ from: 0, offset: 0 });

/**
 * @param {readonly number[]} lengths of all sequences
 * @param {Page} page
 * @returns {{count: number, tokens: number}} sequences on the page, and tokens of each at most
 */
export function pageAt(lengths, { from, offset }) {
  if (lengths[from] > TOKENS_PER_PAGE) return { count: 1, tokens: Math.min(TOKENS_PER_PAGE, lengths[from] - offset) };
  let count = 0;
  let room = TOKENS_PER_PAGE;
  while (from + count < lengths.length && (count === 0 || lengths[from + count] <= room)) {
    room -= lengths[from + count];
    count += 1;
  }
  return { count, tokens: TOKENS_PER_PAGE };
}

/** @param {readonly number[]} lengths @param {Page} page @returns {Page | null} null behind the last */
export function pageAfter(lengths, { from, offset }) {
  if (offset + TOKENS_PER_PAGE < lengths[from]) return { from, offset: offset + TOKENS_PER_PAGE };
  const next = from + pageAt(lengths, { from, offset }).count;
  return next < lengths.length ? { from: next, offset: 0 } : null;
}

/**
 * @param {readonly number[]} lengths
 * @param {Page} place a token
 * @returns {Page[]} every page up to the one that has it
 */
export function pagesUpTo(lengths, { from, offset }) {
  const pages = [firstPage];
  for (;;) {
    const next = pageAfter(lengths, pages[pages.length - 1]);
    if (!next || next.from > from || (next.from === from && next.offset > offset)) return pages;
    pages.push(next);
  }
}
