/** Attributes that the element does not have: most likely a setting with a slip of the pen. */

/** Of HTML, for every element; and what frameworks add. */
const OF_HTML =
  /^(accesskey|anchor|autocapitalize|autocorrect|autofocus|class|contenteditable|dir|draggable|enterkeyhint|exportparts|hidden|id|inert|inputmode|is|item\w+|lang|nonce|part|popover|role|slot|spellcheck|style|tabindex|title|translate|virtualkeyboardpolicy|writingsuggestions|key|ref|align|width|height)$|^(data|aria|ng|v|x|on)-?|[^a-z_-]/;

/**
 * @param {import('./rnn-playground.js').RnnPlayground} element
 * @returns {import('../state/parse.js').SettingError[]} `nearest`: the attribute that may have been meant, '' if there is none like it
 */
export function unknownAttributes(element) {
  const known = [...observedAttributesOf(element), 'framed'];
  return element
    .getAttributeNames()
    .filter((name) => !known.includes(name) && !OF_HTML.test(name))
    .map((name) => ({ code: 'unknownAttribute', setting: name, value: name, nearest: nearestOf(name, known) }));
}

/** @param {import('./rnn-playground.js').RnnPlayground} element @returns {readonly string[]} */
export const observedAttributesOf = (element) =>
  /** @type {typeof import('./rnn-playground.js').RnnPlayground} */ (element.constructor).observedAttributes;

/** @param {string} name @param {readonly string[]} known */
export function nearestOf(name, known) {
  const bare = (/** @type {string} */ text) => text.replace(/[-_]/g, '').toLowerCase();
  const [nearest] = known
    .map((one) => ({ one, distance: editDistance(bare(name), bare(one)) }))
    .sort((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.max(1, name.length / 3) ? nearest.one : '';
}

/** Levenshtein's, by its rows. @param {string} a @param {string} b */
function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
