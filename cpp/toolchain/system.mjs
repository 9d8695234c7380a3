// What is known of the machine: everything that looks at it takes it as an argument, so that tests can describe another one.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/**
 * @typedef {object} System
 * @property {string} platform                                    as in `process.platform`
 * @property {Record<string, string | undefined>} env
 * @property {boolean} isRoot
 * @property {(path: string) => boolean} exists
 * @property {(folder: string) => string[]} list                  names in a folder; none where there is no such folder
 * @property {(path: string) => boolean} isProgram                whether this file can be started
 * @property {(command: string) => string} versionOf              what it says to `--version`
 */

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** @param {string} folder */
function list(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** On Windows it may be a batch file, which needs a shell. @param {string} command */
function versionOf(command) {
  const onWindows = process.platform === 'win32';
  const { stdout } = spawnSync(onWindows ? `"${command}"` : command, ['--version'], {
    encoding: 'utf8',
    shell: onWindows,
  });
  return stdout ?? '';
}

/** @returns {System} */
export const thisSystem = () => ({
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
  list,
  isProgram,
  versionOf,
});

/** Paths are written as the system writes them, whichever this one is. @param {System} system */
export const pathsOf = ({ platform }) => (platform === 'win32' ? win32 : posix);

/** The folders of PATH. @param {System} system */
export function pathFolders(system) {
  const { env } = system;
  return (env.PATH ?? env.Path ?? '').split(pathsOf(system).delimiter).filter(Boolean);
}

/** What a program's file may end with. @param {System} system */
const endings = ({ platform, env }) =>
  platform === 'win32' ? ['', ...(env.PATHEXT ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';')] : [''];

/** The path of a program on PATH, or undefined. @param {string} command @param {System} [system] */
export function which(command, system = thisSystem()) {
  for (const folder of pathFolders(system)) {
    for (const ending of endings(system)) {
      const path = pathsOf(system).join(folder, command + ending);
      if (system.isProgram(path)) return path;
    }
  }
  return undefined;
}

/** Whether Debian's packages can be installed at all, by whomever. @param {System} system */
export const hasApt = (system) => Boolean(which('apt-get', system));
