import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { plainImports, smallerTemplates } from './vite-plugins.js';
import { LAZY_PANELS } from './state/panel-names.js';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What an entry begins with comes in one file, which compresses better than many. */
const main = { name: 'main', tags: [/** @type {const} */ ('$initial')] };

/** What requests the words: a small script of its own, so that they are on their way before the rest of the code is there. */
const words = {
  name: 'words',
  test: /preload-helper|rolldown.runtime|[\\/]i18n[\\/](\w+[\\/]later|\w+)\.js$|page-words\.js$/,
  priority: 1,
};

/** All that a language says on the first screen comes in one file. */
const firstWords = {
  debugName: 'first words',
  name: (/** @type {string} */ id) => {
    const [, language, file] = /[\\/]i18n[\\/](\w+)[\\/](\w+)\.js$/.exec(id) ?? [];
    return language && !LAZY_PANELS.some((panel) => panel === file) ? language : null;
  },
};

/** Runs that script as soon as it is there; as a module that another one imports it would wait for that. @returns {import('vite').Plugin} */
const wordsAtOnce = () => ({
  name: 'words-at-once',
  transformIndexHtml: {
    order: 'post',
    handler: (html) =>
      html.replace(
        /<link rel="modulepreload" crossorigin href="([^"]*\/words-[^"]*)">/,
        '<script type="module" async crossorigin src="$1"></script>',
      ),
  },
});

export default defineConfig({
  // Relative addresses: the page works in any folder of any site.
  base: './',
  build: {
    outDir: '../dist',
    // light-dark(), popover and Intl.Segmenter in all of them. Older ones would get a substitute for light-dark() in
    // index.html, and only there, which draws no background at all.
    target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
    // Only of what the page begins with: what is loaded later would put <link>s into the document, which belongs to the article.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : []),
    },
  },
  worker: { format: 'es', rolldownOptions: { output: { codeSplitting: { groups: [main] } } } },
  plugins: [smallerTemplates(), plainImports(), wordsAtOnce()],
  // The page begins with all of the first screen, an article with what its author chose: they are built apart from each other.
  environments: {
    client: {
      build: {
        emptyOutDir: true,
        rolldownOptions: {
          input: { index: here('index.html') },
          output: { codeSplitting: { groups: [words, firstWords, main] } },
          // Modules of the first screen, which the element could load by themselves.
          checks: { ineffectiveDynamicImport: false },
        },
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
          output: { entryFileNames: '[name].js', codeSplitting: { groups: [main] } },
        },
      },
    },
  },
  builder: {},
});
