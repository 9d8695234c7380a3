/**
 * Experiments kept in this browser: which one a page goes on with when it opens, and what can be done with the others. Each is
 * written by one tab at a time.
 */
import { claim, HAND_OVER_MS } from './claim.js';
import { ExperimentWriter } from './writer.js';
import { restoredFrom } from './restore.js';
import { aboutIn } from './read-records.js';
import { asBytes, openRecords } from './records.js';

/**
 * @typedef {import('./records.js').Records} Records
 * @typedef {import('./writer.js').About} About
 * @typedef {import('./restore.js').Kept} Kept
 * @typedef {About & { id: string }} Experiment
 * @typedef {'copied' | 'damaged' | 'missed' | 'full' | 'blocked' | 'forgotten'} News
 */

/** Experiments without a name that are kept, at most: each link that is opened makes one. */
const MAX_UNNAMED = 40;

/** Longest wait before the start for a browser to say what it has kept, where no certain experiment is wanted. */
const ANSWER_MS = 3000;

/** The same where one is: that of an article, or the one that was there before the page was loaded again, or has been chosen. */
const WANTED_ANSWER_MS = 10_000;

/** Tells other tabs that nothing is to be kept any more. */
const CHANNEL = 'rnn-playground';

/** What is looked up before this code is loaded: whether there is anything to go on with. */
export const MARK = 'rnn-playground';

export class Experiments {
  /** @type {readonly News[]} not dismissed yet */
  news = [];
  /** @type {Kept | null} what the page is to go on from */
  kept = null;
  /** @type {Records | null} null where nothing is kept */
  #records = null;
  #group;
  /** Of the present experiment. */
  #id = '';
  /** @type {() => void} */
  #release = () => {};
  /** The experiment whose lock it has: as long as it listens, it answers for it. */
  #held = '';
  /** Told of an experiment whose lock another tab has. */
  #heldElsewhere = (/** @type {string} */ _) => {};
  /** @type {Pick<About, 'group' | 'name' | 'created'>} */
  #about;
  /** @type {ExperimentWriter | null} */
  #writer = null;
  /** @type {import('../store.js').Store | null} */
  #store = null;
  /** @type {BroadcastChannel | null} */
  #channel = null;
  /** Whether another tab has deleted everything, before this one kept anything. */
  #forgotten = false;
  /** Letting go and taking up, one after the other. */
  #turns = Promise.resolve();
  #ended = false;
  /** When it let go, see `end`. */
  #changedAt = 0;
  /** @type {Parameters<Experiments['keep']>[1]} */
  #options = { own: {}, selfStarted: () => false };
  /** @type {import('./restore.js').Place} */
  #place = { panel: '', lesson: null };

  /** @param {string} group '' for the page itself */
  constructor(group) {
    this.#group = group;
    this.#about = { group, name: '', created: Date.now() };
  }

  /**
   * @param {object} options
   * @param {string} options.group '' for the page itself, else the name that the author of an article gave
   * @param {string} [options.id] the experiment that this entry of the tab's history was at
   * @param {boolean} options.fresh whether it begins a new one in any case, as a link does
   * @param {boolean} [options.late] whether the page has started already: it begins a new one, and the browser may take its time
   * @param {Readonly<Partial<import('../settings.js').Settings>>} options.own what the author of the page sets
   * @returns {Promise<Experiments>} rejects if it cannot be told in time what there is; never if it is late
   */
  static async open({ group, id, fresh, late = false, own }) {
    const experiments = new Experiments(group);
    try {
      // Before it looks what there is, which may be deleted just then.
      experiments.#listen();
      const asked = everything(group);
      const [records, all] = await (late ? asked : inTime(asked, id || group ? WANTED_ANSWER_MS : ANSWER_MS));
      const isMissed = late && !fresh && all.length > 0;
      // An article has no list that leads back to it: nothing is kept that would come before it when the article is opened again.
      if (isMissed && group) return experiments.#without();
      experiments.#records = records;
      await experiments.#choose(records, all, { id, fresh: fresh || late, own });
      if (isMissed) experiments.news = ['missed'];
      return experiments;
    } catch (error) {
      experiments.end();
      if (!late) throw error;
      return new Experiments(group).#without();
    }
  }

