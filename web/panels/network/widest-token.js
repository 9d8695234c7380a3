/** Characters that take a whole square. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff00-\uffef]/u;

/** Width of a letter and of a square at the size tokens have on the board, and the room around them, px. */
const LETTER_PX = 11;
const FULL_WIDTH_PX = 22;
const PADDING_PX = 30;

/**
 * About how much room the widest of these takes; more exactly would mean to lay it out.
 * @param {readonly string[]} labels
 * @returns {number} px
 */
export const widestToken = (labels) =>
  labels.reduce((widest, label) => {
    const width = Array.from(label).reduce((sum, one) => sum + (wide.test(one) ? FULL_WIDTH_PX : LETTER_PX), 0);
    return Math.max(widest, width + PADDING_PX);
  }, 0);
