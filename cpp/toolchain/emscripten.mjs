// The Emscripten compiler: one on PATH that is new enough, or Debian 13's, unpacked into the project's own folder.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { unpackPackage } from './debian-archive.mjs';
import { root, toolchain } from './paths.mjs';
import { run } from './process.mjs';
import { SetupError } from './steps.mjs';
import { thisSystem, which } from './system.mjs';

const oldestGood = [3, 1, 69];
const home = `${toolchain}/emscripten`;
const binaryen = `${toolchain}/binaryen`;

/** Emscripten's wasm-opt needs a newer C library than Debian 12 has, so it comes with its own. */
export const emscriptenPackages = ['emscripten', 'binaryen', 'libc6', 'libstdc++6', 'libgcc-s1'];

/** Variants for threads, workers, sanitizers and link-time optimization: three quarters of the package. */
const unusedVariants = ['lto', 'lto-pic', 'pic', 'wasm64-emscripten', '*-mt[-.]*', '*-ww[-.]*', '*-asan[-.]*'].map(
  (pattern) => `*/wasm32-emscripten/${pattern}`,
);
const unusedParts = [
  '*/lib/wasm64-emscripten',
  './usr/share/emscripten/test',
  './usr/share/emscripten/docs',
  './usr/share/doc',
];

/** @param {string} version @returns {boolean} */
export function isGoodVersion(version) {
  const numbers = version.split('.').map(Number);
  const different = oldestGood.findIndex((number, index) => numbers[index] !== number);
  return different === -1 || numbers[different] > oldestGood[different];
}

/** Whether the compiler on PATH will do. @param {import('./system.mjs').System} system */
function hasGoodEmcc(system) {
  const emcc = which('emcc', system);
  if (!emcc) return false;
  const version = /\b(\d+\.\d+\.\d+)\b/.exec(system.versionOf(emcc))?.[1];
  return version !== undefined && isGoodVersion(version);
}

/** @param {(path: string) => boolean} [exists] */
const isUnpacked = (exists = existsSync) => exists(`${home}/emcc`) && exists(`${binaryen}/bin/wasm-opt`);

/** @param {import('./system.mjs').System} [system] @returns {'unpacked' | 'on PATH' | 'missing'} */
export function findEmscripten(system = thisSystem()) {
  if (isUnpacked(system.exists)) return 'unpacked';
  return hasGoodEmcc(system) ? 'on PATH' : 'missing';
}

/** @param {import('./system.mjs').System} system @returns {string} how it is installed by hand, where Debian's cannot be unpacked */
export const howToInstallEmscripten = ({ platform }) =>
  `There is no Emscripten: install version ${oldestGood.join('.')} or newer with ` +
  `${platform === 'darwin' ? '`brew install emscripten`' : 'emsdk (`emsdk install latest`, then `emsdk activate latest`)'}, ` +
  'see that `emcc --version` answers, then run this again.';

/** Programs for a newer C library start through the dynamic linker that belongs to it. */
const launcher = (/** @type {string} */ name) => `#!/bin/sh
here=$(dirname "$0")/..
exec "$here"/lib/ld-linux*.so.* --library-path "$here/lib" "$here/libexec/${name}" "$@"
`;

/** @param {string} scratch */
async function unpackBinaryen(scratch) {
  const unpacked = `${scratch}/packages`;
  const finished = `${scratch}/binaryen`;
  for (const name of emscriptenPackages.slice(1)) await unpackPackage(name, unpacked, ['./usr/share']);
  const libraries = readdirSync(`${unpacked}/usr/lib`).find((name) => name.includes('-linux-gnu'));
  mkdirSync(`${finished}/bin`, { recursive: true });
  renameSync(`${unpacked}/usr/bin`, `${finished}/libexec`);
  renameSync(`${unpacked}/usr/lib/${libraries}`, `${finished}/lib`);
  for (const name of readdirSync(`${finished}/libexec`).filter((name) => name.startsWith('wasm'))) {
    writeFileSync(`${finished}/bin/${name}`, launcher(name));
    chmodSync(`${finished}/bin/${name}`, 0o755);
  }
  rmSync(binaryen, { recursive: true, force: true });
  renameSync(finished, binaryen);
}

/** @param {string} scratch */
async function unpackCompiler(scratch) {
  await unpackPackage('emscripten', scratch, [...unusedVariants, ...unusedParts]);
  const unpacked = `${scratch}/usr/share/emscripten`;
  // Emscripten's own scripts are CommonJS, unlike the project's, and import acorn, one of the project's packages.
  writeFileSync(`${unpacked}/package.json`, '{ "private": true }\n');
  symlinkSync('../../node_modules', `${unpacked}/node_modules`);
  rmSync(home, { recursive: true, force: true });
  renameSync(unpacked, home);
}

/** Unpacks what was downloaded: under another name first, so that an interrupted run leaves nothing half done. */
export async function unpackEmscripten() {
  const scratch = `${toolchain}/unpacking`;
  rmSync(scratch, { recursive: true, force: true });
  await unpackBinaryen(scratch);
  await unpackCompiler(scratch);
  rmSync(scratch, { recursive: true, force: true });
}

/** Tells the unpacked compiler where its parts are; written anew whenever the project or node has moved. */
export function configureEmscripten() {
  if (!isUnpacked()) return;
  // A JSON string is a Python string too.
  const path = (/** @type {string} */ text) => JSON.stringify(text);
  const config = `# Written by cpp/toolchain/emscripten.mjs
LLVM_ROOT = ${path(dirname(which('clang-19') ?? '/usr/bin/clang-19'))}
CLANG_ADD_VERSION = '19'
LLVM_ADD_VERSION = '19'
BINARYEN_ROOT = ${path(binaryen)}
NODE_JS = ${path(process.execPath)}
FROZEN_CACHE = True
`;
  const file = `${home}/.emscripten`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== config) writeFileSync(file, config);
}

/** Tries the compiler out. */
export async function checkEmscripten() {
  const emcc = isUnpacked() ? `${home}/emcc` : 'emcc';
  const { code, output } = await run(emcc, ['--version'], { cwd: root });
  if (code !== 0) {
    throw new SetupError(
      `Emscripten does not start (${output.trim().split('\n').at(-1)}): delete ${toolchain} and run this again, ` +
        `or put an emcc 3.1.69 or newer on PATH (with emsdk, or Homebrew's emscripten).`,
    );
  }
}
