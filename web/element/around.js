/** What an element in an article says besides its settings: where its text stands, and attributes under names that it does not have. */
import { takeServerSpelling } from './server-spelling.js';
import { textAround } from './text-source.js';
import { observedAttributesOf, unknownAttributes } from './unknown-attributes.js';

/** @typedef {{ text?: string, errors: import('../state/parse.js').SettingError[] }} Around */

/** @param {import('./rnn-playground.js').RnnPlayground} element @returns {Around} */
export function lookAround(element) {
  takeServerSpelling(element, observedAttributesOf(element));
  const { text, missing } = textAround(element);
  const noSource = missing === undefined ? [] : [{ code: 'noSource', setting: 'text', value: missing }];
  return { text, errors: [...unknownAttributes(element), ...noSource] };
}
