/** The text of an element that has no attribute `text`: that of another element, or of a child of its own. */

/** Children that hold a text; what a Markdown page makes of a fenced block is a <pre>, maybe in a <div>. */
const CHILDREN = 'script[type="text/plain"], pre, textarea';

/**
 * @param {HTMLElement} element
 * @returns {{ text?: string, missing?: string }} missing: the id that `text-from` names and nothing has
 */
export function textAround(element) {
  if (element.hasAttribute('text')) return {};
  const id = element.getAttribute('text-from');
  if (id) {
    const root = /** @type {Document | ShadowRoot} */ (element.getRootNode());
    const source = root.getElementById(id) ?? document.getElementById(id);
    return source ? { text: textOf(source) } : { missing: id };
  }
  const child = element.querySelector(CHILDREN);
  return child ? { text: textOf(child) } : {};
}

/** @param {Element} source */
function textOf(source) {
  if (source instanceof HTMLTextAreaElement) return source.value;
  // A block of code may have line numbers or a button beside the code.
  const block = source.localName === 'pre' ? source : (source.querySelector('pre') ?? source);
  const text = (block.querySelector('code') ?? block).textContent ?? '';
  return source.localName === 'script' ? unindented(text) : text.replace(/^\n/, '').replace(/\n$/, '');
}

/** Without the lines' common indentation, which is that of the HTML, and without the line breaks beside the tags. @param {string} text */
function unindented(text) {
  const lines = text
    .replace(/^[ \t]*\n/, '')
    .replace(/\n[ \t]*$/, '')
    .split('\n');
  const indents = lines.filter((line) => line.trim()).map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const indent = Math.min(...indents);
  return Number.isFinite(indent) ? lines.map((line) => line.slice(indent)).join('\n') : '';
}
