import './element/define.js';

const playground = /** @type {import('./element/rnn-playground.js').RnnPlayground} */ (
  document.querySelector('rnn-playground')
);

// On the page itself the keys work before anything has the focus; in somebody's article they must not.
document.addEventListener('keydown', (event) => {
  if (event.target !== document.body || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === ' ') playground.toggle();
  else if (event.key === 'ArrowRight') playground.step();
  else return;
  event.preventDefault();
});

// The document has the language and the colour scheme of what it shows.
playground.addEventListener('change', () => {
  const { store } = playground;
  if (!store) return;
  document.documentElement.lang = store.locale === 'zh' ? 'zh-Hans' : 'en';
  const theme = String(store.settings.theme);
  document.documentElement.style.colorScheme = theme === 'auto' ? '' : theme;
});
