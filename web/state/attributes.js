/** Settings as attributes of the element: <rnn-playground hidden-size="8" seed_hide>. */
import { settingNames, settingsTable } from './settings.js';
import { fromEntries, readKey } from './entries.js';

/** Every attribute the element has: each setting's key, and the same with `_hide`. */
export const observedAttributes = Object.freeze(
  settingNames.flatMap((name) => [settingsTable[name].key, `${settingsTable[name].key}_hide`]),
);

/**
 * @param {Pick<Element, 'attributes'>} element
 * @returns {import('./entries.js').Given}
 */
export function fromAttributes(element) {
  return fromEntries(Array.from(element.attributes, ({ name, value }) => /** @type {const} */ ([name, value])));
}

/**
 * Follows one attribute that was set, changed or taken away while the store lives. Without the attribute the setting is
 * chosen from the text or as by default; a value that is refused stands in the store's errors, and the value before stays in force.
 *
 * @param {import('./store.js').Store} store
 * @param {string} key of the attribute
 * @param {string | null} text null: taken away
 * @returns {import('./parse.js').SettingError | null} why the value was refused
 */
export function followAttribute(store, key, text) {
  const { name, hides } = readKey(key);
  if (name === undefined) return null;
  if (!hides) return store.setSetting(name, text);
  if (text === null || text === 'false') store.hidden.delete(name);
  else store.hidden.add(name);
  // Nothing is set: this only triggers a re-render of the form.
  store.setSettings({});
  return null;
}
