/** Keeps the experiment of one store: what changes is written at once, the text a moment after a key, checkpoints as they come. */
import { isLong } from '../../text/issues.js';
import { spelled } from './restore.js';
import { asBytes } from './records.js';

/**
 * @typedef {import('../store.js').Store} Store
 * @typedef {import('./records.js').Part} Part
 * @typedef {import('./records.js').Records} Records
 * @typedef {'full' | 'blocked'} Trouble why nothing is kept
 */

/**
 * @typedef {object} About the part of that name: what a list of experiments shows
 * @property {string} group '' for the page itself, else the name that the author gave
 * @property {string} name that the reader gave; '' for none
 * @property {string} title beginning of the text
 * @property {string} cell
 * @property {number} hiddenSize
 * @property {number} epoch
 * @property {number | null} loss
 * @property {number[]} curve
 * @property {number} created ms since 1970
 * @property {number} changed
 */

/** After a key, ms: a burst of keys is written once. */
const TEXT_DELAY_MS = 150;
/** After the browser has refused to write, ms. */
const RETRY_MS = 30_000;
/** Points of the picture of the curve. */
const CURVE_POINTS = 60;
/** Characters of the text that stand for it. */
const TITLE_LENGTH = 60;

/** @type {readonly Part[]} */
const ALL = ['about', 'work', 'text', 'long', 'network', 'latest', 'whole'];

export class ExperimentWriter {
  /** @type {Trouble | null} */
  trouble = null;
  #records;
  #store;
  #about;
  #own;
  #changed;
  /** @type {import('./restore.js').Place} */
  #place = { panel: '', lesson: null };
  #selfStarted;
  /** @type {Set<Part>} */
  #dirty;
  /** Whether the whole experiment is in the database, so that a part of it can be updated. */
  #isThere;
  /** @type {Promise<void> | null} */
  #writing = null;
  #ended = false;
  /** Whether the reader has had everything deleted: nothing may bring it back. */
  #forgotten = false;
  #notBefore = 0;
  #changedAt = 0;
  /** The version of the network whose checkpoints are written. */
  #version = 0;
  /** @type {import('../checkpoints.js').Checkpoint | null} as written */
  #checkpoint = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #unsubscribe;

