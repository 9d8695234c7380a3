// The package in real projects: `node tests/package/bundlers.mjs [NAME…]` packs it, makes a project for each tool below, installs
// the tool from the registry, builds, opens the result in Chromium and waits until the element and the engine have learned. It
// prints a table. It takes minutes and a network, so it is no part of `npm test`.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { argv } from 'node:process';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { launch, serve } from '../page/browser.js';
import { copyPrograms, mustRun, pack } from './packed.js';

/**
 * @typedef {object} Host
 * @property {string[]} packages to be installed
 * @property {Record<string, string>} [files] of the project, by path; those of programs/ are there too
 * @property {string[][]} [commands] to be run, the programs of the packages by name
 * @property {{folder: string, path?: string}} [site] what was built
 * @property {Server} [server] of what was built, where a program answers with pages that it renders
 * @property {Server} [dev] a development server
 * @property {string} [node] the Node that it runs in, where it asks for a newer one than this project does
 * @property {RegExp} [prints] what the last command must print
 *
 * @typedef {{command: string[], path?: string}} Server told its port at the end, and in PORT
 */

const TAG = '<rnn-playground autoplay="true" panels="play,loss,predictions,step,race"';

const ELEMENT = `${TAG} hidden-size="8"></rnn-playground>`;

/** With a property in camel case, which a server writes as an attribute. @param {string} property */
const elementWith = (property) => `${TAG} ${property}></rnn-playground>`;

const html = (/** @type {string} */ script) =>
  `<!doctype html><meta charset="utf-8"><title>An application</title><link rel="icon" href="data:,"><div id="app"></div>${script}`;

/** An application of a framework that renders the element, and uses the engine beside it. @param {string} code */
const application = (code) => `import './element.js';\n${code}`;

/** @param {string[]} packages @param {Record<string, string>} files @returns {Host} built and served by Vite */
const withVite = (packages, files) => ({
  packages: ['vite', ...packages],
  files: { 'index.html': html('<script type="module" src="/main.js"></script>'), ...files },
  commands: [['vite', 'build', '--logLevel', 'warn']],
  site: { folder: 'dist' },
  dev: { command: ['vite', '--strictPort', '--port'] },
});

/** Of frameworks that render a page on a server and take it over in the browser. */
const SERVER_NODE = '24';

/** @param {string} jsx @param {string | undefined} jsxImportSource @param {string[]} include */
const tsconfig = (jsx, jsxImportSource, include) =>
  JSON.stringify({
    compilerOptions: {
      ...{ strict: true, noEmit: true, skipLibCheck: true, target: 'es2023', lib: ['es2023', 'esnext', 'dom'] },
      ...{ module: 'esnext', moduleResolution: 'bundler', jsx, jsxImportSource, types: [] },
    },
    vueCompilerOptions: { strictTemplates: true },
    include,
  });

const PAGE = html(`${ELEMENT}<script type="module" src="bundle/main.js"></script>`);

