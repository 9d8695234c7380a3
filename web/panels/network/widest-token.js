/** Full-width characters. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff00-\uffef]/u;

/** Widths of a letter and of a full-width character in the font size of the board's tokens, and the padding around a token. */
const LETTER_PX = 11;
const FULL_WIDTH_PX = 22;
const PADDING_PX = 30;

/**
 * Estimated width of the widest label: measuring it would force a layout.
 * @param {readonly string[]} labels
 * @returns {number} px
 */
export const widestTokenPx = (labels) =>
  labels.reduce((widest, label) => {
    const width = Array.from(label).reduce((sum, one) => sum + (wide.test(one) ? FULL_WIDTH_PX : LETTER_PX), 0);
    return Math.max(widest, width + PADDING_PX);
  }, 0);
