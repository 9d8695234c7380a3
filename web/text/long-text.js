/**
 * A text of megabytes, from bytes to token ids. It is read once, a piece after the other, and never held as one string: each piece
 * is decoded, normalized, cut into tokens and numbered. `yield` is where the reading may be interrupted.
 */
import { decodeText, isFullOfControls } from './files.js';
import { directionOf } from './display.js';
import { limits, LONG_TEXT_CHARACTERS } from './issues.js';
import { normalize } from './normalize.js';
import { lastBoundary, likelyBoundary, tokenize } from './tokenize.js';
import { END_MARK } from './vocabulary.js';

/** Bytes read at a time: some milliseconds, also where a segmenter is needed. */
const PIECE_BYTES = 16_384;
/** Code units of one line from which on its beginning is taken if there is a boundary; of PIECE_BYTES it is in any case. */
const LONG_LINE = PIECE_BYTES / 4;
/** Bytes by which an encoding is guessed. */
const SAMPLE_BYTES = 65_536;

/**
 * @typedef {object} LongTextOptions
 * @property {import('./tokenize.js').Unit} unit
 * @property {'mark'|'run-on'} endOfSentence mark: each line break is a token
 * @property {string} [locale]
 */

/**
 * @typedef {object} LongTextPart one of the files a text was read from
 * @property {Uint8Array} bytes
 * @property {boolean} [cut] whether they are only the beginning of the file: its last character may be there in part, and is left out
 * @property {import('./encodings.js').Encoding} [encoding] known, or chosen by the reader; guessed if absent
 */

/**
 * @typedef {object} ReadPart how a file was read
 * @property {import('./encodings.js').Encoding} encoding
 * @property {boolean} guessed whether the encoding was detected, neither given nor declared
 * @property {number} unread undecodable bytes, or sequences of them, each a U+FFFD in the text
 */

/**
 * @typedef {object} LongText
 * @property {Int32Array} ids of the whole text; −1 for a token that is too rare for the vocabulary. With end marks the last id is one
 * @property {Int32Array} lineEnds index in `ids` behind the tokens of each line: there is its end mark, if lines have one
 * @property {LongTextSummary} summary
 */

/**
 * @typedef {object} LongTextSummary what is known of a text that has been read
 * @property {ReadPart[]} parts
 * @property {number} characters code units of the normalized text
 * @property {number} tokenCount without end marks
 * @property {number} lineCount
 * @property {number} longestLine tokens
 * @property {string[]} tokens the vocabulary by id, at most `limits.vocabulary`
 * @property {number} rareTokens different tokens that are too rare for it
 * @property {number} rareCount how often they stand in the text
 * @property {string} beginning normalized; as many characters as a short text may have
 * @property {'ltr'|'rtl'} direction of the first line
 * @property {import('./normalize.js').TextProblem[]} problems
 */

/**
 * @param {readonly LongTextPart[]} parts each starts a new line
 * @param {LongTextOptions} options
 * @returns {Generator<{ done: number, total: number }, LongText | { part: number, issue: 'file-not-text'|'file-encoding-unknown' }>}
 *   progress in bytes; an issue if one of the parts cannot be read
 */
export function* readingLongText(parts, options) {
  const total = parts.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const numbering = new Numbering(total, options);
  /** @type {ReadPart[]} */
  const read = [];
  let before = 0;
  for (const [i, { bytes, cut = false, encoding }] of parts.entries()) {
    const found = encoding ? { encoding, guessed: false } : yield* encodingOf(bytes, cut);
    if (!found) {
      return { part: i, issue: isFullOfControls(bytes) ? 'file-not-text' : 'file-encoding-unknown' };
    }
    let unread = 0;
    for (const { text, at } of decoding(bytes, found.encoding, cut)) {
      unread += text.match(/\ufffd/g)?.length ?? 0;
      yield* numbering.add(text);
      yield { done: before + at, total };
    }
    yield* numbering.endPart();
    before += bytes.length;
    read.push({ ...found, unread });
  }
  return yield* numbering.finish(read);
}

/**
 * @param {Uint8Array} bytes
 * @param {boolean} cut
 * @returns {Generator<{ done: number, total: number }, Pick<ReadPart, 'encoding'|'guessed'> | null>}
 */
