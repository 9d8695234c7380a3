/** The package as `npm pack` makes it, in an empty project. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';

const programs = fileURLToPath(new URL('./programs/', import.meta.url));

/** What the package depends on, and that in turn: as installed for this project, so that no registry is asked. */
const DEPENDENCIES = [
  'fflate',
  'idb',
  'lit',
  'lit-html',
  'lit-element',
  '@lit/reactive-element',
  '@lit-labs/ssr-dom-shim',
  '@types/trusted-types',
  'uplot',
  'uqr',
  // Of React, for the types alone.
  '@types/react',
  'csstype',
];

/**
 * @param {string} command @param {string[]} args @param {string} [cwd] @param {NodeJS.ProcessEnv} [env] added to this process's own
 * @returns {Promise<string>} what it printed
 */
export async function mustRun(command, args, cwd = root, env = {}) {
  const { code, output } = await run(command, args, { cwd, env, timeLimit: 600 });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')}: exit code ${code}\n${output}`);
  return output;
}

/** @param {string} folder gets the archive @returns {Promise<string>} its path */
export async function pack(folder) {
  await mustRun('npm', ['pack', '--pack-destination', folder]);
  const archive = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  return join(folder, String(archive));
}

/** Copies programs of this folder. @param {string} project @param {string[]} names */
export const copyPrograms = (project, ...names) =>
  Promise.all(names.map((name) => cp(join(programs, name), join(project, name))));

/**
 * A project with nothing but the package and what it depends on.
 * @returns {Promise<{project: string, installed: string, remove: () => Promise<void>}>}
 */
export async function emptyProject() {
  const project = await mkdtemp(join(tmpdir(), 'package-'));
  const installed = join(project, 'node_modules/rnn-playground');
  await mkdir(installed, { recursive: true });
  await mustRun('tar', ['-xzf', await pack(project), '-C', installed, '--strip-components=1']);
  for (const name of DEPENDENCIES) {
    await mkdir(dirname(join(project, 'node_modules', name)), { recursive: true });
    await symlink(join(root, 'node_modules', name), join(project, 'node_modules', name));
  }
  await writeFile(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  return { project, installed, remove: () => rm(project, { recursive: true }) };
}

/** @param {string} installed folder of the package */
export const manifestOf = async (installed) => JSON.parse(await readFile(join(installed, 'package.json'), 'utf8'));
