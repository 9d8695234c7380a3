/** Validation of a text: issues as codes with details; the sentences are in web/i18n. */
import { quoted, tokenLabel } from './quote.js';
import { joinTokens } from './tokenize.js';

/** A text with more characters (code units) is not kept as a setting of the page, but read by the engine's worker. */
export const LONG_TEXT_CHARACTERS = 20_000;

/** @param {unknown} text @returns {text is string} */
export const isLong = (text) => typeof text === 'string' && text.length > LONG_TEXT_CHARACTERS;

/** Limits in tokens. Beyond them a page would compute for minutes. */
export const limits = Object.freeze({
  /** All sentences together. */
  tokens: 20_000,
  /** One sentence: its whole forward pass is kept for backpropagation through time. */
  line: 2_000,
  /** A long text cut into streams, whose windows are short. */
  streamedTokens: 2_000_000,
  /** Rows of the output matrix. */
  vocabulary: 5_000,
  /** Bytes of a text, decompressed. */
  bytes: 10_000_000,
});

/**
 * @typedef {object} TextIssue
 * @property {string} code
 * @property {'error'|'warning'} severity a text with an error cannot be trained on
 * @property {Record<string, string|number|boolean>} details
 */

/**
 * @typedef {object} Counted
 * @property {import('./normalize.js').TextProblem[]} problems
 * @property {string[][]} lines
 * @property {number} tokenCount
 * @property {boolean} complete false if tokenizing was stopped at a limit
 * @property {number} textLength code units; each token has at least one
 * @property {import('./tokenize.js').Unit} unit
 * @property {boolean} segmented false if this browser has no Intl.Segmenter and the text needs one
 * @property {number} vocabularySize end mark included
 * @property {'mark'|'run-on'} endOfSentence
 * @property {number} streams
 * @property {number} heldOut
 */

/**
 * @param {Counted} text
 * @returns {TextIssue[]} errors first
 */
export function checkText(text) {
  if (text.tokenCount === 0) return [...characterIssues(text.problems), error('empty', {})];
  const found = [
    ...characterIssues(text.problems),
    ...lengthIssues(text),
    ...contentIssues(text),
    ...divisionIssues(text),
    ...(text.segmented ? [] : [warning('no-segmenter', { unit: text.unit })]),
  ];
  return [...found.filter((i) => i.severity === 'error'), ...found.filter((i) => i.severity === 'warning')];
}

/**
 * @param {string} code
 * @param {TextIssue['details']} details
 * @returns {TextIssue}
 */
const error = (code, details) => ({ code, severity: 'error', details });

/**
 * @param {string} code
 * @param {TextIssue['details']} details
 * @returns {TextIssue}
 */
const warning = (code, details) => ({ code, severity: 'warning', details });

/**
 * A lone surrogate is lost information, so it is an error; a control character was never visible and is only reported.
 *
 * @param {Counted['problems']} problems
 */
function characterIssues(problems) {
  return problems.map(({ code, ...details }) =>
    code === 'lone-surrogate' ? error(code, details) : warning(code, details),
  );
}

/** @param {Counted} text */
function lengthIssues(text) {
  const { lines, tokenCount, complete, streams, unit, vocabularySize } = text;
  const limit = streams > 0 ? limits.streamedTokens : limits.tokens;
  const streamable = isStreamable(text);
  const issues = [];
  if (tokenCount > limit) {
    issues.push(error('text-too-long', { count: tokenCount, atLeast: !complete, limit, streamable }));
  }
  const longest = streams > 0 ? -1 : lines.findIndex((line) => line.length > limits.line);
  if (longest >= 0 && tokenCount <= limit) {
    const shown = quoted(joinTokens(lines[longest].slice(0, 8), unit));
    issues.push(
      error('line-too-long', { count: lines[longest].length, limit: limits.line, begins: shown, streamable }),
    );
  }
  if (vocabularySize > limits.vocabulary) {
    issues.push(error('vocabulary-too-large', { size: vocabularySize, limit: limits.vocabulary, unit }));
  }
  return issues;
}

/**
 * Whether the text is not, but could be, trained on as one long text. The length of a text that was not tokenized to its end is
 * extrapolated.
 *
 * @param {Counted} text
 */
function isStreamable({ lines, tokenCount, complete, streams, textLength, vocabularySize }) {
  if (streams > 0 || vocabularySize > limits.vocabulary) return false;
  if (complete || textLength <= limits.streamedTokens) return tokenCount <= limits.streamedTokens;
  const counted = lines.reduce((sum, line) => sum + line.reduce((length, token) => length + token.length, 0), 0);
  return (textLength / counted) * tokenCount <= 0.95 * limits.streamedTokens;
}

/** @param {Counted} text */
function contentIssues({ tokenCount, lines, vocabularySize, endOfSentence }) {
  if (tokenCount === 1) return [error('one-token', {})];
  const token = tokenLabel(lines.find((line) => line.length > 0)?.[0] ?? '');
  if (endOfSentence === 'run-on' && vocabularySize === 1) return [error('nothing-to-predict', { token })];
  if (endOfSentence === 'mark' && vocabularySize === 2) return [warning('only-the-end', { token })];
  return [];
}

/** @param {Counted} text */
function divisionIssues({ tokenCount, lines, streams, heldOut }) {
  const issues = [];
  if (streams > 0 && tokenCount < 2 * streams) {
    issues.push(
      error('too-many-streams', { streams, count: tokenCount, most: Math.max(1, Math.floor(tokenCount / 2)) }),
    );
  }
  const pieces = lines.length > 1 && streams === 0 ? lines.length : tokenCount;
  if (heldOut > 0 && pieces * heldOut < 1) {
    issues.push(warning('held-out-rounded-up', { share: heldOut, sentences: lines.length }));
  }
  return issues;
}
