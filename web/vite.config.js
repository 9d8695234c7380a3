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
    // WebAssembly SIMD, module workers and import.meta.url in all of them.
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
    target: ['chrome111', 'edge111', 'firefox114', 'safari16.4'],
  },
  worker: { format: 'es' },
});
