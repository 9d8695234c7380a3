/**
 * Tells an element's width whenever it changes, in whole px. With the next frame: what is drawn to a new width changes
 * sizes again, and inside the observer's own round the browser would report that as an error.
 * @param {(width: number) => void} tell
 * @returns {ResizeObserver}
 */
export const widthObserver = (tell) =>
  new ResizeObserver(([{ target, contentRect }]) =>
    requestAnimationFrame(() => target.isConnected && tell(Math.floor(contentRect.width))),
  );
