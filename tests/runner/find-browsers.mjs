// The browsers that tests are run in, wherever they are installed.
import { pathsOf, which } from '../../cpp/toolchain/system.mjs';

/** @typedef {import('../../cpp/toolchain/system.mjs').System} System */

/**
 * @typedef {object} Places
 * @property {string[]} variables   of the environment; the first that is set is taken as it is
 * @property {string[]} commands    on PATH
 * @property {string[]} macOS       below /Applications, or below that folder of the user's
 * @property {string[]} windows     below a folder of programs
 */

/** @type {Places} */
const chromiumPlaces = {
  variables: ['CHROME_PATH', 'CHROMIUM'],
  commands: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge'],
  macOS: [
    'Google Chrome.app/Contents/MacOS/Google Chrome',
    'Chromium.app/Contents/MacOS/Chromium',
    'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  windows: ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'],
};

/** @type {Places} */
const firefoxPlaces = {
  variables: ['FIREFOX'],
  commands: ['firefox-esr', 'firefox'],
  macOS: ['Firefox.app/Contents/MacOS/firefox'],
  windows: ['Mozilla Firefox/firefox.exe'],
};

/** @param {Places} places @param {System} system @returns {string[]} */
function usualPlaces({ macOS, windows }, system) {
  const { join } = pathsOf(system);
  const { HOME, PROGRAMFILES, LOCALAPPDATA, 'PROGRAMFILES(X86)': PROGRAMFILES_X86 } = system.env;
  const below = (/** @type {(string | undefined)[]} */ folders, /** @type {string[]} */ names) =>
    folders.flatMap((folder) => (folder ? names.map((name) => join(folder, name)) : []));
  if (system.platform === 'darwin') return below(['/Applications', HOME && join(HOME, 'Applications')], macOS);
  if (system.platform === 'win32') return below([PROGRAMFILES, PROGRAMFILES_X86, LOCALAPPDATA], windows);
  return [];
}

/** Where the program is inside a browser that Playwright has installed. */
const insidePlaywright = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-win/chrome.exe',
  'chrome-win64/chrome.exe',
];

/** @param {System} system @returns {string[]} */
function playwrightPlaces(system) {
  const { join } = pathsOf(system);
  const { HOME, LOCALAPPDATA, PLAYWRIGHT_BROWSERS_PATH } = system.env;
  const caches = [
    PLAYWRIGHT_BROWSERS_PATH,
    HOME && join(HOME, '.cache', 'ms-playwright'),
    HOME && join(HOME, 'Library', 'Caches', 'ms-playwright'),
    LOCALAPPDATA && join(LOCALAPPDATA, 'ms-playwright'),
  ];
  return caches.flatMap((cache) => {
    if (!cache) return [];
    const newestFirst = system.list(cache).filter((name) => /^chromium-\d+$/.test(name));
    newestFirst.sort((a, b) => Number(b.slice('chromium-'.length)) - Number(a.slice('chromium-'.length)));
    return newestFirst.flatMap((name) => insidePlaywright.map((path) => join(cache, name, path)));
  });
}

/** @param {Places} places @param {System} system @returns {string | undefined} */
function find(places, system) {
  const variable = places.variables.find((name) => system.env[name]);
  if (variable) return system.env[variable];
  for (const command of places.commands) {
    const path = which(command, system);
    if (path) return path;
  }
  return usualPlaces(places, system).find(system.exists);
}

/** @param {System} system @returns {string | undefined} the path of Chromium, Chrome or Edge */
export const findChromium = (system) =>
  find(chromiumPlaces, system) ?? playwrightPlaces(system).find((path) => system.exists(path));

/** Chromium without its windows: the same engine for half the processor time. */
const HEADLESS_SHELL = 'chromium-headless-shell';

/** Where CHROME_PATH or CHROMIUM names a browser, it is that one. @param {System} system @returns {string | undefined} */
export const findHeadlessChromium = (system) =>
  chromiumPlaces.variables.some((name) => system.env[name])
    ? findChromium(system)
    : (which(HEADLESS_SHELL, system) ?? findChromium(system));

/** Playwright's own Firefox does not count: it has another remote control. @param {System} system @returns {string | undefined} */
export const findFirefox = (system) => find(firefoxPlaces, system);

/** @type {Record<'chromium' | 'firefox', import('../../cpp/toolchain/system-packages.mjs').Requirement>} */
export const browserRequirements = {
  chromium: {
    name: 'Chromium or Chrome',
    debian: ['chromium'],
    brew: 'google-chrome',
    winget: 'Google.Chrome',
    anywhere: 'run `npx playwright-core install chromium`, or set CHROME_PATH to where it is',
    isThere: (system) => findChromium(system) !== undefined,
  },
  firefox: {
    name: 'Firefox',
    debian: ['firefox-esr'],
    brew: 'firefox',
    winget: 'Mozilla.Firefox',
    anywhere: 'install Firefox, or set FIREFOX to where it is',
    isThere: (system) => findFirefox(system) !== undefined,
  },
};
