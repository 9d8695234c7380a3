/** Settings as attributes of the element: <rnn-playground hidden-size="8" seed_hide>. */
import { settingNames, settingsTable } from './settings.js';
import { fromEntries } from './url.js';

/** Every attribute the element has: each setting's key, and the same with `_hide`. */
export const observedAttributes = Object.freeze(
  settingNames.flatMap((name) => [settingsTable[name].key, `${settingsTable[name].key}_hide`]),
);

/**
 * @param {Pick<Element, 'attributes'>} element
 * @returns {import('./url.js').Given}
 */
export function fromAttributes(element) {
  return fromEntries(Array.from(element.attributes, ({ name, value }) => /** @type {const} */ ([name, value])));
}
