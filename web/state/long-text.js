/** A text that is too long to be a setting: the page keeps its bytes, as they came, and what the engine's worker says of them. */
import { encodings } from '../text/encodings.js';
import { checkText, limits } from '../text/issues.js';
import { Vocabulary } from '../text/vocabulary.js';
import { chooseForLong } from './choose-long.js';
import { settingNames, settingsTable } from './settings.js';

/**
 * @typedef {import('../engine/protocol.js').TextSource} TextSource
 * @typedef {import('../engine/protocol.js').TextSummary} TextSummary
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('../text/prepare.js').TextData} TextData
 */

/** Of all files of a text. What is larger is read in its beginning only; compressed, it is hardly larger than that beginning. */
export const MAX_TEXT_BYTES = 2 * limits.bytes;

let count = 0;

export class LongText {
  /** @type {Map<string, TextSummary>} by the settings it was read with */
  #readings = new Map();

  /**
   * @param {string} name of its file; empty if it was pasted
   * @param {TextSource['files']} files
   * @param {boolean} [cut] whether its beginning is taken where it is too large
   */
  constructor(name, files, cut = false) {
    count += 1;
    this.id = String(count);
    this.name = name;
    this.files = files;
    this.cut = cut;
  }

  /** The text as it came, if that was a string. */
  get string() {
    const [{ source }] = this.files;
    return this.files.length === 1 && typeof source === 'string' ? source : undefined;
  }

  /** For the engine. @param {Settings} settings @returns {TextSource} */
  source({ unit, endOfSentence }) {
    const { id, files, cut } = this;
    return { id, files, cut, unit, endOfSentence };
  }

  /** @param {Settings} settings @returns {TextSummary | undefined} if it has been read with these */
  summary({ unit, endOfSentence }) {
    return this.#readings.get(`${unit} ${endOfSentence}`);
  }

  /** @param {Settings} settings @param {TextSummary} summary */
  learn({ unit, endOfSentence }, summary) {
    this.#readings.set(`${unit} ${endOfSentence}`, summary);
  }

  /**
   * Settings that fit it; as they are chosen for short texts in choose.js.
   *
   * @param {Settings} settings it has been read with
   * @param {Partial<Settings>} given what the reader has set
   */
  choose(settings, given) {
    return chooseForLong(/** @type {TextSummary} */ (this.summary(settings)), given);
  }

  /**
   * What is known of it before a model is made.
   *
   * @param {Settings} settings it has been read with
   * @returns {TextData}
   */
  draft(settings) {
    const { unit, endOfSentence, streams, heldOut } = settings;
    const summary = /** @type {TextSummary} */ (this.summary(settings));
    const { tokens, tokenCount, characters, problems, rareTokens, rareCount } = summary;
    const issues = checkText({
      // How long it may be was looked at when it was read.
      tokenCount: Math.min(tokenCount, limits.streamedTokens),
      ...{ problems, unit, endOfSentence, heldOut, lines: [[...tokens.slice(0, 1)]], complete: true },
      ...{ textLength: characters, segmented: true, vocabularySize: tokens.length, streams: Math.max(1, streams) },
    });
    if (rareTokens > 0)
      issues.push({
        ...{ code: 'rare-tokens', severity: 'warning' },
        details: { kept: tokens.length, kinds: rareTokens, share: rareCount / tokenCount, unit },
      });
    return {
      ...{ text: '', issues, unit, endOfSentence, streams, tokenCount, lines: [], training: [], heldOut: [] },
      valid: issues.every(({ severity }) => severity !== 'error'),
      vocabulary: new Vocabulary(tokens, unit),
      long: {
        ...{ id: this.id, name: this.name, source: this.source(settings), summary },
        ...{ sequences: 0, trainingTokens: 0, heldOutTokens: 0 },
      },
    };
  }
}

/**
 * @typedef {object} Reader what reads a text for a store
 * @property {(source: TextSource, options: import('../engine/protocol.js').CallOptions) => Promise<TextSummary>} read
 * @property {(progress: { name: string, done: number, total: number } | null) => void} show
 * @property {AbortSignal} signal
 */

/**
 * Has a text read.
 *
 * @param {LongText} long
 * @param {() => Settings} settings that it is read with; they may be others by the time it has been read
 * @param {Reader} reader
 * @returns {Promise<boolean>} false if it is not wanted any more
 */
export async function readLongText(long, settings, { read, show, signal }) {
  const { name } = long;
  const onProgress = (/** @type {import('../engine/protocol.js').Progress} */ progress) => {
    if (!signal.aborted) show({ name, ...progress });
  };
  onProgress({ done: 0, total: 0 });
  try {
    while (!signal.aborted && !long.summary(settings())) {
      const now = settings();
      long.learn(now, await read(long.source(now), { signal, onProgress }));
    }
    return !signal.aborted;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  } finally {
    if (!signal.aborted) show(null);
  }
}

/** Why a text is not opened that the engine has nothing to do with. */
const REFUSALS = ['badText', 'textTooLarge'];

/**
 * @param {TextSource['files']} files
 * @param {{ name?: string, cut?: boolean }} options
 * @param {object} store
 * @param {() => Settings} store.settings
 * @param {import('./live-model.js').LiveModel} store.model is told of what has failed
 * @param {Reader} store.reader
 * @returns {Promise<LongText | null>} null if another text was wanted meanwhile
 * @throws {import('../engine/errors.js').EngineError} 'badText', 'textTooLarge'
 */
