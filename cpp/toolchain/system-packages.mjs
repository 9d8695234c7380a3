// What the project needs of the system, how to see that it is there, and the Debian package that brings it.
import { existsSync } from 'node:fs';
import { run, which } from './process.mjs';
import { SetupError, setupLog } from './steps.mjs';

/**
 * @typedef {object} Requirement
 * @property {string} debian       name of the package
 * @property {() => boolean} isThere
 */

/** @param {string} debian @param {string[]} commands any of them will do @returns {Requirement} */
const program = (debian, ...commands) => ({ debian, isThere: () => commands.some(which) });

/** @param {string} debian @param {string} path @returns {Requirement} */
const file = (debian, path) => ({ debian, isThere: () => existsSync(path) });

/** @param {string} debian @param {string} path below a folder of C++ headers @returns {Requirement} */
const header = (debian, path) => ({
  debian,
  isThere: () => ['/usr', '/usr/local', '/opt/homebrew'].some((prefix) => existsSync(`${prefix}/include/${path}`)),
});

/** Fonts have no fixed place, so only Debian's own list can tell; elsewhere the system's fonts have to do.
 * @param {string} debian @returns {Requirement} */
const font = (debian) => ({ debian, isThere: () => !which('dpkg') || existsSync(`/var/lib/dpkg/info/${debian}.list`) });

/** What only Debian packages: elsewhere the tests that need it are left out.
 * @param {string} debian @param {string} command @returns {Requirement} */
const programOfDebian = (debian, command) => ({ debian, isThere: () => !which('apt-get') || Boolean(which(command)) });

export const toBuild = [
  program('cmake', 'cmake'),
  program('ninja-build', 'ninja'),
  header('nlohmann-json3-dev', 'nlohmann/json.hpp'),
];

/** What the unpacked Emscripten compiles with. */
export const toCompileWasm = [
  program('python3', 'python3'),
  program('clang-19', 'clang-19'),
  program('lld-19', 'wasm-ld-19'),
  program('llvm-19', 'llvm-ar-19'),
];

export const toTest = [
  program('g++', 'g++', 'c++'),
  file('libgtest-dev', '/usr/src/googletest/CMakeLists.txt'),
  program('clang-format-19', 'clang-format-19'),
  program('chromium', 'chromium', 'google-chrome'),
  program('firefox-esr', 'firefox-esr', 'firefox'),
  programOfDebian('webkit2gtk-driver', 'WebKitWebDriver'),
  programOfDebian('xvfb', 'Xvfb'),
  font('fonts-noto-cjk'),
  font('fonts-noto-color-emoji'),
];

/** @param {Requirement[]} requirements @returns {string[]} names of Debian packages */
export const missingPackages = (requirements) =>
  requirements.filter(({ isThere }) => !isThere()).map(({ debian }) => debian);

/** Says so where packages are missing that cannot be installed from here. @param {string[]} packages */
export function refuseUninstallable(packages) {
  if (!packages.length) return;
  const list = packages.join(' ');
  if (!which('apt-get')) {
    throw new SetupError(
      `This system lacks ${packages.join(', ')} (Debian's names) and has no apt-get to install them: ` +
        `install them with its own package manager (Homebrew: cmake, ninja, nlohmann-json, emscripten, eigen, googletest, clang-format), then run this again.`,
    );
  }
  if (process.getuid?.() !== 0) {
    throw new SetupError(
      `Only root may install what is missing: run \`sudo apt-get install --no-install-recommends ${list}\`, then run this again.`,
    );
  }
}

/**
 * Installs Debian packages, from the system's own sources.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
  refuseUninstallable(packages);
  const options = { log: setupLog, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  // An installation that was interrupted blocks every later one until it is finished.
  if ((await run('dpkg', ['--audit'])).output) await run('dpkg', ['--configure', '-a'], options);
  const waitForOthers = ['-o', 'DPkg::Lock::Timeout=300'];
  await run('apt-get', [...waitForOthers, 'update'], options);
  const install = ['install', '--yes', '--no-install-recommends', ...packages];
  const { code } = await run('apt-get', [...waitForOthers, ...install], options);
  if (code !== 0) {
    throw new SetupError(
      `apt-get could not install ${packages.join(', ')}: check the network and the free disk space, ` +
        `install them by hand with \`apt-get ${install.slice(0, 1).concat(packages).join(' ')}\`, then run this again (details: ${setupLog}).`,
    );
  }
}
