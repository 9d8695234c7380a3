// The package in real projects: `node tests/package/bundlers.mjs [NAME…]` packs it, makes a project for each tool below, installs
// the tool from the registry, builds, opens the result in Chromium and waits until the element and the engine have learned. It
// prints a table. It takes minutes and a network, so it is no part of `npm test`.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv } from 'node:process';
import { launch, serve } from '../page/browser.js';
import { copyPrograms, mustRun, pack } from './packed.js';

/**
 * @typedef {object} Host
 * @property {string[]} packages to be installed
 * @property {Record<string, string>} [files] of the project, by path; those of programs/ are there too
 * @property {string[][]} [commands] to be run, the programs of the packages by name
 * @property {{folder: string, path?: string}} [site] what was built
 * @property {{command: string[], path?: string}} [dev] a development server, told its port at the end
 * @property {RegExp} [prints] what the last command must print
 */

const ELEMENT =
  '<rnn-playground autoplay="true" panels="play,loss,predictions,step,race" hidden-size="8"></rnn-playground>';

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

/** @param {string} folder @param {string[]} command */
const commandIn = (folder, [program, ...args]) =>
  /** @type {const} */ ([program === 'node' ? process.execPath : join(folder, 'node_modules/.bin', program), args]);

/** @param {string} folder @param {string} archive @param {Host} host */
async function makeProject(folder, archive, { packages, files = {} }) {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  await writeFile(join(folder, 'package.tgz'), await readFile(archive));
  await copyPrograms(folder, 'engine.mjs', 'element.js', 'vue-consumer.vue', 'svelte-consumer.svelte');
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  await mustRun('npm', ['install', '--no-audit', '--no-fund', '--no-save', './package.tgz', ...packages], folder);
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
    const learned = await page.waitForFunction(() => /** @type {any} */ (window).learned, undefined, {
      timeout: 60_000,
    });
    const element = page.locator('rnn-playground');
    await element.waitFor();
    await page.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.epoch > 2);
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

/** @param {string} folder @param {NonNullable<Host['dev']>} dev @param {(address: string) => Promise<string>} use */
async function withDevServer(folder, { command, path = '/' }, use) {
  const port = await freePort();
  const [program, args] = commandIn(folder, [...command, String(port)]);
  const child = spawn(program, args, { cwd: folder, stdio: 'ignore' });
  try {
    const address = `http://localhost:${port}${path}`;
    const end = Date.now() + 60_000;
    while (!(await fetch(address).catch(() => undefined))?.ok) {
      if (Date.now() > end || child.exitCode !== null) throw new Error('the development server does not answer');
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return await use(address);
  } finally {
    child.kill();
  }
}

/** @param {string} folder @param {Host} host @param {import('playwright-core').Browser} browser */
async function tried(folder, { commands = [], prints, site, dev }, browser) {
  /** @type {string[]} */
  const results = [];
  let printed = '';
  for (const command of commands) printed = await mustRun(...commandIn(folder, command), folder);
  if (prints && !prints.test(printed)) throw new Error(printed);
  if (prints) results.push('ok');
  if (site) {
    const server = await serve({}, join(folder, site.folder));
    results.push(`build: ${await learnsAt(browser, `${server.address}${site.path ?? '/'}`).finally(server.close)}`);
  }
  if (dev) results.push(`dev: ${await withDevServer(folder, dev, (address) => learnsAt(browser, address))}`);
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
