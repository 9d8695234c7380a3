// Eigen 5: Debian's package, unpacked into the project's own folder. Where there is no Debian, CMake finds or fetches it.
import { renameSync, rmSync } from 'node:fs';
import { isDebian, unpackPackage } from './debian-archive.mjs';
import { toolchain } from './paths.mjs';

const home = `${toolchain}/eigen`;

export const eigenPackages = ['libeigen3-dev'];

/** @param {import('./system.mjs').System} system */
export const needsEigen = (system) => !system.exists(`${home}/share/eigen3/cmake`) && isDebian(system);

export async function unpackEigen() {
  const scratch = `${toolchain}/unpacking-eigen`;
  rmSync(scratch, { recursive: true, force: true });
  await unpackPackage('libeigen3-dev', scratch, ['./usr/share/doc']);
  rmSync(home, { recursive: true, force: true });
  renameSync(`${scratch}/usr`, home);
  rmSync(scratch, { recursive: true });
}
