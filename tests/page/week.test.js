/**
 * A long time in one tab, in short, in the page: panels opened and closed, texts typed, workers ended, a hidden tab. Nodes,
 * listeners, workers and the heap are then what they were after the first rounds. `WEEK=1`: more rounds.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { eventually, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** Both odd, or both even: the texts take turns, and a larger vocabulary has more nodes. */
const WARM_UP = process.env.WEEK ? 20 : 3;
const ROUNDS = process.env.WEEK ? 200 : 7;

/** How often a panel is opened and closed again, and after how many openings it is measured for the first time. */
const OPENINGS = process.env.WEEK ? 100_000 : 180;
const FIRST_OPENINGS = process.env.WEEK ? 900 : 90;

const PANELS = ['lessons', 'step', 'states', 'units', 'weights', 'memory', 'check', 'flow', 'race'];

/** What may be more than after the first rounds: the heap in bytes, of curves and of compiled code; nodes and listeners of what a panel shows now. */
const SLACK = { heap: 6_000_000, nodes: 400, listeners: 60 };

/**
 * What is held, measured until nothing is made or freed any more.
 * @param {import('playwright-core').CDPSession} session
 */
async function held(session) {
  let before = Number.NaN;
  for (;;) {
    for (let i = 0; i < 3; i++) await session.send('HeapProfiler.collectGarbage');
    const { metrics } = await session.send('Performance.getMetrics');
    const of = (/** @type {string} */ name) => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
    const now = { heap: of('JSHeapUsedSize'), nodes: of('Nodes'), listeners: of('JSEventListeners') };
    if (now.nodes === before) return now;
    before = now.nodes;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** @param {import('playwright-core').Page} page @param {boolean} hidden */
const hide = (page, hidden) =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (now ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange'));
  }, hidden);

test(`${ROUNDS} rounds of texts, panels, ended workers and a hidden tab: what is held is as after ${WARM_UP}`, async (t) => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/#text=abab&hidden-size=6&autoplay=false&language=en&pace=60`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const measured = async () => {
    // Of what is on screen this is computed last.
    await page.locator('rnn-writing-panel rnn-bars').first().waitFor();
    return held(session);
  };
  const textBox = page.getByRole('textbox', { name: 'Sentences, one on each line' });
  /** @type {Held | undefined} */
  let first;
  for (let round = 1; round <= ROUNDS; round++) {
    const text = round % 2 ? 'one boat' : 'two birds';
    await textBox.fill(text);
    await page.waitForFunction(
      (wanted) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.data
          ?.text === wanted,
      text,
    );
    await page.getByRole('button', { name: 'Train', exact: true }).click();
    await untilStore(page, (store) => store.checkpoint?.step > 0);
    for (const panel of PANELS) {
      await page.evaluate((id) => {
        const detail = { id, quiet: true };
        document
          .querySelector('rnn-playground')
          ?.shadowRoot?.querySelector('.page')
          ?.dispatchEvent(new CustomEvent('panel-open', { detail }));
      }, panel);
      await page.locator(`rnn-${panel}-panel`).waitFor();
    }
    await hide(page, true);
    if (round % 3 === 0) {
      // Ended without a word, as by a browser that is short of memory, while nobody looks.
      await page
        .workers()
        .at(-1)
        ?.evaluate(() => self.close());
      await untilStore(page, (store) => store.recovered !== null && store.failure === null);
      await page.evaluate(() =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.dismissRecovery(),
      );
    }
    await hide(page, false);
    await page.getByRole('button', { name: 'Pause' }).click();
    await untilStore(page, (store) => store.phase === 'idle' && store.status.step > 0);
    await page.evaluate(() => scrollTo(0, 0));
    if (round === WARM_UP) first = await measured();
  }
  await eventually(async () => page.workers().length, 1, 'workers');
  const last = await measured();
  t.diagnostic(`after ${WARM_UP} rounds ${JSON.stringify(first)}, after ${ROUNDS} ${JSON.stringify(last)}`);
  assertNoMore(last, /** @type {Held} */ (first));
  await done();
});

test(`panels opened and closed ${OPENINGS} times while the network learns: what is held is as after ${FIRST_OPENINGS}`, async (t) => {
  const { page, done } = await openPage(site.browser);
  page.setDefaultTimeout(2 ** 30);
  await page.goto(`${site.address}/#text=abab&hidden-size=6&panels=controls,loss&language=en&pace=30`);
  await untilStore(page, (store) => store.opened && store.experiments !== null && store.status?.step > 0);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const first = await afterOpenings(FIRST_OPENINGS);
  const last = await afterOpenings(OPENINGS - FIRST_OPENINGS);
  t.diagnostic(`after ${FIRST_OPENINGS} ${JSON.stringify(first)}, after ${OPENINGS} ${JSON.stringify(last)}`);
  assertNoMore(last, first);
  assert.equal(page.workers().length, 1);
  await done();

  /** Each stands there with what it shows before the next takes its place. @param {number} openings */
  async function afterOpenings(openings) {
    await page.evaluate(
      async ({ openings, panels }) => {
        const root = /** @type {ShadowRoot} */ (document.querySelector('rnn-playground')?.shadowRoot);
        const { store } = /** @type {any} */ (root.querySelector('rnn-view'));
        const painted = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        for (let i = 0; i < openings; i++) {
          const panel = panels[i % panels.length];
          store.setSetting('panels', ['controls', 'loss', panel]);
          await store.settled();
          /** @type {any} */
          let slot = null;
          while (!slot) {
            await painted();
            slot = root.querySelector(`rnn-panel-slot[data-panel="${panel}"]`);
          }
          const shown = await slot.open();
          if (!shown) throw new Error(`${panel} did not open.`);
          await shown.updateComplete;
          await painted();
        }
        store.setSetting('panels', ['controls', 'loss']);
      },
      { openings, panels: PANELS },
    );
    return held(session);
  }
});

/** @typedef {Awaited<ReturnType<typeof held>>} Held @param {Held} last @param {Held} first */
function assertNoMore(last, first) {
  for (const name of /** @type {const} */ (['heap', 'nodes', 'listeners']))
    assert.ok(last[name] <= first[name] + SLACK[name], `${name}: ${last[name]}, ${first[name]} before`);
}