  /** Nothing is kept. */
  #without() {
    this.#channel?.close();
    this.news = ['blocked'];
    return this;
  }

  /** The present experiment; '' where nothing is kept. */
  get id() {
    return this.#id;
  }

  /**
   * @param {Records} records
   * @param {readonly Experiment[]} all
   * @param {{ id?: string, fresh: boolean, own: Readonly<Partial<import('../settings.js').Settings>> }} options
   */
  async #choose(records, all, { id, fresh, own }) {
    const wanted = all.find((one) => one.id === id) ?? (fresh ? undefined : all[0]);
    if (wanted) {
      const isOwn = wanted.id === id || this.#group !== '';
      const release = await (isOwn ? this.#claimBack(wanted.id) : claim(wanted.id));
      if (release) {
        this.#held = wanted.id;
        // To whoever has asked before it was ours, as tabs do that start at once.
        this.#channel?.postMessage({ held: wanted.id });
      }
      const read = async () => restoredFrom(await records.read(wanted.id), own);
      const kept = await read().catch((error) => {
        release?.();
        throw error;
      });
      if (kept) await this.#goOn(records, wanted, kept, release);
      else release?.();
    }
    if (!this.#id) await this.#begin();
    for (const { id: old } of all.filter(({ name }) => !name).slice(MAX_UNNAMED))
      await this.#removeIfFree(records, old);
  }

  /**
   * The page before a reload may not have let go of it yet: what it still writes is read after it has. A tab that stays says so.
   *
   * @param {string} id
   */
  async #claimBack(id) {
    const waiting = new AbortController();
    const limit = setTimeout(() => waiting.abort(), HAND_OVER_MS);
    this.#heldElsewhere = (held) => held === id && waiting.abort();
    this.#channel?.postMessage({ wanted: id });
    const release = await claim(id, waiting.signal);
    clearTimeout(limit);
    return release;
  }

  /**
   * @param {Records} records
   * @param {Experiment} wanted
   * @param {Kept} kept
   * @param {(() => void) | null} release null: another tab has it
   */
  async #goOn(records, { id, name, created }, kept, release) {
    this.kept = kept;
    this.#place = kept.place;
    if (kept.damaged) this.news = [...this.news, 'damaged'];
    if (release) {
      this.#id = id;
      this.#release = release;
      this.#about = { group: this.#group, name, created };
      return;
    }
    this.news = [...this.news, 'copied'];
    await this.#begin();
    await records.put((await records.rows(id)).map((row) => ({ ...row, id: this.#id })));
  }

  async #begin() {
    this.#id = this.#held = crypto.randomUUID();
    this.#release = (await claim(this.#id)) ?? (() => {});
  }

  /**
   * Keeps what happens in a store from now on.
   *
   * @param {import('../store.js').Store} store that was started, with what was `kept` if anything was
   * @param {{ own: Readonly<Partial<import('../settings.js').Settings>>, selfStarted: () => boolean }} options see ExperimentWriter
   */
  keep(store, options) {
    this.#store = store;
    this.#options = options;
    store.keepBy(this);
    if (this.#forgotten) {
      this.#keepNothing();
      this.pause(); // which lets go of what it was to go on with
    }
    this.#follow(store, this.kept !== null);
    this.kept = null;
  }

  /** @param {import('../store.js').Store} store @param {boolean} resumed */
  #follow(store, resumed) {
    if (!this.#records) return;
    this.#writer = new ExperimentWriter({
      ...{ records: this.#records, id: this.#id, store, about: this.#about, place: this.#place, resumed },
      ...this.#options,
      changed: () => this.#followTrouble(),
    });
    try {
      localStorage.setItem(MARK, '1');
    } catch {}
  }

  /** To other tabs, in which everything may be deleted, or an experiment of this one wanted. */
  #listen() {
    this.#channel?.close();
    const channel = new BroadcastChannel(CHANNEL);
    this.#channel = channel;
    channel.onmessage = ({ data }) => {
      if (data?.wanted && data.wanted === this.#held) channel.postMessage({ held: data.wanted });
      if (data?.held) this.#heldElsewhere(data.held);
      if (data !== 'forgotten') return;
      if (this.#store) this.#endKeeping();
      else this.#forgotten = true;
    };
  }

  /** @param {News} news has been read */
  dismiss(news) {
    this.#setNews(this.news.filter((one) => one !== news));
  }

  /** @param {readonly News[]} news */
  #setNews(news) {
    this.news = news;
    this.#store?.keepBy(this);
  }

  #followTrouble() {
    const others = this.news.filter((one) => one !== 'full' && one !== 'blocked');
    const trouble = this.#writer?.trouble;
    this.#setNews(trouble ? [...others, trouble] : others);
  }

  /** @param {Partial<import('./restore.js').Place>} place where the reader is on the page */
  setPlace(place) {
    this.#place = { ...this.#place, ...place };
    this.#writer?.setPlace(place);
  }

  /** Writes what is to be written, now. */
  async flush() {
    await this.#writer?.flush();
  }

  /** The step from which the training would go on if the page were gone now; 0: from the beginning. */
  get step() {
    return this.#writer?.step ?? 0;
  }

  /** Called when it ends for good. */
  onEnd = () => {};

  /** Its page is no more. */
  end() {
    this.#ended = true;
    this.onEnd();
    return this.pause();
  }

  /** What was kept of the network could not be used. */
  reportDamaged() {
    this.#setNews([...this.news.filter((one) => one !== 'damaged'), 'damaged']);
  }

  /** The tab lets go of the experiment until `resume`. */
  pause() {
    this.#channel?.close();
    this.#turns = this.#turns.then(() => this.#letGo());
    return this.#turns;
  }

  async #letGo() {
    const writer = this.#writer;
    const release = this.#release;
    this.#writer = null;
    this.#release = () => {};
    // What cannot be written now cannot be written later either.
    await writer?.end().catch(() => {});
    if (writer) this.#changedAt = writer.changedAt;
    release();
  }

  /** The page is back, as it was when it let go; another tab may have gone on with the experiment meanwhile. */
  resume() {
    this.#turns = this.#turns.then(async () => {
      if (this.#ended || !this.#records || !this.#store || this.#writer) return;
      await this.#takeUp(this.#records, this.#store).catch(() => this.#setNews([...this.news, 'blocked']));
    });
    return this.#turns;
  }

  /** @param {Records} records @param {import('../store.js').Store} store */
  async #takeUp(records, store) {
    this.#listen(); // before it looks what is there, which may be deleted just then
    const release = await claim(this.#id);
    const now = (await listOf(records, this.#group)).find(({ id }) => id === this.#id);
    // Deleted meanwhile, alone or with everything: what was deleted stays so.
    if (!now && this.#changedAt > 0) this.#keepNothing();
    if (!this.#records) {
      release?.();
      return;
    }
    const isOurs = release !== null && now?.changed === this.#changedAt;
    // Named by another tab meanwhile, where it was not opened.
    if (now) this.#about = { ...this.#about, name: now.name };
    if (isOurs) this.#release = release;
    else {
      release?.();
      await this.#begin();
      this.#setNews([...this.news, 'copied']);
    }
    this.#follow(store, isOurs);
  }

  async #endKeeping() {
    await this.#writer?.end({ forget: true }).catch(() => {});
    await this.pause();
    // What was being written when the tab heard of it may have come after the others were deleted.
    await this.#records?.remove(this.#id).catch(() => {});
    this.#keepNothing();
  }

  #keepNothing() {
    this.#channel?.close();
    this.#records = null;
    this.#setNews(['forgotten']);
  }

  // -- the list ------------------------------------------------------------------------------------------------------

  /** @returns {Promise<Experiment[]>} */
  async list() {
    await this.flush();
    return this.#records ? listOf(this.#records, this.#group) : [];
  }

  /** Whether another tab has it open. @param {string} id */
  async isElsewhere(id) {
    if (id === this.#id) return false;
    const release = await claim(id);
    release?.();
    return release === null;
  }

  /** @param {Experiment} experiment @param {string} name '' for none */
  async rename({ id, ...about }, name) {
    if (id === this.#id && this.#writer) {
      this.#writer.name = name;
      this.#about = { ...this.#about, name };
      await this.flush();
    } else await this.#records?.write(id, { about: asBytes({ ...about, name }) }, { update: true });
  }

  /** @param {Experiment} experiment @param {string} name of the copy */
  async duplicate({ id, ...about }, name) {
    await this.flush();
    const copy = crypto.randomUUID();
    await this.#records?.put((await this.#records.rows(id)).map((row) => ({ ...row, id: copy })));
    await this.#records?.write(copy, { about: asBytes({ ...about, name, changed: Date.now() }) });
  }

  /**
   * @param {string} id
   * @returns {Promise<() => Promise<void>>} takes it back
   * @throws {Error} if another tab has it open, or it is no more
   */
  async remove(id) {
    const records = this.#records;
    const rows = (await records?.rows(id)) ?? [];
    if (!records || rows.length === 0 || !(await this.#removeIfFree(records, id)))
      throw new Error('not there, or in use');
    return () => records.put(rows);
  }

  /** @param {Records} records @param {string} id @returns {Promise<boolean>} false: another tab has it open */
  async #removeIfFree(records, id) {
    const release = await claim(id);
    try {
      if (release) await records.remove(id);
    } finally {
      release?.();
    }
    return release !== null;
  }

  /** Everything that is kept here for any page of this address; what happens from now on is not kept. */
  async forgetAll() {
    await this.#writer?.end({ forget: true });
    try {
      // Also where this tab keeps nothing any more.
      await (this.#records ?? (await openRecords())).removeAll();
    } catch (error) {
      this.#setNews(['blocked']);
      throw error;
    }
    const channel = new BroadcastChannel(CHANNEL);
    channel.postMessage('forgotten');
    channel.close();
    await this.#endKeeping();
    try {
      localStorage.removeItem(MARK);
    } catch {}
  }
}

/** Those of one page, the latest first. @param {Records} records @param {string} group @returns {Promise<Experiment[]>} */
async function listOf(records, group) {
  const all = (await records.list()).map(({ id, bytes }) => ({ id, ...aboutIn(bytes) }));
  return all.filter((one) => one.group === group).sort((a, b) => b.changed - a.changed);
}

/** @param {string} group @returns {Promise<[Records, Experiment[]]>} */
async function everything(group) {
  const records = await openRecords();
  return [records, await listOf(records, group)];
}

/** @template T @param {Promise<T>} answer @param {number} limit ms @returns {Promise<T>} rejects with a TimeoutError after that */
function inTime(answer, limit) {
  const late = new DOMException('no answer', 'TimeoutError');
  return Promise.race([answer, new Promise((_, reject) => setTimeout(reject, limit, late))]);
}
