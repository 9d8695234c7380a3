import assert from 'node:assert/strict';
import test from 'node:test';
import { importsOf } from '../runner/dependencies.mjs';

test('imports of every kind are seen, relative ones as paths from the root', () => {
  const text = `import { a } from './a.js';
import '../text/b.js';
export * from "lit";
const c = await import('../engine/c.js');
const worker = new Worker(new URL('../engine/worker.js', import.meta.url));
`;
  assert.deepEqual(importsOf('web/panels/example.js', text), [
    'web/panels/a.js',
    'web/text/b.js',
    'lit',
    'web/engine/c.js',
    'web/engine/worker.js',
  ]);
});

test('includes are seen as they are written', () => {
  const text = '#include <Eigen/Core>\n  #include "rnn/network.h"\n';
  assert.deepEqual(importsOf('cpp/rnn/network.cpp', text), ['Eigen/Core', 'rnn/network.h']);
});
