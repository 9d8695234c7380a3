import assert from 'node:assert/strict';
import test from 'node:test';
import { SettingsError } from '../../web/engine/errors.js';
import { engineSettings, resolve, resolveLive } from '../../web/engine/engine-settings.js';

/**
 * @param {() => unknown} action
 * @param {Partial<SettingsError>} expected
 * @returns {SettingsError}
 */
function refused(action, expected) {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof SettingsError, `${error}`);
    for (const [name, value] of Object.entries(expected))
      assert.deepEqual(error[/** @type {keyof SettingsError} */ (name)], value, `${name} of "${error.message}"`);
    return error;
  }
  return assert.fail('nothing was refused');
}

const rows = /** @type {[string, import('../../web/engine/settings-schema.js').Setting][]} */ (
  Object.entries(engineSettings)
);
const numeric = rows.flatMap(([name, row]) => ('min' in row ? [/** @type {const} */ ([name, row])] : []));

test('left-out settings get the defaults, given ones stay, and the result is complete and frozen', () => {
  const settings = resolve({ cell: 'lstm', hiddenSize: undefined, learningRate: 0.5 });
  assert.deepEqual(Object.keys(settings), Object.keys(engineSettings));
  assert.equal(settings.cell, 'lstm');
  assert.equal(settings.learningRate, 0.5);
  assert.equal(settings.hiddenSize, 32);
  assert.ok(Object.isFrozen(settings));
});

test('every default is within its own range', () => {
  assert.doesNotThrow(() => resolve(Object.fromEntries(rows.map(([name, row]) => [name, row.default]))));
});

for (const [name, { type, min, max, exclusiveMin, exclusiveMax }] of numeric) {
  test(`${name} is refused outside ${min} to ${max}, by name, value and range`, () => {
    const below = exclusiveMin ? min : min - 1;
    const above = exclusiveMax ? max : max * 2;
    for (const value of [below, above, -Infinity, Infinity]) {
      const error = refused(() => resolve({ [name]: value }), { code: 'outOfRange', setting: name, value });
      assert.match(error.message, new RegExp(`^${name} is ${String(value).replace('+', '\\+')}, but must be a`));
      assert.ok(error.message.includes(String(min)) && error.message.includes(String(max)), error.message);
      assert.deepEqual([error.range.min, error.range.max], [min, max]);
    }
    for (const value of ['0.5', '', null, NaN, [1], {}])
      refused(() => resolve({ [name]: value }), { code: 'notANumber', setting: name });
    if (type === 'integer')
      refused(() => resolve({ [name]: min + 0.5 }), { code: 'notAnInteger', setting: name, value: min + 0.5 });
    if (!exclusiveMin) assert.doesNotThrow(() => resolve({ [name]: min }));
    if (!exclusiveMax) assert.doesNotThrow(() => resolve({ [name]: max }));
  });
}

test('choices and switches take their own values only', () => {
  refused(() => resolve({ cell: 'RNN' }), { code: 'notAChoice', setting: 'cell', value: 'RNN' });
  refused(() => resolve({ optimizer: 1 }), { code: 'notAChoice', setting: 'optimizer' });
  const error = refused(() => resolve({ bias: 'yes' }), { code: 'notABoolean', setting: 'bias' });
  assert.equal(error.message, 'bias is "yes", but must be true or false.');
});

test('a name that is no setting is refused, also one that every object has', () => {
  refused(() => resolve(/** @type {any} */ ({ hiddensize: 3 })), { code: 'unknownSetting', setting: 'hiddensize' });
  refused(() => resolve(/** @type {any} */ ({ toString: 3 })), { code: 'unknownSetting', setting: 'toString' });
});

test('while the network exists only live settings change, and the others keep their values', () => {
  const before = resolve({ learningRate: 0.3, clipNorm: 5 });
  const after = resolveLive(before, { clipNorm: 1, momentum: undefined });
  assert.deepEqual(after, { ...before, clipNorm: 1 });
  for (const name of ['cell', 'hiddenSize', 'batchSize', 'seed'])
    refused(() => resolveLive(before, { [name]: 2 }), { code: 'notLive', setting: name });
  refused(() => resolveLive(before, { learningRate: 0 }), { code: 'outOfRange', setting: 'learningRate' });
});
