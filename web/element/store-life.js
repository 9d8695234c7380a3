/** The store of a <rnn-playground>, from what its author, its reader and the address ask for to its last update. */
import { Store } from '../state/store.js';
import { EngineClient } from '../engine/client.js';
import { FALLBACK_LOCALE, loadLanguage } from '../i18n/index.js';
import { fromAttributes } from '../state/attributes.js';
import { onFirstScreen } from '../state/panel-names.js';
import { settingsTable } from '../state/settings.js';
import { afterPaint } from '../ui/after-paint.js';
import { loadPersistently } from '../ui/persistence.js';
import { ownsAddress, setShown } from './address.js';
import { AUTOPLAY_EPOCHS, pauseAfter } from './autoplay.js';
import { loadParts, loadSlot } from './first-screen.js';
import { keepFrom, recall } from './kept-page-loader.js';
import { languagesAround } from './surroundings.js';

/**
 * Makes a store for a view, shows it there once its words and its panels are loaded, and ends it. Of several in a row the latest
 * wins.
 */
export class StoreLife {
  #view;
  /** The store of which nothing is shown yet: the words and the first screen are being loaded. @type {Store | undefined} */
  #coming;
  /** Number of calls of #begin(). */
  #starts = 0;
  /** Whether the latest of them is at work, or has made the store there is. */
  #begun = false;
  /** Whether the element is in the window or near it. */
  #inView = true;
  /**
   * What no attribute says of the text, kept while the element is out of the document; attribute: what `text` was then.
   * @type {{ attribute?: string | null, text?: string, long?: import('../state/long-text.js').LongText | null }}
   */
  #kept = {};
  #started = deferred();
  /** Whether #started is resolved. */
  #hasStarted = false;
  /** What was kept of the page, which goes on from there. @type {import('./kept-page.js').KeptPage | null} */
  #page = null;

  /** @param {import('./playground-view.js').PlaygroundView} view */
  constructor(view) {
    this.#view = view;
  }

