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
  return key === ' ' && target.matches('button, summary, a[href], [role="button"]');
}
