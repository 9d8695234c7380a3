/**
 * JSON read value by value, for files that may be hostile. JSON.parse keeps the last of two equal keys, rounds integers above
 * 2⁵³, takes 2.0 for 2 and builds everything before it can be looked at; here the reader of a text says what may come
 * next, and reading stops at the first thing that should not be there.
 */

/** The text is not JSON. */
export class JsonError extends Error {}

/**
 * @typedef {{kind: 'object' | 'array' | 'null'} | {kind: 'string', value: string} | {kind: 'boolean', value: boolean}
 *   | {kind: 'natural' | 'negative', value: bigint} | {kind: 'number', value: number}} JsonValue of objects and arrays only
 *   the beginning; natural: digits only, below 2⁶⁴; negative: a sign and digits, from −2⁶³; number: every other finite one
 */

/** @typedef {Exclude<JsonValue, {kind: 'object' | 'array' | 'null'}>} JsonScalar */

const LITERALS = Object.freeze(
  /** @satisfies {Record<string, JsonValue>} */ ({
    true: { kind: 'boolean', value: true },
    false: { kind: 'boolean', value: false },
    null: { kind: 'null' },
  }),
);

export class JsonReader {
  #text;
  #at = 0;

  /** @param {string} text */
  constructor(text) {
    this.#text = text;
  }

  /**
   * Reads a value, or the beginning of an object or array: then keys() or items() comes next.
   * @returns {JsonValue}
   * @throws {JsonError}
   */
  value() {
    const next = this.#peek();
    if (next === '"') return { kind: 'string', value: this.#string() };
    if (next === '-' || (next >= '0' && next <= '9')) return this.#number();
    if (this.#takes('{')) return { kind: 'object' };
    if (this.#takes('[')) return { kind: 'array' };
    for (const [word, value] of Object.entries(LITERALS)) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    throw new JsonError();
  }

  /** The keys of the object that has just begun; after each, its value has to be read. */
  *keys() {
    if (this.#takes('}')) return;
    do {
      if (this.#peek() !== '"') throw new JsonError();
      const key = this.#string();
      if (!this.#takes(':')) throw new JsonError();
      yield key;
    } while (this.#takes(','));
    if (!this.#takes('}')) throw new JsonError();
  }

  /** The items of the array that has just begun, or at least their beginnings. */
  *items() {
    if (this.#takes(']')) return;
    do yield this.value();
    while (this.#takes(','));
    if (!this.#takes(']')) throw new JsonError();
  }

  /** Only white space may follow. */
  end() {
    if (this.#peek() !== '') throw new JsonError();
  }

  /** The next character that is no white space, or '' at the end. */
  #peek() {
    while (' \t\n\r'.includes(this.#text.charAt(this.#at)) && this.#at < this.#text.length) this.#at++;
    return this.#text.charAt(this.#at);
  }

  /** @param {string} character whether it is the next one; it is passed over */
  #takes(character) {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  #string() {
    let end = this.#at;
    do end = this.#text.indexOf('"', end + 1);
    while (end > 0 && this.#isEscaped(end));
    if (end < 0) throw new JsonError();
    const value = parsed(this.#text.slice(this.#at, end + 1));
    if (/\p{Surrogate}/u.test(value)) throw new JsonError(); // half a character, by an escape
    this.#at = end + 1;
    return value;
  }

  /** Whether an odd number of backslashes stands before it. @param {number} at */
  #isEscaped(at) {
    let first = at;
    while (this.#text[first - 1] === '\\') first--;
    return (at - first) % 2 === 1;
  }

  /** @returns {JsonValue} */
  #number() {
    let end = this.#at;
    while (end < this.#text.length && '+-.eE0123456789'.includes(this.#text[end])) end++;
    const digits = this.#text.slice(this.#at, end);
    const value = parsed(digits);
    if (!Number.isFinite(value)) throw new JsonError();
    this.#at = end;
    return /[.eE]/.test(digits) || Math.abs(value) > 2 ** 64 ? { kind: 'number', value } : integer(digits, value);
  }
}

/** @param {string} digits @param {number} value the same, rounded @returns {JsonValue} */
function integer(digits, value) {
  const exact = BigInt(digits);
  if (digits.startsWith('-'))
    return exact < -(2n ** 63n) ? { kind: 'number', value } : { kind: 'negative', value: exact };
  return exact >= 2n ** 64n ? { kind: 'number', value } : { kind: 'natural', value: exact };
}

/** @param {string} text one string or number */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new JsonError();
  }
}

/**
 * An object whose values are scalars, no key twice.
 * @param {string} text
 * @returns {Map<string, JsonScalar> | undefined} nothing if the text is anything else
 */
export function parseFlatObject(text) {
  return whole(text, (json) => {
    if (json.value().kind !== 'object') return undefined;
    /** @type {Map<string, JsonScalar>} */
    const object = new Map();
    for (const key of json.keys()) {
      const value = json.value();
      if (object.has(key) || !isScalar(value)) return undefined;
      object.set(key, value);
    }
    return object;
  });
}

/** Integers have to fit into 64 bits with a sign. @param {JsonValue} value @returns {value is JsonScalar} */
function isScalar(value) {
  if (value.kind === 'natural') return value.value < 2n ** 63n;
  return value.kind !== 'object' && value.kind !== 'array' && value.kind !== 'null';
}

/**
 * A list of exactly `count` strings.
 * @param {string} text
 * @param {number} count
 * @returns {string[] | undefined} nothing if the text is anything else
 */
export function parseStrings(text, count) {
  return whole(text, (json) => {
    if (json.value().kind !== 'array') return undefined;
    const strings = [];
    for (const item of json.items()) {
      if (item.kind !== 'string' || strings.length === count) return undefined;
      strings.push(item.value);
    }
    return strings.length === count ? strings : undefined;
  });
}

/**
 * @template T
 * @param {string} text
 * @param {(json: JsonReader) => T | undefined} read
 * @returns {T | undefined} nothing, too, if the text is not JSON
 */
function whole(text, read) {
  const json = new JsonReader(text);
  try {
    const result = read(json);
    if (result !== undefined) json.end();
    return result;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** A quoted string; half a surrogate pair becomes U+FFFD. @param {string} text */
export function stringText(text) {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/**
 * A number that is no integer by its kind: it has a point or an exponent of at least two digits, which begins below 10⁻⁴.
 * @param {number} value finite, below 10¹⁵
 */
export function floatText(value) {
  const text = value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential() : String(value);
  if (text.includes('e')) return text.replace(/e-(\d)$/, 'e-0$1');
  return text.includes('.') ? text : `${text}.0`;
}
