/** `rnn-playground/text`, for programs: all of the folder's functions, and the texts to begin with, which the page loads with its menu. */
export * from './index.js';
export { presetOf, presets } from './presets.js';