function* encodingOf(bytes, cut) {
  const total = bytes.length;
  const fileBytes = cut ? Number.POSITIVE_INFINITY : total;
  const head = decodeText(wholeLines(bytes.subarray(0, SAMPLE_BYTES), fileBytes));
  if (!head) return null;
  const { encoding, guessed } = head;
  if (encoding !== 'utf-8') return { encoding, guessed };
  // All of it has to be UTF-8; the first thing that is not, if it is not the odd byte, tells the encoding.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for (let at = 0; at < total; at += PIECE_BYTES) {
    try {
      decoder.decode(bytes.subarray(at, at + PIECE_BYTES), { stream: true });
    } catch {
      const here = decodeText(wholeLines(bytes.subarray(Math.max(0, at - PIECE_BYTES), at + SAMPLE_BYTES), fileBytes));
      return here ? { encoding: here.encoding, guessed: true } : { encoding, guessed: true };
    }
    yield { done: 0, total };
  }
  return { encoding, guessed };
}

/** Without the lines at the ends, which may be cut within a character. @param {Uint8Array} bytes @param {number} total of the file */
function wholeLines(bytes, total) {
  if (bytes.length === total) return bytes;
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end > 0) return bytes.subarray(bytes.byteOffset > 0 ? bytes.indexOf(0x0a) + 1 : 0, end);
  let cut = bytes.length;
  while (cut > bytes.length - 4 && bytes[cut - 1] >= 0x80 && bytes[cut - 1] < 0xc0) cut -= 1;
  return bytes.subarray(0, bytes[cut - 1] >= 0xc0 ? cut - 1 : cut);
}

/** @param {Uint8Array} bytes @param {string} encoding @param {boolean} cut @returns {Generator<{ text: string, at: number }>} */
function* decoding(bytes, encoding, cut) {
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
    const end = Math.min(at + PIECE_BYTES, bytes.length);
    yield { text: decoder.decode(bytes.subarray(at, end), { stream: cut || end < bytes.length }), at: end };
  }
}

/** Gives ids to tokens in the order in which they appear. */
class Numbering {
  #options;
  #endMark;
  #ids;
  #length = 0;
  /** @type {number[]} */
  #lineEnds = [];
  /** @type {Map<string, number>} */
  #idOf = new Map();
  /** The same for tokens of one code unit. */
  #unitIds = new Int32Array(65_536).fill(-1);
  /** @type {string[]} */
  #tokens = [];
  /** @type {number[]} how often each stands in the text */
  #counts = [];
  /** Text whose line has not ended yet. */
  #rest = '';
  /** Whether the last line in `#ids` goes on. */
  #open = false;
  /** White space at the beginning of a line of which nothing else has come yet: it counts if something does. */
  #indent = '';
  #lineStart = 0;
  /** Blank lines, which count once a line with tokens follows. */
  #blank = 0;
  #tokenCount = 0;
  #longest = 0;
  #characters = 0;
  #beginning = '';
  /** @type {Map<string, import('./normalize.js').TextProblem>} */
  #problems = new Map();
  /** @type {'ltr'|'rtl'|undefined} */
  #direction;

  /** @param {number} capacity tokens, at most @param {LongTextOptions} options */
  constructor(capacity, options) {
    this.#options = options;
    this.#endMark = options.endOfSentence === 'mark';
    this.#ids = new Int32Array(capacity + 2);
  }

