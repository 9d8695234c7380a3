/**
 * Long texts: read here, where the network is, and cut into streams; whoever asked gets a summary. Loaded with the first.
 */
import { limits } from '../text/issues.js';
import { readingLongText } from '../text/long-text.js';
import { heldOutIndices } from '../text/sequences.js';
import { choice, integer, number } from './arguments.js';
import { packed } from './dataset.js';
import { resolve } from './engine-settings.js';
import { EngineError, SettingsError } from './errors.js';
import { handingOver } from './handing-over.js';
import { fileError } from './model-file/file-error.js';
import { Model } from './model.js';
import { Passages } from './passages.js';
import { runTimeSliced } from './scheduling.js';

/**
 * @typedef {import('../text/long-text.js').LongText} LongText
 * @typedef {import('./dataset.js').CheckedSequence} CheckedSequence
 * @typedef {import('./protocol.js').TextSource} TextSource
 */

/** Tokens of a sequence that a page gets to show. */
const BEGINNING_TOKENS = 200;
/** Sequences of which it gets them, at most. */
const MAX_BEGINNINGS = 256;

/** Tokens of a held-out stream, at least: at its beginning the network knows nothing of what came before. */
const MIN_HELD_OUT_STREAM = 1000;

const none = new Float64Array(0);

/**
 * How a text is to be read and cut: with a misspelt word it would be done in another way.
 *
 * @param {import('./protocol.js').TextData} text
 * @throws {EngineError} 'badArgument', details: name, expected
 */
export function checkText({ files, unit, endOfSentence, locale, streams, heldOut }) {
  try {
    choice('unit', unit ?? null, ['characters', 'words']);
    choice('endOfSentence', endOfSentence ?? null, ['mark', 'run-on']);
    integer('streams', streams, { default: 1, min: 0, max: 1e9 });
    number('heldOut', heldOut, { default: 0, min: 0, max: 1, exclusiveMax: true });
    if (locale !== undefined) checkKnown(Intl.Locale, 'locale', locale, 'the tag of a language, such as en or pt-BR');
    for (const { encoding } of files)
      if (encoding) checkKnown(TextDecoder, 'encoding', encoding, 'a name that TextDecoder knows, such as utf-8');
  } catch (error) {
    // These are no settings.
    const { message, setting: name, expected } = /** @type {SettingsError} */ (error);
    throw new EngineError('badArgument', message, { name, expected });
  }
}

/** @param {new (name: string) => unknown} Type that knows which there are @param {string} name @param {string} value @param {string} expected */
function checkKnown(Type, name, value, expected) {
  try {
    new Type(value);
  } catch {
    throw new SettingsError('notAChoice', name, value, expected);
  }
}

/** Which text, read how: the same is not read twice. @param {TextSource} source */
export const keyOf = ({ id, unit, endOfSentence, locale, files }) =>
  [id, unit, endOfSentence, locale, ...files.map(({ encoding = '' }) => encoding)].join('\n');

/**
 * @param {TextSource} source
 * @param {() => void} check throws when the text is not wanted any more
 * @param {(progress: import('./protocol.js').Progress) => void} [onProgress] in bytes
 * @returns {Promise<LongText & { summary: { cut: boolean } }>}
 * @throws {EngineError} 'badText', details: part (which file), issue; 'textTooLarge', details: limit
 */
export async function readText({ files, unit, endOfSentence, locale, cut = false }, check, onProgress) {
  const parts = [];
  let room = limits.bytes;
  for (const [part, { source, encoding }] of files.entries()) {
    const bytes = await bytesOf(source, room + 1).catch(() => {
      // A folder, or a file that has been deleted in the meantime.
      throw new EngineError('badText', 'The file cannot be read.', { part, issue: 'file-unreadable' });
    });
    check();
    const taken = bytes.subarray(0, room);
    parts.push({
      bytes: taken,
      cut: bytes.length > room,
      // A string is text, whatever it looks like, and its bytes were made here.
      encoding: /** @type {import('../text/encodings.js').Encoding | undefined} */ (
        typeof source === 'string' ? 'utf-8' : encoding
      ),
    });
    room -= bytes.length;
  }
  if (room < 0 && !cut)
    throw new EngineError('textTooLarge', `The text has more than ${limits.bytes} bytes.`, { limit: limits.bytes });
  const text = await runTimeSliced(
    readingLongText(parts, { unit, endOfSentence, locale }),
    check,
    ({ done, total }) => total > 0 && onProgress?.({ done, total }),
  );
  if ('issue' in text) throw new EngineError('badText', 'The file is not a text, or its encoding is unknown.', text);
  return { ...text, summary: { ...text.summary, cut: room < 0 } };
}

/**
 * @param {TextSource['files'][number]['source']} source
 * @param {number} room bytes wanted, at most
 * @returns {Promise<Uint8Array>} decompressed
 */
async function bytesOf(source, room) {
  if (typeof source === 'string') return new TextEncoder().encode(source).subarray(0, room);
  const blob = source instanceof Blob ? source : new Blob([/** @type {BlobPart} */ (source)]);
  const magic = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (magic[0] === 0x1f && magic[1] === 0x8b) return decompressed(blob, room);
  return new Uint8Array(await blob.slice(0, Math.min(room, blob.size)).arrayBuffer());
}

/** No further than there is room. @param {Blob} blob @param {number} room */
async function decompressed(blob, room) {
  const reader = blob.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    size += part.value.length;
    if (size >= room) {
      reader.cancel().catch(() => {});
      break;
    }
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (chunks)).arrayBuffer()).subarray(0, room);
}

