/** The workflow that publishes: what it runs is named by commits, and is there. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { root } from '../../cpp/toolchain/paths.mjs';

const workflow = readFileSync(`${root}/.github/workflows/publish.yml`, 'utf8');
const { scripts } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

test('every action, and every other repository, is named by a commit, with its version beside it', () => {
  const uses = [...workflow.matchAll(/uses: (.*)/g)].map(([, action]) => action);
  assert.ok(uses.length >= 8);
  for (const action of uses) assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  for (const [, ref] of workflow.matchAll(/ ref: (.*)/g)) assert.match(ref, /^[0-9a-f]{40} # \d+\.\d+\.\d+$/);
});

test('it may only do what each job says, and keeps no token', () => {
  assert.match(workflow, /^permissions: \{\}$/m);
  assert.ok(!workflow.includes('secrets.'));
});

test('the commands of the project that it runs are there', () => {
  const commands = [...workflow.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name);
  assert.ok(commands.includes('release:check'));
  for (const name of commands) assert.ok(scripts[name], name);
  for (const [, path] of workflow.matchAll(/node ([\w/.-]+\.mjs)/g)) assert.ok(existsSync(`${root}/${path}`), path);
});
