// What has to be installed before something can be built or tested, as a list of steps; empty when all is there.
import { accessSync, constants, mkdirSync, statfsSync } from 'node:fs';
import { downloadPackages, isDebian, removeDownloads } from '../../cpp/toolchain/debian-archive.mjs';
import { eigenPackages, needsEigen, unpackEigen } from '../../cpp/toolchain/eigen.mjs';
import {
  checkEmscripten,
  configureEmscripten,
  emscriptenPackages,
  findEmscripten,
  howToInstallEmscripten,
  unpackEmscripten,
} from '../../cpp/toolchain/emscripten.mjs';
import { toolchain } from '../../cpp/toolchain/paths.mjs';
import { SetupError } from '../../cpp/toolchain/steps.mjs';
import {
  cmake,
  cxx,
  debianPackages,
  installPackages,
  missing,
  ninja,
  wasmCompiler,
  whyNotInstallable,
} from '../../cpp/toolchain/system-packages.mjs';
import { thisSystem } from '../../cpp/toolchain/system.mjs';
import { installNpmPackages, needsNpmPackages } from './npm-packages.mjs';

/**
 * @typedef {import('../../cpp/toolchain/steps.mjs').Step} Step
 * @typedef {import('../../cpp/toolchain/system.mjs').System} System
 * @typedef {import('../../cpp/toolchain/system-packages.mjs').Requirement} Requirement
 *
 * @typedef {object} Wanted
 * @property {boolean} [npm]            the npm packages
 * @property {boolean} [native]         to compile C++ for this machine
 * @property {boolean} [webAssembly]    to compile C++ to WebAssembly
 * @property {Requirement[]} [others]
 */

const SPACE_NEEDED_BYTES = 2.5e9;

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
  if (bavail * bsize < SPACE_NEEDED_BYTES) {
    throw new SetupError(
      `The set-up needs ${SPACE_NEEDED_BYTES / 1e9} GB on the disk of ${toolchain}, ` +
        `which has ${((bavail * bsize) / 1e9).toFixed(1)} GB left: make room, then run this again.`,
    );
  }
}

/** @param {Wanted} wanted @param {System} system @returns {Requirement[]} */
function requirementsOf({ native, webAssembly, others = [] }, system) {
  return [
    ...(native || webAssembly ? [cmake, ninja] : []),
    ...(native ? [cxx] : []),
    // With a compiler of somebody else's making comes what it needs.
    ...(webAssembly && findEmscripten(system) !== 'on PATH' ? wasmCompiler : []),
    ...others,
  ];
}

/**
 * Why something cannot be had on this system.
 * @param {Wanted} wanted @param {System} [system]
 * @returns {string | undefined} a sentence that says what to install; nothing where it is there, or can be installed from here
 */
export function whyNot(wanted, system = thisSystem()) {
  if (wanted.webAssembly && findEmscripten(system) === 'missing' && !isDebian(system)) {
    return howToInstallEmscripten(system);
  }
  return whyNotInstallable(requirementsOf(wanted, system), system);
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

/** @param {Wanted} wanted @param {System} [system] @returns {Step[]} */
export function setupSteps(wanted, system = thisSystem()) {
  const reason = whyNot(wanted, system);
  if (reason) throw new SetupError(reason);
  const { npm, native, webAssembly } = wanted;
  const packages = debianPackages(missing(requirementsOf(wanted, system), system));
  const downloads = downloadSteps({
    wasm: Boolean(webAssembly) && findEmscripten(system) === 'missing',
    eigen: Boolean(native || webAssembly) && needsEigen(system),
  });
  if (downloads.length || packages.length) refuseWithoutSpace();
  if (webAssembly) configureEmscripten();
  return [
    ...(packages.length ? [{ title: `Installing ${packages.join(' ')}`, run: () => installPackages(packages) }] : []),
    ...downloads,
    ...(npm && needsNpmPackages() ? [{ title: 'Installing the npm packages', run: installNpmPackages }] : []),
  ];
}
