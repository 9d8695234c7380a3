/** Refused settings that no field on the page shows: of a link or an attribute, say. */
import { settingsTable } from '../../state/settings.js';

/** What is switched by a button or a choice that holds no refused value. */
const bare = ['pace', 'paceUnit'];

/**
 * @param {import('../../state/store.js').Store} store
 * @returns {import('../../state/parse.js').SettingError[]}
 */
export function withoutField(store) {
  const panels = /** @type {readonly string[]} */ (store.settings.panels);
  return Object.values(store.errors).filter(({ setting }) => {
    const group = settingsTable[setting]?.group;
    if (group === undefined || group === 'page' || bare.includes(setting) || !store.shows(setting)) return true;
    return !panels.includes(group === 'writing' ? 'writing' : 'play');
  });
}
