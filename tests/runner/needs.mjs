// What a suite may need, and what has to be installed or built for it.
import { clangFormat } from '../../cpp/toolchain/clang-format.mjs';
import { isCurrent } from '../../cpp/toolchain/fingerprint.mjs';
import { hasApt, which } from '../../cpp/toolchain/system.mjs';
import { engine } from '../../web/scripts/build.mjs';
import { browserRequirements } from './find-browsers.mjs';

/**
 * @typedef {import('../../web/scripts/setup.mjs').Wanted} Wanted
 * @typedef {import('../../cpp/toolchain/system-packages.mjs').Requirement} Requirement
 * @typedef {import('../../cpp/toolchain/system.mjs').System} System
 *
 * @typedef {'npm' | 'native' | 'webAssembly' | 'googletest' | 'engine' | 'page' | 'clang-format' | 'clang-tidy'
 *   | 'chromium' | 'firefox' | 'webkit' | 'fonts'} Need
 *   `native` and `webAssembly` are compilers, `engine` and `page` what is built from the sources; the page includes the engine
 */

/** Fonts have no fixed place, so only Debian's own list can tell; elsewhere the system's fonts have to do.
 * @param {string} debian @returns {Requirement} */
const font = (debian) => ({
  ...{ name: debian, debian: [debian], onlyIfInstallable: true },
  isThere: (system) => !which('dpkg', system) || system.exists(`/var/lib/dpkg/info/${debian}.list`),
});

/** What only Debian packages: elsewhere the tests that need it are left out, and say so.
 * @param {string} debian @param {string} command @returns {Requirement} */
const onDebian = (debian, command) => ({
  ...{ name: command, debian: [debian], onlyIfInstallable: true },
  isThere: (system) => !hasApt(system) || which(command, system) !== undefined,
});

/** Its sources are compiled to WebAssembly too; where they are not installed and cannot be, CMake fetches them. @type {Requirement} */
const googletest = {
  name: 'GoogleTest',
  debian: ['libgtest-dev'],
  onlyIfInstallable: true,
  isThere: ({ exists }) => exists('/usr/src/googletest/CMakeLists.txt'),
};

/** @type {Requirement} */
const clangTidy = {
  name: 'clang-tidy 19',
  debian: ['clang-tidy-19'],
  isThere: (system) => which('clang-tidy-19', system) !== undefined,
};

const headlessShell = onDebian('chromium-headless-shell', 'chromium-headless-shell');

/** What was built from these very sources needs no compiler. @returns {Wanted} */
const builtEngine = () => ({ npm: true, webAssembly: !isCurrent(engine) });

/** @type {Record<Need, () => Wanted>} */
const wantedFor = {
  npm: () => ({ npm: true }),
  native: () => ({ native: true }),
  webAssembly: () => ({ npm: true, webAssembly: true }),
  googletest: () => ({ others: [googletest] }),
  engine: builtEngine,
  page: builtEngine,
  'clang-format': () => ({ others: [clangFormat] }),
  'clang-tidy': () => ({ others: [clangTidy] }),
  // Either will do; both are had where they can be: some tests are about what only a whole browser has.
  chromium: () => ({ npm: true, others: [browserRequirements.chromium, headlessShell] }),
  firefox: () => ({ others: [browserRequirements.firefox] }),
  webkit: () => ({ others: [onDebian('webkit2gtk-driver', 'WebKitWebDriver'), onDebian('xvfb', 'Xvfb')] }),
  fonts: () => ({ others: [font('fonts-noto-cjk'), font('fonts-noto-color-emoji')] }),
};

/** @param {readonly Need[]} needs @returns {Wanted} all that these ask for, once */
export function wantedBy(needs) {
  const wanted = needs.map((need) => wantedFor[need]());
  return {
    npm: wanted.some(({ npm }) => npm),
    native: wanted.some(({ native }) => native),
    webAssembly: wanted.some(({ webAssembly }) => webAssembly),
    others: [...new Set(wanted.flatMap(({ others = [] }) => others))],
  };
}
