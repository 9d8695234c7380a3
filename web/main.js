import './page-words.js';
import './element/define.js';
// The page shows them all, so they are requested at once.
import './element/play-parts.js';
import './panels/loss/loss-panel.js';
import './panels/network/network-panel.js';
import './panels/predictions/predictions-panel.js';
import './panels/writing/writing-panel.js';
import { translator } from './i18n/index.js';

const playground = /** @type {import('./element/rnn-playground.js').RnnPlayground} */ (
  document.querySelector('rnn-playground')
);

// On the page itself the keys work before anything has the focus; in somebody's article they must not.
document.addEventListener('keydown', (event) => {
  if (event.target !== document.body || event.altKey || event.ctrlKey || event.metaKey) return;
  // A key held down is pressed once.
  if (event.key === ' ') event.repeat || playground.toggle();
  else if (event.key === 'ArrowRight') playground.step();
  else return;
  event.preventDefault();
});

// The document has the language and the color scheme of what it shows. Only where they change: each assignment makes the
// browser go over the styles of the whole document, some ten milliseconds at every update of a training.
playground.addEventListener('change', () => {
  const { store } = playground;
  if (!store) return;
  const root = document.documentElement;
  const lang = translator(store.locale).tag;
  const scheme = store.settings.theme === 'auto' ? '' : String(store.settings.theme);
  if (root.lang !== lang) root.lang = lang;
  if (root.style.colorScheme !== scheme) root.style.colorScheme = scheme;
});
