/**
 * Pages that one test after another uses: the playground opens in such a one in two thirds of the processor time that it takes in a
 * new context. What a test leaves behind is cleared; a page of which one has asked what cannot be taken back is closed.
 */

/**
 * @typedef {import('playwright-core').Browser} Browser
 * @typedef {import('playwright-core').BrowserContext} Context
 * @typedef {import('playwright-core').Page} Page
 */

/** What a test may ask of a page that lasts longer than the document. @type {Set<string | symbol>} */
const LASTING = new Set(
  `addInitScript addLocatorHandler clock close context emulateMedia exposeBinding exposeFunction pdf route routeFromHAR
  routeWebSocket setDefaultNavigationTimeout setDefaultTimeout setExtraHTTPHeaders`.split(/\s+/),
);

/** Not in use, by the options of their contexts. @type {WeakMap<Browser, Map<string, ReusedPage[]>>} */
const free = new WeakMap();

/** @param {Browser} browser @param {string} options */
function freePages(browser, options) {
  const byOptions = free.get(browser) ?? new Map();
  free.set(browser, byOptions);
  if (!byOptions.has(options)) byOptions.set(options, []);
  return /** @type {ReusedPage[]} */ (byOptions.get(options));
}

/** The page of a context of its own. */
export class ReusedPage {
  #page;
  #session;
  #free;
  #viewport;
  /** Whether it cannot be made as new. */
  #isSpent = false;
  /** Of the test. @type {[string, (...values: any[]) => void][]} */
  #listeners = [];
  /** At which it has been. @type {Set<string>} */
  #origins = new Set();
  /** What goes wrong in it unnoticed. @type {string[]} */
  errors = [];

  /**
   * One that is not in use, or a new one.
   *
   * @param {Browser} browser @param {import('playwright-core').BrowserContextOptions} options @returns {Promise<ReusedPage>}
   */
  static async open(browser, options) {
    const pages = freePages(browser, JSON.stringify(options));
    const used = pages.pop();
    if (used) return used;
    const context = await browser.newContext(options);
    const page = await context.newPage();
    return new ReusedPage(page, await context.newCDPSession(page), pages);
  }

  /** @param {Page} page @param {import('playwright-core').CDPSession} session @param {ReusedPage[]} pages that are not in use */
  constructor(page, session, pages) {
    this.#page = page;
    this.#session = session;
    this.#free = pages;
    this.#viewport = page.viewportSize();
    page.on('pageerror', (error) => this.errors.push(String(error.stack ?? error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    page.on('framenavigated', (frame) => this.#origins.add(new URL(frame.url()).origin));
  }

  get context() {
    return this.#page.context();
  }

  /** For a test, until release(). @returns {Page} */
  watched() {
    return new Proxy(this.#page, {
      get: (page, name) => {
        if (LASTING.has(name)) this.#isSpent = true;
        const value = /** @type {any} */ (page)[name];
        if (typeof value !== 'function') return value;
        return (/** @type {any[]} */ ...args) => {
          if (name === 'on' || name === 'once') this.#listeners.push([args[0], args[1]]);
          return value.apply(page, args);
        };
      },
    });
  }

  /** Ends its document. What went wrong unnoticed is thrown. */
  async release() {
    if (this.#isSpent || this.#page.isClosed()) await this.context.close();
    else await this.#clear();
    if (this.errors.length > 0) throw new Error(this.errors.join('\n'));
    if (!this.#isSpent) this.#free.push(this);
  }

  async #clear() {
    await this.#page.mouse.move(0, 0);
    await this.#page.goto('about:blank');
    if (this.#viewport) await this.#page.setViewportSize(this.#viewport);
    for (const origin of this.#origins)
      if (origin !== 'null') await this.#session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
    this.#origins.clear();
    await this.#session.send('Page.resetNavigationHistory');
    for (const [event, listener] of this.#listeners.splice(0)) this.#page.off(/** @type {any} */ (event), listener);
  }
}