export async function openedText(files, { name = '', cut = false }, { settings, model, reader }) {
  const long = new LongText(name, files, cut);
  try {
    return (await readLongText(long, settings, reader)) ? long : null;
  } catch (error) {
    const { code } = /** @type {import('../engine/errors.js').EngineError} */ (error);
    if (!REFUSALS.includes(code)) model.fail(/** @type {Error} */ (error));
    throw error;
  }
}

/**
 * With a network of a long text that was kept. Its text is read first: some of its settings follow from it.
 *
 * @param {import('./keep/restore.js').KeptOfLong} kept
 * @param {Pick<import('./form.js').Form, 'given' | 'long'>} before what was set when the store started
 * @param {object} parts of the store
 * @param {import('./form.js').Form} parts.form
 * @param {import('./live-model.js').LiveModel} parts.model
 * @param {import('./model-rebuilder.js').ModelRebuilder} parts.rebuilder
 * @returns {() => Promise<void>} an attempt, see ModelRebuilder.goOn
 */
export function goingOnWith({ text, settings, complete }, { given, long }, { form, model, rebuilder }) {
  /** @type {import('./keep/restore.js').KeptModel | undefined} once the form has its settings */
  let ready;
  return async () => {
    if (!ready) {
      text.learn(settings, await model.readText(text.source(settings)));
      const changed = settingNames.filter((name) => String(form.given[name]) !== String(given[name]));
      // What the reader has changed meanwhile may make another network.
      const isAnother = changed.some((name) => settingsTable[name].effect === 'structural');
      if (isAnother || form.long !== long) return;
      const kept = complete();
      const changes = Object.fromEntries(changed.map((name) => [name, form.given[name]]));
      form.begin(withoutUndefined({ ...kept.settings, ...changes }));
      ready = kept.model;
    }
    await rebuilder.resume(ready);
  };
}

/** @param {Partial<Settings>} settings undefined: not set */
const withoutUndefined = (settings) =>
  Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));

/**
 * The data of a model with other passages of its text, from a place on.
 *
 * @param {TextData} data of a long text
 * @param {import('../engine/protocol.js').ResultOf<'passages'>} found
 * @returns {TextData}
 */
export function dataAt(data, { place, passages }) {
  const long = /** @type {import('../text/prepare.js').LongTextFacts} */ (data.long);
  const { direction } = long.summary;
  const shown = passages.map((_, index) => ({
    tokens: [],
    direction,
    which: /** @type {const} */ ('training'),
    index,
  }));
  return {
    ...data,
    training: passages.map((one) => ({ ...one, line: -1 })),
    lines: [...shown, ...data.lines.filter(({ which }) => which === 'heldOut')],
    long: { ...long, place, firstToken: long.firstToken ?? data.training[0].inputs[0] },
  };
}

// --- as bytes ---------------------------------------------------------------------------

/**
 * @typedef {object} LongTextDescription
 * @property {string} name of its file; empty if it was pasted
 * @property {boolean} cut whether it is only the beginning of a text that was too large
 * @property {{ size: number, encoding?: string }[]} files size: bytes; encoding: if it was chosen, or is known as of a string
 */

/**
 * The bytes of its files one after the other, as they came: so it is kept in the browser and written into a saved model.
 *
 * @param {Pick<LongText, 'name' | 'files' | 'cut'>} long
 * @returns {{ description: LongTextDescription, bytes: Blob }}
 */
export function describedLongText({ name, files, cut }) {
  let room = MAX_TEXT_BYTES;
  const blobs = files.map(({ source }) => {
    const blob = source instanceof Blob ? source : new Blob([/** @type {BlobPart} */ (source)]);
    const taken = blob.slice(0, room);
    room -= taken.size;
    return taken;
  });
  const sizes = files.map(({ source, encoding }, i) => ({
    size: blobs[i].size,
    encoding: typeof source === 'string' ? 'utf-8' : encoding,
  }));
  return { description: { name, cut, files: sizes }, bytes: new Blob(blobs) };
}

/**
 * @param {unknown} description as in `describedLongText`; it may come from anywhere
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {LongText | null} null if the two do not belong together
 */
export function longTextOf(description, bytes) {
  const { name, cut = false, files } = /** @type {LongTextDescription} */ (Object(description));
  const isFile = (/** @type {LongTextDescription['files'][number] | null} */ file) =>
    Number.isInteger(file?.size) &&
    Number(file?.size) >= 0 &&
    (file?.encoding === undefined || /** @type {readonly string[]} */ (encodings).includes(file.encoding));
  const fits = Array.isArray(files) && files.every(isFile) && files.reduce((sum, { size }) => sum + size, 0);
  if (fits !== bytes.length || typeof name !== 'string' || typeof cut !== 'boolean') return null;
  let at = 0;
  const sources = files.map(({ size, encoding }) => {
    const source = new Blob([bytes.subarray(at, at + size)]);
    at += size;
    return { source, encoding };
  });
  return new LongText(name, sources, cut);
}

/**
 * A long text as one part of what is kept: the length of a JSON object in bytes (uint32, little endian), the object, which is the
 * description above, then its files.
 *
 * @param {Pick<LongText, 'name' | 'files' | 'cut'>} long
 * @returns {Promise<Uint8Array<ArrayBuffer>>} rejects if a file of it is no more
 */
export async function bytesOfLongText(long) {
  const { description, bytes } = describedLongText(long);
  const json = new TextEncoder().encode(JSON.stringify(description));
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, json.length, true);
  return new Uint8Array(await new Blob([length, json, bytes]).arrayBuffer());
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes of `bytesOfLongText`
 * @returns {LongText}
 * @throws {Error} if they are not
 */
export function longTextIn(bytes) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const description = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const long = longTextOf(description, bytes.subarray(4 + length));
  if (!long) throw new RangeError('These are not the bytes of that text.');
  return long;
}
