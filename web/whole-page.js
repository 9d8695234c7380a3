/**
 * Of a document that is nothing but the playground: it has the language and the color scheme of what it shows.
 *
 * Only where they change: each assignment makes the browser go over the styles of the whole document, some ten milliseconds at
 * every update of a training.
 *
 * @param {import('./rnn-playground.js').RnnPlayground} playground
 */
export function followElement(playground) {
  for (const event of ['rnn-show', 'rnn-change']) {
    playground.addEventListener(event, () => {
      const root = document.documentElement;
      const scheme = playground.theme === 'auto' ? '' : String(playground.theme);
      if (root.lang !== playground.locale) root.lang = playground.locale;
      if (root.style.colorScheme !== scheme) root.style.colorScheme = scheme;
    });
  }
}
