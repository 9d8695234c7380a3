/**
 * Nothing is lost, in every browser: loaded again in the middle of training, workers that end, a second tab, a browser that keeps
 * nothing or has no room, a panel whose code does not come. The same is asked of Chromium in tests/page.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { noDatabase, noRoom } from '../page/kept.js';
import { poison, poisonableWorker } from '../page/poison.js';
import { Page, servePage } from './page.js';

/** @typedef {Awaited<ReturnType<typeof servePage>>} Server @typedef {import('./page.js').Session} Session */

/** How often the page is loaded again, and how often a worker ends; more by these variables. */
const RELOADS = Number(process.env.RELOADS ?? 3);
const DEATHS = Number(process.env.DEATHS ?? 2);

/** An order of its own in each epoch, several windows a sentence, evaluated after each epoch. */
const LINK =
  '#text=one+little+boat%0Atwo+white+birds%0Athree+old+songs&optimizer=adam&batch-size=2&shuffle=true&truncate=4&hidden-size=12&evaluate-every=1&autoplay=false';

/** A script that runs before the page's own. */
const WORKERS_IN_REACH = () => {
  const { Worker } = globalThis;
  const started = /** @type {Worker[]} */ ([]);
  Object.assign(globalThis, { started });
  globalThis.Worker = class extends Worker {
    /** @param {string | URL} address @param {WorkerOptions} [options] */
    constructor(address, options) {
      super(address, options);
      started.push(this);
    }
  };
};

/** The losses by step. @param {Page} page @returns {Promise<[number, number][]>} */
const lossesOf = (page) =>
  page.evaluate(({ store }) =>
    Array.from(store.history.step, (/** @type {number} */ step, /** @type {number} */ i) => [
      step,
      store.history.trainingLoss[i],
    ]),
  );

/** @param {Page} page */
const untilOpen = (page) => page.until(({ store }) => Boolean(store?.opened && store.experiments && store.status));

/** How many elements say it themselves. @type {(words: string, tools: import('./page.js').Tools) => number} */
const timesSaid = (words, { every }) =>
  every('*').filter(
    ({ childNodes, localName }) =>
      localName !== 'script' &&
      [...childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.includes(words)),
  ).length;

/** @param {Page} page @param {string} words */
const untilSaid = (page, words) => page.until(timesSaid, words);