  /**
   * @param {object} options
   * @param {Records} options.records
   * @param {string} options.id of the experiment; claimed
   * @param {Store} options.store started
   * @param {Pick<About, 'group' | 'name' | 'created'>} options.about
   * @param {import('./restore.js').Place} options.place on the page
   * @param {Readonly<Partial<import('../settings.js').Settings>>} options.own what the author of the page has set
   * @param {boolean} options.resumed whether it has been kept before: its network is left alone until there is a checkpoint
   * @param {() => boolean} options.selfStarted whether it trains because the page, and not the reader, has started it
   * @param {() => void} options.changed there is trouble, or none any more
   */
  constructor({ records, id, store, about, place, own, resumed, selfStarted, changed }) {
    this.id = id;
    this.#records = records;
    this.#store = store;
    this.#about = about;
    this.#place = place;
    this.#own = own;
    this.#changed = changed;
    this.#version = store.modelVersion;
    this.#selfStarted = selfStarted;
    this.#isThere = resumed;
    this.#dirty = new Set(resumed ? ['about', 'work', 'text'] : ALL);
    const follow = [
      store.subscribe(
        ({ text, long }) => ({ text, long }),
        () => this.#note(['text'], TEXT_DELAY_MS),
      ),
      store.subscribe(
        (now) => longOf(now)?.id,
        () => this.#note(['text', 'long', 'network']),
      ),
      store.subscribe(
        ({ given, training, finishedLessons, locale }) => ({ given, training, finishedLessons, locale }),
        () => this.#note(['work']),
      ),
      store.subscribe(
        ({ modelVersion, checkpoint }) => ({ modelVersion, checkpoint }),
        () => this.#followNetwork(),
      ),
    ];
    this.#unsubscribe = () => {
      for (const end of follow) end();
    };
    this.#flush();
  }

  /** Name that the reader gives; '' for none. */
  get name() {
    return this.#about.name;
  }
  set name(name) {
    this.#about = { ...this.#about, name };
    this.#note(['about']);
  }

  /** @param {Partial<import('./restore.js').Place>} place where the reader is on the page */
  setPlace(place) {
    if (JSON.stringify({ ...this.#place, ...place }) === JSON.stringify(this.#place)) return;
    this.#place = { ...this.#place, ...place };
    this.#note(['work']);
  }

  /** Writes what is to be written, now, even where the browser has just refused to. */
  flush() {
    this.#notBefore = 0;
    return this.#flush();
  }

  /**
   * Follows the store no more; what is to be written still is, unless it is forgotten.
   *
   * @param {{ forget?: boolean }} [options]
   */
  async end({ forget = false } = {}) {
    this.#ended = true;
    this.#unsubscribe();
    this.#forgotten ||= forget;
    await this.flush();
  }

  /** Where the training was at the checkpoint that is written; 0: none. */
  get step() {
    return this.#checkpoint?.step ?? 0;
  }

  /** When the experiment was written last, ms since 1970; 0 before. */
  get changedAt() {
    return this.#changedAt;
  }

  /** @param {readonly Part[]} parts @param {number} [delay] ms */
  #note(parts, delay = 0) {
    if (this.#ended) return;
    for (const part of parts) this.#dirty.add(part);
    if (delay === 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), delay);
  }

  #followNetwork() {
    const { modelVersion, checkpoint, lastReset } = this.#store;
    // One that was kept stays written until it has a checkpoint here.
    const isNew = modelVersion !== this.#version && lastReset?.code !== 'start';
    this.#version = modelVersion;
    if (isNew || (checkpoint && !this.#checkpoint)) this.#note(['network', 'latest', 'whole']);
    else if (checkpoint && checkpoint !== this.#checkpoint)
      this.#note(checkpoint.before ? ['latest'] : ['latest', 'whole']);
  }

  /** One transaction after the other, each with all that has changed by then. */
  #flush() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
    return this.#writing;
  }

  async #writeAll() {
    while (this.#dirty.size > 0 && !this.#forgotten) {
      const wait = this.#notBefore - performance.now();
      if (wait > 0) return this.#note([], wait);
      await this.#write();
    }
  }

  async #write() {
    const long = !this.#isThere || this.#dirty.has('long') ? await this.#longNow() : undefined;
    const parts = this.#isThere ? [...this.#dirty] : ALL;
    this.#dirty.clear();
    const { checkpoint } = this.#store;
    const changed = Date.now();
    const bytes = Object.fromEntries(
      [...new Set([...parts, /** @type {const} */ ('about')])].map((part) => [
        part,
        part === 'long' ? long : this.#bytesOf(part, changed),
      ]),
    );
    try {
      const written = await this.#records.write(this.id, bytes, { update: this.#isThere });
      // Where the browser has deleted what was kept, all of it is written again.
      if (!written) for (const part of ALL) this.#dirty.add(part);
      this.#isThere = written;
      if (!written) return;
      if (parts.includes('latest')) this.#checkpoint = checkpoint;
      this.#changedAt = changed;
      this.#setTrouble(null);
    } catch (error) {
      for (const part of parts) this.#dirty.add(part);
      this.#notBefore = performance.now() + RETRY_MS;
      this.#setTrouble(troubleOf(error));
    }
  }

  /** The long text there is once its bytes are here. @returns {Promise<Uint8Array<ArrayBuffer> | null>} null: there is none, or its file is no more */
  async #longNow() {
    const long = longOf(this.#store);
    if (!long) return null;
    // Has been loaded: there is a long text.
    const { bytesOfLongText } = await import('../long-text.js');
    const bytes = await bytesOfLongText(long).catch(() => null);
    return longOf(this.#store)?.id === long.id ? bytes : this.#longNow();
  }

  /** @param {Trouble | null} trouble */
  #setTrouble(trouble) {
    if (trouble === this.trouble) return;
    this.trouble = trouble;
    this.#changed();
  }

  /** @param {Part} part @param {number} changed ms since 1970 @returns {Uint8Array<ArrayBuffer> | null} */
  #bytesOf(part, changed) {
    const { checkpoint, given, text, data, long } = this.#store;
    if (part === 'about') return asBytes({ ...this.#aboutNow(), changed });
    if (part === 'work') return asBytes(this.#workNow());
    if (part === 'text') return long ? asBytes({ long: true }) : 'text' in given ? asBytes(text) : null;
    if (part === 'network') {
      if (!data?.long) return data && asBytes({ text: data.text });
      return data.long.id === longOf(this.#store)?.id ? asBytes({ long: true }) : null;
    }
    if (part === 'latest') return checkpoint?.before ? checkpoint.file : null;
    return checkpoint ? (checkpoint.before ?? checkpoint.file) : null;
  }

  /** @returns {import('./restore.js').Work} */
  #workNow() {
    const { given, hidden, training, finishedLessons } = this.#store;
    const { text: _, ...rest } = given;
    // A long text of the author's is opened as one of the reader's would be, and not told apart from it.
    const { text, ...own } = this.#own;
    return {
      given: spelled(rest),
      own: spelled(isLong(text) ? own : this.#own),
      hidden: [...hidden],
      training,
      selfStarted: this.#selfStarted(),
      finishedLessons: [...finishedLessons],
      place: this.#place,
    };
  }

  /** @returns {Omit<About, 'changed'>} */
  #aboutNow() {
    const { text, settings, status, history, long } = this.#store;
    const beginning = long?.summary(settings)?.beginning ?? text;
    const stride = Math.max(1, Math.ceil(history.length / CURVE_POINTS));
    const curve = [...history.trainingLoss].filter((_, i) => i % stride === 0 || i === history.length - 1);
    const loss = curve.at(-1) ?? null;
    return {
      ...this.#about,
      title: [...beginning.trimStart().slice(0, 4 * TITLE_LENGTH)]
        .slice(0, TITLE_LENGTH)
        .join('')
        .replace(/\s+/g, ' ')
        .trim(),
      ...{ cell: settings.cell, hiddenSize: settings.hiddenSize, epoch: status?.epoch ?? 0, loss },
      ...{ curve: curve.map((value) => Number(value.toPrecision(4))) },
    };
  }
}

/**
 * The long text that is kept: the one there is, else the one that the network was made of, else the one that a lesson has put aside.
 *
 * @param {Store} store
 * @returns {Pick<import('../long-text.js').LongText, 'id' | 'name' | 'files' | 'cut'> | null}
 */
function longOf({ long, data, aside }) {
  if (long || !data?.long) return long ?? aside?.long ?? null;
  const { id, name } = data.long;
  const { files, cut = false } = /** @type {import('../../engine/protocol.js').TextSource} */ (data.long.source);
  return { id, name, files, cut };
}

/** @param {any} error @returns {Trouble} */
const troubleOf = ({ name }) => (name === 'QuotaExceededError' ? 'full' : 'blocked');
