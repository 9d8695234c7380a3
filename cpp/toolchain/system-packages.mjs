// What the project needs of the system, how to see that it is there, and how it is installed, or what to tell who must do it.
import { run } from './process.mjs';
import { SetupError, setupLog } from './steps.mjs';
import { hasApt, which } from './system.mjs';

/** @typedef {import('./system.mjs').System} System */

/**
 * @typedef {object} Requirement
 * @property {string} name                             in words
 * @property {(system: System) => boolean} isThere
 * @property {string[]} debian                         the packages that bring it
 * @property {string} [brew]                           Homebrew's name of it
 * @property {string} [winget]                         winget's name of it
 * @property {string} [anywhere]                       how it is installed where no package manager of the above has it
 * @property {boolean} [onlyIfInstallable]             done without where it is missing and cannot be installed from here
 */

/** @param {string} name @param {{ debian: string, brew?: string, winget?: string, commands: string[] }} how @returns {Requirement} */
const program = (name, { debian, brew, winget, commands }) => ({
  ...{ name, debian: [debian], brew, winget },
  isThere: (system) => commands.some((command) => which(command, system)),
});

export const cmake = program('CMake', {
  ...{ debian: 'cmake', brew: 'cmake', winget: 'Kitware.CMake' },
  commands: ['cmake'],
});
export const ninja = program('Ninja', {
  ...{ debian: 'ninja-build', brew: 'ninja', winget: 'Ninja-build.Ninja' },
  commands: ['ninja'],
});

/** @type {Requirement} */
export const cxx = {
  name: 'a C++ compiler',
  debian: ['g++'],
  winget: 'LLVM.LLVM',
  anywhere: 'install g++ or clang++ (on macOS: `xcode-select --install`)',
  isThere: (system) => ['g++', 'c++', 'clang++'].some((command) => which(command, system)),
};

/** What Emscripten compiles with where it was unpacked by this project. */
export const wasmCompiler = [
  program('Python', { debian: 'python3', commands: ['python3'] }),
  program('clang 19', { debian: 'clang-19', commands: ['clang-19'] }),
  program('lld 19', { debian: 'lld-19', commands: ['wasm-ld-19'] }),
  program('LLVM 19', { debian: 'llvm-19', commands: ['llvm-ar-19'] }),
];

/** @param {System} system */
const canInstall = (system) => hasApt(system) && system.isRoot;

/** @param {Requirement[]} requirements @param {System} system */
export const missing = (requirements, system) =>
  requirements.filter(
    ({ isThere, onlyIfInstallable }) => !isThere(system) && (canInstall(system) || !onlyIfInstallable),
  );

/** @param {Requirement[]} requirements */
export const debianPackages = (requirements) => [...new Set(requirements.flatMap(({ debian }) => debian))];

/** How requirements are installed by hand: a phrase. @param {Requirement[]} requirements @param {System} system */
function instructions(requirements, system) {
  if (hasApt(system)) {
    return `run \`sudo apt-get install --no-install-recommends ${debianPackages(requirements).join(' ')}\``;
  }
  const manager = /** @type {const} */ ({ darwin: ['brew', 'brew'], win32: ['winget', 'winget'] });
  const [field, command] = manager[/** @type {'darwin' | 'win32'} */ (system.platform)] ?? [];
  const byManager = requirements.flatMap((requirement) => (field && requirement[field]) || []);
  const others = requirements.filter((requirement) => !(field && requirement[field]));
  const unknown = others.filter(({ anywhere }) => !anywhere).map(({ name }) => name);
  return [
    ...(byManager.length ? [`run \`${command} install ${byManager.join(' ')}\``] : []),
    ...others.flatMap(({ anywhere }) => anywhere ?? []),
    ...(unknown.length ? [`install ${unknown.join(', ')}`] : []),
  ].join('; ');
}

/** A sentence. @param {Requirement[]} lacking @param {System} system */
export const howToInstall = (lacking, system) =>
  `This system lacks ${lacking.map(({ name }) => name).join(', ')}: ${instructions(lacking, system)}, then run this again.`;

/**
 * Why these requirements cannot be met from here.
 * @param {Requirement[]} requirements @param {System} system
 * @returns {string | undefined} one sentence that says what to install; nothing if they are there or can be installed
 */
export function whyNotInstallable(requirements, system) {
  const lacking = missing(requirements, system);
  if (!lacking.length || canInstall(system)) return undefined;
  return howToInstall(lacking, system);
}

/**
 * Installs Debian packages, from the system's own sources.
 * @param {string[]} packages
 */
export async function installPackages(packages) {
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
