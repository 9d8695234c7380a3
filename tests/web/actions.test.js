/** What the element's methods give an author's program. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionsOf } from '../../web/element/actions.js';
import { LONG_TEXT_CHARACTERS } from '../../web/text/issues.js';
import { startedStore } from './store-helpers.js';

/** @param {import('../../web/state/store.js').Store} store */
const actions = (store) => actionsOf(store, { linked: false, stepUnit: () => 'epoch' });

test('in words, beginning and sample are one text: a space between them where one belongs, and no second one', async (context) => {
  const store = await startedStore(context, { text: 'the cat sat down', unit: 'words', strategy: 'greedy' });
  await store.train({ epochs: 200 });
  const { sample } = actions(store);
  assert.equal(await sample('the'), ' cat sat down');
  assert.equal(await sample('the '), 'cat sat down');
});

test('a sample of a long text goes on behind the end of a line', async (context) => {
  const store = await startedStore(context, {
    text: 'ab\n'.repeat(LONG_TEXT_CHARACTERS / 2),
    strategy: 'greedy',
    length: 30,
  });
  await store.train({ steps: 200 });
  const written = await actions(store).sample('a');
  assert.ok(written.includes('\n') && written.length === 30, JSON.stringify(written));
});
