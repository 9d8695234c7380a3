// Plugins of Vite that make the built page smaller, or one file of it; the sources work without them.
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

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

/** Calls a function that imports a file; `again` goes to the end of its address. Its text names the file, wherever it stands. */
const LOAD_AGAIN = `const failures = {};
export const __vitePreload = (load) => {
  const file = /[\\w.-]+\\.js/.exec(load);
  return load(failures[file] ? '?again=' + failures[file] : '').catch((error) => {
    failures[file] = (failures[file] ?? 0) + 1;
    throw error;
  });
};`;

/**
 * Vite loads every late module through a helper that looks after its style sheets and preloads. There are none. Instead it sees to it
 * that a file which did not come can be asked for again: Firefox gives a script the failure of its first `import()` for as long as the
 * document lives, so that each further try needs an address of its own; the same one for all modules that load that file.
 * @returns {import('vite').Plugin}
 */
export const repeatableImports = () => ({
  name: 'repeatable-imports',
  apply: 'build',
  enforce: 'pre',
  // The bundler of whoever uses the package has to be able to read what it imports.
  applyToEnvironment: ({ name }) => name !== 'package',
  load: {
    filter: { id: /^\0vite\/preload-helper\.js$/ },
    handler: () => LOAD_AGAIN,
  },
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = withAgain(chunk.code);
    },
  },
});

/**
 * Vite calls its helper with the whole module, or with a function that takes names of it.
 * @param {string} code minified
 */
const withAgain = (code) =>
  code.replace(
    /\(\) ?=> ?(import|\{let ?\{[^}]*\} ?= ?await import)\(([`'"]\.\/[^`'"]+[`'"])\)/g,
    '(again="")=>$1($2+again)',
  );

/** In the place of web/engine/worker-script.js: the address of the script as Vite builds it. */
const WORKER_ADDRESS = `import url from './worker.js?worker&url';
export const workerScript = () => ({ url });`;

/** In the place of web/engine/wasm-source.js. */
const WASM_ADDRESS = `import url from './generated/engine.wasm?url';
import relaxed from './generated/engine-relaxed.wasm?url';
export const engineWasm = async () => ({ url });
export const relaxedWasm = async () => ({ url: relaxed });`;

/**
 * Another text in the place of a module of the engine.
 * @param {string} name @param {() => string | Promise<string>} code @returns {import('vite').Plugin}
 */
const inPlaceOf = (name, code) => ({
  name: `in-place-of-${name}`,
  apply: 'build',
  load: { filter: { id: new RegExp(`[\\\\/]engine[\\\\/]${name}\\.js$`) }, handler: code },
});

/** The builds that keep the engine's files inside. @param {{name: string}} environment */
const keepsInside = ({ name }) => name === 'file' || name === 'package';

/** The engine's two other files, the WebAssembly and the worker's script, as files that have addresses. */
export const engineFiles = () => [
  ...[inPlaceOf('worker-script', () => WORKER_ADDRESS), inPlaceOf('wasm-source', () => WASM_ADDRESS)].map((plugin) => ({
    ...plugin,
    applyToEnvironment: (/** @type {{name: string}} */ environment) => !keepsInside(environment),
  })),
];

/** The same two inside the code, so that there is no second file to be found, by whatever bundler the code goes through. */
export const engineInside = () =>
  [inPlaceOf('worker-script', workerInside), inPlaceOf('wasm-source', () => wasmInside())].map((plugin) => ({
    ...plugin,
    applyToEnvironment: keepsInside,
  }));

/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** The bytes as text, compressed first: as long as half of them. @param {string} file */
const bytesInside = async (file) =>
  `inflated('${gzipSync(await readFile(here(`engine/generated/${file}`)), { level: 9 }).toString('base64')}')`;

/** In the place of web/engine/wasm-source.js. Decoded once in a document, and then compiled. @param {{handed?: boolean}} [options] handed: the first build is handed over */
const wasmInside = async ({ handed = false } = {}) => `
async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return { binary: new Uint8Array(await new Response(stream).arrayBuffer()) };
}
export const engineWasm = async () => ${handed ? `{ throw new Error('no WebAssembly was handed over'); }` : await bytesInside('engine.wasm')};
export const relaxedWasm = async () => ${await bytesInside('engine-relaxed.wasm')};`;

/** The worker's script as one classic script, which has no address; whoever starts it gives it the WebAssembly. */
async function workerInside() {
  const result = /** @type {import('vite').Rolldown.RolldownOutput} */ (
    await build({
      configFile: false,
      root: here('.'),
      logLevel: 'warn',
      define: { 'import.meta.url': 'undefined' },
      plugins: [withoutHelp(), repeatableImports(), inPlaceOf('wasm-source', () => wasmInside({ handed: true }))],
      build: {
        write: false,
        target: 'es2022',
        rolldownOptions: { input: here('engine/worker.js'), output: { format: 'iife', codeSplitting: false } },
      },
    })
  );
  return `export const workerScript = () => ({ text: ${JSON.stringify(result.output[0].code)} });`;
}

/** Letters that would end a script inside HTML, or hide its end. @param {string} code */
const insideHtml = (code) => code.replace(/<(?=\/script|script|!--)/gi, '\\x3C');

/**
 * The page as one HTML file that needs no server. What index.html says of such a file is left out of it.
 * @returns {import('vite').Plugin}
 */
export const oneFile = () => ({
  name: 'one-file',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'file',
  generateBundle: { order: 'post', handler: intoOneFile },
});

/** @this {import('vite').Rolldown.PluginContext} @param {unknown} _ @param {import('vite').Rolldown.OutputBundle} bundle */
async function intoOneFile(_, bundle) {
  const [script] = Object.values(bundle).filter((one) => one.type === 'chunk');
  const css = minifyCss(await readFile(here('page.css'), 'utf8'));
  const html = (await readFile(here('index.html'), 'utf8'))
    .replace(/<link rel="stylesheet"[^>]*>/, `<style>${css}</style>`)
    .replace(/\s*<script type="module"[^>]*><\/script>/, '')
    .replace(/\s*<link rel="manifest"[^>]*>/, '')
    .replace(/\s*<p class="from-disk"[\s\S]*?<\/p>/g, '')
    .replace('</body>', () => `<script type="module">${insideHtml(script.code)}</script>\n  </body>`);
  for (const name of Object.keys(bundle)) delete bundle[name];
  this.emitFile({ type: 'asset', fileName: 'rnn-playground.html', source: html });
}

/** A small script in one file. @param {string} file */
async function scriptOf(file) {
  const result = /** @type {import('vite').Rolldown.RolldownOutput} */ (
    await build({
      configFile: false,
      root: here('.'),
      logLevel: 'warn',
      build: {
        write: false,
        target: 'es2022',
        rolldownOptions: { input: here(file), output: { codeSplitting: false } },
      },
    })
  );
  return result.output[0].code;
}

/**
 * The page for frames, with a script of its own beside that of the element, and the script for the pages around it.
 * @returns {import('vite').Plugin}
 */
export const framePage = () => ({
  name: 'frame-page',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'embed',
  async generateBundle() {
    const html = (await readFile(here('embed.html'), 'utf8'))
      .replace('./embed.js', './rnn-playground.js')
      .replace('./frame/page.js', './embed.js')
      .replace('./page.css', './embed.css');
    const emit = (/** @type {string} */ fileName, /** @type {string} */ source) =>
      this.emitFile({ type: 'asset', fileName, source });
    emit('embed.html', html);
    emit('embed.css', minifyCss(await readFile(here('page.css'), 'utf8')));
    emit('embed.js', await scriptOf('frame/page.js'));
    emit('rnn-playground-frame.js', await scriptOf('frame/helper.js'));
  },
});

/**
 * The element's types beside its script.
 * @param {string} file
 * @returns {import('vite').Plugin}
 */
export const withTypes = (file) => ({
  name: 'with-types',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'embed',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: basename(file), source: readFileSync(file, 'utf8') });
  },
});