  /** Unless it has. */
  start() {
    if (this.#view.isConnected && !this.#begun) this.#begin();
  }

  /** Another link in the same tab, or going back from one, is like opening another page. */
  restart() {
    if (!this.#begun) return;
    this.stop();
    this.#begin();
  }

  /** Kept once the first network is there, or cannot be made. @returns {Promise<Store>} */
  get started() {
    return this.#started.promise;
  }

  /** The one there is, or the one that is coming. */
  get store() {
    return this.#view.store ?? this.#coming;
  }

  /** Training waits while nobody can see it. @param {boolean} inView */
  seen(inView) {
    this.#inView = inView;
    this.store?.hold(!inView);
  }

  stop() {
    const view = this.#view;
    this.#page?.end();
    this.#begun = false;
    const { given, long } = this.store ?? {};
    const attribute = view.host.getAttribute('text');
    if (given)
      this.#kept = ownsAddress(view.host) ? {} : { attribute, long, ...(attribute === null && { text: given.text }) };
    this.#coming?.dispose();
    this.#coming = undefined;
    view.store?.dispose();
    view.store = undefined;
    // Who waits already is told once the next store has started.
    if (this.#hasStarted) this.#started = deferred();
    this.#hasStarted = false;
    view.door.shown(false);
  }

  async #begin() {
    this.#starts += 1;
    this.#begun = true;
    const start = this.#starts;
    const view = this.#view;
    const { host } = view;
    const isWanted = () => view.isConnected && start === this.#starts;
    const isFramed = host.hasAttribute('framed');
    if (ownsAddress(host)) setShown();
    const [linked, code] = await Promise.all([
      givenBy(ownsAddress(host) || isFramed ? location.hash : '', isWanted),
      asksToLookAround(host) ? loadPersistently(() => import('./around.js'), isWanted) : null,
    ]);
    if (!isWanted()) return this.#giveUp(start);
    const around = code ? code.lookAround(host) : { errors: [] };
    const keeping = this.#keepingOf(linked);
    const page = keeping && (await recall(keeping));
    if (!isWanted()) return this.#giveUp(start, page);
    this.#page = page;
    const kept = page?.kept;
    const store = this.#make(linked, around, kept);
    store.hold(!this.#inView);
    // For the author of the attributes.
    for (const error of Object.values(store.errors)) this.warn(error);
    this.#coming?.dispose();
    this.#coming = store;
    // The engine is loaded meanwhile.
    const isWhole = await store.start(this.#show(store), kept);
    if (store !== view.store) return page?.end();
    const selfStarted = kept ? kept.training && kept.selfStarted : store.settings.autoplay;
    // In a frame the address says every time how far to train; what was kept goes on from where it is.
    const updates = isFramed && kept ? undefined : linked.updates;
    const isSelfStarted = selfStarted && !updates ? pauseAfter(store, AUTOPLAY_EPOCHS) : () => false;
    await this.#announce(store);
    if (store !== view.store) return page?.end();
    if (updates) this.#repeat(store, updates);
    if (!isWhole) page?.reportDamaged();
    if (keeping) keepFrom(page, keeping, store, isSelfStarted, () => view.store === store);
    this.#started.resolve(store);
    this.#hasStarted = true;
    view.door.ready();
    view.tell('rnn-ready');
    const lesson = kept ? null : host.getAttribute('lesson');
    if (lesson !== null) view.startLesson(lesson);
  }

  /** The element has left the document, or something else is shown by now. @param {number} start @param {import('./kept-page.js').KeptPage | null} [page] */
  #giveUp(start, page) {
    if (start === this.#starts) this.#begun = false;
    page?.end();
  }

  /**
   * @param {import('../state/url.js').Given} linked what the address says
   * @param {import('./around.js').Around} around
   * @param {import('../state/keep/restore.js').Kept | null} [kept]
   */
  #make(linked, { text = this.#kept.text, errors }, kept) {
    const { host } = this.#view;
    const long = this.#kept.attribute === host.getAttribute('text') ? this.#kept.long : null;
    const own = this.#ownSettings();
    const given = { ...(text === undefined ? {} : { text }), ...own.settings, ...linked.settings };
    if (long) delete given.text;
    const workers = host.workers ?? (host.linked ? navigator.hardwareConcurrency - 1 : 0);
    return new Store({
      createClient: (most = workers) => new EngineClient({ painted: afterPaint, workers: Math.min(most, workers) }),
      settings: kept?.settings ?? { ...given, ...(linked.updates ? { autoplay: false } : {}) },
      errors: [...errors, ...own.errors, ...(kept ? [] : linked.errors)],
      hidden: new Set([...own.hidden, ...(kept && !host.hasAttribute('framed') ? kept : linked).hidden]),
      long: kept ? kept.long : long,
      languages: languagesAround(host, host.linked),
    });
  }

  /** What the author has set, and the reader's system asks for. */
  #ownSettings() {
    const own = fromAttributes(this.#view.host);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches ? { autoplay: false } : {};
    return { ...own, settings: { ...own.settings, ...still } };
  }

  /**
   * @param {import('../state/url.js').Given} linked
   * @returns {import('./kept-page.js').KeepOptions | null} null: nothing is kept here
   */
  #keepingOf({ settings, hidden, errors, updates }) {
    const { host } = this.#view;
    const isFramed = host.hasAttribute('framed');
    const group = ownsAddress(host) ? '' : host.keep || null;
    if (group === null) return null;
    // What a link says wins over what was kept, which stays as it is. In a frame the address is the author's word.
    const isLink = updates !== undefined || Object.keys(settings).length + hidden.size + errors.length > 0;
    const own = { ...this.#ownSettings().settings, ...(isFramed && settings) };
    return { host: this.#view, group, isFramed, fresh: isLink && !isFramed, own };
  }

  /** The author is told of everything from `rnn-ready` on. @param {Store} store */
  async #announce(store) {
    const view = this.#view;
    const announcements = await loadPersistently(
      () => import('./announcements.js'),
      () => view.store === store,
    );
    const reflect = (/** @type {Readonly<Record<string, string | null>>} */ changes) =>
      ownsAddress(view.host) || view.door.reflect(changes);
    if (view.store === store) announcements?.announce(store, (type, detail) => view.tell(type, detail), reflect);
  }

  /** @param {Store} store @param {number} updates */
  async #repeat(store, updates) {
    const isWanted = () => this.#view.store === store;
    await loadPersistently(() => store.loadWords('link'), isWanted);
    if (isWanted()) store.repeat(updates);
  }

  /** No word is shown before it can be shown in the reader's language, and no part of the first screen without the others. @param {Store} store */
  async #show(store) {
    const view = this.#view;
    const isWanted = () => this.#coming === store;
    const panels = onFirstScreen(store.settings.panels);
    await Promise.all([
      loadPersistently(() => store.loadLanguage(panels), isWanted),
      loadParts(panels, isWanted),
      loadSlot(store.settings.panels, isWanted),
    ]);
    if (!isWanted()) return;
    this.#coming = undefined;
    view.store = store;
    await view.updateComplete;
    view.door.shown(true);
    view.tell('rnn-show');
  }

  /** In English, as all that is said to authors. @param {import('../state/parse.js').SettingError} error */
  async warn(error) {
    const t = await loadPersistently(
      () => loadLanguage(FALLBACK_LOCALE),
      () => this.#view.isConnected,
    );
    if (!t) return;
    const message = `${settingsTable[error.setting]?.key ?? error.setting}: ${t.error(error)}`;
    console.warn(`<rnn-playground> ${message}`);
    this.#view.tell('rnn-error', { type: error.code, message, setting: error.setting });
  }
}

/**
 * What a link says; the code that reads it is needed for one only.
 *
 * @param {string} hash
 * @param {() => boolean} isWanted
 * @returns {Promise<import('../state/url.js').Given>}
 */
async function givenBy(hash, isWanted) {
  const code = hash.length > 1 ? await loadPersistently(() => import('../state/url.js'), isWanted) : null;
  return code ? code.fromHash(hash) : { settings: {}, hidden: new Set(), errors: [] };
}

/**
 * Whether there may be a text in other places than the attribute, or an attribute that there is not.
 *
 * @param {import('./rnn-playground.js').RnnPlayground} host
 */
function asksToLookAround(host) {
  const { observedAttributes } = /** @type {typeof import('./rnn-playground.js').RnnPlayground} */ (host.constructor);
  const known = [...observedAttributes, 'id', 'class', 'style', 'lang'];
  const elsewhere = host.querySelector('script, pre, textarea') !== null || host.hasAttribute('text-from');
  return (elsewhere && !host.hasAttribute('text')) || host.getAttributeNames().some((name) => !known.includes(name));
}

/** @returns {{ promise: Promise<Store>, resolve: (store: Store) => void }} */
function deferred() {
  let resolve = (/** @type {Store} */ _) => {};
  const promise = new Promise((/** @type {(store: Store) => void} */ done) => {
    resolve = done;
  });
  return { promise, resolve };
}
