/** A text that is too long to be a setting: the page keeps its bytes, as they came, and what the engine's worker says of them. */
import { checkText } from '../text/issues.js';
import { Vocabulary } from '../text/vocabulary.js';

/**
 * @typedef {import('../engine/protocol.js').TextSource} TextSource
 * @typedef {import('../engine/protocol.js').TextSummary} TextSummary
 * @typedef {import('./settings.js').Settings} Settings
 * @typedef {import('../text/prepare.js').TextData} TextData
 */

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
      ...{ problems, tokenCount, unit, endOfSentence, heldOut, lines: [[...tokens.slice(0, 1)]], complete: true },
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
