import assert from 'node:assert/strict';
import test from 'node:test';
import { setupSteps, whyNot } from '../../web/scripts/setup.mjs';
import { reachesEngine } from '../runner/dependencies.mjs';
import { wantedBy } from '../runner/needs.mjs';
import { testFiles } from '../runner/node-suites.mjs';
import { suites } from '../runner/suites.mjs';
import { systemWith } from './systems.js';

const bare = {
  'Linux without apt': systemWith(),
  macOS: systemWith({ platform: 'darwin' }),
  Windows: systemWith({ platform: 'win32' }),
  'Debian without root': systemWith({ programs: { '/usr/bin/apt-get': '' } }),
};

/** @param {string} name */
const needsOf = (name) => suites.find((suite) => suite.name === name)?.needs ?? assert.fail(name);

for (const [where, system] of Object.entries(bare)) {
  test(`${where}, with Node and nothing else: the suites of scripts, modules and static checks ask for nothing`, () => {
    for (const name of ['static', 'toolchain', 'modules']) {
      assert.deepEqual(needsOf(name), ['npm']);
      assert.equal(whyNot(wantedBy(needsOf(name)), system), undefined);
      // Only npm's packages, where they are not there yet.
      assert.ok(setupSteps(wantedBy(needsOf(name)), system).length <= 1);
    }
  });

  test(`${where}, with Node and nothing else: whoever wants a compiler or a browser is told in one sentence what to install`, () => {
    for (const wanted of [{ native: true }, { webAssembly: true }, wantedBy(['chromium']), wantedBy(['firefox'])]) {
      const reason = whyNot(wanted, system) ?? '';
      assert.match(reason, /^[^\n]+, then run this again\.$/);
      assert.throws(() => setupSteps(wanted, system), { message: reason });
    }
  });
}

test('each system is told of its own ways', () => {
  const told = (
    /** @type {keyof typeof bare} */ where,
    /** @type {import('../../web/scripts/setup.mjs').Wanted} */ wanted,
  ) => whyNot(wanted, bare[where]) ?? '';
  assert.match(told('macOS', { webAssembly: true }), /`brew install emscripten`/);
  assert.match(told('Windows', { webAssembly: true }), /emsdk install latest/);
  assert.match(told('macOS', { native: true }), /`brew install cmake ninja`.*xcode-select --install/);
  assert.match(told('Windows', { native: true }), /`winget install Kitware\.CMake Ninja-build\.Ninja LLVM\.LLVM`/);
  assert.match(told('Linux without apt', { native: true }), /install CMake, Ninja/);
  assert.match(
    told('Debian without root', { native: true }),
    /`sudo apt-get install --no-install-recommends cmake ninja-build g\+\+`/,
  );
  assert.match(told('macOS', wantedBy(['chromium'])), /`brew install google-chrome`/);
});

test('what CMake can fetch, fonts and WebKit are asked for only where they can be installed', () => {
  const root = systemWith({ isRoot: true, programs: { '/usr/bin/apt-get': '', '/usr/bin/dpkg': '' } });
  const wanted = wantedBy(['googletest', 'webkit', 'fonts']);
  for (const system of Object.values(bare)) assert.equal(whyNot(wanted, system), undefined);
  assert.deepEqual(
    setupSteps(wanted, bare.macOS).map(({ title }) => title),
    [],
  );
  assert.deepEqual(
    setupSteps(wanted, root).map(({ title }) => title),
    ['Installing libgtest-dev webkit2gtk-driver xvfb fonts-noto-cjk fonts-noto-color-emoji'],
  );
});

test('an emcc on PATH will do on any system, if it is new enough', () => {
  const programs = (/** @type {string} */ emcc) => ({
    '/usr/bin/cmake': '',
    '/usr/bin/ninja': '',
    '/opt/bin/emcc': `emcc (Emscripten gcc/clang-like replacement) ${emcc}`,
  });
  for (const platform of ['linux', 'darwin']) {
    assert.equal(whyNot({ webAssembly: true }, systemWith({ platform, programs: programs('4.0.1') })), undefined);
    assert.match(
      whyNot({ webAssembly: true }, systemWith({ platform, programs: programs('3.1.6') })) ?? '',
      /install version 3\.1\.69 or newer/,
    );
  }
});

test('tests of modules that import no engine are those of the suite that needs none', () => {
  assert.equal(reachesEngine('tests/web/tokens.test.js'), false);
  assert.equal(reachesEngine('tests/web/store.test.js'), true);
  assert.equal(reachesEngine('tests/engine/training.test.js'), true);
  assert.ok(testFiles('tests/web').filter((file) => !reachesEngine(file)).length > 10);
});
