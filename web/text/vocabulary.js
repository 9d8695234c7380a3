/** The vocabulary: tokens and their ids. */
import { joinTokens } from './tokenize.js';

/**
 * The end mark, to the network a token like any other. Its string is the line break, which no line contains; a typed ⏎ is
 * another token.
 */
export const END_MARK = '\n';

export class Vocabulary {
  /** @type {Map<string, number>} */
  #ids = new Map();

  /**
   * @param {readonly string[]} tokens in the order of their ids 0..V-1, each once; END_MARK among them if there is one
   * @param {import('./tokenize.js').Unit} unit decides how tokens are joined
   */
  constructor(tokens, unit) {
    /** Tokens by id, including the end mark if there is one. */
    this.tokens = Object.freeze([...tokens]);
    this.unit = unit;
    this.tokens.forEach((token, id) => {
      this.#ids.set(token, id);
    });
    if (this.#ids.size !== this.tokens.length) throw new RangeError('A vocabulary must not name a token twice.');
    /** Id of the end mark; -1 if there is none. */
    this.endId = this.id(END_MARK);
  }

  /**
   * Ids in order of first appearance; the end mark, if wanted, comes last.
   *
   * @param {Iterable<readonly string[]>} lines
   * @param {{ unit: import('./tokenize.js').Unit, endMark: boolean }} options
   */
  static from(lines, { unit, endMark }) {
    /** @type {Set<string>} */
    const tokens = new Set();
    for (const line of lines) for (const token of line) tokens.add(token);
    if (endMark) tokens.add(END_MARK);
    return new Vocabulary([...tokens], unit);
  }

  /** V, including the end mark. */
  get size() {
    return this.tokens.length;
  }

  /**
   * @param {number} id
   * @returns {string}
   * @throws {RangeError} for an id outside 0..V-1
   */
  token(id) {
    const token = this.tokens[id];
    if (token === undefined) throw new RangeError(`No token has the id ${id}; there are ${this.size}.`);
    return token;
  }

  /**
   * @param {string} token
   * @returns {number} -1 if the token is not in the vocabulary
   */
  id(token) {
    return this.#ids.get(token) ?? -1;
  }

  /**
   * @param {readonly string[]} tokens
   * @returns {Int32Array} -1 for unknown ones
   */
  encode(tokens) {
    return Int32Array.from(tokens, (token) => this.id(token));
  }

  /**
   * @param {ArrayLike<number>} ids
   * @returns {string[]}
   */
  decode(ids) {
    return Array.from(ids, (id) => this.token(id));
  }

  /**
   * The text of some ids, with end marks as line breaks.
   *
   * @param {ArrayLike<number>} ids
   */
  join(ids) {
    return joinTokens(this.decode(ids), this.unit);
  }
}
