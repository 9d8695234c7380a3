// What `npm pack` and `npm publish` put into the package: all that is built, and the types beside it.
import { copyFileSync, cpSync, mkdirSync, rmSync } from 'node:fs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { runMain, runSteps } from '../../cpp/toolchain/steps.mjs';
import { writeBillOfMaterials } from './bill-of-materials.mjs';
import { build, mustRun } from './build.mjs';
import { npmProgram } from './npm-packages.mjs';

const GENERATED = 'web/engine/generated';

/** Declarations made of the JSDoc; those of the WebAssembly are written by its own build, the element's come from the table of settings. */
async function writeTypes() {
  rmSync(`${root}/lib/types`, { recursive: true, force: true });
  const tsc = npmProgram('typescript', 'tsc');
  await mustRun('Writing the types', process.execPath, [
    tsc,
    '--project',
    'tsconfig.package.json',
    '--pretty',
    'false',
  ]);
  mkdirSync(`${root}/lib/types/engine/generated`, { recursive: true });
  copyFileSync(`${root}/${GENERATED}/engine.d.ts`, `${root}/lib/types/engine/generated/engine.d.ts`);
  copyFileSync(`${root}/${GENERATED}/engine.wasm`, `${root}/lib/engine.wasm`);
  copyFileSync(`${root}/web/rnn-playground.d.ts`, `${root}/lib/rnn-playground.d.ts`);
  cpSync(`${root}/web/frameworks`, `${root}/lib/frameworks`, { recursive: true });
  await mustRun('Describing the element', process.execPath, [`${root}/web/scripts/element-manifest.mjs`]);
}

await runMain(async () => {
  await build();
  await runSteps([
    { title: 'Writing the types of the package', run: writeTypes },
    {
      title: 'Writing the bill of materials',
      run: () => writeBillOfMaterials(`${root}/lib/bill-of-materials.cdx.json`),
    },
  ]);
});
