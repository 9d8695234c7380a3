// Plugins of Vite that make the built page smaller; the sources work without them.

/** A string, a comment, or white space with what stands beside it. */
const CSS_PARTS = /'[^']*'|"[^"]*"|\/\*[\s\S]*?\*\/|\s*[{};]\s*|[:,]\s+|\s+/g;

/** @param {string} css @returns {string} the same without comments and layout */
export const minifyCss = (css) =>
  css.replace(CSS_PARTS, (part) => {
    if (/^['"]/.test(part)) return part;
    if (part.startsWith('/*')) return '';
    return part.trim() || ' ';
  });

/**
 * Templates of lit are strings to everything else: the layout of css`…` goes, and the indentation in html`…`. In the code around
 * them it means nothing.
 * @returns {import('vite').Plugin}
 */
export const smallerTemplates = () => ({
  name: 'smaller-templates',
  apply: 'build',
  transform: {
    filter: { id: /[\\/]web[\\/].*\.js$/, code: /from 'lit/ },
    handler: (code) => ({ code: code.replace(/\bcss`[^`]*`/g, minifyCss).replace(/\n[ \t]+/g, '\n'), map: null }),
  },
});

/**
 * What the tables of settings say of each is for programmers and .github/SETTINGS.md: the page has words of its own.
 * @returns {import('vite').Plugin}
 */
export const withoutHelp = () => ({
  name: 'without-help',
  apply: 'build',
  transform: {
    filter: { id: /[\\/]web[\\/]engine[\\/][\w-]*settings\.js$/ },
    handler: (code) => ({ code: code.replace(/\n *help: ('[^'\n]*'|"[^"\n]*"),(?=\n)/g, ''), map: null }),
  },
});

/**
 * Vite loads every late module through a helper that looks after its style sheets and preloads. There are none.
 * @returns {import('vite').Plugin}
 */
export const plainImports = () => ({
  name: 'plain-imports',
  apply: 'build',
  enforce: 'pre',
  load: {
    filter: { id: /^\0vite\/preload-helper\.js$/ },
    handler: () => 'export const __vitePreload = (load) => load();',
  },
});

/** In the place of web/engine/worker-script.js: the address of the script as Vite builds it. */
const WORKER_ADDRESS = `import url from './worker.js?worker&url';
export const workerScript = () => ({ url });`;

/** In the place of web/engine/wasm-source.js. */
const WASM_ADDRESS = `import url from './generated/engine.wasm?url';
export const engineWasm = async () => ({ url });`;

/**
 * Another text in the place of a module of the engine.
 * @param {string} name @param {string} code @returns {import('vite').Plugin}
 */
const inPlaceOf = (name, code) => ({
  name: `in-place-of-${name}`,
  apply: 'build',
  load: { filter: { id: new RegExp(`[\\\\/]engine[\\\\/]${name}\\.js$`) }, handler: () => code },
});

/** The engine's two other files, the WebAssembly and the worker's script, as files that have addresses. */
export const engineFiles = () => [
  inPlaceOf('worker-script', WORKER_ADDRESS),
  inPlaceOf('wasm-source', WASM_ADDRESS),
  withoutSearch(),
];

/** What Emscripten's script does where nobody passes it `instantiateWasm`, as load.js does: it looks for the WebAssembly by itself. */
const SEARCH =
  /wasmBinaryFile\s*\?\?=\s*findWasmBinary\(\);\s*instantiateAsync\([^;]*;(\s*return\s*\{\})?|new URL\("engine\.wasm",\s*import\.meta\.url\)\.href/g;

/** @returns {import('vite').Plugin} */
export const withoutSearch = () => ({
  name: 'without-search',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /[\\/]generated[\\/]engine\.js$/ },
    handler: (code) => ({ code: code.replace(SEARCH, (found) => (found.startsWith('new') ? '""' : '')), map: null }),
  },
});
