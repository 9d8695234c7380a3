/** Other machines than this one, as cpp/toolchain/system.mjs describes them. */

/**
 * @param {object} description
 * @param {string} [description.platform]
 * @param {boolean} [description.isRoot]
 * @param {Record<string, string>} [description.env]
 * @param {Record<string, string>} [description.programs]   path -> what it says to `--version`
 * @param {string[]} [description.files]                    that are no programs
 * @returns {import('../../cpp/toolchain/system.mjs').System}
 */
export function systemWith({ platform = 'linux', isRoot = false, env = {}, programs = {}, files = [] } = {}) {
  const separator = platform === 'win32' ? '\\' : '/';
  const paths = [...Object.keys(programs), ...files];
  return {
    platform,
    isRoot,
    env: { PATH: platform === 'win32' ? 'C:\\bin' : '/usr/bin:/opt/bin', ...env },
    exists: (path) => paths.includes(path) || paths.some((one) => one.startsWith(path + separator)),
    list: (folder) => [
      ...new Set(
        paths
          .filter((path) => path.startsWith(folder + separator))
          .map((path) => path.slice(folder.length + 1).split(separator)[0]),
      ),
    ],
    isProgram: (path) => path in programs,
    versionOf: (path) => programs[path] ?? '',
  };
}
