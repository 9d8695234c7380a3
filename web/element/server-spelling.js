/**
 * Settings as a server wrote them. Frameworks write what is given to a property (hiddenSize) as an attribute of that name when they
 * render on a server, and HTML makes it hiddensize; React does not set the property in the browser, either.
 */

/**
 * Gives such attributes their own names; one that is there under its own name counts. Not before the element starts: until
 * then a framework may still compare the attributes with those that it wrote.
 *
 * @param {Pick<Element, 'getAttribute' | 'hasAttribute' | 'setAttribute' | 'removeAttribute'>} element
 * @param {readonly string[]} names of its attributes
 */
export function takeServerSpelling(element, names) {
  for (const name of names) {
    const spelling = name.replaceAll('-', '');
    const value = spelling === name ? null : element.getAttribute(spelling);
    if (value === null) continue;
    if (!element.hasAttribute(name)) element.setAttribute(name, value);
    element.removeAttribute(spelling);
  }
}
