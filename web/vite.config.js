import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import {
  engineFiles,
  engineInside,
  framePage,
  offline,
  oneFile,
  repeatableImports,
  smallerTemplates,
  withoutHelp,
  withTypes,
} from './vite-plugins.js';
import { LAZY_PANELS } from './state/panel-names.js';

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** What an entry begins with comes in one file, which compresses better than many. */
const main = { name: 'main', tags: [/** @type {const} */ ('$initial')] };

/**
 * Of the worker: all that it begins with but its own script. Code that is loaded later shares some of it, and WebKit runs a worker's
 * script a second time when a module imports it.
 */
const workerMain = { ...main, test: (/** @type {string} */ id) => !/[\\/]engine[\\/]worker\.js$/.test(id) };

/** What the element loads when it starts, and with it what is too small for a file of its own. */
const view = { name: 'view', test: /[\\/]element[\\/]define-view\.js$|[\\/]ui[\\/]same-entries\.js$/ };

/** What requests the words: a small script of its own, so that they are on their way before the rest of the code is there. */
const words = {
  name: 'words',
  test: /preload-helper|rolldown.runtime|[\\/]i18n[\\/](\w+[\\/]later|\w+)\.js$|page-words\.js$/,
  priority: 1,
};

/** Said before any language is loaded, or loaded with what says it: dialogs, explanations, notices, lines of a chart, panels further down. */
const OTHER_WORDS = 'start help explanations share files link keep version embed diagnosis long-text samples ngrams'
  .split(' ')
  .concat(LAZY_PANELS);

/** All that a language says on the first screen comes in one file. */
const firstWords = {
  debugName: 'first words',
  name: (/** @type {string} */ id) => {
    const [, language, file] = /[\\/]i18n[\\/](\w+)[\\/](\w+)\.js$/.exec(id) ?? [];
    return language && !OTHER_WORDS.some((other) => other === file) ? language : null;
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

/** What the engine does in Node only is not for readers to load. */
const forBrowsers = { 'globalThis.process': 'undefined' };

/** Names that say what is in a file, since programs import them: of the package. */
const packageNames = {
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
};

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
  worker: {
    format: 'es',
    plugins: () => [withoutHelp(), repeatableImports(), ...engineFiles()],
    rolldownOptions: { output: { codeSplitting: { groups: [workerMain] } } },
  },
  plugins: [
    smallerTemplates(),
    withoutHelp(),
    repeatableImports(),
    wordsAtOnce(),
    engineFiles(),
    engineInside(),
    offline(),
    oneFile(),
    framePage(),
    withTypes(here('rnn-playground.d.ts')),
  ],
  // The page begins with all of the first screen, an article with what its author chose: they are built apart from each other. Then
  // the page once more in one file, and the package for programs.
  environments: {
    client: {
      define: forBrowsers,
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
      define: forBrowsers,
      build: {
        copyPublicDir: false,
        emptyOutDir: false,
        rolldownOptions: {
          preserveEntrySignatures: 'exports-only',
          // The module for articles has a name that stays.
          input: { 'rnn-playground': here('embed.js') },
          output: { entryFileNames: '[name].js', codeSplitting: { groups: [{ ...main, priority: 1 }, view] } },
        },
      },
    },
    file: {
      consumer: 'client',
      define: forBrowsers,
      build: {
        copyPublicDir: false,
        emptyOutDir: false,
        rolldownOptions: {
          input: { 'rnn-playground': here('main.js') },
          output: { codeSplitting: false },
          checks: { ineffectiveDynamicImport: false },
        },
      },
    },
    package: {
      // Both browsers and servers: what it imports stays as it is written, and nothing is asked for ahead.
      consumer: 'server',
      define: { 'import.meta.url': 'undefined' },
      build: {
        outDir: '../lib',
        emptyOutDir: true,
        copyPublicDir: false,
        minify: false,
        rolldownOptions: {
          preserveEntrySignatures: 'exports-only',
          external: /^(fflate|idb|lit|uplot|uqr)(\/(?!.*\.css)|$)/,
          input: {
            engine: here('engine/index.js'),
            element: here('embed.js'),
            'element-class': here('element/rnn-playground.js'),
            text: here('text/public.js'),
          },
          output: packageNames,
        },
      },
    },
  },
  builder: {},
});
