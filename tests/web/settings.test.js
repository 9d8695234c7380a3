import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { engineSettings, resolve } from '../../web/engine/engine-settings.js';
import { generationSettings } from '../../web/engine/generation-settings.js';
import { optimizerNames, optimizers } from '../../web/engine/optimizers.js';
import { fromAttributes, observedAttributes } from '../../web/state/attributes.js';
import { file, settingsDoc } from '../../web/scripts/settings-doc.mjs';
import { Form } from '../../web/state/form.js';
import { formatSetting, parseSetting } from '../../web/state/parse.js';
import { applies, defaults, engineSettingsOf, settingNames, settingsTable } from '../../web/state/settings.js';
import { fromHash } from '../../web/state/url.js';
import { toHash } from '../../web/state/url-writer.js';
import { LISTING_TEXT } from '../../web/text/index.js';
import { locales, translator } from '../languages.js';
import { seededRandom, randomText } from './random-text.js';

/**
 * Values worth trying for a setting, all valid.
 *
 * @param {import('../../web/state/settings.js').Setting} setting
 * @returns {any[]}
 */
function validValues({ type, choices, min = 0, max = 0, exclusiveMin, exclusiveMax }) {
  if (type === 'boolean') return [true, false];
  if (type === 'choice') return [...(choices ?? [])];
  if (type === 'list') return [choices, choices?.slice(1, 3), choices?.slice(-1)];
  if (type === 'text')
    return ['', 'a+b & c=d #e%20', ' \n\t', LISTING_TEXT, '👩‍👩‍👧é\nשלום'.repeat(40), '床前明月光\n'.repeat(300)];
  const inside = type === 'integer' ? [min, max, Math.floor((min + max) / 3)] : [min, max, min + (max - min) / 3, 1e-7];
  return inside.filter((x) => x >= min && x <= max && !(exclusiveMin && x === min) && !(exclusiveMax && x === max));
}

test('every engine setting is in the table, with its range, and the page’s defaults are valid for the engine', () => {
  for (const [name, row] of Object.entries(engineSettings)) {
    const { type, min, max, choices } = settingsTable[name];
    const { type: engineType, min: engineMin, max: engineMax, choices: engineChoices } = /** @type {any} */ (row);
    assert.deepEqual(
      { type, min, max, choices },
      { type: engineType, min: engineMin, max: engineMax, choices: engineChoices },
    );
  }
  assert.deepEqual({ ...resolve(engineSettingsOf(defaults)) }, { ...engineSettingsOf(defaults) });
});

test('of what a call that generates can set, the page allows what the engine allows, or less', () => {
  for (const [name, row] of Object.entries(generationSettings)) {
    assert.equal(settingsTable[name].type, row.type);
    if (row.type === 'choice') assert.deepEqual(settingsTable[name].choices, row.choices);
    else {
      const { min = Number.NaN, max = Number.NaN } = settingsTable[name];
      assert.ok(min >= row.min && max <= row.max, name);
    }
  }
});

test('the defaults are what is in force where nothing is set and there is no text', () => {
  assert.deepEqual(new Form({}, [], [], () => '').settings, { ...defaults, text: '' });
});

test('.github/SETTINGS.md is what the tables say; `node web/scripts/settings-doc.mjs` writes it', () => {
  assert.equal(readFileSync(file, 'utf8'), settingsDoc());
});

test('changing the table or the defaults is impossible', () => {
  assert.throws(() => Object.assign(settingsTable.cell, { default: 'gru' }), TypeError);
  assert.throws(() => Object.assign(defaults, { cell: 'gru' }), TypeError);
});

