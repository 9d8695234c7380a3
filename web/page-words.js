/** Requests the words that the page will speak while its code is still on the way. */
import { chooseLocale, languages } from './i18n/index.js';

const asked = /** @type {import('./i18n/index.js').Locale} */ (
  new URLSearchParams(location.hash.slice(1)).get('language')
);
const locale = Object.hasOwn(languages, asked) ? asked : chooseLocale(navigator.languages);
// What does not load is tried again by the page, which says so.
languages[locale].load().catch(() => {});
