/** Levels of headings. Templates are written for a page of its own, <h1> for its title; an article has its own title and levels. */

const HEADINGS = 'h1, h2, h3, h4';

/**
 * Gives the headings that an element renders the level they have where it stands: rnn-view says by how much it differs from that
 * of the template, which is in the tag or, where the tag is another, in data-level.
 *
 * @param {Element} element
 * @param {ParentNode} renderRoot
 */
export function levelHeadings(element, renderRoot) {
  const headings = renderRoot.querySelectorAll(HEADINGS);
  if (headings.length === 0) return;
  const offset = offsetAround(element);
  for (const heading of /** @type {NodeListOf<HTMLElement>} */ (headings)) {
    const level = Number(heading.dataset.level ?? heading.localName[1]) + offset;
    if (offset === 0) heading.removeAttribute('aria-level');
    else heading.setAttribute('aria-level', String(Math.min(6, Math.max(1, level))));
  }
}

/** The same for every element in a tree. @param {ParentNode} tree */
export function levelAllHeadings(tree) {
  for (const element of tree.querySelectorAll('*')) {
    if (!element.shadowRoot) continue;
    levelHeadings(element, element.shadowRoot);
    levelAllHeadings(element.shadowRoot);
  }
}

/** @param {Element} element */
function offsetAround(element) {
  for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) {
    const view = /** @type {HTMLElement | null} */ (root.querySelector('[data-heading-offset]'));
    if (view) return Number(view.dataset.headingOffset);
  }
  return 0;
}
