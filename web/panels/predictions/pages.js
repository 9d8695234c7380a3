/** Pagination of the text by tokens. The engine is asked for the predictions of the page shown only. */

/**
 * @typedef {object} Page where it begins
 * @property {number} from first sequence
 * @property {number} offset its first token on the page: not 0 where a long sequence spans several pages
 */

const TOKENS_PER_PAGE = 240;

/** @type {Page} */
export const FIRST_PAGE = Object.freeze({ from: 0, offset: 0 });

/**
 * @param {readonly number[]} lengths of all sequences
 * @param {Page} page
 * @returns {{count: number, tokens: number}} number of sequences on the page, and the maximum number of tokens of each
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

/** @param {readonly number[]} lengths @param {Page} page @returns {Page | null} null after the last */
export function pageAfter(lengths, { from, offset }) {
  if (offset + TOKENS_PER_PAGE < lengths[from]) return { from, offset: offset + TOKENS_PER_PAGE };
  const next = from + pageAt(lengths, { from, offset }).count;
  return next < lengths.length ? { from: next, offset: 0 } : null;
}

/**
 * @param {readonly number[]} lengths
 * @param {Page} token its sequence and position
 * @returns {Page[]} all pages up to the one with that token
 */
export function pagesUpTo(lengths, { from, offset }) {
  const pages = [FIRST_PAGE];
  for (;;) {
    const next = pageAfter(lengths, pages[pages.length - 1]);
    if (!next || next.from > from || (next.from === from && next.offset > offset)) return pages;
    pages.push(next);
  }
}