/** @type {Record<string, Host>} */
const hosts = {
  node: { packages: [], commands: [['node', 'engine.mjs']], prints: /"refused":"badFile"/ },
  deno: {
    packages: ['deno'],
    commands: [['deno', 'run', '-A', '--node-modules-dir=manual', 'engine.mjs']],
    prints: /"refused":"badFile"/,
  },
  bun: { packages: ['bun'], commands: [['bun', 'engine.mjs']], prints: /"refused":"badFile"/ },
  react: withVite(['react', 'react-dom', '@vitejs/plugin-react'], {
    'vite.config.js': `import react from '@vitejs/plugin-react';
export default { plugins: [react()], build: { target: 'es2022' } };`,
    'main.js': application(`import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
const element = createElement('rnn-playground', { autoplay: 'true', panels: 'play,loss,predictions,step,race', 'hidden-size': 8 });
createRoot(document.getElementById('app')).render(createElement(StrictMode, null, element));`),
  }),
  vue: withVite(['vue', '@vitejs/plugin-vue'], {
    'vite.config.js': `import vue from '@vitejs/plugin-vue';
const template = { compilerOptions: { isCustomElement: (tag) => tag === 'rnn-playground' } };
export default { plugins: [vue({ template })], build: { target: 'es2022' } };`,
    'App.vue': `<template>${ELEMENT}</template>`,
    'main.js': application(`import { createApp } from 'vue';
import App from './App.vue';
createApp(App).mount('#app');`),
  }),
  svelte: withVite(['svelte', '@sveltejs/vite-plugin-svelte'], {
    'vite.config.js': `import { svelte } from '@sveltejs/vite-plugin-svelte';
export default { plugins: [svelte()], build: { target: 'es2022' } };`,
    'App.svelte': ELEMENT,
    'main.js': application(`import { mount } from 'svelte';
import App from './App.svelte';
mount(App, { target: document.getElementById('app') });`),
  }),
  webpack: {
    packages: ['webpack', 'webpack-cli'],
    files: { 'site/index.html': PAGE.replace('type="module" ', '') },
    commands: [['webpack', '--mode', 'production', '--entry', './element.js', '-o', 'site/bundle']],
    site: { folder: 'site' },
  },
  esbuild: {
    packages: ['esbuild'],
    files: { 'site/index.html': PAGE },
    commands: [
      ['esbuild', 'main=element.js', '--bundle', '--format=esm', '--splitting', '--minify', '--outdir=site/bundle'],
    ],
    site: { folder: 'site' },
  },
  rollup: {
    packages: ['rollup', '@rollup/plugin-node-resolve'],
    files: { 'site/index.html': PAGE },
    commands: [
      ['rollup', '-p', 'node-resolve', '-i', 'main=element.js', '-f', 'es', '-d', 'site/bundle', '--failAfterWarnings'],
    ],
    site: { folder: 'site' },
  },
  vitepress: {
    packages: ['vitepress', 'vue'],
    files: {
      'docs/index.md': `# An article\n\n${ELEMENT}\n\n<script setup>\nimport 'rnn-playground/element'\nimport '../element.js'\n</script>\n`,
      // Asked for by the browser before the development server's page names another one.
      'docs/public/favicon.ico': '',
      'docs/.vitepress/config.mjs': `export default {
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === 'rnn-playground' } } },
  vite: { build: { target: 'es2022' } },
};`,
    },
    commands: [['vitepress', 'build', 'docs']],
    site: { folder: 'docs/.vitepress/dist' },
    dev: { command: ['vitepress', 'dev', 'docs', '--strictPort', '--port'] },
  },
  next: {
    packages: ['next', 'react', 'react-dom'],
    files: {
      'next.config.mjs': 'export default { devIndicators: false };',
      'app/layout.jsx': `export const metadata = { title: 'An application', icons: { icon: 'data:,' } };
export default ({ children }) => <html lang="en"><body>{children}</body></html>;`,
      'app/page.jsx': `'use client';
import 'rnn-playground/element';
import '../element.js';
export default () => <main><h1>An article</h1>${elementWith('hiddenSize={8}')}</main>;`,
    },
    commands: [['next', 'build']],
    server: { command: ['next', 'start', '-p'] },
    dev: { command: ['next', 'dev', '-p'] },
  },
  nuxt: {
    packages: ['nuxt'],
    node: SERVER_NODE,
    files: {
      'nuxt.config.js': `export default defineNuxtConfig({
  app: { head: { link: [{ rel: 'icon', href: 'data:,' }] } },
  telemetry: false,
  vue: { compilerOptions: { isCustomElement: (tag) => tag === 'rnn-playground' } },
});`,
      'app/app.vue': `<script setup>
import 'rnn-playground/element';
import '../element.js';
</script>
<template><h1>An article</h1>${elementWith(':hiddenSize="8"')}</template>`,
    },
    commands: [['nuxt', 'build']],
    server: { command: ['node', '.output/server/index.mjs'] },
    dev: { command: ['nuxt', 'dev', '--port'] },
  },
  sveltekit: {
    packages: ['@sveltejs/kit', '@sveltejs/adapter-node', '@sveltejs/vite-plugin-svelte', 'svelte', 'vite'],
    node: SERVER_NODE,
    files: {
      'vite.config.js': `import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
export default { plugins: [sveltekit({ adapter: adapter() })] };`,
      'src/app.html': html('').replace('<div id="app"></div>', '%sveltekit.head%<div>%sveltekit.body%</div>'),
      'src/routes/+page.svelte': `<script>
import 'rnn-playground/element';
import '../../element.js';
</script>
<h1>An article</h1>${elementWith('hiddenSize={8}')}`,
    },
    commands: [['vite', 'build', '--logLevel', 'warn']],
    server: { command: ['node', 'build'] },
    dev: { command: ['vite', 'dev', '--strictPort', '--port'] },
  },
  'vue-types': {
    packages: ['vue', 'vue-tsc', 'typescript@5.9.3'],
    files: { 'tsconfig.json': tsconfig('preserve', 'vue', ['vue-consumer.vue']) },
    commands: [['vue-tsc', '--noEmit']],
  },
  'svelte-types': {
    packages: ['svelte', 'svelte-check', 'typescript@5.9.3'],
    files: { 'tsconfig.json': tsconfig('preserve', undefined, ['svelte-consumer.svelte']) },
    commands: [['svelte-check', '--fail-on-warnings', '--threshold', 'warning']],
    prints: /found 0 errors and 0 warnings/i,
  },
  publint: {
    packages: ['publint'],
    commands: [['publint', 'run', 'node_modules/rnn-playground', '--strict']],
    prints: /All good/,
  },
  attw: {
    packages: ['@arethetypeswrong/cli'],
    commands: [
      [
        'attw',
        'package.tgz',
        '--profile',
        'esm-only',
        '--exclude-entrypoints',
        './engine.wasm',
        '--no-emoji',
        '--format',
        'ascii',
      ],
    ],
    prints: /bundler: OK/,
  },
};

