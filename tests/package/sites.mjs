// The code of the Embed builder in real sites: `node tests/package/sites.mjs [NAME…]` makes a site with each generator below, installed
// from the registry (Hugo and Jekyll, which are asked for by name, must be there), pastes what the builder gives, builds it, opens it
// in Chromium on a desktop and, dark, on a phone, and has the element train. dist/ must be built. It takes minutes and a
// network, so it is no part of `npm test`.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { snippetOf } from '../../web/element/embed/snippets.js';
import { wantedOf } from '../../web/element/embed/wanted.js';
import { launch, serve } from '../page/browser.js';
import { mustRun } from './packed.js';

/** With what Markdown, template engines and JSX change. */
const TEXT = 'say "hi" & <b>\n\n{{ x }} — $1 `code`\n# no heading';

const PANELS = ['controls', 'predictions'];

/**
 * @typedef {object} Site
 * @property {string[]} packages to be installed
 * @property {(code: (form: import('../../web/element/embed/snippets.js').Form, part?: number) => string) => Record<string, string>} files by path
 * @property {string[]} [build] the command
 * @property {string} [folder] what was built
 * @property {string} path of the article
 */

/** @param {string} content @param {string} [head] */
const page = (content, head = '') =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A site</title>
<link rel="icon" href="data:,">${head}</head><body>${content}</body></html>`;

/** @param {string} code @param {string} [front] */
const article = (code, front = '') =>
  `---\n${front}title: post\n---\n\nSome **text** before.\n\n${code}\n\nSome text after.\n`;

/** @type {Record<string, Site>} */
const sites = {
  docusaurus: {
    packages: ['@docusaurus/core', '@docusaurus/preset-classic', 'react', 'react-dom'],
    files: (code) => ({
      'docusaurus.config.js': `module.exports = { title: 'A site', url: 'http://localhost', baseUrl: '/', favicon: 'data:,',
${code('docusaurus')} presets: [['classic', { docs: { routeBasePath: '/' }, blog: false }]] };`,
      'docs/element.mdx': article(code('docusaurus', 1), 'slug: /\n'),
    }),
    build: ['docusaurus', 'build', '--out-dir', 'built'],
    folder: 'built',
    path: '/',
  },
  hexo: {
    packages: ['hexo', 'hexo-renderer-marked'],
    files: (code) => ({
      '_config.yml': 'title: A site\nurl: http://localhost\npermalink: :title/\ntheme: own\n',
      'package.json': JSON.stringify({
        name: 'site',
        private: true,
        hexo: { version: '' },
        dependencies: { hexo: '*', 'hexo-renderer-marked': '*' },
      }),
      'themes/own/layout/post.njk': page('{{ page.content | safe }}'),
      'scripts/rnn-playground.js': code('hexo'),
      'source/_posts/post.md': article(code('hexo', 1), 'date: 2026-01-01\n'),
    }),
    build: ['hexo', 'generate'],
    folder: 'public',
    path: '/post/',
  },
  eleventy: {
    packages: ['@11ty/eleventy'],
    files: (code) => ({
      'index.md': article(code('markdown'), 'layout: l.njk\n'),
      '_includes/l.njk': page('{{ content | safe }}'),
    }),
    build: ['eleventy', '--output=built'],
    folder: 'built',
    path: '/',
  },
  astro: {
    packages: ['astro@5'],
    files: (code) => ({
      'astro.config.mjs': "export default { outDir: './built' };",
      'src/pages/index.md': article(code('markdown'), 'layout: ../layouts/own.astro\n'),
      'src/layouts/own.astro': page('<slot />'),
    }),
    build: ['astro', 'build'],
    folder: 'built',
    path: '/',
  },
  reveal: {
    packages: ['reveal.js'],
    files: (code) => ({
      'index.html': page(
        `<div class="reveal"><div class="slides">${code('reveal')}<section>Two</section></div></div>
<script type="module">import Reveal from './node_modules/reveal.js/dist/reveal.mjs'; new Reveal().initialize();</script>`,
        '<link rel="stylesheet" href="node_modules/reveal.js/dist/reveal.css">',
      ),
    }),
    path: '/',
  },
  next: {
    packages: ['next', 'react', 'react-dom'],
    files: (code) => ({
      'next.config.mjs': "export default { output: 'export' };",
      'app/layout.jsx': `export const metadata = { title: 'A site', icons: { icon: 'data:,' } };
