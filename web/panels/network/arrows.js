/** The arrows of the board: as wide as the norm of what they carry. */

/**
 * Width of the widest arrow, and the norm at which it has half that width. The scale is fixed, not fitted to the values: it must
 * show when all of them shrink.
 */
const MAX_WIDTH_PX = { forward: 4, gradient: 9 };
const HALF_WIDTH_NORM = { forward: 3, gradient: 0.5 };

/** @param {number} norm @param {'forward' | 'gradient'} kind @returns {number} px, saturating; 0 if the norm is not finite */
export const widthOf = (norm, kind) =>
  Number.isFinite(norm) ? (MAX_WIDTH_PX[kind] * norm) / (norm + HALF_WIDTH_NORM[kind]) : 0;

/**
 * @param {CanvasRenderingContext2D} context
 * @param {{from: [number, number], to: [number, number], width: number, emphasis: number, backward?: boolean}} arrow px;
 *   emphasis 0..1: how much a wave passing by makes it stand out
 * @param {Record<string, string>} colors
 */
export function paintArrow(context, { from, to, width, emphasis, backward = false }, colors) {
  const line = Math.max(0.75, width) + emphasis * 1.5;
  const length = Math.min(4 + line, Math.hypot(to[0] - from[0], to[1] - from[1]) * 0.6);
  const [across, up] = [Math.sign(to[0] - from[0]), Math.sign(to[1] - from[1])];
  const neck = [to[0] - across * length, to[1] - up * length];
  const side = Math.max(3, line * 0.9 + 1);
  const color = backward ? colors.gradient : emphasis > 0 ? colors.ink : colors.faint;
  context.strokeStyle = color;
  context.fillStyle = color;
  const alpha = context.globalAlpha;
  if (backward) context.globalAlpha = alpha * Math.min(1, 0.25 + width / 3 + emphasis);
  else if (emphasis > 0) context.globalAlpha = alpha * (0.45 + 0.55 * emphasis);
  context.lineWidth = line;
  context.beginPath();
  context.moveTo(from[0], from[1]);
  context.lineTo(neck[0], neck[1]);
  context.stroke();
  context.beginPath();
  context.moveTo(to[0], to[1]);
  context.lineTo(neck[0] + up * side, neck[1] + across * side);
  context.lineTo(neck[0] - up * side, neck[1] - across * side);
  context.fill();
  context.globalAlpha = alpha;
}

/**
 * A line that fades out to the right: the sentence goes on beyond the window.
 * @param {CanvasRenderingContext2D} context @param {[number, number]} from px @param {number} length px @param {string} color
 *   '#rrggbb'
 */
export function paintFadingLine(context, [x, y], length, color) {
  const fade = context.createLinearGradient(x, 0, x + length, 0);
  fade.addColorStop(0, color);
  fade.addColorStop(1, `${color}00`);
  context.strokeStyle = fade;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + length, y);
  context.stroke();
}
