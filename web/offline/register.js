/**
 * The page itself works without a network after the first visit, and says when there is a new version. Loaded five seconds after the first network is there;
 * never in an article, nor in a frame.
 */
import { trusted } from '../engine/start-worker.js';
import { SERVICE_WORKER } from './built.js';

/** Between two looks for a new version; the browser looks by itself only when the page is opened. */
const LOOK_MS = 3_600_000;

/** After this a worker that was to take over has not, and the page is loaded again all the same. */
const TAKE_OVER_MS = 4000;

/**
 * @param {string} script name of the script that the page has begun with, which stands for its version
 * @param {(reload: () => Promise<void>) => void} offer a new version is there; called at most once
 */
export async function register(script, offer) {
  if (window.top !== window) return;
  try {
    const registration = await navigator.serviceWorker?.register(trusted(SERVICE_WORKER));
    if (registration) await watch(registration, script, offer);
  } catch {
    // The browser may allow none. The page works as before, with a network.
  }
}

/** @param {ServiceWorkerRegistration} registration @param {string} script @param {(reload: () => Promise<void>) => void} offer */
async function watch(registration, script, offer) {
  let offered = false;
  // Without an update the active worker may be older than a page that has come from the network: it is no new version.
  let taken = false;
  const look = async () => {
    const newest = registration.waiting ?? (taken ? registration.active : null);
    if (offered || registration.installing || !newest || (await isOfVersion(newest, script)) || offered) return;
    offered = true;
    offer(() => takeOver(registration));
  };
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    taken = true;
    look();
  });
  registration.addEventListener('updatefound', () => {
    const { installing } = registration;
    installing?.addEventListener('statechange', () => installing.state !== 'installing' && look());
  });
  await registration.update().catch(() => {});
  setInterval(() => registration.update().catch(() => {}), LOOK_MS);
  look();
  (await navigator.serviceWorker.ready).active?.postMessage({ kind: 'tidy', script });
}

/** @param {ServiceWorker} worker @param {string} script @returns {Promise<boolean>} */
const isOfVersion = (worker, script) =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      port1.close();
      resolve(data);
    };
    worker.postMessage({ kind: 'isOfVersion', script }, [port2]);
  });

/** The page's next load is of the newest version. @param {ServiceWorkerRegistration} registration @returns {Promise<void>} */
function takeOver({ waiting }) {
  if (!waiting) return Promise.resolve();
  return new Promise((resolve) => {
    navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
    setTimeout(resolve, TAKE_OVER_MS);
    waiting.postMessage({ kind: 'takeOver' });
  });
}
