// The software bill of materials that goes into the package: what npm knows of its dependencies and of what is bundled into it, with
// licenses, and what is compiled into the WebAssembly. CycloneDX, as npm writes it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { root } from '../../cpp/toolchain/paths.mjs';
import { npmCommand, run } from '../../cpp/toolchain/process.mjs';
import { SetupError } from '../../cpp/toolchain/steps.mjs';

/** Development dependencies of which something is in the built files: Workbox's part of the service worker. */
const BUNDLED = /^workbox-/;

/** @typedef {{ ref: string, dependsOn: string[] }} Dependency */

/** The version of Eigen's headers that the engine is compiled with: unpacked here, or fetched by CMake, see dependencies.cmake. */
function eigenVersion() {
  const header = ['.toolchain/eigen/include/eigen3', 'build/wasm/_deps/eigen_headers-src']
    .map((folder) => `${root}/${folder}/Eigen/Version`)
    .find(existsSync);
  const cmake = readFileSync(`${root}/cpp/toolchain/cmake/dependencies.cmake`, 'utf8');
  const found = header
    ? /EIGEN_VERSION_STRING\s+"([\d.]+)/.exec(readFileSync(header, 'utf8'))
    : /find_package\(Eigen3 ([\d.]+)/.exec(cmake);
  if (!found) throw new SetupError('The version of Eigen is not known, which belongs into the bill of materials.');
  return found[1];
}

/** What is in the WebAssembly and in the script around it. @returns {object[]} */
const compiled = () => [
  {
    'bom-ref': 'eigen',
    type: 'library',
    name: 'eigen',
    version: eigenVersion(),
    licenses: [{ license: { id: 'MPL-2.0' } }],
    purl: `pkg:generic/eigen@${eigenVersion()}`,
    externalReferences: [{ type: 'website', url: 'https://libeigen.gitlab.io' }],
  },
  {
    'bom-ref': 'emscripten',
    type: 'library',
    name: 'emscripten',
    description: 'Its C and C++ runtime libraries (musl, libc++, compiler-rt, emmalloc) and its script',
    licenses: [{ expression: '(MIT OR NCSA) AND (Apache-2.0 WITH LLVM-exception)' }],
    externalReferences: [{ type: 'website', url: 'https://emscripten.org' }],
  },
];

/** @param {string} path of the file that is written */
export async function writeBillOfMaterials(path) {
  const [command, before] = npmCommand();
  const { code, output } = await run(
    command,
    [...before, 'sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'],
    {
      cwd: root,
    },
  );
  if (code !== 0) throw new SetupError(`npm sbom failed:\n${output}`);
  const bill = JSON.parse(output.slice(output.indexOf('{')));
  const isDevelopment = (/** @type {any} */ { properties = [] }) =>
    properties.some((/** @type {any} */ { name, value }) => name === 'cdx:npm:package:development' && value === 'true');
  bill.components = [
    ...bill.components.filter((/** @type {any} */ one) => !isDevelopment(one) || BUNDLED.test(one.name)),
    ...compiled(),
  ];
  const known = new Set([bill.metadata.component, ...bill.components].map((one) => one['bom-ref']));
  bill.dependencies = bill.dependencies
    .filter((/** @type {Dependency} */ { ref }) => known.has(ref))
    .map((/** @type {Dependency} */ { ref, dependsOn = [] }) => ({
      ref,
      dependsOn: [
        ...dependsOn.filter((one) => known.has(one)),
        ...(ref === bill.metadata.component['bom-ref'] ? ['eigen', 'emscripten'] : []),
      ],
    }));
  // npm takes the name of the folder.
  bill.metadata.component.name = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')).name;
  // The same of the same sources: without the moment it was made, and its own number.
  delete bill.serialNumber;
  delete bill.metadata.timestamp;
  writeFileSync(path, `${JSON.stringify(bill, null, 2)}\n`);
}
