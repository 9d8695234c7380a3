/**
 * The script of embed.html, which is shown in a frame of another page. It runs before the element is defined: what the address says
 * besides the settings becomes attributes. The settings the element reads there by itself.
 */
import { followElement } from '../whole-page.js';
import { talk } from './talk.js';

/** Of the attributes that are no settings (rnn-playground.js) those that an address can give; and the panels, by which room is kept free. */
const OWN = ['loading', 'poster', 'heading-level', 'lesson', 'keep', 'workers', 'panels'];

const playground = /** @type {import('../rnn-playground.js').RnnPlayground} */ (
  document.querySelector('rnn-playground')
);
// Of its reader, not of this document, which says nothing.
playground.lang = navigator.language;
const asked = new URLSearchParams(location.hash.slice(1));
for (const name of OWN) {
  const value = asked.get(name);
  if (value !== null) playground.setAttribute(name, value);
}
followElement(playground);
if (window.parent !== window) talk(playground, originOf(asked.get('host')));
// Another address is another page.
window.addEventListener('hashchange', () => location.reload());

/** @param {string | null} address @returns {string | null} an address that cannot be read is that of nobody */
function originOf(address) {
  if (address === null) return null;
  const { origin } = URL.canParse(address) ? new URL(address) : { origin: 'null' };
  return origin === 'null' ? 'https://nobody.invalid' : origin;
}
