/**
 * Whether two lists have the same entries, NaN included.
 *
 * @param {ArrayLike<unknown>} a @param {ArrayLike<unknown>} b
 */
export function sameEntries(a, b) {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
