// What has to be installed before the project can be built or tested, as a list of steps; empty when all is there.
import { mkdirSync, statfsSync } from 'node:fs';
import { downloadPackages, isDebian, removeDownloads } from './debian_archive.mjs';
import { eigenPackages, needsEigen, unpackEigen } from './eigen.mjs';
import {
  checkEmscripten,
  configureEmscripten,
  emscriptenPackages,
  findEmscripten,
  unpackEmscripten,
} from './emscripten.mjs';
import { toolchain } from './paths.mjs';
import { installNpmPackages, needsNpmPackages } from './npm_packages.mjs';
import { SetupError } from './steps.mjs';
import { installPackages, missingPackages, toBuild, toCompileWasm, toTest } from './system_packages.mjs';

/** @typedef {import('./steps.mjs').Step} Step */

const spaceNeeded = 2.5e9;

function refuseWithoutSpace() {
  mkdirSync(toolchain, { recursive: true });
  const { bavail, bsize } = statfsSync(toolchain);
  if (bavail * bsize < spaceNeeded) {
    throw new SetupError(
      `The set-up needs ${spaceNeeded / 1e9} GB on the disk of ${toolchain}, ` +
        `which has ${((bavail * bsize) / 1e9).toFixed(1)} GB left: make room, then run this again.`,
    );
  }
}

function refuseWithoutDebian() {
  if (isDebian()) return;
  throw new SetupError(
    'There is no Emscripten, and without a Debian package source it cannot be installed from here: ' +
      'install version 3.1.69 or newer by hand (`./emsdk install latest && ./emsdk activate latest` in a checkout of emsdk, ' +
      'or `brew install emscripten`), see that `emcc --version` answers, then run this again.',
  );
}

/** @param {{ wasm: boolean, eigen: boolean }} missing @returns {Step[]} */
function downloadSteps({ wasm, eigen }) {
  if (!wasm && !eigen) return [];
  /** @type {Step[]} */
  const steps = [];
  steps.push({
    title: `Downloading ${[wasm && 'Emscripten', eigen && 'Eigen'].filter(Boolean).join(' and ')}`,
    run: (report) =>
      downloadPackages({ ...(wasm && { trixie: emscriptenPackages }), ...(eigen && { forky: eigenPackages }) }, report),
  });
  steps.push({
    title: `Unpacking into ${toolchain}`,
    run: async () => {
      if (eigen) await unpackEigen();
      if (wasm) await unpackEmscripten();
      configureEmscripten();
      if (wasm) await checkEmscripten();
      removeDownloads();
    },
  });
  return steps;
}

/**
 * @param {{ compiler: boolean, tests: boolean }} purpose   whether C++ is to be compiled, and tests to be run
 * @returns {Promise<Step[]>}
 */
export async function setupSteps({ compiler, tests }) {
  const emscripten = compiler ? await findEmscripten() : 'on PATH';
  const missing = { wasm: emscripten === 'missing', eigen: compiler && needsEigen() };
  if (missing.wasm) refuseWithoutDebian();
  const packages = missingPackages([
    ...(compiler ? toBuild : []),
    ...(compiler && emscripten !== 'on PATH' ? toCompileWasm : []),
    ...(tests ? toTest : []),
  ]);
  const downloads = downloadSteps(missing);
  if (downloads.length || packages.length) refuseWithoutSpace();
  configureEmscripten();
  return [
    ...(packages.length ? [{ title: `Installing ${packages.join(' ')}`, run: () => installPackages(packages) }] : []),
    ...downloads,
    ...(needsNpmPackages() ? [{ title: 'Installing the npm packages', run: installNpmPackages }] : []),
  ];
}
