// Whether the WebAssembly is the same, byte for byte, wherever it is built: two clones of the last commit in folders with different
// paths, each compiled from nothing with this project's tool chain. `node web/scripts/reproducible.mjs`; some minutes.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../cpp/toolchain/paths.mjs';
import { run } from '../../cpp/toolchain/process.mjs';
import { runMain, SetupError } from '../../cpp/toolchain/steps.mjs';
import { engine } from './build.mjs';

/** @param {string} command @param {string[]} args @param {string} cwd */
async function mustRunIn(command, args, cwd) {
  const { code, output } = await run(command, args, { cwd });
  if (code !== 0)
    throw new SetupError(`${command} ${args[0]} failed in ${cwd}:\n${output.split('\n').slice(-30).join('\n')}`);
}

/** @param {string} folder @returns {Record<string, string>} the SHA-256 of each file that the engine's build makes */
const digests = (folder) =>
  Object.fromEntries(
    engine.results.map((path) => [
      path,
      createHash('sha256')
        .update(readFileSync(join(folder, path)))
        .digest('hex'),
    ]),
  );

/** @param {string} folder that does not exist yet */
async function buildClone(folder) {
  await mustRunIn('git', ['clone', '--quiet', '--no-hardlinks', root, folder], root);
  // What is installed is no part of what is compared.
  for (const name of ['node_modules', '.toolchain'])
    if (existsSync(join(root, name))) symlinkSync(join(root, name), join(folder, name));
  await mustRunIn('cmake', ['--preset', 'wasm'], folder);
  await mustRunIn('cmake', ['--build', '--preset', 'wasm'], folder);
  return digests(folder);
}

await runMain(async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'reproducible-'));
  try {
    const first = await buildClone(join(scratch, 'a'));
    const second = await buildClone(join(scratch, 'another', 'folder', 'with a much longer path'));
    const different = engine.results.filter((path) => first[path] !== second[path]);
    for (const path of engine.results) console.log(`${first[path]}  ${path}`);
    if (different.length > 0) throw new SetupError(`Not the same in both folders: ${different.join(', ')}`);
    console.log('The same in both folders, byte for byte.');
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
});