  /** @param {string} text in pieces that may end anywhere */
  *add(text) {
    this.#rest += text;
    const end = this.#boundary();
    if (end === 0) return;
    const piece = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end);
    yield* this.#take(piece);
  }

  /** The next part begins a new line. */
  *endPart() {
    const piece = this.#rest;
    this.#rest = '';
    if (piece !== '') yield* this.#take(piece);
    if (this.#open) this.#endLine();
    this.#indent = '';
  }

  /** How much of `#rest` can be taken: whole lines, or of one very long line as much as can be told from what follows. */
  #boundary() {
    const rest = this.#rest;
    const lines = rest.lastIndexOf('\n') + 1;
    if (lines > 0 || rest.length < LONG_LINE) return lines;
    // The others that end a line; a \r at the end may be half of \r\n.
    const other = rest.slice(0, -1).search(/[\r\v\f\u0085\u2028\u2029][^\r\v\f\u0085\u2028\u2029]*$/) + 1;
    if (other > 0) return other;
    const { unit, locale } = this.#options;
    const sure = lastBoundary(rest, unit);
    // Not held for longer: it would be searched again with each piece, and cut into tokens in one go. White space is one token.
    const most = rest.slice(-PIECE_BYTES / 4).trim() === '' ? 8 * PIECE_BYTES : PIECE_BYTES;
    return sure > 0 || rest.length < most ? sure : likelyBoundary(rest, unit, locale);
  }

  /** @param {string} piece */
  *#take(piece) {
    const { text, problems } = normalize(piece);
    for (const problem of problems) this.#note(problem);
    this.#characters += text.length;
    if (this.#beginning.length < LONG_TEXT_CHARACTERS)
      this.#beginning = (this.#beginning + text).slice(0, LONG_TEXT_CHARACTERS);
    const lines = text.split('\n');
    const next = this.#rest.slice(0, 2).normalize();
    for (const [i, line] of lines.entries()) {
      if (i < lines.length - 1) {
        this.#addToLine(line);
        this.#endLine();
      } else if (line !== '') this.#addToLine(line, next);
      yield { done: 0, total: 0 };
    }
  }

  /** @param {import('./normalize.js').TextProblem} problem of a piece */
  #note(problem) {
    const known = this.#problems.get(problem.code);
    if (known) known.count += problem.count;
    else this.#problems.set(problem.code, { ...problem, line: problem.line + this.#lineEnds.length + this.#blank });
  }

  /** @param {string} line or a part of one @param {string} [next] how it goes on then */
  #addToLine(line, next) {
    if (!this.#open && line.trim() === '') {
      this.#indent += line;
      return;
    }
    this.#open = true;
    while (this.#blank > 0) {
      this.#blank -= 1;
      if (this.#lineEnds.length > 0) this.#closeLine();
    }
    const { unit, locale } = this.#options;
    const tokens = tokenize(this.#indent + line, { unit, locale, next });
    this.#indent = '';
    this.#direction ??= directionOf(tokens);
    for (const token of tokens) this.#push(token);
    this.#tokenCount += tokens.length;
  }

  #endLine() {
    // Blank lines at the beginning and the end of the text are left out.
    if (this.#open) this.#closeLine();
    else this.#blank += 1;
    this.#open = false;
    this.#indent = '';
  }

  #closeLine() {
    this.#longest = Math.max(this.#longest, this.#length - this.#lineStart);
    this.#lineEnds.push(this.#length);
    if (this.#endMark) this.#push(END_MARK);
    this.#lineStart = this.#length;
  }

  /** @param {string} token */
  #push(token) {
    const code = token.length === 1 ? token.charCodeAt(0) : -1;
    let id = code >= 0 ? this.#unitIds[code] : (this.#idOf.get(token) ?? -1);
    if (id < 0) {
      id = this.#tokens.push(token) - 1;
      this.#counts.push(0);
      if (code >= 0) this.#unitIds[code] = id;
      else this.#idOf.set(token, id);
    }
    this.#counts[id] += 1;
    if (this.#length === this.#ids.length) this.#grow();
    this.#ids[this.#length] = id;
    this.#length += 1;
  }

  /** Normalizing can make several characters of one. */
  #grow() {
    const ids = new Int32Array(2 * this.#ids.length);
    ids.set(this.#ids);
    this.#ids = ids;
  }

  /** @param {ReadPart[]} parts @returns {Generator<{ done: number, total: number }, LongText>} */
  *finish(parts) {
    const { tokens, rareTokens, rareCount } = yield* this.#withoutRare();
    return {
      ids: this.#ids.slice(0, this.#length),
      lineEnds: Int32Array.from(this.#lineEnds),
      summary: {
        ...{ parts, tokens, rareTokens, rareCount },
        characters: this.#characters,
        tokenCount: this.#tokenCount,
        lineCount: this.#lineEnds.length,
        longestLine: this.#longest,
        beginning: this.#beginning,
        direction: this.#direction ?? 'ltr',
        problems: [...this.#problems.values()],
      },
    };
  }

  /** A vocabulary that is too large loses its rarest tokens, which are read as unknown and never asked for. */
  *#withoutRare() {
    const all = this.#tokens;
    if (all.length <= limits.vocabulary) return { tokens: all, rareTokens: 0, rareCount: 0 };
    const counts = this.#counts;
    const isEnd = (/** @type {number} */ id) => Number(all[id] === END_MARK);
    const kept = [...all.keys()]
      .sort((a, b) => isEnd(b) - isEnd(a) || counts[b] - counts[a])
      .slice(0, limits.vocabulary)
      .sort((a, b) => a - b);
    const newId = new Int32Array(all.length).fill(-1);
    for (const [id, old] of kept.entries()) newId[old] = id;
    let rareCount = 0;
    for (let i = 0; i < this.#length; i += 1) {
      this.#ids[i] = newId[this.#ids[i]];
      if (this.#ids[i] < 0) rareCount += 1;
      if (i % 65_536 === 0) yield { done: 0, total: 0 };
    }
    return { tokens: kept.map((id) => all[id]), rareTokens: all.length - kept.length, rareCount };
  }
}
