/**
 * A canvas at the resolution of the screen. Its bitmap is resized only when it must be, since that clears it.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {number} width CSS px
 * @param {number} height CSS px
 * @returns {CanvasRenderingContext2D} scaled so that its unit is a CSS px
 */
export function contextFor(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  const bitmap = { width: Math.round(width * ratio), height: Math.round(height * ratio) };
  if (canvas.width !== bitmap.width || canvas.height !== bitmap.height) Object.assign(canvas, bitmap);
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  return context;
}