const SERVICE_WORKER = 'service-worker.js';

/** In the place of web/offline/built.js. @param {Record<string, unknown>} values */
const builtWith = (values) =>
  Object.entries({ SERVICE_WORKER: '', ENTRY: '', FILES: [], ...values })
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join('\n');

/** @param {Record<string, unknown>} values @returns {import('vite').Plugin} */
const builtInPlace = (values) => ({
  name: 'built-in-place',
  apply: 'build',
  load: { filter: { id: /[\\/]offline[\\/]built\.js$/ }, handler: () => builtWith(values) },
});

/** The page, and it alone, has a service worker, which knows the names of all of the page's files. */
export const offline = () =>
  [
    builtInPlace({ SERVICE_WORKER }),
    /** @type {import('vite').Plugin} */ ({
      name: 'service-worker',
      apply: 'build',
      generateBundle: { order: 'post', handler: addServiceWorker },
    }),
  ].map((plugin) => ({
    ...plugin,
    applyToEnvironment: (/** @type {{name: string}} */ { name }) => name === 'client',
  }));

/**
 * By which the browser refuses what is not that file: a server may answer 200 with a page where it has none.
 * @param {import('vite').Rolldown.OutputChunk | import('vite').Rolldown.OutputAsset} file
 */
const integrityOf = (file) =>
  `sha256-${createHash('sha256')
    .update(file.type === 'chunk' ? file.code : file.source)
    .digest('base64')}`;

/** @this {import('vite').Rolldown.PluginContext} @param {unknown} _ @param {import('vite').Rolldown.OutputBundle} bundle */
async function addServiceWorker(_, bundle) {
  const files = Object.values(bundle);
  const [entry] = files.filter((file) => file.type === 'chunk' && file.isEntry);
  const page = /** @type {import('vite').Rolldown.OutputAsset} */ (bundle['index.html']);
  const revision = createHash('sha256').update(page.source).digest('hex');
  const assets = files
    .filter(({ fileName }) => fileName.startsWith('assets/'))
    .map((file) => ({ url: file.fileName, revision: null, integrity: integrityOf(file) }))
    .sort((a, b) => (a.url < b.url ? -1 : 1));
  const result = /** @type {import('vite').Rolldown.RolldownOutput} */ (
    await build({
      configFile: false,
      root: here('.'),
      logLevel: 'warn',
      plugins: [builtInPlace({ ENTRY: basename(entry.fileName), FILES: [{ url: 'index.html', revision }, ...assets] })],
      build: {
        write: false,
        copyPublicDir: false,
        target: 'es2022',
        rolldownOptions: { input: here('offline/service-worker.js'), output: { format: 'iife', codeSplitting: false } },
      },
    })
  );
  this.emitFile({ type: 'asset', fileName: SERVICE_WORKER, source: result.output[0].code });
}