/**
 * The sequences of a text, none of them copied: each is a view of the ids, its targets the same one token further on.
 *
 * @param {LongText} text
 * @param {{ streams?: number, heldOut?: number, endOfSentence: 'mark'|'run-on' }} options streams: 0 makes each line a sequence
 * @returns {{ training: CheckedSequence[], heldOut: CheckedSequence[] }}
 */
export function cutText({ ids, lineEnds }, { streams = 1, heldOut = 0, endOfSentence }) {
  // After the last token there is nothing: with end marks the last of them is only a target, else the beginning follows.
  const tokens = endOfSentence === 'mark' ? ids : followed(ids);
  const steps = tokens.length - 1;
  /** @param {number} from @param {number} to @returns {CheckedSequence} */
  const sequence = (from, to) => ({
    inputs: tokens.subarray(from, to),
    targets: tokens.subarray(from + 1, to + 1),
    hidden: none,
    cell: none,
  });
  if (streams === 0) {
    const gap = endOfSentence === 'mark' ? 1 : 0;
    const lines = Array.from(lineEnds, (end, i) => sequence(i === 0 ? 0 : lineEnds[i - 1] + gap, end));
    const filled = lines.filter(({ inputs }) => inputs.length > 0);
    const held = new Set(heldOutIndices(filled.length, filled.length > 1 ? heldOut : 0));
    return { training: filled.filter((_, i) => !held.has(i)), heldOut: filled.filter((_, i) => held.has(i)) };
  }
  const cut = heldOut > 0 ? steps - Math.min(steps - 1, Math.max(1, Math.round(steps * heldOut))) : steps;
  const count = Math.min(streams, cut);
  const training = Array.from({ length: count }, (_, i) =>
    sequence(Math.floor((i * cut) / count), Math.floor(((i + 1) * cut) / count)),
  );
  // The held-out end in streams, too: read side by side, it is evaluated as fast.
  const rest = steps - cut;
  const pieces = Math.max(1, Math.min(streams, Math.floor(rest / MIN_HELD_OUT_STREAM)));
  const held = Array.from({ length: rest > 0 ? pieces : 0 }, (_, i) =>
    sequence(cut + Math.floor((i * rest) / pieces), cut + Math.floor(((i + 1) * rest) / pieces)),
  );
  return { training, heldOut: held };
}

/** @param {Int32Array} ids */
function followed(ids) {
  const tokens = new Int32Array(ids.length + 1);
  tokens.set(ids);
  tokens[ids.length] = ids[0];
  return tokens;
}

/**
 * A fresh network for a text. Its data are given to the engine in slices, with the event loop in between.
 *
 * @param {import('./load.js').EngineModule} module
 * @param {import('./protocol.js').CreateFromText} args
 * @param {LongText} text
 * @param {() => void} check throws when the network is not wanted any more
 * @returns {Promise<Model>}
 */
export async function modelFor(module, { settings, meta = {}, text: options }, text, check) {
  const { tokens } = text.summary;
  const { training, heldOut } = cutText(text, options);
  const naming = { vocabularySize: tokens.length, tokens, meta };
  const model = Model.make(module, resolve(settings), naming, training, heldOut, true);
  try {
    await runTimeSliced(handingOver({ training, heldOut }, model.engine), check);
    model.text = describeSequences({ training, heldOut });
    model.passages = new Passages(training, tokens);
    return model;
  } catch (error) {
    model.delete();
    throw error;
  }
}

/**
 * The data of a model's file as parts of the text that they were cut from.
 *
 * @param {import('./model-file/model-file.js').ModelFile} file
 * @param {LongText} text
 * @param {import('./protocol.js').TextData} options
 * @returns {{ training: CheckedSequence[], heldOut: CheckedSequence[], description: import('./types.js').TextSequences, passages: Passages }}
 * @throws {EngineError} 'badFile' if they are others
 */
export function dataInFile(file, text, options) {
  const data = cutText(text, options);
  for (const which of /** @type {const} */ (['training', 'heldOut'])) {
    const { lengths, inputs, targets, hidden } = file[which];
    const here = packed(data[which]);
    const same = isEqual(here.lengths, lengths) && isEqual(here.inputs, inputs) && isEqual(here.targets, targets);
    if (!same || hidden.length > 0) throw fileError('other-tokens');
  }
  return { ...data, description: describeSequences(data), passages: new Passages(data.training, text.summary.tokens) };
}

/** @param {Int32Array} a @param {Int32Array} b */
function isEqual(a, b) {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * What a page needs to know of the sequences: how many and how long they are, and how the first of them begin.
 *
 * @param {{ training: CheckedSequence[], heldOut: CheckedSequence[] }} data
 * @returns {import('./types.js').TextSequences}
 */
function describeSequences({ training, heldOut }) {
  const tokensOf = (/** @type {CheckedSequence[]} */ sequences) =>
    sequences.reduce((sum, { inputs }) => sum + inputs.length, 0);
  const beginnings = (/** @type {CheckedSequence[]} */ sequences) =>
    sequences.slice(0, MAX_BEGINNINGS).map(({ inputs, targets }) => ({
      inputs: inputs.slice(0, BEGINNING_TOKENS),
      targets: targets.slice(0, BEGINNING_TOKENS),
    }));
  return {
    sequences: training.length,
    trainingTokens: tokensOf(training),
    heldOutTokens: tokensOf(heldOut),
    training: beginnings(training),
    heldOut: beginnings(heldOut),
  };
}
