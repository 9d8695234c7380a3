// Plugins of Vite that make the built page smaller; the sources work without them.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

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
