// What has to be installed before the project can be built or tested, as a list of steps; empty when all is there.
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { downloadPackages, isDebian, removeDownloads } from '../../cpp/toolchain/debian-archive.mjs';
import { eigenPackages, needsEigen, unpackEigen } from '../../cpp/toolchain/eigen.mjs';
import {
  checkEmscripten,
  configureEmscripten,
  emscriptenPackages,
  findEmscripten,
  unpackEmscripten,
} from '../../cpp/toolchain/emscripten.mjs';
import { toolchain } from '../../cpp/toolchain/paths.mjs';
import { installNpmPackages, needsNpmPackages } from './npm-packages.mjs';
import { SetupError } from '../../cpp/toolchain/steps.mjs';
import {
  installPackages,
  missingPackages,
  refuseUninstallable,
  toBuild,
  toCompileWasm,
  toTest,
} from '../../cpp/toolchain/system-packages.mjs';

/** @typedef {import('../../cpp/toolchain/steps.mjs').Step} Step */

const BYTES_NEEDED = 2.5e9;

function refuseWithoutSpace() {
  try {
    mkdirSync(toolchain, { recursive: true });
    accessSync(toolchain, constants.W_OK);
  } catch {
    throw new SetupError(
      `This user may not write to ${toolchain}: change its owner, or delete it, then run this again.`,
    );
  }
  const { bavail, bsize } = statfsSync(toolchain);
  if (bavail * bsize < BYTES_NEEDED) {
    throw new SetupError(
      `The set-up needs ${BYTES_NEEDED / 1e9} GB on the disk of ${toolchain}, ` +
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
  const what = [wasm && 'Emscripten', eigen && 'Eigen'].filter(Boolean).join(' and ');
  const packages = { ...(wasm && { trixie: emscriptenPackages }), ...(eigen && { forky: eigenPackages }) };
  const unpack = async () => {
    if (eigen) await unpackEigen();
    if (wasm) await unpackEmscripten();
    configureEmscripten();
    if (wasm) await checkEmscripten();
    removeDownloads();
  };
  return [
    { title: `Downloading ${what}`, run: (report) => downloadPackages(what, packages, report) },
    { title: `Unpacking ${what} into ${toolchain}`, run: unpack },
  ];
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
  refuseUninstallable(packages);
  const downloads = downloadSteps(missing);
  if (downloads.length || packages.length) refuseWithoutSpace();
  configureEmscripten();
  return [
    ...(packages.length ? [{ title: `Installing ${packages.join(' ')}`, run: () => installPackages(packages) }] : []),
    ...downloads,
    ...(needsNpmPackages() ? [{ title: 'Installing the npm packages', run: installNpmPackages }] : []),
  ];
}
