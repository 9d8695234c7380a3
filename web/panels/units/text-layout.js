/** Running text in rows: where each token stands. */

/**
 * @typedef {object} TextLayout
 * @property {Float32Array} x left edge of each token, px
 * @property {Float32Array} width of each, px
 * @property {Int32Array} rowOf each token
 * @property {Uint8Array} rightToLeft 1 for the tokens of a line that runs from the right
 * @property {Int32Array} rowBegins [rows + 1] the first token of each row, and at last how many tokens there are
 */

const BREAKS_AFTER = /^[\s\p{Pd}]$/u;
const IDEOGRAPH = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const STAYS_WITH_THE_ONE_BEFORE = /^[\p{Pe}\p{Pf}\p{Po}\p{M}ー]/u;

/**
 * Whether a row may end before each token: between words, and between ideographs, but not before a mark that closes.
 * @param {readonly string[]} tokens
 * @param {boolean} areWords each token is a word
 */
export function breaksBefore(tokens, areWords) {
  /** @type {Map<string, number>} bits: after it, before it */
  const known = new Map();
  const kindOf = (/** @type {string} */ token) => {
    let kind = known.get(token);
    if (kind === undefined) {
      const ideograph = IDEOGRAPH.test(token);
      const after = areWords || ideograph || BREAKS_AFTER.test(token);
      const before = !STAYS_WITH_THE_ONE_BEFORE.test(token) && !BREAKS_AFTER.test(token);
      kind = Number(after) + 2 * Number(before) + 4 * Number(ideograph);
      known.set(token, kind);
    }
    return kind;
  };
  return Uint8Array.from(tokens, (token, i) => {
    if (i === 0) return 0;
    const [previous, own] = [kindOf(tokens[i - 1]), kindOf(token)];
    return Number((own & 2) !== 0 && ((previous & 1) !== 0 || (own & 4) !== 0));
  });
}

/**
 * @param {object} text
 * @param {Float32Array} text.width of each token, px
 * @param {Uint8Array} text.begins 1 where a line of the text begins
 * @param {Uint8Array} text.breaks 1 where a row may end before a token
 * @param {Uint8Array} text.rightToLeft 1 for the tokens of a line that runs from the right
 * @param {number} available px
 * @returns {TextLayout}
 */
export function layOutText({ width, begins, breaks, rightToLeft }, available) {
  const count = width.length;
  const x = new Float32Array(count);
  const rowOf = new Int32Array(count);
  const rowBegins = [0];
  let end = 0; // px, of the row so far
  let possible = -1; // where this row may end
  for (let i = 0; i < count; i++) {
    const first = rowBegins[rowBegins.length - 1];
    if (begins[i] && i > first) {
      rowBegins.push(i);
      end = 0;
    } else if (end + width[i] > available && i > first) {
      const begin = breaks[i] ? i : possible > first ? possible : i;
      rowBegins.push(begin);
      end = 0;
      for (let j = begin; j < i; j++) {
        x[j] = end;
        end += width[j];
      }
    }
    if (breaks[i]) possible = i;
    x[i] = end;
    end += width[i];
  }
  rowBegins.push(count);
  for (let row = 0; row + 1 < rowBegins.length; row++) rowOf.fill(row, rowBegins[row], rowBegins[row + 1]);
  for (let i = 0; i < count; i++) if (rightToLeft[i]) x[i] = available - x[i] - width[i];
  return { x, width, rowOf, rightToLeft, rowBegins: Int32Array.from(rowBegins) };
}

/**
 * @param {TextLayout} layout
 * @param {number} row
 * @param {number} x0 px
 * @returns {number} the token of that row that is nearest to x
 */
export function tokenAt({ x, width, rowBegins }, row, x0) {
  const inside = Math.max(0, Math.min(rowBegins.length - 2, row));
  let nearest = rowBegins[inside];
  let least = Number.POSITIVE_INFINITY;
  for (let i = rowBegins[inside]; i < rowBegins[inside + 1]; i++) {
    const distance = Math.max(x[i] - x0, x0 - x[i] - width[i], 0);
    if (distance < least) [nearest, least] = [i, distance];
  }
  return nearest;
}
