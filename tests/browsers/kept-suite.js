/** What is kept, and the page without a network, in every browser: the same page again, with the server and without it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Page, servePage } from './page.js';

/** @typedef {Awaited<ReturnType<typeof servePage>>} Server @typedef {import('./page.js').Session} Session */

/** @param {Page} page */
const untilKeeping = (page) =>
  page.until(({ store }) => Boolean(store?.opened && store.experiments && store.status && store.phase === 'idle'));

/** @param {Page} page */
const shown = (page) =>
  page.evaluate(({ store }) => ({
    text: store.text,
    step: store.status.step,
    losses: [...store.history.trainingLoss],
    news: store.experiments.news,
  }));

/** @param {string} name of the browser @param {() => Promise<Session>} launch */
export function testKept(name, launch) {
  /** @type {Session} */
  let session;
  /** @type {Server} */
  let server;
  before(async () => {
    [session, server] = await Promise.all([launch(), servePage()]);
  });
  after(async () => {
    await session.close();
    await server.close().catch(() => {});
  });

  test(`${name}: text, network and curve are back when the page is opened again, and training goes on`, async () => {
    const page = await Page.in(session, server.address);
    await session.send('Navigate', { url: `${server.address}/#autoplay=false&hidden-size=6&text=first` });
    await untilKeeping(page);
    await page.evaluate(async ({ store }) => {
      store.setText('kept here');
      await store.settled();
      await store.train({ steps: 60 });
    });
    await page.until(({ store }) => store.checkpoint?.step === 60 && store.experiments.step === 60);
    await page.evaluate(({ store }) => store.experiments.flush());
    const before = await shown(page);
    for (let i = 0; i < 3; i++) {
      await session.send('Navigate', { url: 'about:blank' });
      await session.send('Navigate', { url: `${server.address}/` });
      await untilKeeping(page);
      const now = await shown(page);
      assert.deepEqual([now.text, now.step, now.news], ['kept here', before.step, []]);
      assert.deepEqual(now.losses.slice(0, before.losses.length), before.losses);
    }
    await page.evaluate(({ store }) => store.train({ steps: 10 }));
    assert.equal((await shown(page)).step, before.step + 10);
    assert.deepEqual(await page.pageErrors(), []);
  });

  test(`${name}: after a visit the page opens and learns without its server`, async () => {
    const page = await Page.in(session, server.address);
    await session.send('Navigate', { url: `${server.address}/#autoplay=false&text=abab` });
    await page.until(() => navigator.serviceWorker?.controller?.state === 'activated');
    await session.send('Navigate', { url: 'about:blank' });
    await server.close();
    await session.send('Navigate', { url: `${server.address}/#autoplay=false&text=without` });
    await page.until(({ store }) => store?.text === 'without' && store.info);
    await page.evaluate(({ store }) => store.train({ steps: 20 }));
    assert.equal(await page.evaluate(({ store }) => store.status.step), 20);
    await page.press(({ every }) => every('rnn-page-header >> nav button').at(-1));
    await page.until(({ every }) => every('rnn-race-panel').length > 0);
    assert.deepEqual(await page.pageErrors(), []);
  });
}
