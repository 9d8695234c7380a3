/** The built page in a browser under WebDriver's commands, whichever speaks them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { hashOf } from '../page/reference-network.js';
import { dist, serve } from '../page/server.js';
import { collectTroubles, makeTools } from './in-page.js';

/**
 * @typedef {'NewSession' | 'SetTimeouts' | 'SetWindowRect' | 'Navigate' | 'Back' | 'Refresh' | 'SwitchToFrame' | 'ExecuteAsyncScript' | 'TakeScreenshot'} PageCommand
 * @typedef {PageCommand | 'GetWindowHandle' | 'NewWindow' | 'SwitchToWindow' | 'CloseWindow'} Command
 * @typedef {(command: Command, parameters?: object) => Promise<any>} Send
 * @typedef {{ send: Send, close: () => Promise<void> }} Session
 * @typedef {ReturnType<typeof makeTools>} Tools
 */

/** A phone's width, which a desktop browser's window cannot have. */
export const NARROW_PX = 390;

const frame = `<!doctype html><html lang="en"><title>Narrow</title>
<body style="margin: 0"><iframe title="page" style="border: 0; width: ${NARROW_PX}px; height: 844px"></iframe>
<script>document.querySelector('iframe').src = '/' + location.hash;</script>`;

/** An element in a frame without an origin. */
const sandboxed = `<!doctype html><html lang="en"><title>Sandboxed</title>
<iframe title="article" sandbox="allow-scripts" src="/article" width="1100" height="900"></iframe>`;

const article = `<!doctype html><html lang="zh"><head><title>Article</title><script>(${collectTroubles})()</script></head>
<body><rnn-playground autoplay="false"></rnn-playground><script type="module" src="/rnn-playground.js"></script>`;

/**
 * The page as it was built, but keeping account of what goes wrong in it, a frame of a phone's width around it, and an article in a
 * sandboxed frame.
 * @param {{ scripts?: Record<string, () => void>, files?: Record<string, string>, isMissing?: (path: string) => boolean }} [options]
 *   scripts: by the path of a copy of the page in which they run before all others; files: in the place of those that were built, by
 *   their paths; isMissing: whether the server does not find a file, now
 */
export async function servePage({ scripts = {}, files = {}, isMissing = () => false } = {}) {
  const built = await readFile(join(dist, 'index.html'), 'utf8');
  const watched = built.replace('<head>', () => `<head><script>(${collectTroubles})()</script>`);
  const documents = /** @type {Record<string, string>} */ ({
    '/': watched,
    '/index.html': watched,
    '/narrow': frame,
    '/sandboxed': sandboxed,
    '/article': article,
    ...files,
  });
  for (const [path, script] of Object.entries(scripts))
    documents[path] = watched.replace('<head>', () => `<head><script>(${script})()</script>`);
  return serve(documents, dist, (path) => {
    if (isMissing(path)) throw new Error(`${path} is missing.`);
    return { 'access-control-allow-origin': '*' };
  });
}

export class Page {
  #send;
  #address;

  /** @param {Session} session @param {string} address */
  constructor({ send }, address) {
    this.#send = send;
    this.#address = address;
  }

  /** @param {Session} session @param {string} address */
  static async in(session, address) {
    await session.send('SetTimeouts', { script: 2 * LONGEST_WAIT_MS, pageLoad: LONGEST_WAIT_MS });
    await session.send('SetWindowRect', { x: 0, y: 0, width: 1280, height: 1000 });
    return new Page(session, address);
  }

