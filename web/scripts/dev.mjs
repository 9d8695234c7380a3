// `npm run dev`: Vite's development server on the sources of the page; the page reloads when they change, and when the engine,
// compiled anew after a change of the C++, does.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { buildAndStamp } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runMain, runSteps, secondsSince } from '../../cpp/toolchain/steps.mjs';
import { buildEngine, engine, engineSteps } from './build.mjs';
import { watchEngine } from './engine-watcher.mjs';
import { setupSteps } from './setup.mjs';

const FIRST_PORT = 5173;

async function startVite() {
  // Not a static import: the package may have been installed only now.
  const vite = createRequire(`${root}/package.json`).resolve('vite');
  const { createServer } = /** @type {typeof import('vite')} */ (await import(pathToFileURL(vite).href));
  const server = await createServer({
    root: `${root}/web`,
    server: { port: FIRST_PORT, strictPort: false, watch: { ignored: ['**/engine/generated/**'] } },
    logLevel: 'info',
  });
  await server.listen();
  return server;
}

/** The engine is not watched file by file: the page shall see all of a new one, or none. @param {import('vite').ViteDevServer} server */
function rebuildEngine(server) {
  let start = 0;
  /** @type {import('vite').ErrorPayload | undefined} */
  let failure;
  // A page that loads anew while the C++ does not compile shall say so too.
  server.ws.on('connection', () => {
    if (failure) server.ws.send(failure);
  });
  return watchEngine({
    folders: ['cpp/rnn', 'cpp/bindings'].map((folder) => `${root}/${folder}`),
    build: () => buildAndStamp(engine, () => buildEngine()),
    onStart: () => {
      start = performance.now();
      console.log('Compiling the engine …');
    },
    onBuilt: () => {
      failure = undefined;
      console.log(`The engine is compiled after ${secondsSince(start)}; the page reloads.`);
      server.moduleGraph.invalidateAll();
      server.ws.send({ type: 'full-reload', path: '*' });
    },
    // The module in web/engine/generated is replaced only by one that linked: the old engine goes on.
    onFailed: ({ message }) => {
      console.error(`✖ ${message}`);
      failure = { type: 'error', err: { message, stack: '', plugin: 'engine' } };
      server.ws.send(failure);
    },
  });
}

await runMain(async () => {
  const compile = engineSteps();
  await runSteps([...setupSteps({ npm: true, webAssembly: true }), ...compile]);
  const server = await startVite();
  rebuildEngine(server);
  console.log(`${server.resolvedUrls?.local[0]}   (Ctrl-C stops)`);
});
