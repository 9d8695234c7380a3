import assert from 'node:assert/strict';
import test from 'node:test';
import { findClangFormat, howToInstallClangFormat } from '../../cpp/toolchain/clang-format.mjs';
import { which } from '../../cpp/toolchain/system.mjs';
import { findChromium, findFirefox, findHeadlessChromium } from '../runner/find-browsers.mjs';
import { systemWith } from './systems.js';

const version = (/** @type {string} */ number) => `clang-format version ${number} (some vendor)`;

test('clang-format is found under any name, if its version is the right one', () => {
  for (const name of ['clang-format', 'clang-format-19', 'clang-format-19.1.7']) {
    const path = `/opt/bin/${name}`;
    assert.equal(findClangFormat(systemWith({ programs: { [path]: version('19.1.7') } })), path);
    assert.equal(findClangFormat(systemWith({ programs: { [path]: version('18.1.3') } })), undefined);
  }
});

test('the right one of several is taken, also where Homebrew keeps it off PATH', () => {
  const programs = { '/usr/bin/clang-format': version('14.0.6'), '/opt/bin/clang-format': version('19.1.0') };
  assert.equal(findClangFormat(systemWith({ programs })), '/opt/bin/clang-format');
  const kept = '/opt/homebrew/opt/llvm@19/bin/clang-format';
  const system = systemWith({ platform: 'darwin', programs: { [kept]: version('19.1.7') } });
  assert.equal(findClangFormat(system), kept);
});

test('what is only named like it is not started', () => {
  const programs = { '/usr/bin/clang-format-diff': version('19.1.0') };
  assert.equal(findClangFormat(systemWith({ programs })), undefined);
});

test('where there is none, a sentence says how to get it', () => {
  assert.match(howToInstallClangFormat(systemWith({ platform: 'win32' })), /pipx install clang-format==19/);
  assert.match(howToInstallClangFormat(systemWith({ platform: 'darwin' })), /brew install llvm@19/);
});

test('on Windows a program is found by any ending of PATHEXT', () => {
  const system = systemWith({ platform: 'win32', programs: { 'C:\\bin\\emcc.bat': '', 'C:\\bin\\cmake.exe': '' } });
  assert.equal(which('emcc', system), 'C:\\bin\\emcc.bat');
  assert.equal(which('cmake', system), 'C:\\bin\\cmake.exe');
  assert.equal(which('ninja', system), undefined);
});

const places = {
  'a variable': [{ env: { CHROME_PATH: '/anywhere/chrome' } }, '/anywhere/chrome'],
  'the other variable': [{ env: { CHROMIUM: '/anywhere/chromium' } }, '/anywhere/chromium'],
  PATH: [{ programs: { '/opt/bin/google-chrome': '' } }, '/opt/bin/google-chrome'],
  'the applications of macOS': [
    { platform: 'darwin', files: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'] },
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  'the programs of Windows': [
    {
      platform: 'win32',
      env: { PROGRAMFILES: 'C:\\Program Files' },
      files: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
    },
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ],
  'what Playwright has installed, the newest': [
    {
      env: { HOME: '/home/ann' },
      files: [900, 1100].map((number) => `/home/ann/.cache/ms-playwright/chromium-${number}/chrome-linux/chrome`),
    },
    '/home/ann/.cache/ms-playwright/chromium-1100/chrome-linux/chrome',
  ],
};

for (const [where, [description, path]] of Object.entries(places)) {
  test(`Chromium is found by ${where}`, () => {
    assert.equal(findChromium(systemWith(/** @type {any} */ (description))), path);
  });
}

test('for the tests Chromium’s headless program is taken before a browser, and what a variable names before both', () => {
  const programs = { '/usr/bin/chromium': '', '/usr/bin/chromium-headless-shell': '' };
  assert.equal(findHeadlessChromium(systemWith({ programs })), '/usr/bin/chromium-headless-shell');
  assert.equal(findHeadlessChromium(systemWith({ programs: { '/usr/bin/chromium': '' } })), '/usr/bin/chromium');
  assert.equal(
    findHeadlessChromium(systemWith({ programs, env: { CHROME_PATH: '/anywhere/chrome' } })),
    '/anywhere/chrome',
  );
  assert.equal(findHeadlessChromium(systemWith()), undefined);
});

test('Firefox is found, and neither browser where there is none', () => {
  const application = '/Applications/Firefox.app/Contents/MacOS/firefox';
  assert.equal(findFirefox(systemWith({ platform: 'darwin', files: [application] })), application);
  assert.equal(findFirefox(systemWith({ programs: { '/usr/bin/firefox-esr': '' } })), '/usr/bin/firefox-esr');
  assert.equal(findFirefox(systemWith()), undefined);
  assert.equal(findChromium(systemWith()), undefined);
});
