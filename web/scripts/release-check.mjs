// `npm run release:check [-- v0.2.0]`: what a release has to pass, here as in .github/workflows/publish.yml: the static checks, a build, the
// package packed into build/release and used from empty projects, the page and the element as they are served. With a tag, that it
// names the version. With a network, publint and “are the types wrong”, too (`-- --online`).
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { argv } from 'node:process';
import { root } from '../../cpp/toolchain/paths.mjs';
import { npmCommand } from '../../cpp/toolchain/process.mjs';
import { runMain, runSteps, SetupError } from '../../cpp/toolchain/steps.mjs';
import { mustRun } from './build.mjs';

const RELEASE = 'build/release';

/** Of the page as it is served; they look at what has been built. */
const PAGE_TESTS = ['budget', 'frame', 'offline', 'one-file', 'policies', 'recipe', 'snippets', 'updated-site'];

/** @param {string[]} given */
function checkTag(given) {
  const { version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));
  const tag = given.find((one) => !one.startsWith('--'));
  if (tag && tag !== `v${version}`)
    throw new SetupError(`The tag is ${tag}, but package.json has version ${version}: it has to be v${version}.`);
}

function emptyRelease() {
  rmSync(`${root}/${RELEASE}`, { recursive: true, force: true });
  mkdirSync(`${root}/${RELEASE}`, { recursive: true });
}

/** @param {string[]} files */
const test = (files) => mustRun('A test', process.execPath, ['--test', '--test-concurrency=1', ...files]);

await runMain(async () => {
  const given = argv.slice(2);
  checkTag(given);
  emptyRelease();
  const [npm, ...first] = npmCommand().flat();
  await runSteps([
    {
      title: 'Packing the package (which builds it)',
      run: () => mustRun('npm pack', npm, [...first, 'pack', '--pack-destination', RELEASE]),
    },
    {
      title: 'Lay-out, lint, types, documents',
      run: () => mustRun('A check', process.execPath, ['tests/run.mjs', 'static']),
    },
    {
      title: 'The package in empty projects',
      run: () => test(['tests/package/package.test.js', 'tests/engine/examples.test.js']),
    },
    { title: 'The page as it is served', run: () => test(PAGE_TESTS.map((name) => `tests/page/${name}.test.js`)) },
    ...(given.includes('--online')
      ? [
          {
            title: 'publint, “are the types wrong”',
            run: () => mustRun('A check', process.execPath, ['tests/package/bundlers.mjs', 'publint', 'attw']),
          },
        ]
      : []),
  ]);
  console.log(`Ready to be published: dist, and ${RELEASE}/${readdirSync(`${root}/${RELEASE}`).join(', ')}`);
});