test('every value of every setting survives text, attribute and link', async () => {
  for (const name of settingNames) {
    const setting = settingsTable[name];
    for (const value of validValues(setting)) {
      assert.deepEqual(parseSetting(name, value).value, value, name);
      assert.deepEqual(parseSetting(name, formatSetting(name, value)).value, value, name);
      const given = await fromHash(await toHash({ [name]: value }));
      assert.deepEqual(given.errors, []);
      assert.deepEqual({ ...defaults, ...given.settings }, { ...defaults, [name]: value }, name);
      const attribute = { name: setting.key, value: formatSetting(name, value) };
      const element = /** @type {any} */ ({ attributes: [attribute] });
      assert.deepEqual(fromAttributes(element).settings, { [name]: value });
      assert.ok(observedAttributes.includes(setting.key) && observedAttributes.includes(`${setting.key}_hide`));
    }
  }
});

test('a link carries what was set, as by default or not, and nothing else', async () => {
  assert.equal(await toHash({}), '');
  assert.equal(await toHash({ hiddenSize: 8, cell: 'gru' }, ['seed']), '#cell=gru&hidden-size=8&seed_hide=true');
  assert.deepEqual(
    [...(await fromHash('#seed_hide=true&cell_hide=false&hidden-size_hide')).hidden],
    ['seed', 'hiddenSize'],
  );
  assert.deepEqual(await fromHash('#section-3&utm=1'), { settings: {}, hidden: new Set(), errors: [] });
});

test('any well-formed text survives a link, and a long one is shortened', async () => {
  const random = seededRandom(31);
  for (let i = 0; i < 60; i += 1) {
    const text = randomText(random, { lines: 40 });
    const { settings } = await fromHash(await toHash({ text }));
    assert.equal(settings.text, text);
  }
  const poem = '床前明月光，疑是地上霜。\n'.repeat(100);
  assert.ok((await toHash({ text: poem })).length < encodeURIComponent(poem).length / 20);
});

test('a damaged link is refused with the reason and the rest of it is used', async () => {
  const long = await toHash({ text: 'The quick brown fox. '.repeat(50), cell: 'gru' });
  const bad = [long.replace(/text-z=..../, 'text-z='), long.replace(/text-z=.*/, 'text-z=%%%'), '#cell=gru&text-z='];
  for (const hash of bad.map((link) => link.replace('#', '#cell=gru&'))) {
    const given = await fromHash(hash);
    assert.deepEqual(
      given.errors.map(({ code, setting }) => [code, setting]),
      [['badLink', 'text']],
      hash,
    );
    assert.deepEqual(given.settings, { cell: 'gru' });
  }
});

