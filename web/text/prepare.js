/** From a text as typed to its tokens, vocabulary, sequences and issues. */
import { directionOf } from './display.js';
import { checkText, limits } from './issues.js';
import { normalize } from './normalize.js';
import { canSegment } from './segment.js';
import { sequencesFrom } from './sequences.js';
import { tokenize, tokenizeLines } from './tokenize.js';
import { END_MARK, Vocabulary } from './vocabulary.js';

/**
 * @typedef {object} TextOptions
 * @property {import('./tokenize.js').Unit} [unit]
 * @property {'mark'|'run-on'} [endOfSentence]
 * @property {number} [heldOut] fraction, 0..1
 * @property {number} [streams] 0 = sentences
 * @property {string} [locale]
 */

/**
 * @typedef {object} Line
 * @property {string[]} tokens
 * @property {'ltr'|'rtl'} direction
 * @property {'training'|'heldOut'} which
 * @property {number} index into `training` or `heldOut`; -1 if the line is not a sequence of its own
 */

/**
 * @typedef {object} TextData
 * @property {string} text as typed
 * @property {import('./issues.js').TextIssue[]} issues errors first
 * @property {boolean} valid no error among them; if there is one, `training` and `heldOut` are empty
 * @property {import('./tokenize.js').Unit} unit
 * @property {'mark'|'run-on'} endOfSentence
 * @property {number} streams
 * @property {Line[]} lines
 * @property {Vocabulary} vocabulary of the whole text, held-out part included
 * @property {number} tokenCount without end marks
 * @property {import('./sequences.js').Sequence[]} training
 * @property {import('./sequences.js').Sequence[]} heldOut
 * @property {LongTextFacts} [long] of a text that is read in the engine's worker: of the sequences above there are only the
 *   beginnings, and none before there is a model of it
 */

/**
 * @typedef {object} LongTextFacts
 * @property {string} id which text
 * @property {string} name of its file; empty if it was pasted
 * @property {object} source what the engine reads it from
 * @property {import('./long-text.js').LongTextSummary & {cut: boolean}} summary
 * @property {number} sequences @property {number} trainingTokens @property {number} heldOutTokens as it was cut; 0 before there is a
 *   model of it
 * @property {number} [place] token of the training text from which on `training` has passages; absent: it has the beginnings of the
 *   sequences
 * @property {number} [firstToken] with `place`: the first of the whole text
 */

/** Code points that combine with others into one character: marks, joiners, flags, skin tones, Korean letters. */
const COMPOSED = /[\p{M}\p{Join_C}\p{Regional_Indicator}\p{Emoji_Modifier}\u1100-\u11ff]/u;

/**
 * @param {string} text as typed, anything
 * @param {TextOptions} [options]
 * @returns {TextData} never throws: see `issues`
 */
export function prepareText(text, options = {}) {
  const { unit = 'characters', endOfSentence = 'mark', heldOut = 0, streams = 0, locale = 'en' } = options;
  const { text: clean, problems } = normalize(text);
  const limit = streams > 0 ? limits.streamedTokens : 10 * limits.tokens;
  const { lines, tokenCount, complete } = tokenizeLines(clean, {
    unit,
    locale,
    keepBlankLines: streams > 0,
    limit,
  });
  /** @type {Set<string>} */
  const tokens = new Set();
  for (const line of lines) {
    for (const token of line) tokens.add(token);
  }
  const vocabulary = Vocabulary.from([[...tokens]], { unit, endMark: endOfSentence === 'mark' });
  const vocabularySize = vocabulary.size;
  const issues = checkText({
    problems,
    lines,
    tokenCount,
    complete,
    textLength: clean.length,
    unit,
    segmented: canSegment() || (unit === 'characters' && !COMPOSED.test(clean)),
    vocabularySize,
    endOfSentence,
    streams,
    heldOut,
  });
  const valid = issues.every((issue) => issue.severity !== 'error');
  const ids = (valid ? lines : []).map((line) => vocabulary.encode(line));
  const split = sequencesFrom(ids, { endId: vocabulary.endId, heldOut, streams });
  return {
    text,
    issues,
    valid,
    unit,
    endOfSentence,
    streams,
    lines: describeLines(lines, split, streams),
    vocabulary,
    tokenCount,
    ...split,
  };
}

/**
 * @param {string[][]} lines
 * @param {import('./sequences.js').Split} split
 * @param {number} streams
 * @returns {Line[]}
 */
function describeLines(lines, split, streams) {
  const ownSequences = streams === 0 && (lines.length > 1 || split.heldOut.length === 0);
  const heldIndex = new Map(split.heldOut.map((sequence, i) => [sequence.line, i]));
  const trainingIndex = new Map(split.training.map((sequence, i) => [sequence.line, i]));
  return lines.map((tokens, line) => {
    const held = ownSequences ? heldIndex.get(line) : undefined;
    return {
      tokens,
      direction: directionOf(tokens),
      which: held === undefined ? 'training' : 'heldOut',
      index: ownSequences ? (held ?? trainingIndex.get(line) ?? -1) : -1,
    };
  });
}

/**
 * A prompt as ids of an existing vocabulary.
 *
 * @param {Pick<TextData, 'vocabulary'|'unit'>} data
 * @param {string} text line breaks become end marks where the vocabulary has one
 * @param {string} [locale]
 * @returns {{ inputs: Int32Array, tokens: string[], unknown: string[] }} unknown tokens have the id -1 in `inputs`
 */
export function encodePrompt({ vocabulary, unit }, text, locale = 'en') {
  const lines = normalize(text).text.split('\n');
  const tokens = lines.flatMap((line, i) => [
    ...(i > 0 && vocabulary.endId >= 0 ? [END_MARK] : []),
    ...tokenize(line, { unit, locale }),
  ]);
  // A space at the end belongs to the next word, unless spaces are tokens.
  if (unit === 'words' && tokens.at(-1) === ' ' && vocabulary.id(' ') < 0) tokens.pop();
  const inputs = vocabulary.encode(tokens);
  return { inputs, tokens, unknown: [...new Set(tokens.filter((_, i) => inputs[i] < 0))] };
}
