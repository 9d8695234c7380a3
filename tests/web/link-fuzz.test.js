/** Whatever stands in a link or in the attributes of an element, the page opens: with valid settings, and a sentence for each that is refused. */
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { fromAttributes } from '../../web/state/attributes.js';
import { Form } from '../../web/state/form.js';
import { formatSetting, parseSetting } from '../../web/state/parse.js';
import { settingNames, settingsTable } from '../../web/state/settings.js';
import { fromHash } from '../../web/state/url.js';
import { assertSaid, FRAGMENTS, fuzz, hostileString } from './fuzzing.js';

const keys = settingNames.map((name) => settingsTable[name].key);
const choices = settingNames.flatMap(
  (name) => /** @type {{ choices?: readonly string[] }} */ (settingsTable[name]).choices ?? [],
);

const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...keys, ...keys.map((one) => `${one}_hide`), 'text-z', 'updates') },
  hostileString,
);
const value = fc.oneof(
  fc.constantFrom(...choices, 'true', 'false', '1', '16', '0.01', '3,loss,network', ''),
  fc.float().map(String),
  fc.integer().map(String),
  hostileString,
);
const deflated = fc.record({ text: hostileString, cut: fc.nat(8), flip: fc.nat(255) }).map(({ text, cut, flip }) => {
  const bytes = deflateRawSync(Buffer.from(text));
  if (flip < 128) bytes[flip % bytes.length] ^= flip;
  return bytes.subarray(0, Math.max(0, bytes.length - (cut < 4 ? 0 : cut))).toString('base64url');
});
const entry = fc.oneof(
  // To inflate a text takes as long as ten links without one.
  { weight: 30, arbitrary: fc.tuple(key, value) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('text-z'), deflated) },
);
const hash = fc.oneof(
  { weight: 4, arbitrary: fc.array(entry, { maxLength: 6 }).map((entries) => `#${new URLSearchParams(entries)}`) },
  fc.array(entry, { maxLength: 4 }).map((entries) => entries.map((pair) => pair.join('=')).join('&')),
  hostileString,
);

/** @param {import('../../web/state/url.js').Given} given */
function assertHarmless({ settings, hidden, errors, updates }) {
  for (const [name, setting] of Object.entries(settings)) {
    const { value, error } = parseSetting(
      name,
      formatSetting(name, /** @type {import('../../web/state/settings.js').SettingValue} */ (setting)),
    );
    assert.equal(error, undefined, name);
    assert.deepEqual(value, setting, name);
  }
  for (const error of errors) assertSaid((t) => t.error(/** @type {any} */ (error)));
  for (const name of hidden) assert.ok(settingNames.includes(name), name);
  assert.ok(updates === undefined || (Number.isInteger(updates) && updates > 0), `${updates}`);
  const form = new Form(settings, hidden, errors);
  for (const issue of form.draft.issues) assertSaid((t) => t.issue(/** @type {any} */ (issue)));
  for (const name of settingNames) assert.notEqual(form.settings[name], undefined, name);
}

fuzz('a link opens the page', hash, async (text) => assertHarmless(await fromHash(text)), {
  share: 0.5,
  examples: ['#hidden-size=8&cell=lstm', '#text-z=', '#a%3Db', '#__proto__=1&constructor=2', ...FRAGMENTS],
});

fuzz('an element with such attributes opens', fc.array(fc.tuple(key, value), { maxLength: 8 }), (entries) =>
  assertHarmless(
    fromAttributes(/** @type {any} */ ({ attributes: entries.map(([name, value]) => ({ name, value })) })),
  ),
);
