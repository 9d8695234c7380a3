// Packages of newer Debian releases, downloaded into the project's own folder: apt checks their signatures,
// and neither the system's package sources nor its packages change.
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { findDebianSource } from './debian-sources.mjs';
import { toolchain } from './paths.mjs';
import { run } from './process.mjs';
import { SetupError, setupLog } from './steps.mjs';
import { hasApt, thisSystem, which } from './system.mjs';

const folder = `${toolchain}/apt`;
const downloads = `${folder}/downloads`;

/** Whether this system can take packages from Debian at all. @param {import('./system.mjs').System} [system] */
export const isDebian = (system = thisSystem()) =>
  Boolean(hasApt(system) && which('dpkg-deb', system) && findDebianSource());

/** Writes a package source like the system's own, but for other releases. @param {string[]} suites */
function writeSources(suites) {
  const source = findDebianSource();
  if (!source) throw new SetupError('This system has no Debian package source.');
  const fields = [
    'Types: deb',
    `URIs: ${source.uris.join(' ')}`,
    `Suites: ${suites.join(' ')}`,
    'Components: main',
    ...(source.signedBy ? [`Signed-By: ${source.signedBy}`] : []),
  ];
  for (const part of ['sources', 'lists/partial', 'cache/archives/partial', 'downloads']) {
    mkdirSync(`${folder}/${part}`, { recursive: true });
  }
  writeFileSync(`${folder}/sources/debian.sources`, `${fields.join('\n')}\n`);
}

const privateApt = [
  ['Dir::Etc::SourceList', '/dev/null'],
  ['Dir::Etc::SourceParts', `${folder}/sources`],
  ['Dir::State::Lists', `${folder}/lists`],
  ['Dir::Cache', `${folder}/cache`],
  // apt's own user may not write into the project.
  ['APT::Sandbox::User', 'root'],
  ['Acquire::Languages', 'none'],
].flatMap(([key, value]) => ['-o', `${key}=${value}`]);

/** @param {string[]} args */
const apt = (args) => run('apt-get', [...privateApt, ...args], { cwd: downloads, log: setupLog });

/** @param {string} what @returns {SetupError} */
const downloadFailed = (what) =>
  new SetupError(
    `${what} could not be downloaded from this system's Debian mirror: check the network, ` +
      `or install Emscripten 3.1.69 or newer by hand (with emsdk, or Homebrew's emscripten), ` +
      `put its emcc on PATH and run this again (details: ${setupLog}).`,
  );

const megabytes = (/** @type {number} */ bytes) => Math.round(bytes / 1e6);

const downloadedBytes = () =>
  readdirSync(downloads, { recursive: true })
    .map((name) => statSync(`${downloads}/${name}`, { throwIfNoEntry: false }))
    .reduce((sum, entry) => sum + (entry?.isFile() ? entry.size : 0), 0);

/**
 * Downloads packages; what an interrupted run already has is not loaded again.
 * @param {string} what in words
 * @param {Record<string, string[]>} packagesOfSuite @param {(detail: string) => void} report
 */
export async function downloadPackages(what, packagesOfSuite, report) {
  writeSources(Object.keys(packagesOfSuite));
  report('package lists');
  if ((await apt(['update'])).code !== 0) throw downloadFailed(what);
  const wanted = Object.entries(packagesOfSuite).flatMap(([suite, names]) => names.map((name) => `${name}/${suite}`));
  const { output } = await apt(['download', '--print-uris', ...wanted]);
  const total = [...output.matchAll(/^'.*' \S+ (\d+) /gm)].reduce((sum, match) => sum + Number(match[1]), 0);
  const timer = setInterval(() => report(`${megabytes(downloadedBytes())} of ${megabytes(total)} MB`), 500);
  const { code } = await apt(['download', ...wanted]).finally(() => clearInterval(timer));
  if (code !== 0) throw downloadFailed(what);
  report(`${megabytes(total)} MB`);
}

/**
 * Unpacks one downloaded package.
 * @param {string} name @param {string} target @param {string[]} [leaveOut] patterns of what is not needed
 */
export async function unpackPackage(name, target, leaveOut = []) {
  const file = readdirSync(downloads).find((entry) => entry.startsWith(`${name}_`));
  mkdirSync(target, { recursive: true });
  const script =
    'set -o pipefail; package=$1; target=$2; shift 2; dpkg-deb --fsys-tarfile "$package" | tar -x -C "$target" "$@"';
  const exclude = leaveOut.map((pattern) => `--exclude=${pattern}`);
  const { code } = await run('bash', ['-c', script, 'unpack', `${downloads}/${file}`, target, ...exclude], {
    log: setupLog,
  });
  if (code !== 0) {
    throw new SetupError(
      `${name} could not be unpacked into ${target}: check the free disk space, then run this again.`,
    );
  }
}

export const removeDownloads = () => rmSync(folder, { recursive: true, force: true });
