/** Keys that change the choice of a closed <select> at once, in Chromium and Firefox on Windows and Linux. */
const CHOOSES = /^(.|Arrow(Up|Down|Left|Right)|Page(Up|Down)|Home|End)$/u;

/**
 * For the keydown of a <select> that is used as a menu, where each choice does something: such a key opens the list, from which the
 * reader then chooses. Where a page cannot open it (in Safari up, down and space open it by themselves), nothing is changed.
 *
 * @param {KeyboardEvent} event
 */
export function openMenu(event) {
  if (!CHOOSES.test(event.key) || event.altKey || event.ctrlKey || event.metaKey) return;
  const select = /** @type {HTMLSelectElement} */ (event.currentTarget);
  try {
    select.showPicker();
    event.preventDefault();
  } catch {
    // Not there, or not allowed: as in a frame of another site.
  }
}
