import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
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
