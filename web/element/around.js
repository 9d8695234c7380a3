/** What an element in an article says besides its settings: where its text stands, and attributes that it does not have. */
import { textAround } from './text-source.js';
import { unknownAttributes } from './unknown-attributes.js';

/** @typedef {{ text?: string, errors: import('../state/parse.js').SettingError[] }} Around */

/** @param {import('./rnn-playground.js').RnnPlayground} element @returns {Around} */
export function lookAround(element) {
  const { text, missing } = textAround(element);
  const noSource = missing === undefined ? [] : [{ code: 'noSource', setting: 'text', value: missing }];
  return { text, errors: [...unknownAttributes(element), ...noSource] };
}
