/** What stands on a control must be in its name: who speaks to the page says what is to be seen. */

const roles = [
  'button',
  'link',
  'combobox',
  'checkbox',
  'radio',
  'textbox',
  'spinbutton',
  'DisclosureTriangle',
  'slider',
];

/** In the page: the words to be seen on a control, or beside it as its label; a chart within it is no label. @this {HTMLInputElement} */
function visibleWords() {
  const hidden = (/** @type {Element | null} */ element) =>
    element !== null &&
    (getComputedStyle(element).clipPath !== 'none' || getComputedStyle(element).visibility === 'hidden');
  const words = (/** @type {Node} */ root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      const text = (node.textContent ?? '').trim();
      if (
        /[\p{L}\p{N}]/u.test(text) &&
        !hidden(parent) &&
        !parent?.closest('[data-chart]') &&
        parent?.getClientRects().length
      )
        found.push(text);
    }
    return found;
  };
  const isField = ['SELECT', 'INPUT', 'TEXTAREA'].includes(this.tagName);
  if (!isField) return this.getAttribute('role') === 'slider' ? [] : words(this);
  return [...(this.labels ?? [])].flatMap((label) => words(label)).filter((word) => !this.textContent?.includes(word));
}

/** @param {import('playwright-core').Page} page @returns {Promise<{checked: number, wrong: string[]}>} */
export async function namesOn(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  const controls = nodes.filter(({ role, ignored }) => !ignored && roles.includes(role?.value));
  const wrong = [];
  for (const { name, backendDOMNodeId } of controls) {
    const { object } = await session.send('DOM.resolveNode', { backendNodeId: backendDOMNodeId });
    const { result } = await session.send('Runtime.callFunctionOn', {
      ...{ objectId: object.objectId, functionDeclaration: String(visibleWords), returnByValue: true },
    });
    const heard = String(name?.value ?? '').toLowerCase();
    const missing = result.value.filter((/** @type {string} */ word) => !heard.includes(word.toLowerCase()));
    if (missing.length > 0 || heard === '') wrong.push(`${missing.join(' ')} is not in “${name?.value ?? ''}”`);
  }
  return { checked: controls.length, wrong };
}
