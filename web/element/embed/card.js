/** The picture for places that take no HTML: a card with what it is, the first line of the text, and the link as a QR code. */
import { encode } from 'uqr';
import { segmentsOf } from '../../text/segment.js';

/** Shown at half this size, px: a screen with two dots a pixel has it sharp, and so has paper. */
const CARD_WIDTH = 1200;
const CARD_HEIGHT = 480;

const MARGIN = 48;
const QR_SIZE = CARD_HEIGHT - 2 * MARGIN;

/** A phone's camera reads no finer code from a screen: 20 × 4 + 17 modules a side, of which each is four dots wide. */
const MAX_QR_VERSION = 20;

/** More of a line fits on no card. */
const MAX_CHARACTERS = 200;

const [PAPER, INK, MUTED] = ['#ffffff', '#17191f', '#5c606b'];

/**
 * @param {HTMLCanvasElement} canvas
 * @param {{ link: string, title: string, text: string, invitation: string }} content text: what is trained on; invitation: under the link
 * @returns {boolean} whether the link is in it as a QR code
 */
export function drawCard(canvas, { link, title, text, invitation }) {
  canvas.width = CARD_WIDTH;
  canvas.height = CARD_HEIGHT;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.fillStyle = PAPER;
  context.fillRect(0, 0, CARD_WIDTH, CARD_HEIGHT);
  const code = qrOf(link);
  const width = CARD_WIDTH - 2 * MARGIN - (code ? QR_SIZE + MARGIN : 0);
  const write = (/** @type {string} */ words, /** @type {number} */ y, /** @type {string} */ font, color = INK) => {
    context.font = `${font} system-ui, 'Noto Sans', 'Noto Sans CJK SC', sans-serif`;
    context.fillStyle = color;
    context.fillText(fitting(context, words, width), MARGIN, y);
  };
  write(title, 120, '700 60px');
  for (const [i, line] of text.split('\n').filter(Boolean).slice(0, 3).entries()) write(line, 210 + 58 * i, '400 42px');
  if (code) write(invitation, CARD_HEIGHT - MARGIN - 4, '400 32px', MUTED);
  if (code) drawQr(context, code, CARD_WIDTH - MARGIN - QR_SIZE, MARGIN);
  return code !== null;
}

/** @param {string} link @returns {boolean[][] | null} modules by rows, true: dark; null: too long for one that can be read */
function qrOf(link) {
  try {
    return encode(link, { ecc: 'L', border: 0, maxVersion: MAX_QR_VERSION }).data;
  } catch {
    return null;
  }
}

/** @param {CanvasRenderingContext2D} context @param {boolean[][]} rows @param {number} left @param {number} top */
function drawQr(context, rows, left, top) {
  const module = Math.floor(QR_SIZE / rows.length);
  const inset = Math.floor((QR_SIZE - module * rows.length) / 2);
  context.fillStyle = INK;
  for (const [y, row] of rows.entries()) {
    for (const [x, dark] of row.entries()) {
      if (dark) context.fillRect(left + inset + x * module, top + inset + y * module, module, module);
    }
  }
}

/** @param {CanvasRenderingContext2D} context @param {string} words @param {number} width px @returns {string} cut to fit, between two characters */
function fitting(context, words, width) {
  const characters = segmentsOf(words, 'grapheme', 'en', MAX_CHARACTERS).slice(0, MAX_CHARACTERS);
  const beginning = (/** @type {number} */ count) => {
    const part = characters.slice(0, count).join('');
    return part === words ? part : `${part}…`;
  };
  const fits = (/** @type {number} */ count) => context.measureText(beginning(count)).width <= width;
  let [most, tooMany] = [0, characters.length + 1];
  if (fits(characters.length)) most = characters.length;
  while (most + 1 < tooMany && most < characters.length) {
    const count = (most + tooMany) >> 1;
    if (fits(count)) most = count;
    else tooMany = count;
  }
  return beginning(most);
}