test('a link cannot make the page unpack more than it can hold', async () => {
  const bomb = new Blob([new Uint8Array(64_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  const bytes = Buffer.from(await new Response(bomb).arrayBuffer());
  const { errors } = await fromHash(`#text-z=${bytes.toString('base64url')}`);
  assert.deepEqual(
    errors.map(({ code }) => code),
    ['heavyLink'],
  );
});

test('what cannot be used is refused with the setting, the value and the range', () => {
  const refused = (/** @type {string} */ name, /** @type {unknown} */ raw) => parseSetting(name, raw).error;
  for (const raw of ['0', '-1', '1e9', 'Infinity', 'fast', '', ' ', '0x10', '1,5,5', Number.NaN, null, undefined, {}]) {
    const error = refused('learningRate', raw);
    assert.equal(error?.setting, 'learningRate');
    assert.deepEqual(error?.value, raw);
    assert.deepEqual([error?.min, error?.max, error?.exclusiveMin], [0, 100, true]);
  }
  assert.equal(refused('learningRate', '-1')?.code, 'outOfRange');
  assert.equal(refused('learningRate', 'fast')?.code, 'notANumber');
  assert.equal(refused('hiddenSize', '0')?.code, 'outOfRange');
  assert.equal(refused('hiddenSize', '1000000')?.code, 'outOfRange');
  assert.equal(refused('hiddenSize', '1.5')?.code, 'notAnInteger');
  assert.equal(refused('cell', 'transformer')?.code, 'notAChoice');
  assert.equal(refused('bias', 'maybe')?.code, 'notABoolean');
  assert.equal(refused('text', 7)?.code, 'notAText');
  for (const raw of ['', ',', 'loss,nothing', 7]) assert.equal(refused('panels', raw)?.code, 'notAChoice');
});

test('numbers may be typed as people type them', () => {
  for (const raw of ['0.5', ' .5 ', '5e-1', '+0.50', '０．５'])
    assert.equal(parseSetting('learningRate', raw).value, 0.5);
  assert.equal(parseSetting('hiddenSize', '８').value, 8);
  assert.deepEqual(parseSetting('panels', 'predictions, loss,loss').value, ['loss', 'predictions']);
  assert.equal(parseSetting('bias', '').value, true);
});

test('a condition names settings that there are, with values of theirs; it can hold, and it can fail', () => {
  for (const name of settingNames) {
    const conditions = Object.entries(settingsTable[name].when ?? {});
    for (const [other, condition] of conditions) {
      const { type, choices = [true, false], min = 0, max = 0 } = settingsTable[other];
      if ('above' in condition) {
        assert.ok(type === 'number' || type === 'integer', `${name}: ${other}`);
        assert.ok(condition.above < max, `${name}: ${other}`);
      } else if ('not' in condition) {
        assert.ok(type === 'number' || type === 'integer', `${name}: ${other}`);
        assert.ok(condition.not >= min && condition.not <= max, `${name}: ${other}`);
      } else if (type === 'integer') {
        assert.ok(
          condition.every((value) => Number(value) >= min && Number(value) <= max),
          `${name}: ${other}`,
        );
      } else {
        assert.ok(type === 'choice' || type === 'boolean', `${name}: ${other}`);
        assert.ok(condition.length > 0 && condition.length < choices.length, `${name}: ${other}`);
        for (const value of condition) assert.ok(/** @type {any[]} */ (choices).includes(value), `${name}: ${value}`);
      }
    }
  }
});

test('a setting applies where it has an effect', () => {
  const applied = (/** @type {Partial<import('../../web/state/settings.js').Settings>} */ settings) =>
    settingNames.filter((name) => applies(name, /** @type {typeof defaults} */ ({ ...defaults, ...settings })));
  assert.ok(applies('activation', defaults));
  assert.ok(!applies('activation', { ...defaults, cell: 'gru' }));
  assert.ok(!applies('forgetBias', { ...defaults, cell: 'lstm', bias: false }));
  assert.ok(applies('forgetBias', { ...defaults, cell: 'lstm', bias: true }));
  assert.ok(applies('momentum', { ...defaults, optimizer: 'nesterov' }));
  assert.ok(applies('totalSteps', { ...defaults, schedule: 'cosine' }));
  assert.ok(!applies('totalSteps', defaults));
  assert.ok(applies('paceUnit', { ...defaults, pace: 1 }) && !applies('paceUnit', { ...defaults, pace: 0 }));
  assert.ok(applied({}).length < settingNames.length - 5);
});

/** How the settings that only some optimizers use are written in a rule. */
const SYMBOLS = { momentum: 'μ', decay: 'α', beta1: 'β1', beta2: 'β2', epsilon: 'ε', weightDecay: 'λ' };

for (const optimizer of optimizerNames) {
  test(`${optimizer}: its rule has the settings that the form shows with it, and no others; its name and rule are in words`, () => {
    const code = optimizers[optimizer].code.join();
    const shown = Object.keys(SYMBOLS).filter((name) => applies(name, { ...defaults, optimizer }));
    const used = Object.entries(SYMBOLS).filter(([, symbol]) => code.includes(symbol));
    assert.deepEqual(
      shown,
      used.map(([name]) => name),
    );
    assert.match(code, /θ -= η/);
    for (const locale of locales) {
      const t = translator(locale);
      assert.ok(
        t.has(`settings.optimizer.choices.${optimizer}`) && t.has(`settings.optimizer.rule.${optimizer}`),
        locale,
      );
    }
  });
}
