/** How long a worker at work takes to answer, as a share of the work. Figures only: `node tests/run.mjs bench` prints them. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { askDuring, works } from './asking.js';

for (const { name, start } of works) {
  test(name, async (t) => {
    const { work, ask } = await start(t);
    const sorted = await askDuring(work, ask);
    const all = sorted.reduce((a, b) => a + b);
    // Whoever asks at a random moment asks during a long answer more often than during a short one: so 90 % of the time.
    let [time, i] = [0, 0];
    while (time < 0.9 * all) time += sorted[i++];
    const percent = (/** @type {number} */ part) => `${((100 * part) / all).toFixed(2)} %`;
    t.diagnostic(
      `${name}: ${sorted.length} answers, 90 % of the time within ${percent(sorted[i - 1])} of the work, all within ` +
        percent(sorted[sorted.length - 1]),
    );
    assert.ok(sorted.length > 0);
  });
}
