/** The export to Python pauses the training for a moment; what the reader wants meanwhile counts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pythonProject } from '../../web/export/python-project.js';
import { startedStore, until } from './store-helpers.js';

test('training that was paused for it goes on, unless the reader has wanted something else meanwhile', async (t) => {
  const store = await startedStore(t);
  store.train();
  await until(store, ({ status }) => Number(status?.step) > 0);
  await pythonProject(store, 'print()');
  assert.ok(store.training, 'it goes on');
  const exported = pythonProject(store, 'print()');
  await until(store, ({ training }) => !training);
  await store.train({ steps: 3 });
  await exported;
  assert.ok(!store.training, 'trained by hand, and at rest');
  store.train();
  await until(store, ({ status }) => Number(status?.step) > 0);
  const again = pythonProject(store, 'print()');
  await until(store, ({ training }) => !training);
  store.setText('another text');
  await store.settled();
  await again.catch(() => {});
  assert.ok(!store.training, 'another network');
});
