// `npm run format`: lays out every source file as the checks of `npm test` want it.
import { findClangFormat, howToInstallClangFormat } from '../../cpp/toolchain/clang-format.mjs';
import { filesBelow } from '../../cpp/toolchain/fingerprint.mjs';
import { run } from '../../cpp/toolchain/process.mjs';
import { runMain, runSteps } from '../../cpp/toolchain/steps.mjs';
import { thisSystem } from '../../cpp/toolchain/system.mjs';
import { npmProgram } from './npm-packages.mjs';
import { setupSteps } from './setup.mjs';

await runMain(async () => {
  const system = thisSystem();
  await runSteps(setupSteps({ npm: true }, system));
  const sources = ['cpp', 'tests'].flatMap((folder) => filesBelow(folder, (path) => /\.(h|cpp)$/.test(path)));
  const clangFormat = findClangFormat(system);
  if (clangFormat) await run(clangFormat, ['-i', ...sources]);
  else console.log(`The C++ is left as it is. ${howToInstallClangFormat(system)}`);
  const { code, output } = await run(process.execPath, [
    npmProgram('@biomejs/biome', 'biome'),
    'check',
    '--write',
    '.',
  ]);
  console.log(output);
  process.exitCode = code;
});
