/**
 * Whether the focused element handles a key itself.
 *
 * @param {EventTarget | undefined} target
 * @param {string} key
 * @returns {boolean}
 */
export function isControl(target, key) {
  if (!(target instanceof HTMLElement || target instanceof SVGElement)) return false;
  if (target instanceof HTMLElement && target.isContentEditable) return true;
  if (target.matches('input, textarea, select, [role="application"], [role="slider"]')) return true;
  if (/^Arrow(Left|Right)$/.test(key) && scrollsSideways(target)) return true;
  return key === ' ' && target.matches('button, summary, a[href], [role="button"]');
}

/** @param {Element} target */
const scrollsSideways = (target) =>
  target.matches('[tabindex="0"]') &&
  target.scrollWidth > target.clientWidth &&
  ['auto', 'scroll'].includes(getComputedStyle(target).overflowX);
