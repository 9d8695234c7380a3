/**
 * The page without a network: every file of a version is fetched once, and from then on the browser has it here.
 *
 * All versions share one cache. Scripts have a hash in their name, so a tab that was opened before an update finds those it began
 * with; they are deleted when no tab of another version is open. Only index.html has one name for all versions: a worker answers
 * with the one of its own. Nothing else at this address is touched, such as an article with the element in it.
 */
import { PrecacheController } from 'workbox-precaching/PrecacheController.js';
import { ENTRY, FILES } from './built.js';

/**
 * @typedef {object} WorkerScope the part of ServiceWorkerGlobalScope that is used here; its types do not go together with a page's
 * @property {{ scope: string, installing: unknown, waiting: unknown }} registration
 * @property {{ claim: () => Promise<void>, matchAll: (options: object) => Promise<{ url: string }[]> }} clients
 * @property {() => Promise<void>} skipWaiting
 * @property {(type: string, listener: (event: any) => void) => void} addEventListener
 */
const worker = /** @type {WorkerScope} */ (/** @type {unknown} */ (self));

const PAGE = 'index.html';

const controller = new PrecacheController({ plugins: [{ cacheWillUpdate: onlyWhole }] });
controller.addToCacheList([...FILES]);

/**
 * A page of another version than the scripts would mix the two: a server may have it still, or already.
 * @param {{ request: Request, response: Response }} fetched
 * @returns {Promise<Response | null>} null: the whole version is not taken, and tried again another time
 */
async function onlyWhole({ request, response }) {
  if (!response.ok) return null;
  const isPage = pathOf(request.url) === PAGE;
  return !isPage || (await response.clone().text()).includes(ENTRY) ? response : null;
}

/** @param {string} url @returns {string | null} its path within the page's folder; null if it is elsewhere */
function pathOf(url) {
  const { origin, pathname } = new URL(url);
  const place = origin + pathname;
  return place.startsWith(worker.registration.scope) ? place.slice(worker.registration.scope.length) : null;
}

/** @param {Request} request @returns {string | null} the file that is asked for; null: none of the page's */
function fileOf({ method, mode, url }) {
  const path = pathOf(url);
  if (method !== 'GET' || path === null) return null;
  if (mode === 'navigate') return path === '' || path === PAGE ? PAGE : null;
  return path.startsWith('assets/') ? path : null;
}

/** @param {string} file @param {Request} request */
async function answer(file, request) {
  try {
    const cache = await caches.open(controller.strategy.cacheName);
    // What this version does not have may be another one's.
    const kept = await cache.match(controller.getCacheKeyForURL(file) ?? request, { ignoreVary: true });
    if (kept) return kept;
  } catch {} // the browser has taken the storage away
  return fetch(request);
}

/** Windows with anything of this folder in them. */
async function windowsHere() {
  const windows = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return windows.filter(({ url }) => pathOf(url) !== null).length;
}

/** Deletes the files of other versions. @param {any} event @param {number} windows that may be open */
async function tidy(event, windows) {
  const { installing, waiting } = worker.registration;
  if (installing || waiting || (await windowsHere()) > windows) return;
  await controller.activate(event);
}

worker.addEventListener('install', (event) => controller.install(event));
worker.addEventListener('activate', (event) => event.waitUntil(Promise.all([worker.clients.claim(), tidy(event, 0)])));
worker.addEventListener('fetch', (event) => {
  const file = fileOf(event.request);
  if (file !== null) event.respondWith(answer(file, event.request));
});

/** What a page says: see web/offline/register.js. */
worker.addEventListener('message', (event) => {
  const { kind, script } = event.data ?? {};
  if (kind === 'isOfVersion') event.ports[0]?.postMessage(script === ENTRY);
  else if (kind === 'takeOver') event.waitUntil(worker.skipWaiting());
  else if (kind === 'tidy' && script === ENTRY) event.waitUntil(tidy(event, 1));
});
