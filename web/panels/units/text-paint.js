/** The rows of a colored text that are in view, on a canvas. */
import { color } from '../../theme/palette.js';

/** Of the row's height, left below the background of a token for a mark. */
const MARK_PX = 3;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {object} what
 * @param {readonly string[]} what.labels of the tokens
 * @param {Uint8Array} what.isSign 1 where a label is a symbol for what cannot be seen
 * @param {ArrayLike<number>} what.values
 * @param {ArrayLike<number> | null} what.marks 1 where a token is underlined
 * @param {{from: number, to: number} | null} what.draft tokens about to be marked
 * @param {number | null} what.cursor
 * @param {import('../../theme/scales.js').Scale} what.scale
 * @param {import('../../theme/palette.js').Scheme} what.scheme
 * @param {string} what.font family
 * @param {number} what.size of the font, px
 * @param {import('./text-layout.js').TextLayout} layout
 * @param {{top: number, width: number, height: number, rowHeight: number}} view px; top: how far it has been scrolled
 */
export function paintText(context, what, layout, { top, width, height, rowHeight }) {
  const { values, marks, draft, cursor, scale, scheme } = what;
  const { x, rowOf, rowBegins } = layout;
  context.clearRect(0, 0, width, height);
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const rows = rowBegins.length - 1;
  const first = Math.max(0, Math.min(rows - 1, Math.floor(top / rowHeight)));
  const last = Math.min(rows, Math.ceil((top + height) / rowHeight));
  const box = (/** @type {number} */ i) => {
    const left = Math.round(x[i]);
    return { left, y: rowOf[i] * rowHeight - top, width: Math.round(x[i] + layout.width[i]) - left };
  };
  for (let i = rowBegins[first]; i < rowBegins[last]; i++) {
    const { left, y, width: tokenWidth } = box(i);
    context.fillStyle = scale.css(values[i]);
    context.fillRect(left, y, tokenWidth, rowHeight - MARK_PX);
    const drafted = draft !== null && i >= draft.from && i < draft.to;
    if (!marks?.[i] && !drafted) continue;
    context.fillStyle = color('ink', scheme);
    context.fillRect(left, y + rowHeight - MARK_PX, tokenWidth, drafted ? MARK_PX : MARK_PX - 1);
  }
  for (const sign of [0, 1]) {
    context.font = `${sign ? what.size * 0.75 : what.size}px ${what.font}`;
    for (let i = rowBegins[first]; i < rowBegins[last]; i++) {
      if (what.isSign[i] !== sign || what.labels[i] === '') continue;
      const { y } = box(i);
      context.fillStyle = Number.isNaN(values[i]) ? color('ink', scheme) : scale.textOn(values[i]);
      context.fillText(what.labels[i], x[i] + layout.width[i] / 2, y + (rowHeight - MARK_PX) / 2 + 1);
    }
  }
  if (cursor === null) return;
  const { left, y, width: tokenWidth } = box(cursor);
  context.strokeStyle = color('ink', scheme);
  context.lineWidth = 2;
  context.strokeRect(left, y, tokenWidth, rowHeight - MARK_PX);
}
