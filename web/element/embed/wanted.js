/** From what is chosen in the builder to the element's attributes and to addresses. */
import { linkWithin } from '../../state/link.js';
import { PANEL_CHOICES, PANELS, PLAY_PANELS, partsOf } from '../../state/panel-names.js';
import { formatSetting } from '../../state/parse.js';
import { settingNames, settingsTable } from '../../state/settings.js';
import { toHash } from '../../state/url-writer.js';
import { reservedHeight } from '../reserved-height.js';

/** Width of the column that the height is reckoned for, px. */
const COLUMN_PX = 700;

/**
 * @typedef {object} Choice
 * @property {ReadonlySet<string>} panels with the parts of 'play' by their own names
 * @property {ReadonlySet<string>} hidden settings whose controls are not shown
 * @property {string} lesson its id; '' for none
 * @property {string} language
 * @property {string} theme
 * @property {boolean} autoplay
 * @property {boolean} manual whether it waits to be pressed
 * @property {string} poster address of a picture; '' for none
 * @property {string} base address of the folder with the element's files
 */

/** @param {ReadonlySet<string>} parts @returns {string[] | undefined} as in the setting; undefined: all there are */
function panelsOf(parts) {
  const all = partsOf(PANELS);
  if ([...all].every((panel) => parts.has(panel))) return undefined;
  const play = PLAY_PANELS.every((panel) => parts.has(panel));
  return PANEL_CHOICES.filter((panel) =>
    panel === 'play' ? play : parts.has(panel) && !(play && PLAY_PANELS.some((part) => part === panel)),
  );
}

/**
 * @param {Partial<import('../../state/settings.js').Settings>} given what is set on the page
 * @param {Choice} choice
 * @returns {Promise<import('./snippets.js').Wanted>}
 */
export async function wantedOf(given, choice) {
  const { hidden, lesson, language, theme, autoplay, manual, poster } = choice;
  const folder = Object.assign(new URL(choice.base), { search: '', hash: '' });
  const base = folder.href.replace(/\/?$/, '/');
  const panels = panelsOf(choice.panels);
  /** @type {Record<string, any>} */
  const settings = {
    ...{ ...given, language, theme, panels, autoplay },
    ...(language === 'auto' && { language: undefined }),
    ...(theme === 'auto' && { theme: undefined }),
    ...(!autoplay && { autoplay: undefined }),
  };
  const own = { ...(lesson && { lesson }), ...(manual && { loading: 'manual' }), ...(poster && { poster }) };
  /** @type {Record<string, string>} */
  const attributes = {};
  for (const name of settingNames) {
    if (settings[name] !== undefined) attributes[settingsTable[name].key] = formatSetting(name, settings[name]);
  }
  for (const name of settingNames) if (hidden.has(name)) attributes[`${settingsTable[name].key}_hide`] = 'true';
  const hash = await toHash(settings, hidden);
  const linkOf = (/** @type {string} */ page, /** @type {Record<string, string>} */ more) =>
    linkWithin({ hash: async () => `${hash}&${new URLSearchParams(more)}` }, page);
  return {
    base,
    attributes: { ...attributes, ...own },
    frame: await linkOf(`${base}embed.html`, own),
    link: await linkOf(base, lesson ? { lesson } : {}),
    height: reservedHeight(panels, COLUMN_PX),
  };
}
