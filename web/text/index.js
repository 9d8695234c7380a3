/** Text to tokens, ids and sequences, and back. Knows no engine and no page. */
export { encodePrompt, prepareText } from './prepare.js';
export { directionOf, visible } from './display.js';
export { lookAlikes } from './invisible.js';
export { checkText, limits } from './issues.js';
export { LISTING_TEXT, TUTORIAL_SETTINGS } from './listing.js';
export { normalize } from './normalize.js';
export { isolated, quoted, shorten, tokenLabel } from './quote.js';
export { heldOutIndices, sequencesFrom } from './sequences.js';
export { joinTokens, tokenize, tokenizeLines } from './tokenize.js';
export { END_MARK, Vocabulary } from './vocabulary.js';
export { GLUE, spaceBetween } from './words.js';
