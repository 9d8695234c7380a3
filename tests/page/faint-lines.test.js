/** Earlier runs in a line chart: their names and values are there for whoever points at them, and in the table. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtPage } from './site.js';
import { eventually, openPlayground, readTable } from './panel-helpers.js';

const site = builtPage();

for (const logarithmic of [false, true]) {
  test(`a faint line is named under the pointer and in the table: ${logarithmic ? 'logarithmic' : 'linear'}`, async () => {
    const { page, done } = await openPlayground(site.browser, site.address);
    await page.evaluate((log) => {
      const chart = document.createElement('rnn-line-chart');
      const root = /** @type {ShadowRoot} */ (document.querySelector('rnn-playground')?.shadowRoot);
      const faint = { color: 'faint', faint: true };
      const x = [0, 1, 2, 3, 4];
      Object.assign(chart, {
        t: /** @type {any} */ (root.querySelector('rnn-loss-panel')).t,
        id: 'faint-lines',
        series: [
          { id: 'run 1', label: 'run 1: GRU', x, y: [3.8, 3.6, 3.4, 3.2, 3], ...faint },
          // Far beyond the present run in both directions: the axes are those of the present one.
          { id: 'run 2', label: '', x: [0, 1, 2, 3, 300], y: [500, 2.8, 2.6, 2.4, 2.2], ...faint },
          { id: 'now', label: 'training', x, y: [4, 3, 2, 1.5, 1], color: 'training' },
        ],
        ...{ xLabel: 'epoch', label: 'Losses', logarithmic: log },
        style: 'width: 700px; background: white; position: fixed; top: 0; left: 0; z-index: 9',
      });
      root.append(chart);
    }, logarithmic);
    const chart = page.locator('#faint-lines');
    const over = chart.locator('.u-over');
    await over.waitFor();
    /** @param {number} x @param {number} y @param {number} below px */
    const pointAt = async (x, y, below) => {
      const box = await over.boundingBox();
      const place = await chart.locator('.plot').evaluate(
        (_, { x, y, log }) => {
          const [low, high] = log ? [Math.log10(1) - 0.1, Math.log10(4) + 0.12] : [0, 4 * 1.08];
          const value = log ? Math.log10(y) : y;
          return { across: x / 4, down: (high - value) / (high - low) };
        },
        { x, y, log: logarithmic },
      );
      assert.ok(box);
      await page.mouse.move(box.x + place.across * box.width, box.y + place.down * box.height + below);
    };
    const above = async () => ((await chart.locator('.above').textContent()) ?? '').replace(/\s+/g, ' ').trim();

    await pointAt(2, 3.4, 2);
    await eventually(above, 'epoch 2 training 2 run 1: GRU 3.4');
    await pointAt(2.5, 3.3, -12);
    await eventually(async () => (await above()).includes('run 1'), false);
    await pointAt(1, 2.8, 0);
    await eventually(above, 'epoch 1 training 3');
    await page.mouse.move(900, 700);
    await eventually(above, 'training');

    const table = await readTable(chart);
    assert.deepEqual(table[0], ['epoch', 'training', 'run 1: GRU']);
    assert.deepEqual(table[4], ['3', '1.5', '3.2']);
    await done();
  });
}