  /**
   * Opens the page anew by a link with these settings and waits for its network.
   * @param {Partial<import('../../web/state/settings.js').Settings>} [settings]
   * @param {{narrow?: boolean, at?: string}} [options] at: another document than the page, a path or an address
   */
  async open(settings = {}, { narrow = false, at = narrow ? '/narrow' : '/' } = {}) {
    // Another fragment of the same address would not load it again.
    await this.#send('Navigate', { url: 'about:blank' });
    // The document's own tag would have it begin by itself, and pause.
    const hash = `${await hashOf(settings)}&autoplay=false`;
    await this.#send('Navigate', { url: `${new URL(at, this.#address)}${hash}` });
    if (at === '/narrow' || at === '/sandboxed') await this.#send('SwitchToFrame', { id: 0 });
    await this.until(({ store }) => Boolean(store?.info));
  }

  /**
   * Shows another document, and waits for nothing.
   * @param {string} address whole, or a path of this site @param {{ frame?: boolean }} [options] frame: what follows is asked of its first frame
   */
  async show(address, { frame = false } = {}) {
    await this.#send('Navigate', { url: 'about:blank' });
    await this.#send('Navigate', { url: String(new URL(address, this.#address)) });
    if (frame) await this.enterFrame(0);
  }

  /** @param {number | null} index of a frame in the document; null: the outermost document */
  enterFrame(index) {
    return this.#send('SwitchToFrame', { id: index });
  }

  /** Back to the document before, of the tab's history. */
  back() {
    return this.#send('Back');
  }

  /**
   * Gives the document's element to a function that knows nothing else.
   * @template {any[]} Given
   * @template Value
   * @param {(element: any, ...given: Given) => Value} use
   * @param {Given} given
   */
  useElement(use, ...given) {
    return /** @type {Promise<Awaited<Value>>} */ (
      this.#run(`(${use})(document.querySelector('rnn-playground'), ...args)`, given)
    );
  }

  /**
   * Runs a function in the page. It is sent as text: all it needs it gets as arguments, the last of which are the tools.
   * @template {any[]} Arguments
   * @template Value
   * @param {(...args: [...Arguments, Tools]) => Value} act
   * @param {Arguments} args
   * @returns {Promise<Awaited<Value>>}
   */
  evaluate(act, ...args) {
    return this.#run(`(${act})(...args, tools())`, args);
  }

  /**
   * Waits until a function gives something in the page that is true.
   * @template {any[]} Arguments
   * @template Value
   * @param {(...args: [...Arguments, Tools]) => Value} condition
   * @param {Arguments} args
   * @returns {Promise<Awaited<Value>>}
   */
  until(condition, ...args) {
    return this.#run(this.#waiting(`(${condition})(...args, tools())`, 'value'), args);
  }

  /**
   * Presses an element once it is there and can be pressed; not with the pointer, which in WebKit misses what has just moved.
   * @template {any[]} Arguments
   * @param {(...args: [...Arguments, Tools]) => HTMLElement | undefined} find
   * @param {Arguments} args
   */
  async press(find, ...args) {
    await this.#run(this.#waiting(`(${find})(...args, tools())`, 'value.click()'), args);
  }

  /** @returns {Promise<string[]>} what went wrong in the page unnoticed */
  pageErrors() {
    return this.evaluate(() => /** @type {any} */ (globalThis).pageErrors);
  }

  /** @param {string} expression asked again until it is true @param {string} result of its `value` */
  #waiting(expression, result) {
    return `(async () => {
      const end = performance.now() + ${LONGEST_WAIT_MS};
      while (performance.now() < end) {
        const value = await ${expression};
        if (value && !value.disabled) return ${result};
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error('Waited in vain: ' + ${JSON.stringify(expression)} + ' ' + JSON.stringify(args));
    })()`;
  }

  /** @param {string} expression @param {any[]} args */
  async #run(expression, args) {
    const { value, error } = await this.#send('ExecuteAsyncScript', {
      script: `const args = Array.from(arguments);
        const done = args.pop();
        const tools = ${makeTools};
        (async () => ${expression})().then(
          (value) => done({ value }),
          (error) => done({ error: String(error) + ' ' + error?.stack }),
        );`,
      args,
    });
    if (error) throw new Error(error);
    return value;
  }
}
