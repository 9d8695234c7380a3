/** What the figures were measured on, and how busy it was. */
import { readFileSync } from 'node:fs';
import { cpus, loadavg, type, release } from 'node:os';
import { gzipSync } from 'node:zlib';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';

/** The system's own name for itself, where it has one. */
function systemName() {
  try {
    const name = /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1];
    if (name) return name;
  } catch {
    // Not Linux.
  }
  return `${type()} ${release()}`;
}

/** Name and version of a build's compiler, which CMake notes in its folder. @param {'wasm' | 'native'} preset */
async function compilerOf(preset) {
  const [notes] = filesBelow(`build/${preset}/CMakeFiles`, (path) => path.endsWith('/CMakeCXXCompiler.cmake'));
  const command = /CMAKE_CXX_COMPILER "(.*)"/.exec(readFileSync(`${root}/${notes}`, 'utf8'))?.[1] ?? '';
  const { output } = await run(command, ['--version']);
  const name = preset === 'wasm' ? 'Emscripten' : output.includes('Free Software Foundation') ? 'GCC' : 'Clang';
  return `${name} ${/\d+(\.\d+)+/.exec(output)?.[0] ?? ''}`;
}

/**
 * @typedef {object} Machine
 * @property {string} processor
 * @property {number} cores
 * @property {string} system
 * @property {string} date
 * @property {string} commit
 * @property {string} place        Node or a browser
 * @property {string} emscripten
 * @property {string} [native]     the compiler of the native build
 */

/** @param {string} place @param {boolean} withNative @returns {Promise<Machine>} */
export async function describeMachine(place, withNative) {
  const { output: commit } = await run('git', ['rev-parse', '--short', 'HEAD']);
  const { output: changes } = await run('git', ['status', '--porcelain', '--', 'cpp', 'web']);
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    system: systemName(),
    date: new Date().toISOString().slice(0, 10),
    commit: commit.trim() + (changes.trim() ? ' with changes' : ''),
    place,
    emscripten: await compilerOf('wasm'),
    native: withNative ? await compilerOf('native') : undefined,
  };
}

/** Programs that wanted a core in the last minute, this one included; 0 where the system does not say. */
export const load = () => loadavg()[0];

/** @typedef {{raw: number, gzip: number}} Size bytes, as they are and after gzip -9 */

/** What is downloaded of the engine. @returns {Record<string, Size>} */
export function engineSizes() {
  const files = ['engine.wasm', 'engine.js'].map((name) => {
    const bytes = readFileSync(`${root}/web/engine/generated/${name}`);
    return [name, { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length }];
  });
  return Object.fromEntries(files);
}
