// A reporter of Node's test runner that writes each event as one line of JSON, for run-test-file.mjs to read as they come.
import { inspect } from 'node:util';

/** What such a line begins with: whatever else the file writes stands beside them. */
export const MARK = '\u001e';

/**
 * @typedef {object} TestEvent
 * @property {'begin' | 'pass' | 'fail' | 'note'} type
 * @property {string} text          name of the test, or what is noted
 * @property {number} nesting
 * @property {boolean} isGroup      a `describe`
 * @property {boolean} isLeftOut    skipped
 * @property {number} milliseconds
 * @property {string} [error]
 */

/** @type {Record<string, TestEvent['type']>} */
const types = { 'test:dequeue': 'begin', 'test:pass': 'pass', 'test:fail': 'fail', 'test:diagnostic': 'note' };

/** @param {AsyncIterable<{ type: string, data: any }>} source */
export default async function* report(source) {
  for await (const { type, data } of source) {
    if (!types[type]) continue;
    const { details = {} } = data;
    /** @type {TestEvent} */
    const event = {
      type: types[type],
      text: data.name ?? data.message ?? '',
      nesting: data.nesting ?? 0,
      isGroup: details.type === 'suite',
      isLeftOut: data.skip !== undefined || data.todo !== undefined,
      milliseconds: details.duration_ms ?? 0,
      ...(details.error && { error: inspect(details.error.cause ?? details.error) }),
    };
    yield `\n${MARK}${JSON.stringify(event)}\n`;
  }
}
