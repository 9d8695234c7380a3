/**
 * A state that was changed, as a string that readers send around may be, is refused in a sentence, or is that of some network; the
 * playground can be used afterwards either way. The states are of a trained network, and of a text that cannot be trained on.
 */
import assert from 'node:assert/strict';
import { after } from 'node:test';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { EngineError } from '../../web/engine/errors.js';
import { restoreState, stateOf } from '../../web/state/element-state.js';
import { Store } from '../../web/state/store.js';
import { changedBytes, fuzz, hostileString, hostileValue } from './fuzzing.js';
import { createClient } from './node-engine.js';

const PREFIX = 'rnn2.';

const store = new Store({ createClient, settings: { text: 'ab\nba', pace: 0, hiddenSize: 4, cell: 'gru' } });
after(() => store.dispose());
await store.start();
await store.step('window', 3);
const states = [await stateOf(store)];
store.setText(' ');
await store.settled();
states.push(await stateOf(store));
const contents = states.map(
  (state) => new Uint8Array(inflateRawSync(Buffer.from(state.slice(PREFIX.length), 'base64url'))),
);

/** @param {Uint8Array} bytes */
const asState = (bytes) => PREFIX + deflateRawSync(bytes).toString('base64url');

/** With another description before the same network. @param {Uint8Array} bytes @param {unknown} description */
function described(bytes, description) {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const json = Buffer.from(JSON.stringify(description) ?? '');
  const size = Buffer.alloc(4);
  size.writeUInt32LE(json.length);
  return asState(Buffer.concat([size, json, bytes.subarray(4 + length)]));
}

const settings = fc.dictionary(
  fc.constantFrom('text', 'cell', 'hiddenSize', 'language', 'pace', '__proto__', 'panels', 'unit'),
  fc.oneof(hostileValue, fc.constantFrom('lstm', 3, 'zh', 'words', 'play,loss')),
);
const changed = fc.oneof(
  { weight: 4, arbitrary: changedBytes(contents).map(asState) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...contents), fc.record({ given: fc.oneof(settings, hostileValue), hidden: hostileValue }))
      .map(([bytes, description]) => described(bytes, description)),
  },
  changedBytes(states.map((state) => new Uint8Array(Buffer.from(state)))).map((bytes) => Buffer.from(bytes).toString()),
  hostileString.map((text) => PREFIX + text),
);

fuzz(
  'a changed state is refused in a sentence, or restored',
  changed,
  async (state) => {
    try {
      await restoreState(store, state);
    } catch (error) {
      const { message } = /** @type {Error} */ (error);
      if (!(error instanceof EngineError))
        assert.match(message, /^(This is no state|This model was|There is no network)/);
    }
    await store.settled();
    assert.equal(store.failure, null);
    for (const name of store.hidden) assert.equal(typeof name, 'string');
    if (!store.draft.valid) return;
    // As wide or as long as it may have become, it learns.
    await store.step('window', 1);
  },
  { share: 0.02 },
);
