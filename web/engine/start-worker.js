/**
 * Starts a worker wherever the page stands: on the script's own site or another one, in a sandboxed frame (whose origin is
 * opaque), in a file opened from disk, under a content security policy; and in Node.
 */

/** @typedef {import('./port.js').Port} Port */
/** @typedef {{url: string | URL, text?: undefined} | {text: string, url?: undefined}} WorkerScript a module's address, or a classic script itself */

/**
 * A script of the page's own origin is started by its address, which a policy `worker-src 'self'` allows. Any other one may only
 * be imported, by a blob of the page's own; the blob is a classic script, since a module's blob cannot import in a sandboxed frame.
 * @param {WorkerScript} script
 * @returns {(() => Port)[]} to be tried in this order: each may throw, or its worker fail before its first message
 */
export function waysToStart({ url, text }) {
  if (globalThis.process?.versions?.node) return [() => nodeWorker(url, text)];
  const address = String(url);
  // What fails is an error of the worker's only if it is thrown outside of a promise.
  const code = text ?? `import(${JSON.stringify(address)}).catch((e)=>setTimeout(()=>{throw e}))`;
  const byBlob = () => new Worker(trusted(blobOf(code)));
  if (text !== undefined) return [byBlob];
  if (address.startsWith('blob:')) return [() => new Worker(trusted(address))];
  return globalThis.origin !== 'null' && new URL(address).origin === globalThis.origin
    ? [() => new Worker(trusted(address), { type: 'module' }), byBlob]
    : [byBlob];
}

/** @param {string | URL} [url] @param {string} [text] @returns {Port} */
function nodeWorker(url, text = '') {
  const { Worker } = globalThis.process.getBuiltinModule('node:worker_threads');
  return /** @type {any} */ (url ? new Worker(new URL(url)) : new Worker(text, { eval: true, workerData: { text } }));
}

/** Kept as long as the document: a worker starts others with its own address. @type {Map<string, string>} script -> its address */
const blobs = new Map();

/** @param {string} text */
function blobOf(text) {
  const address = blobs.get(text) ?? URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  blobs.set(text, address);
  return address;
}

/** @type {{createScriptURL: (url: string) => any} | undefined} */
let policy;

/** @param {string} address of a script @returns {string} for documents that require Trusted Types, with a policy that their authors can name */
export function trusted(address) {
  try {
    policy ??= /** @type {any} */ (globalThis).trustedTypes?.createPolicy('rnn-playground', {
      createScriptURL: (/** @type {string} */ url) => url,
    });
  } catch {
    // The document allows no such policy, and perhaps requires none.
  }
  return policy?.createScriptURL(address) ?? address;
}
