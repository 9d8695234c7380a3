// The npm packages that package-lock.json names.
import { existsSync, readFileSync } from 'node:fs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { npmCommand, run } from '../../cpp/toolchain/process.mjs';
import { SetupError, setupLog } from '../../cpp/toolchain/steps.mjs';

/**
 * @typedef {{ version?: string, optional?: boolean }} LockedPackage
 * @param {string} path @returns {Record<string, LockedPackage>}
 */
const lockedPackages = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/** npm lists what it installed in a file of the same form as the lock file, as the last thing it does. */
export function needsNpmPackages() {
  const installedList = `${root}/node_modules/.package-lock.json`;
  if (!existsSync(installedList)) return true;
  const installed = lockedPackages(installedList);
  return Object.entries(lockedPackages(`${root}/package-lock.json`)).some(
    // Optional packages are those for other systems.
    ([name, { version, optional }]) =>
      name !== '' && installed[name]?.version !== version && !(optional && !installed[name]),
  );
}

export async function installNpmPackages() {
  const [command, first] = npmCommand();
  const { code } = await run(command, [...first, 'ci', '--no-audit', '--no-fund'], { log: setupLog });
  if (code !== 0) {
    throw new SetupError(
      `The npm packages could not be installed: check the network and that npm works, ` +
        `or run \`npm ci\` by hand, then run this again (details: ${setupLog}).`,
    );
  }
}

/**
 * The script of a package's program, to be run by Node: what npm puts into node_modules/.bin is another kind of file on Windows.
 * @param {string} name of the package @param {string} program one that it has
 */
export function npmProgram(name, program) {
  const folder = `${root}/node_modules/${name}`;
  return `${folder}/${JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).bin[program]}`;
}
