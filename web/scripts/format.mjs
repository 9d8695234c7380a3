// `npm run format`: lays out every source file as the checks of `npm test` want it.
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { run, which } from '../../cpp/toolchain/process.mjs';
import { runMain, SetupError } from '../../cpp/toolchain/steps.mjs';

await runMain(async () => {
  const clangFormat = which('clang-format-19');
  if (!clangFormat) throw new SetupError('clang-format-19 is missing: run `npm test` once, which installs it.');
  const sources = ['cpp', 'tests'].flatMap((folder) => filesBelow(folder, (path) => /\.(h|cpp)$/.test(path)));
  await run(clangFormat, ['-i', ...sources]);
  const { output } = await run('npx', ['biome', 'check', '--write', '.']);
  console.log(output);
});