/** @param {string} folder of the project's own Node; away from its other packages, which npm would take out together with it */
const runtimeIn = (folder) => join(folder, 'runtime');

/** @param {string} folder @returns {NodeJS.ProcessEnv} in which npm and the programs of the packages run in the project's own Node */
const environmentOf = (folder, /** @type {Host} */ { node }) =>
  node ? { PATH: [join(runtimeIn(folder), 'node_modules/.bin'), process.env.PATH].join(delimiter) } : {};

/** @param {string} folder @param {Host} host @param {string[]} command */
function commandIn(folder, { node }, [program, ...args]) {
  if (program !== 'node') return /** @type {const} */ ([join(folder, 'node_modules/.bin', program), args]);
  return /** @type {const} */ ([node ? join(runtimeIn(folder), 'node_modules/.bin/node') : process.execPath, args]);
}

/** @param {string} folder @param {string[]} packages @param {NodeJS.ProcessEnv} [env] */
const install = (folder, packages, env) =>
  mustRun('npm', ['install', '--no-audit', '--no-fund', '--no-save', ...packages], folder, env);

/** @param {string} folder @param {string} node its version */
async function installNode(folder, node) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{}');
  await install(folder, [`node@${node}`]);
}

/** @param {string} folder @param {string} archive @param {Host} host */
async function makeProject(folder, archive, host) {
  const { packages, files = {}, node } = host;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  await writeFile(join(folder, 'package.tgz'), await readFile(archive));
  await copyPrograms(folder, 'engine.mjs', 'element.js', 'vue-consumer.vue', 'svelte-consumer.svelte');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  // First: npm takes older versions of packages where the newest ask for a newer Node.
  if (node) await installNode(runtimeIn(folder), node);
  await install(folder, ['./package.tgz', ...packages], environmentOf(folder, host));
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });

