/** Invalid settings, from a link or an attribute, whose error no field of the page shows. */
import { partsOf } from '../../state/panel-names.js';
import { settingsTable } from '../../state/settings.js';

/** Settings with a control that cannot show an invalid value. */
const WITHOUT_ERROR = ['pace', 'paceUnit'];

/**
 * @param {import('../../state/store.js').Store} store
 * @returns {import('../../state/parse.js').SettingError[]}
 */
export function withoutField(store) {
  const shown = partsOf(store.settings.panels);
  return Object.values(store.errors).filter(({ setting }) => {
    const group = settingsTable[setting]?.group;
    if (group === undefined || group === 'page' || WITHOUT_ERROR.includes(setting) || !store.shows(setting))
      return true;
    return !shown.has(setting === 'text' ? 'text' : group === 'writing' ? 'writing' : 'settings');
  });
}