export default ({ children }) => <html lang="en"><body>{children}</body></html>;`,
      'app/page.jsx': `export default () => <main>${code('mdx')}</main>;`,
    }),
    build: ['next', 'build'],
    folder: 'out',
    path: '/',
  },
  hugo: {
    packages: [],
    files: (code) => ({
      'config.toml': 'baseURL = "/"\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap"]\n',
      'layouts/_default/single.html': page('{{ .Content }}'),
      'layouts/shortcodes/rnn-playground.html': code('hugo'),
      'content/post.md': article(code('hugo', 1)),
    }),
    build: ['hugo'],
    folder: 'public',
    path: '/post/',
  },
  jekyll: {
    packages: [],
    files: (code) => ({
      'index.md': article(code('markdown'), 'layout: d\n'),
      '_layouts/d.html': page('{{ content }}'),
    }),
    build: ['jekyll', 'build'],
    folder: '_site',
    path: '/',
  },
};

const SCREENS = [
  { viewport: { width: 1200, height: 900 } },
  { viewport: { width: 390, height: 844 }, colorScheme: 'dark' },
];

/** @param {import('playwright-core').Browser} browser @param {string} address @param {any} screen @returns {Promise<string>} what it has come to */
async function learnsAt(browser, address, screen) {
  const context = await browser.newContext({ locale: 'en-US', ...screen });
  const opened = await context.newPage();
  /** @type {string[]} */
  const said = [];
  opened.on('pageerror', (error) => said.push(String(error)));
  opened.on('console', (message) => /error|warning/.test(message.type()) && said.push(message.text()));
  try {
    await opened.goto(address);
    const framed = opened.locator('iframe');
    await opened.locator('rnn-playground').or(framed).first().scrollIntoViewIfNeeded();
    const inside = (await framed.count()) > 0 ? framed.contentFrame() : opened;
    const element = inside.locator('rnn-playground');
    await element.waitFor();
    const { text, hiddenSize, fits, status } = await element.evaluate(async (/** @type {any} */ one) => {
      await one.ready;
      await one.train({ epochs: 3 });
      const { width } = one.getBoundingClientRect();
      const fits = width > 200 && document.documentElement.scrollWidth <= innerWidth;
      return { text: one.text, hiddenSize: one.hiddenSize, fits, status: one.status };
    });
    if (text !== TEXT || hiddenSize !== 9) said.push(`other settings: ${hiddenSize}, ${text}`);
    if (!fits) said.push('not as wide as there is room');
    if (said.length > 0) throw new Error(said.join('\n'));
    return `${status.epoch} epochs, loss ${status.loss.toFixed(4)}`;
  } finally {
    await context.close();
  }
}

/** @param {string} folder @param {Site} site @param {import('../../web/element/embed/snippets.js').Wanted} wanted */
async function buildSite(folder, { packages, files, build }, wanted) {
  const made = {
    'package.json': JSON.stringify({ name: 'site', private: true }),
    ...files((form, part = 0) => snippetOf(form, wanted)[part].code),
  };
  for (const [path, text] of Object.entries(made)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  if (packages.length > 0)
    await mustRun('npm', ['install', '--no-audit', '--no-fund', '--no-save', ...packages], folder);
  if (!build) return;
  const [program, ...args] = build;
  await mustRun(packages.length > 0 ? join(folder, 'node_modules/.bin', program) : program, args, folder);
}

const chosen = argv.length > 2 ? argv.slice(2) : Object.keys(sites).filter((name) => sites[name].packages.length > 0);
const work = await mkdtemp(join(tmpdir(), 'sites-'));
const [browser, files] = await Promise.all([
  launch(),
  serve({}, undefined, () => ({ 'access-control-allow-origin': '*' })),
]);
let failed = 0;
try {
  const wanted = await wantedOf(
    { text: TEXT, hiddenSize: 9 },
    {
      ...{ panels: new Set(PANELS), hidden: new Set(), lesson: '', language: 'auto', theme: 'auto' },
      ...{ autoplay: false, manual: false, poster: '', base: `${files.address}/` },
    },
  );
  for (const name of chosen) {
    const site = sites[name];
    const folder = join(work, name);
    try {
      await buildSite(folder, site, wanted);
      const server = await serve({}, join(folder, site.folder ?? ''));
      const results = [];
      try {
        for (const screen of SCREENS) results.push(await learnsAt(browser, `${server.address}${site.path}`, screen));
      } finally {
        await server.close();
      }
      console.log(`| ${name} | ${results.join('; ')} |`);
    } catch (error) {
      failed++;
      console.log(`| ${name} | FAILED |\n${String(error).slice(0, 2500)}`);
    }
    await rm(folder, { recursive: true, force: true });
  }
} finally {
  await Promise.all([browser.close(), files.close()]);
  await rm(work, { recursive: true, force: true });
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
