/** Querying across shadow roots: a path is a list of selectors, each applied inside the shadow root of the previous match. */

/**
 * @param {ParentNode | undefined} root
 * @param {readonly string[]} path
 * @returns {{found: Element | null, nearest: Element | null}} nearest: the last match along the path
 */
export function follow(root, path) {
  /** @type {ParentNode | null | undefined} */
  let within = root;
  /** @type {Element | null} */
  let nearest = null;
  for (const selector of path) {
    const next = /** @type {Element | null} */ (within?.querySelector(selector) ?? null);
    if (!next) return { found: null, nearest };
    nearest = next;
    within = next.shadowRoot ?? next;
  }
  return { found: path.length > 0 ? nearest : null, nearest };
}

const focusable = 'button, input, select, textarea, a[href], summary, [tabindex]';

/**
 * Focuses an element, or the first focusable one inside it; if there is none, makes it focusable.
 * @param {Element} target
 */
export function focusInto(target) {
  const inside = target.matches(focusable) ? target : firstFocusable(target);
  if (!inside) target.setAttribute('tabindex', '-1');
  /** @type {HTMLElement} */ (inside ?? target).focus({ preventScroll: true });
}

/** @param {Element} target @returns {Element | null} */
function firstFocusable(target) {
  const root = target.shadowRoot ?? target;
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(focusable)) return element;
    const deeper = element.shadowRoot && firstFocusable(element);
    if (deeper) return deeper;
  }
  return null;
}
