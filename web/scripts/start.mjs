// `npm start`: installs what is missing, builds what has changed, and serves the page on this machine.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { build } from './build.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runMain, secondsSince } from '../../cpp/toolchain/steps.mjs';

const firstPort = 4173;

async function serve() {
  // Not a static import: the package may have been installed only now.
  const vite = createRequire(`${root}/package.json`).resolve('vite');
  const { preview } = /** @type {typeof import('vite')} */ (await import(pathToFileURL(vite).href));
  const server = await preview({
    root: `${root}/web`,
    preview: { port: firstPort, strictPort: false },
    logLevel: 'warn',
  });
  return server.resolvedUrls?.local[0];
}

await runMain(async () => {
  const start = performance.now();
  await build();
  const address = await serve();
  console.log(`Ready after ${secondsSince(start)}: ${address}   (Ctrl-C stops)`);
});
