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
    // The page requests all modules that it begins with at once. Not those that are loaded later: that would put <link>s into the
    // document, which belongs to the article.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : []),
    },
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
