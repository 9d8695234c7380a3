// clang-format of the one major version whose lay-out the sources have, under whatever name it is installed.
import { howToInstall } from './system-packages.mjs';
import { pathFolders, pathsOf } from './system.mjs';

/** @typedef {import('./system.mjs').System} System */

const MAJOR_VERSION = 19;

/** Homebrew's, which is not on PATH. */
const elsewhere = ['/opt/homebrew', '/usr/local'].map((prefix) => `${prefix}/opt/llvm@${MAJOR_VERSION}/bin`);

/** @param {string} name of a file @returns {boolean} */
const isItsName = (name) => /^clang-format(-[\d.]+)?(\.exe)?$/i.test(name);

/** @param {System} system @returns {string | undefined} its path */
export function findClangFormat(system) {
  const candidates = [...pathFolders(system), ...elsewhere].flatMap((folder) =>
    system
      .list(folder)
      .filter(isItsName)
      .map((name) => pathsOf(system).join(folder, name))
      .filter(system.isProgram),
  );
  // The one with the number in its name first: asking each costs time.
  const numbered = new RegExp(`-${MAJOR_VERSION}(\\.exe)?$`, 'i');
  candidates.sort((a, b) => Number(numbered.test(b)) - Number(numbered.test(a)));
  return candidates.find((path) => new RegExp(`version ${MAJOR_VERSION}\\.`).test(system.versionOf(path)));
}

/** @type {import('./system-packages.mjs').Requirement} */
export const clangFormat = {
  name: `clang-format ${MAJOR_VERSION}`,
  debian: [`clang-format-${MAJOR_VERSION}`],
  brew: `llvm@${MAJOR_VERSION}`,
  anywhere: `run \`pipx install clang-format==${MAJOR_VERSION}.1.7\``,
  isThere: (system) => findClangFormat(system) !== undefined,
};

/** @param {System} system @returns {string} a sentence */
export const howToInstallClangFormat = (system) => howToInstall([clangFormat], system);
