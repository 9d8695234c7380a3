/**
 * Whatever stands in the records that a browser has kept, the page opens: with what can be read of them. The records are those of two
 * trained networks, one of them of a long text, with parts changed, exchanged, or left out.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { Form } from '../../web/state/form.js';
import { ExperimentWriter } from '../../web/state/keep/writer.js';
import { restoredFrom } from '../../web/state/keep/restore.js';
import { aboutIn } from '../../web/state/keep/read-records.js';
import { asBytes } from '../../web/state/keep/records.js';
import { settingNames } from '../../web/state/settings.js';
import { Store } from '../../web/state/store.js';
import { changedBytes, fuzz, hostileValue, inputsOf } from './fuzzing.js';
import { createClient } from './node-engine.js';
import { until } from './store-helpers.js';

/** @typedef {import('../../web/state/keep/records.js').Parts} Parts */

const settings = { text: 'ab\nba', pace: 0, hiddenSize: 4, cell: 'lstm' };
const long = Array.from({ length: 900 }, (_, i) => `line ${(i * 7919) % 900} of a long text`).join('\n');
const SHARE = 0.2;
/** Of the networks made of what was read every so many is trained, in a worker of its own: at most some two thousand. */
const TRAINED_EVERY = Math.max(200, Math.round(inputsOf(SHARE) / 2000));

/** @param {string} [text] a long one @returns {Promise<Parts>} of a network after some steps */
async function partsOf(text) {
  const store = new Store({ createClient, settings });
  await store.start();
  if (text) await store.openText([{ source: text }], { name: 'long.txt' });
  if (text) await until(store, ({ data }) => data?.long !== undefined);
  await store.pause();
  await store.step('window', 3);
  await until(store, ({ checkpoint, status }) => checkpoint?.step === status?.step);
  /** @type {Parts} */
  const parts = {};
  const keeper = new ExperimentWriter({
    records: /** @type {any} */ ({
      write: async (/** @type {string} */ _, /** @type {Parts} */ some) => Object.assign(parts, some),
    }),
    ...{ id: 'one', store, own: { cell: 'lstm' }, resumed: false, selfStarted: () => false, changed: () => {} },
    ...{
      about: { group: '', name: 'mine', created: 1 },
      place: { panel: 'states', lesson: { lesson: 'sees', place: 1, entered: true, met: true, own: {} } },
    },
  });
  await keeper.flush();
  await keeper.end();
  store.dispose();
  return Object.fromEntries(Object.entries(parts).filter(([, bytes]) => bytes));
}

const originals = [await partsOf(), await partsOf(long)];
const names = /** @type {(keyof Parts)[]} */ (Object.keys({ ...originals[0], ...originals[1] }));

const asJson = (/** @type {unknown} */ value) => new Uint8Array(Buffer.from(JSON.stringify(value) ?? 'undefined'));

/** One value of an object's exchanged, or the whole. @param {Uint8Array} bytes */
const changedJson = (bytes) => {
  /** @type {unknown} */
  let value;
  try {
    value = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return hostileValue.map(asJson);
  }
  const keys = Object.keys(Object(value));
  if (typeof value !== 'object' || keys.length === 0) return hostileValue.map(asJson);
  return fc
    .tuple(fc.constantFrom(...keys), hostileValue)
    .map(([key, hostile]) => asJson({ .../** @type {object} */ (value), [key]: hostile }));
};

/** @param {Parts} parts @param {keyof Parts} name */
const changedPart = (parts, name) => {
  const bytes = parts[name] ?? new Uint8Array();
  const other = originals.map((one) => one[name] ?? new Uint8Array());
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant(bytes) },
    { weight: 2, arbitrary: changedJson(bytes) },
    changedBytes([bytes]),
    fc.constantFrom(...other),
    fc.constant(undefined),
  );
};

const stored = fc.oneof(
  ...originals.map((parts) =>
    fc.record({
      parts: fc.record(Object.fromEntries(names.map((name) => [name, changedPart(parts, name)]))),
      damaged: fc.subarray(names, { maxLength: 1 }),
    }),
  ),
);

/** @type {Store[]} */
const open = [];
after(() => {
  for (const store of open) store.dispose();
});

/** @param {import('../../web/state/keep/restore.js').Kept} kept */
async function assertOpens(kept) {
  const store = new Store({ createClient, settings: kept.settings, ...(kept.long && { long: kept.long }) });
  open.push(store);
  await store.start(undefined, kept);
  await store.pause();
  if (store.opened) await store.step('window', 1);
  assert.equal(store.failure, null);
  store.dispose();
}

let read = 0;

fuzz(
  'the page opens with what was kept',
  stored,
  async ({ parts, damaged }) => {
    const kept = await restoredFrom({ parts: /** @type {any} */ (parts), damaged }, { cell: 'lstm' });
    const about = aboutIn(/** @type {any} */ (parts).about);
    assert.equal(typeof `${about.name}${about.title}${about.hiddenSize.toFixed()}${about.curve.join()}`, 'string');
    if (!kept) return;
    const { place, hidden } = kept;
    assert.equal(typeof place.panel, 'string');
    assert.ok(
      place.lesson === null || (typeof place.lesson.lesson === 'string' && typeof place.lesson.own === 'object'),
    );
    const form = new Form(kept.settings, hidden, []);
    for (const name of settingNames) assert.notEqual(form.settings[name], undefined, name);
    assert.deepEqual(form.errors, {}, 'a setting that is kept is one that can be set');
    if ((kept.model || kept.ofLong) && ++read % TRAINED_EVERY === 0) await assertOpens(kept);
  },
  { share: SHARE },
);

test('a loss that is no number is a gap in the picture of an experiment', () => {
  const { curve } = aboutIn(asBytes({ curve: [3, null, 'x', 1] }));
  assert.deepEqual(curve, [3, Number.NaN, Number.NaN, 1]);
});
