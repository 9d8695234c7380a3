import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { LAZY_PANELS } from './state/panel-names.js';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const TEMPLATE = /import\(`.\/\$\{id\}\/\$\{id\}-panel.js`\)/;

/**
 * Writes the import of a panel by its name (panels/registry.js) as one import for each panel that is loaded late. Of the template
 * alone Vite would make a chunk of every file that fits, those of the first screen and base classes, too.
 * @type {import('vite').Plugin}
 */
const lazyPanels = {
  name: 'lazy-panels',
  enforce: 'pre',
  transform: {
    filter: { id: /\/panels\/registry\.js$/ },
    handler(code) {
      if (!TEMPLATE.test(code)) this.error(`panels/registry.js has nothing like ${TEMPLATE}`);
      const imports = LAZY_PANELS.map((id) => `'${id}': () => import('./${id}/${id}-panel.js')`);
      return { code: code.replace(TEMPLATE, `({ ${imports.join()} })[id]()`), map: null };
    },
  },
};

export default defineConfig({
  plugins: [lazyPanels],
  // Relative addresses: the page works in any folder of any site.
  base: './',
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    // light-dark(), popover and Intl.Segmenter in all of them. Older ones would get a substitute for light-dark() in
    // index.html, and only there, which draws no background at all.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // Preloading puts <link>s into the document, and that belongs to the article.
    modulePreload: false,
    rolldownOptions: {
      preserveEntrySignatures: 'exports-only',
      // The page, and the module for articles under a name that stays.
      input: { index: here('index.html'), 'rnn-playground': here('embed.js') },
      output: {
        entryFileNames: ({ name }) => (name === 'rnn-playground' ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  worker: { format: 'es' },
});
