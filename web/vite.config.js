import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What an entry begins with comes in one file, which compresses better than many. */
const codeSplitting = { groups: [{ name: 'main', tags: [/** @type {const} */ ('$initial')] }] };

export default defineConfig({
  // Relative addresses: the page works in any folder of any site.
  base: './',
  build: {
    outDir: '../dist',
    // light-dark(), popover and Intl.Segmenter in all of them. Older ones would get a substitute for light-dark() in
    // index.html, and only there, which draws no background at all.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // Preloading puts <link>s into the document, and that belongs to the article.
    modulePreload: false,
  },
  worker: { format: 'es' },
  // The page begins with all of the first screen, an article with what its author chose: they are built apart from each other.
  environments: {
    client: {
      build: {
        emptyOutDir: true,
        rolldownOptions: { input: { index: here('index.html') }, output: { codeSplitting } },
      },
    },
    embed: {
      consumer: 'client',
      build: {
        emptyOutDir: false,
        rolldownOptions: {
          preserveEntrySignatures: 'exports-only',
          // The module for articles has a name that stays.
          input: { 'rnn-playground': here('embed.js') },
          output: { entryFileNames: '[name].js', codeSplitting },
        },
      },
    },
  },
  builder: {},
});