/** @param {string} name of the browser @param {() => Promise<Session>} launch */
export function testRecovery(name, launch) {
  /** @type {Session} */
  let session;
  /** @type {Server} */
  let server;
  /** @type {Page} */
  let page;
  /** Files that the server does not find. @type {RegExp | null} */
  let missing = null;
  before(async () => {
    [session, server] = await Promise.all([
      launch(),
      servePage({
        scripts: { '/in-reach.html': WORKERS_IN_REACH, '/no-database.html': noDatabase, '/no-room.html': noRoom },
        files: poisonableWorker(),
        isMissing: (path) => Boolean(missing?.test(path)),
      }),
    ]);
    page = await Page.in(session, server.address);
  });
  after(async () => {
    await session?.close();
    await server.close();
  });

  test(`${name}: a panel whose code does not come says so, and comes when the connection is back`, async () => {
    // From the first visit on: later the service worker has it.
    missing = /check-panel/;
    await page.show('/?panel#text=abab&autoplay=false');
    await untilOpen(page);
    await page.evaluate(({ every, saying }) =>
      saying(every('rnn-page-header >> nav button'), 'Gradient check')?.click(),
    );
    await untilSaid(page, 'This panel could not be loaded.');
    missing = null;
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await page.until(({ every }) => every('rnn-check-panel').length > 0);
  });

  test(`${name}: code for an export that does not come is said in the menu, and asked for again`, async () => {
    missing = /\/export-/;
    await page.show('/?export#text=abab&autoplay=false');
    await untilOpen(page);
    // What would be downloaded is of no interest here.
    await page.evaluate(() => {
      HTMLAnchorElement.prototype.click = () => {};
    });
    await page.press(({ every }) => every('rnn-page-header >> #files')[0]);
    const press = () => page.press(({ every }) => every('rnn-page-header >> rnn-file-menu >> #weights')[0]);
    await press();
    await untilSaid(page, 'could not be loaded');
    missing = null;
    await press();
    await page.until(({ every }) =>
      every('rnn-page-header >> rnn-file-menu >> [role=status]').some((one) => one.textContent?.includes('saved')),
    );
  });

  test(`${name}: code that the worker loads later does not come: it is said where it is missed, and “Try again” brings it`, async () => {
    missing = /\/gradients-/;
    await page.show('/?worker#text=abab&autoplay=false&hidden-size=4&panels=flow');
    await untilOpen(page);
    const notLoaded = 'The code that computes this could not be loaded. Check the connection, then try again.';
    const failed = (/** @type {string} */ words, /** @type {import('./page.js').Tools} */ { every }) =>
      every('rnn-flow-panel >> .error').some(({ textContent }) => textContent?.includes(words));
    const tryAgain = () =>
      page.press(({ every, saying }) => saying(every('rnn-flow-panel >> .error button'), 'Try again'));
    await page.until(failed, notLoaded);
    await tryAgain();
    await page.until(failed, notLoaded);
    missing = null;
    await tryAgain();
    await page.until(({ every }) => every('rnn-flow-panel >> .error').length === 0);
    await page.until(({ store }) => store.view('flow/flow')?.value !== undefined);
    assert.deepEqual(await page.pageErrors(), []);
  });

  test(`${name}: loaded again ${RELOADS} times in the middle of training, it goes on to the last bit`, async (t) => {
    await page.show(`/?reloads${LINK}&pace=60`);
    await untilOpen(page);
    await page.press(({ every }) => every('rnn-control-bar >> button.train')[0]);
    let lost = 0;
    for (let i = 0; i < RELOADS; i++) {
      // At some moment after a checkpoint; numbers between 0 and 1 that look like chance, the same in every run. On a slow machine
      // there are more checkpoints meanwhile, so what counts is the one that was seen first.
      const seen = await page.until(({ store }) => store?.experiments?.step);
      const end = seen + 1 + 60 * ((i * 0.618) % 1);
      await page.until((end, { store }) => store.status.step > end, end);
      const kept = await page.evaluate(({ store }) => store.experiments.step);
      await session.send('Refresh');
      await page.until(({ store }) => store?.training && store.status?.step > 0);
      if ((await page.evaluate(({ store }) => store.status.step)) < kept) lost += 1;
      assert.deepEqual(await page.pageErrors(), []);
    }
    t.diagnostic(`${RELOADS} tried, ${lost} lost, 0 hung`);
    assert.equal(lost, 0);
    const got = await lossesOf(page);
    await page.show(`/?unbroken${LINK}&pace=0`);
    await untilOpen(page);
    await page.evaluate((steps, { store }) => store.train({ steps }), got[got.length - 1][0]);
    const unbroken = new Map(await lossesOf(page));
    const both = got.filter(([step]) => unbroken.has(step));
    assert.ok(both.length > 10, `${both.length} evaluations at the same steps`);
    for (const [step, loss] of both) assert.equal(loss, unbroken.get(step), `loss at step ${step}`);
  });

  const endings = /** @type {const} */ ([
    [
      'a worker that ends without a word',
      () => {
        for (const worker of /** @type {any} */ (globalThis).started) worker.terminate();
      },
    ],
    ['an engine whose memory is destroyed', poison],
  ]);
  for (const [what, end] of endings)
    test(`${name}: ${what} ${DEATHS} times is noticed and replaced, and training goes on`, async (t) => {
      await page.show(`/in-reach.html${LINK}&pace=30`);
      await untilOpen(page);
      await page.press(({ every }) => every('rnn-control-bar >> button.train')[0]);
      for (let i = 0; i < DEATHS; i++) {
        await page.until(({ store }) => store.checkpoint !== null && store.training && store.failure === null);
        const kept = await page.evaluate(({ store }) => store.checkpoint.step);
        await page.evaluate(end);
        await page.until(({ store }) => store.recovered !== null && store.training);
        await untilSaid(page, 'The training engine stopped unexpectedly.');
        assert.ok((await page.evaluate(({ store }) => store.status.step)) >= kept, 'it goes on from the checkpoint');
        await page.evaluate(({ store }) => store.dismissRecovery());
        await page.until((kept, { store }) => store.checkpoint?.step > kept, kept);
      }
      t.diagnostic(`${DEATHS} tried, 0 lost, 0 hung`);
      assert.deepEqual(await page.pageErrors(), []);
    });

  test(`${name}: a second tab says so and goes on with a copy; neither overwrites the other`, async () => {
    await page.show('/?tabs#text=the+first&autoplay=false');
    await untilOpen(page);
    await page.evaluate(({ store }) => store.train({ steps: 50 }));
    await page.until(({ store }) => store.checkpoint?.step === 50 && store.experiments.step === 50);
    await page.evaluate(({ store }) => store.experiments.flush());
    const first = await session.send('GetWindowHandle');
    const { handle: second } = await session.send('NewWindow', { type: 'tab' });
    const inTab = (/** @type {string} */ handle) => session.send('SwitchToWindow', { handle });
    /** @param {string} text */
    const typeAndKeep = async (text) => {
      await page.evaluate(async (text, { store }) => {
        store.setText(text);
        await store.settled();
        await store.experiments.flush();
      }, text);
    };
    await inTab(second);
    await page.show('/');
    await untilOpen(page);
    await untilSaid(page, 'This experiment is open in another tab, too.');
    assert.deepEqual(await page.evaluate(({ store }) => [store.text, store.status.step]), ['the first', 50]);
    await typeAndKeep('the second');
    await inTab(first);
    await typeAndKeep('the first, changed');
    /** @type {string[]} */
    const texts = [];
    for (const tab of [first, second]) {
      await inTab(tab);
      await session.send('Refresh');
      await untilOpen(page);
      texts.push(await page.evaluate(({ store }) => store.text));
      assert.deepEqual(await page.pageErrors(), []);
    }
    assert.deepEqual(texts, ['the first, changed', 'the second']);
    await session.send('CloseWindow');
    await inTab(first);
  });

  for (const [where, words] of [
    ['no-database', 'This browser does not let the page keep anything.'],
    ['no-room', 'This browser has no room left to keep your work.'],
  ])
    test(`${name}: ${where}: it is said once, and all else works`, async () => {
      await page.show(`/${where}.html#text=abab&autoplay=false`);
      await untilSaid(page, words);
      await page.evaluate(({ store }) => store.train({ steps: 30 }));
      await page.until(({ store }) => store.checkpoint?.step === 30);
      assert.equal(await page.evaluate(timesSaid, words), 1);
      assert.deepEqual(await page.pageErrors(), []);
    });
}
