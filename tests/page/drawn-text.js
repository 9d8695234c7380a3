/**
 * What stands written on a canvas, which no locator finds: recorded as it is painted.
 *
 * @typedef {{text: string, left: number, right: number, top: number, bottom: number, turned: boolean}} Drawn css px of the canvas
 */

/**
 * From now on; what has been painted before is not known.
 * @param {import('playwright-core').Page} page
 */
export async function recordText(page) {
  await page.evaluate(() => {
    const drawn = new WeakMap();
    Object.assign(window, { drawnText: drawn });
    const { prototype } = CanvasRenderingContext2D;
    const { fillText, clearRect } = prototype;
    prototype.clearRect = function (...area) {
      drawn.set(this.canvas, []);
      clearRect.apply(this, area);
    };
    prototype.fillText = function (text, x, y, ...rest) {
      const { actualBoundingBoxAscent: ascent, actualBoundingBoxDescent: descent, width } = this.measureText(text);
      const { a, b, d, e, f } = this.getTransform();
      const ratio = this.canvas.width / this.canvas.clientWidth;
      const before = { right: width, end: width, center: width / 2 }[/** @type {string} */ (this.textAlign)] ?? 0;
      const left = (a * (x - before) + e) / ratio;
      const [top, bottom] = [y - ascent, y + descent].map((place) => (d * place + f) / ratio);
      drawn.get(this.canvas)?.push({ text, left, right: left + (a * width) / ratio, top, bottom, turned: b !== 0 });
      fillText.call(this, text, x, y, ...rest);
    };
  });
}

/**
 * @param {import('playwright-core').Locator} canvas
 * @returns {Promise<Drawn[]>} since it was last cleared
 */
export function drawnOn(canvas) {
  return canvas.evaluate((element) => /** @type {any} */ (window).drawnText.get(element) ?? []);
}

/**
 * @param {readonly Drawn[]} texts
 * @returns {string[]} pairs that overlap, or nearly
 */
export function collisions(texts) {
  const level = texts.filter(({ turned }) => !turned);
  return level.flatMap((one, i) =>
    level
      .slice(i + 1)
      .filter(
        (other) =>
          one.left < other.right + 3 &&
          other.left < one.right + 3 &&
          one.top < other.bottom + 1 &&
          other.top < one.bottom + 1,
      )
      .map((other) => `${one.text} and ${other.text}`),
  );
}