/** @param {import('playwright-core').Browser} browser @param {string} address @returns {Promise<string>} what it has learned */
async function learnsAt(browser, address) {
  const context = await browser.newContext({ locale: 'en-US' });
  const page = await context.newPage();
  /** @type {string[]} */
  const said = [];
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('console', (message) => {
    // A development server takes the development build of lit, which says so.
    if (/error|warning/.test(message.type()) && !message.text().includes('lit.dev/msg/'))
      said.push(`${message.text()} ${message.location().url}`);
  });
  page.on('response', (response) => response.status() >= 400 && said.push(`${response.status()} ${response.url()}`));
  try {
    await page.goto(address);
    const learned = await page.waitForFunction(() => /** @type {any} */ (window).learned);
    const element = page.locator('rnn-playground');
    await element.waitFor();
    await page.waitForFunction(() => {
      const { status, hiddenSize } = /** @type {any} */ (document.querySelector('rnn-playground'));
      return status?.epoch > 2 && hiddenSize === 8;
    });
    await page.locator('rnn-panel-slot[data-panel=race]').scrollIntoViewIfNeeded();
    await page.locator('rnn-race-panel').getByRole('button').first().waitFor();
    if (said.length > 0) throw new Error(said.join('\n'));
    return (await learned.jsonValue()).map((/** @type {number} */ loss) => loss.toFixed(6)).join(', ');
  } catch (error) {
    throw new Error([...said, String(error)].join('\n'));
  } finally {
    await context.close();
  }
}

/** @param {string} folder @param {Host} host @param {Server} server @param {(address: string) => Promise<string>} use */
async function withServer(folder, host, { command, path = '/' }, use) {
  const port = String(await freePort());
  const [program, args] = commandIn(folder, host, [...command, port]);
  const env = { ...process.env, ...environmentOf(folder, host), PORT: port };
  const child = spawn(program, args, { cwd: folder, env, stdio: 'ignore' });
  try {
    const address = `http://localhost:${port}${path}`;
    const end = Date.now() + LONGEST_WAIT_MS;
    while (!(await fetch(address).catch(() => undefined))?.ok) {
      if (Date.now() > end || child.exitCode !== null) throw new Error('the server does not answer');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return await use(address);
  } finally {
    child.kill();
  }
}

/** @param {string} address of a page that has the element before any script has run */
async function mustBeRendered(address) {
  const page = await (await fetch(address)).text();
  if (!page.includes(TAG)) throw new Error(`the server has not rendered the element:\n${page}`);
}

/** @param {string} folder @param {Host} host @param {import('playwright-core').Browser} browser */
async function tried(folder, host, browser) {
  const { commands = [], prints, site, server, dev } = host;
  /** @type {string[]} */
  const results = [];
  let printed = '';
  for (const command of commands)
    printed = await mustRun(...commandIn(folder, host, command), folder, environmentOf(folder, host));
  if (prints && !prints.test(printed)) throw new Error(printed);
  if (prints) results.push('ok');
  if (site) {
    const served = await serve({}, join(folder, site.folder));
    results.push(`build: ${await learnsAt(browser, `${served.address}${site.path ?? '/'}`).finally(served.close)}`);
  }
  const learns = (/** @type {string} */ address) => learnsAt(browser, address);
  if (server) {
    const learned = await withServer(folder, host, server, async (address) => {
      await mustBeRendered(address);
      return learns(address);
    });
    results.push(`server: ${learned}`);
  }
  if (dev) results.push(`dev: ${await withServer(folder, host, dev, learns)}`);
  return results.join('; ') || 'ok';
}

const chosen = argv.length > 2 ? argv.slice(2) : Object.keys(hosts);
const work = await mkdtemp(join(tmpdir(), 'bundlers-'));
const browser = await launch();
let failed = 0;
try {
  const archive = await pack(work);
  for (const name of chosen) {
    const folder = join(work, name);
    try {
      await makeProject(folder, archive, hosts[name]);
      console.log(`| ${name} | ${await tried(folder, hosts[name], browser)} |`);
    } catch (error) {
      failed++;
      console.log(`| ${name} | FAILED | \n${String(error).slice(0, 2500)}`);
    }
    await rm(folder, { recursive: true, force: true });
  }
} finally {
  await browser.close();
  await rm(work, { recursive: true, force: true });
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
