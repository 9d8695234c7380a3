/**
 * What this browser keeps: after a reload everything is back, and training goes on as if there had been no break. Two tabs, a link,
 * a browser that keeps nothing, or not all, or something else than was written.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, openPage } from './browser.js';
import {
  answer,
  heldLocks,
  noDatabase,
  noLongWaits,
  noRoom,
  slowDatabase,
  untilAsync,
  untilAsked,
  untilKept,
  untilWritten,
} from './kept.js';
import { eventually, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @typedef {import('playwright-core').Page} Page */

/** Another page at the same address. */
/** @param {string} attributes of the element */
const article = (attributes) => `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
  <rnn-playground text="abab" panels="play,loss" ${attributes}></rnn-playground>
  <script type="module" src="/rnn-playground.js"></script>`;

const site = builtPage({
  '/empty': '<!doctype html><title>Empty</title><link rel="icon" href="data:,">',
  '/kept': article('keep="chapter-1"'),
  '/kept-twice': article('keep="chapter-1"').replace(/(<rnn-playground.*<\/rnn-playground>)/, '$1$1'),
  '/forgetful': article(''),
});

/** An order of its own in each epoch, several windows a sentence, evaluated after each epoch. */
const SETTINGS =
  'optimizer=adam&batch-size=2&shuffle=true&truncate=4&hidden-size=12&pace=60&evaluate-every=1&autoplay=false';
const LINK = `#text=one+little+boat%0Atwo+white+birds%0Athree+old+songs&${SETTINGS}`;

/** How often the page is loaded again in the middle of training; more by the variable RELOADS. */
const RELOADS = Number(process.env.RELOADS ?? 5);

/** @param {Page} page @param {(store: any) => any} read runs in the page */
const ofStore = (page, read) =>
  page.evaluate(
    (source) =>
      new Function('store', `return (${source})(store)`)(
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store,
      ),
    read.toString(),
  );

/** The losses by step. @param {Page} page @returns {Promise<[number, number][]>} */
const lossesOf = (page) =>
  ofStore(page, ({ history }) =>
    Array.from(history.step, (/** @type {number} */ step, /** @type {number} */ i) => [step, history.trainingLoss[i]]),
  );

/** The keys of everything that is kept. @param {Page} page @returns {Promise<unknown[]>} */
const keptParts = (page) =>
  page.evaluate(async () => {
    const request = indexedDB.open('rnn-playground');
    const database = await new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const all = database.transaction('parts').objectStore('parts').getAllKeys();
    const keys = await new Promise((resolve) => {
      all.onsuccess = () => resolve(all.result);
    });
    database.close();
    return keys;
  });

/** @param {Page} page */
const trainButton = (page) => page.getByRole('button', { name: 'Train', exact: true });
/** @param {Page} page */
const textBox = (page) => page.getByRole('textbox', { name: 'Sentences, one on each line' });

/** Every loss of `got` at a step that `expected` has, too, is the same. @param {[number, number][]} got @param {[number, number][]} expected */
function assertSame(got, expected) {
  const by = new Map(expected);
  const both = got.filter(([step]) => by.has(step));
  assert.ok(both.length > 20, `${both.length} evaluations at the same steps`);
  for (const [step, loss] of both) assert.equal(loss, by.get(step), `loss at step ${step}`);
}

test(`loaded again ${RELOADS} times in the middle of training: it goes on to the last bit`, async (t) => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await trainButton(page).click();
  let [lost, most] = [0, 0];
  for (let i = 0; i < RELOADS; i++) {
    // At some moment after a checkpoint; numbers between 0 and 1 that look like chance, the same in every run. On a slow machine
    // there are more checkpoints meanwhile, so what counts is the one that was seen first.
    await untilStore(page, (store) => store.experiments?.step > 0);
    const end = (await ofStore(page, ({ experiments }) => experiments.step)) + 1 + 60 * ((i * 0.618) % 1);
    await page.waitForFunction(
      (end) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          ?.status?.step > end,
      end,
    );
    const [step, kept] = await ofStore(page, ({ status, experiments }) => [status.step, experiments.step]);
    await page.reload();
    await untilStore(page, (store) => store.training && store.status?.step > 0);
    const first = await ofStore(page, ({ status }) => status.step);
    if (first < kept) lost += 1;
    most = Math.max(most, step - kept);
  }
  t.diagnostic(`${RELOADS} tried, ${lost} lost, 0 hung; at most ${most} updates were made again`);
  assert.equal(lost, 0);
  await untilStore(page, (store) => store.history.step.length > 30);
  const got = await lossesOf(page);
  await done();

  const unbroken = await openPage(site.browser);
  await unbroken.page.goto(`${site.address}/${LINK.replace('pace=60', 'pace=0')}`);
  await untilStore(unbroken.page, (store) => store.info !== null);
  await unbroken.page.evaluate(
    (steps) =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
        ?.querySelector('rnn-view')
        ?.store.train({ steps }),
    got[got.length - 1][0],
  );
  assertSame(got, await lossesOf(unbroken.page));
  await unbroken.done();
});

test('text typed, settings, panel and pause are back; so is the language of the page', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(site.address);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  await textBox(page).fill('typed here\nand kept');
  await page.getByRole('textbox', { name: 'Hidden units' }).fill('7');
  await page.getByRole('textbox', { name: 'Hidden units' }).press('Tab');
  await page.getByLabel('Language').selectOption('zh');
  await page.locator('rnn-page-header nav button', { hasText: '隐藏状态' }).click();
  await page.locator('rnn-states-panel').waitFor();
  // Of what was typed last, and at work: what is paused before may begin to train once the next network is there.
  await untilStore(
    page,
    ({ settings, pending, data, status }) =>
      settings.hiddenSize === 7 && !pending && data?.text === 'typed here\nand kept' && status?.step > 0,
  );
  await ofStore(page, (store) => store.pause());
  await untilKept(page, 'typed here\nand kept');
  const step = await ofStore(page, ({ status }) => status.step);
  // The panel that is being read is looked for a moment after the page has been scrolled.
  await untilWritten(page, 'work', '"panel":"states"');

  await page.reload();
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  assert.deepEqual(
    await ofStore(page, ({ text, settings, locale, phase, status, experiments }) => [
      ...[text, settings.hiddenSize, locale, phase, status.step],
      experiments.news,
    ]),
    ['typed here\nand kept', 7, 'zh', 'idle', step, []],
  );
  await page.waitForFunction(() => {
    const panel = document.querySelector('rnn-playground')?.shadowRoot?.querySelector('[data-panel=states]');
    const { top = -1 } = panel?.getBoundingClientRect() ?? {};
    return top >= 0 && top < innerHeight / 2;
  });
  await done();
});

test('a long text is back with its network, and training goes on; so it does in a copy of the experiment', async () => {
  const { page, done } = await openPage(site.browser);
  const untilReady = () =>
    page.waitForFunction(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          ?.experiments,
    );
  await page.goto(`${site.address}/#autoplay=false&hidden-size=12`);
  await untilReady();
  await page.evaluate(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const text = Array.from({ length: 4000 }, (_, i) => `line ${(i * 7919) % 4000} of a long text`).join('\n');
    return store.openText([{ source: new File([text], 'long.txt') }], { name: 'long.txt' });
  });
  await untilStore(page, (store) => store.data?.long && store.status?.step > 5);
  await ofStore(page, (store) => store.pause());
  await untilKept(page);
  const shown = () =>
    ofStore(page, ({ data, long, settings, status, chosen, experiments }) => [
      ...[long?.name, data?.long?.trainingTokens, settings.hiddenSize, status.step, [...chosen], experiments.news],
    ]);
  const next = () =>
    page.evaluate(async () => {
      const { store } =
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
      const losses = [];
      for (let i = 0; i < 10; i++) losses.push((await store.call('step', { unit: 'window' })).loss);
      return losses;
    });
  const before = await shown();
  await page.reload();
  await untilReady();
  await untilStore(page, (store) => store.data?.long);
  assert.deepEqual(await shown(), before);

  // The copy is of what has been written; from there both go the same way.
  const copy = await page.evaluate(async () => {
    const { experiments } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view').store ?? {};
    const [experiment] = await experiments.list();
    await experiments.duplicate(experiment, 'Copy');
    return (await experiments.list()).find((/** @type {any} */ { name }) => name === 'Copy').id;
  });
  const expected = await next();
  await page.evaluate((id) => history.replaceState({ rnnExperiment: id }, ''), copy);
  await page.reload();
  await untilReady();
  await untilStore(page, (store) => store.data?.long);
  assert.deepEqual(await shown(), before);
  assert.deepEqual(await next(), expected);
  await done();
});

test('a step of a lesson is back, with what leads back to the reader’s own text', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/#text=mine&autoplay=false`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  await page.getByRole('button', { name: 'Start here' }).click();
  const card = page.locator('rnn-lesson-guide aside');
  await card.getByRole('button', { name: /Next|Skip/ }).click();
  await card.locator('header .number', { hasText: /^2\D/ }).waitFor();
  const words = await card.locator('h2, .number').allTextContents();
  await untilWritten(page, 'work', '"place":1');
  await page.reload();
  await card.waitFor();
  assert.deepEqual(await card.locator('h2, .number').allTextContents(), words);
  assert.notEqual(await ofStore(page, ({ text }) => text), 'mine');
  await card.getByRole('button', { name: 'Leave' }).click();
  await untilStore(page, (store) => store.text === 'mine');
  await done();
});

test('from the moment that a lesson sets its text, the reader’s own is kept with the lesson’s place', async () => {
  const { page, done } = await openPage(site.browser);
  // Each part, as it is put into the database.
  await page.addInitScript(() => {
    /** @type {{ part: string, value: any }[]} */
    const puts = [];
    Object.assign(globalThis, { puts });
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (/** @type {any} */ row, /** @type {any[]} */ ...rest) {
      const { part, bytes } = row;
      if (part === 'text' || part === 'work') puts.push({ part, value: JSON.parse(new TextDecoder().decode(bytes)) });
      return put.call(this, row, ...rest);
    };
  });
  await page.goto(`${site.address}/#text=mine&autoplay=false`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  await untilKept(page);
  await page.getByRole('button', { name: 'Start here' }).click();
  const card = page.locator('rnn-lesson-guide aside');
  for (let step = 2; step <= 4; step++) {
    await card.getByRole('button', { name: /Next|Skip/ }).press('Enter');
    await card.locator('header .number', { hasText: new RegExp(`^${step}\\D`) }).waitFor();
    await untilWritten(page, 'work', `"place":${step - 1},"entered":true`);
  }
  const puts = await page.evaluate(
    () => /** @type {{ puts: { part: string, value: any }[] }} */ (/** @type {any} */ (globalThis)).puts,
  );
  const begun = puts.findIndex(({ part, value }) => part === 'work' && value.place.lesson !== null);
  const other = puts.findIndex(({ part, value }) => part === 'text' && value !== 'mine');
  assert.ok(begun >= 0 && other >= 0);
  assert.ok(puts.slice(0, other).some(({ part, value }) => part === 'work' && value.place.lesson?.own.text === 'mine'));
  for (const { value } of puts.slice(begun).filter(({ part }) => part === 'work'))
    assert.equal(value.place.lesson?.own.text, 'mine');
  await done();
});

test('a long text that a lesson has put aside is kept, and Leave brings it back after the page was loaded again', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/#autoplay=false&hidden-size=12`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  await page.evaluate(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const text = Array.from({ length: 4000 }, (_, i) => `line ${(i * 7919) % 4000} of a long text`).join('\n');
    return store.openText([{ source: new File([text], 'mine.txt') }], { name: 'mine.txt', train: false });
  });
  await untilStore(page, (store) => store.data?.long);
  const tokens = await ofStore(page, ({ data }) => data.tokenCount);
  await page.getByRole('button', { name: 'Start here' }).click();
  const card = page.locator('rnn-lesson-guide aside');
  await card.waitFor();
  await untilStore(page, (store) => store.data && !store.data.long && !store.pending);
  await untilWritten(page, 'work', '"place":0');
  await untilKept(page);
  await page.reload();
  await card.waitFor();
  await untilStore(page, (store) => store.data && !store.data.long);
  await card.getByRole('button', { name: 'Leave' }).click();
  await untilStore(page, (store) => store.data?.long && !store.pending);
  assert.deepEqual(await ofStore(page, ({ long, data }) => [long.name, data.tokenCount]), ['mine.txt', tokens]);
  await done();
});

test('a tab that is killed, with a word just typed and training under way: the next one goes on with both', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/?killed`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  await textBox(page).fill('typed');
  await untilStore(page, (store) => store.data.text === 'typed' && store.checkpoint !== null);
  if (await ofStore(page, ({ training }) => !training)) await trainButton(page).click();
  await textBox(page).pressSequentially(' last');
  await untilWritten(page, 'text', '"typed last"');
  await untilWritten(page, 'work', '"training":true');
  const next = await page.context().newPage();
  await page.close({ runBeforeUnload: false });
  await next.goto(site.address);
  await untilStore(next, (store) => store.training && store.data?.text === 'typed last' && store.status?.step > 0);
  assert.deepEqual(await ofStore(next, ({ experiments }) => experiments?.news ?? []), []);
  await done();
});

/** Two pages of one browser. @param {string} [first] address within the site */
async function twoTabs(first = '') {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${first}`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  return { page, other: await page.context().newPage(), done };
}

test('a second tab says so and goes on with a copy; neither overwrites the other', async () => {
  const { page, other, done } = await twoTabs('#text=the+first&autoplay=false');
  await trainButton(page).click();
  await untilStore(page, (store) => store.checkpoint !== null);
  await page.getByRole('button', { name: 'Pause' }).click();
  await untilStore(page, (store) => store.status.phase === 'idle' && store.checkpoint?.step === store.status.step);
  await untilKept(page);
  const [first, step] = [await lossesOf(page), await ofStore(page, ({ status }) => status.step)];
  await other.goto(site.address);
  await other.getByText('This experiment is open in another tab, too.').waitFor();
  assert.equal(await textBox(other).inputValue(), 'the first');
  // The evaluation after the last step may have come after its checkpoint.
  const copied = await lossesOf(other);
  assert.deepEqual(copied, first.slice(0, copied.length));
  assert.ok(copied.length >= first.length - 1);
  assert.equal(await ofStore(other, ({ status }) => status.step), step);
  await textBox(other).fill('the second');
  await untilStore(other, (store) => store.data.text === 'the second');
  await untilKept(other, 'the second');
  await textBox(page).fill('the first, changed');
  await untilKept(page, 'the first, changed');
  await Promise.all([page.reload(), other.reload()]);
  await Promise.all([page, other].map((one) => untilStore(one, (store) => store.opened && store.experiments !== null)));
  assert.deepEqual(await Promise.all([page, other].map((one) => textBox(one).inputValue())), [
    'the first, changed',
    'the second',
  ]);
  assert.deepEqual(await ofStore(other, ({ experiments }) => experiments.news), []);
  await done();
});

/** The longest that a page waits for another one to let go: it does not come. */
const neverAfterFiveSeconds = () => {
  const { setTimeout: wait } = window;
  Object.assign(window, {
    setTimeout: (/** @type {any} */ then, /** @type {any[]} */ ...[time, ...args]) =>
      time === 5000 ? 0 : wait(then, time, ...args),
  });
};

test('a tab that has the experiment says so at once: nobody waits for the clock', async () => {
  const { page, other, done } = await twoTabs('#text=the+first&autoplay=false');
  await untilKept(page);
  // As a tab that was duplicated: it was at the same experiment.
  const entry = await page.evaluate(() => history.state);
  await other.goto(`${site.address}/empty`);
  await other.evaluate((state) => history.replaceState(state, '', '/'), entry);
  await other.addInitScript(neverAfterFiveSeconds);
  await other.reload();
  await other.getByText('This experiment is open in another tab, too.').waitFor();
  assert.equal(await textBox(other).inputValue(), 'the first');
  await done();
});

test('of two that start at once with one experiment, the second goes on with a copy, and waits for no clock', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/kept`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  await untilKept(page);
  await page.addInitScript(neverAfterFiveSeconds);
  await page.goto(`${site.address}/kept-twice`);
  const newsOfAll = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('rnn-playground')].map((element) => {
        const { store } = /** @type {any} */ (element.shadowRoot?.querySelector('rnn-view') ?? {});
        return store?.opened && store.experiments ? store.experiments.news.join() : 'not yet';
      }),
    );
  await eventually(async () => (await newsOfAll()).sort().join(), ',copied');
  await done();
});

test('a page that takes two seconds to let go of its experiment is waited for', async () => {
  const { page, other, done } = await twoTabs('#text=the+first&autoplay=false');
  await untilKept(page);
  const id = await ofStore(page, ({ experiments }) => experiments.id);
  await other.goto(`${site.address}/empty`);
  await page.goto(`${site.address}/empty`);
  // In its place, for what has been left is gone too soon here.
  await other.evaluate(
    (name) =>
      new Promise((had) => {
        navigator.locks.request(name, () => {
          had(null);
          return new Promise((letGo) => Object.assign(globalThis, { letGo }));
        });
      }),
    `rnn-playground/${id}`,
  );
  await page.addInitScript(neverAfterFiveSeconds);
  await page.goBack();
  await untilAsync(
    page,
    async (name) => (await navigator.locks.query()).pending?.some((lock) => lock.name === name) === true,
    `rnn-playground/${id}`,
  );
  await other.waitForTimeout(2000);
  await other.evaluate(() => /** @type {any} */ (globalThis).letGo());
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  assert.equal(await ofStore(page, ({ experiments }) => experiments.id), id);
  assert.deepEqual(await ofStore(page, ({ experiments }) => experiments.news), []);
  await done();
});

test('what a link says wins, and what was kept stays among the experiments; Back leads to it', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/?first`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  await textBox(page).fill('kept before');
  await untilStore(page, (store) => store.data.text === 'kept before');
  await untilKept(page, 'kept before');
  await page.goto(`${site.address}/#text=of+the+link&hidden-size=5&autoplay=false`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  assert.deepEqual(await ofStore(page, ({ text, settings }) => [text, settings.hiddenSize]), ['of the link', 5]);
  await untilKept(page);
  const titles = await page.evaluate(async () => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return (await store.experiments.list()).map((/** @type {any} */ { title }) => title);
  });
  assert.deepEqual(titles.sort(), ['kept before', 'of the link']);
  // What is changed after the link was opened is kept with it.
  await textBox(page).fill('of the link, changed');
  await untilKept(page, 'of the link, changed');
  await page.reload();
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  assert.equal(await textBox(page).inputValue(), 'of the link, changed');
  await page.goBack();
  await untilStore(page, (store) => store.opened && store.experiments !== null && store.text === 'kept before');
  await done();
});

/**
 * A page whose browser does something else; the scripts run before the page's own.
 * @param {() => void} script
 */
async function openWith(script) {
  const opened = await openPage(site.browser);
  await opened.page.addInitScript(script);
  await opened.page.goto(`${site.address}/#text=abab&autoplay=false`);
  return opened;
}

for (const [what, script] of /** @type {const} */ ([
  ['no database', noDatabase],
  [
    'no storage at all',
    () => {
      for (const name of ['indexedDB', 'localStorage'])
        Object.defineProperty(window, name, {
          get: () => {
            throw new DOMException('denied', 'SecurityError');
          },
        });
    },
  ],
  [
    'no locks, as at an address that is not secure',
    () => Object.defineProperty(navigator, 'locks', { value: undefined }),
  ],
])) {
  test(`a browser that keeps nothing: ${what}. It is said once, and all else works`, async () => {
    const { page, done } = await openWith(script);
    await page.getByText('This browser does not let the page keep anything.').waitFor();
    await trainButton(page).click();
    await untilStore(page, (store) => store.checkpoint !== null);
    assert.equal(await page.getByText('This browser does not let the page keep anything.').count(), 1);
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    await page.getByText('This browser does not let the page keep anything.').waitFor({ state: 'detached' });
    await done();
  });
}

test('a browser without room says so once; with room again it keeps all of it by itself, and nothing need change first', async () => {
  const { page, done } = await openPage(site.browser);
  for (const script of [noRoom, noLongWaits]) await page.addInitScript(script);
  await page.goto(`${site.address}/#text=abab&autoplay=false`);
  const line = page.getByText('This browser has no room left to keep your work.');
  await line.waitFor();
  await trainButton(page).click();
  await untilStore(page, (store) => store.checkpoint !== null);
  assert.equal(await line.count(), 1);
  await page.getByRole('button', { name: 'Pause' }).click();
  await untilStore(page, (store) => store.status.phase === 'idle' && store.checkpoint?.step === store.status.step);
  const step = await ofStore(page, ({ status }) => status.step);
  await page.evaluate(() => Object.assign(globalThis, { full: false }));
  await line.waitFor({ state: 'detached' });
  await page.reload();
  await untilStore(page, (store) => store.opened && store.status?.step > 0);
  assert.deepEqual(await ofStore(page, ({ text, status }) => [text, status.step]), ['abab', step]);
  await done();
});

test('a browser that is slow to say what it has kept: a new page begins without, says where that is, and keeps what is done', async () => {
  const { page, done } = await openPage(site.browser);
  await page.addInitScript(slowDatabase);
  const [first, second] = ['kept by the first page', 'kept by the second'];
  await page.goto(site.address);
  await untilAsked(page);
  await answer(page);
  await untilStore(page, (store) => store.experiments !== null);
  await textBox(page).fill(first);
  await untilWritten(page, 'text', first);
  assert.deepEqual(await ofStore(page, ({ experiments }) => experiments.news), []);
  // Loaded again it is worth waiting for, which is said. The page’s time stands still but where the test lets it pass.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.reload();
  await untilAsked(page);
  await page.clock.runFor(9000);
  await page.getByText('Reading what this browser has kept …').waitFor();
  await answer(page);
  await page.clock.resume();
  await untilStore(page, (store) => store.opened);
  assert.equal(await textBox(page).inputValue(), first);

  await page.goto(`${site.address}/?second`);
  await untilStore(page, (store) => store.opened);
  await textBox(page).fill(second);
  await answer(page);
  await page.getByText('What this browser had kept did not come in time').waitFor();
  await untilWritten(page, 'text', second);
  await page.getByRole('button', { name: 'OK', exact: true }).click();
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('button', { name: /^My experiments/ }).click();
  await page.getByRole('button', { name: `Open “${first}”` }).click();
  await eventually(() => textBox(page).inputValue(), first);
  await done();
});

test('an article waits for a browser that is slow to say what it has kept', async () => {
  const { page, done } = await openPage(site.browser);
  await page.addInitScript(slowDatabase);
  await page.goto(`${site.address}/kept`);
  await untilAsked(page);
  await answer(page);
  await untilStore(page, (store) => store.experiments !== null);
  await textBox(page).fill('of the article');
  await untilWritten(page, 'text', 'of the article');
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.goto(`${site.address}/kept?again`);
  await untilAsked(page);
  // Longer than the page itself waits.
  await page.clock.runFor(9000);
  assert.equal(await ofStore(page, (store) => store?.opened ?? false), false);
  await answer(page);
  await page.clock.resume();
  await untilStore(page, (store) => store.opened);
  assert.equal(await textBox(page).inputValue(), 'of the article');
  await done();
});

/**
 * All that is kept, and the experiment that it is of.
 * @typedef {{ rows: { id: string, part: string, bytes: string, hash: string }[], state: unknown, step: number }} Kept bytes, hash: in hexadecimal
 */

/** Of a network that has been trained until there are two checkpoints. @returns {Promise<Kept>} */
async function trainedAndKept() {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await trainButton(page).click();
  await untilStore(page, (store) => store.checkpoint?.before !== undefined);
  await page.getByRole('button', { name: 'Pause' }).click();
  await untilStore(page, (store) => store.status.phase === 'idle' && store.checkpoint?.step === store.status.step);
  await untilKept(page);
  const step = await ofStore(page, ({ status }) => status.step);
  const kept = await page.evaluate(async () => {
    const request = indexedDB.open('rnn-playground');
    const database = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const all = database.transaction('parts').objectStore('parts').getAll();
    const rows = await new Promise((resolve) => (all.onsuccess = () => resolve(all.result)));
    database.close();
    // As strings, which are taken out of the page in a moment.
    const hex = (/** @type {Uint8Array} */ bytes) =>
      Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const plain = rows.map((/** @type {any} */ row) => ({ ...row, bytes: hex(row.bytes), hash: hex(row.hash) }));
    return { rows: plain, state: history.state };
  });
  await done();
  return { ...kept, step };
}

/** Writes it into another browser as it was, but for a byte of one part. @param {Page} page @param {Kept} kept @param {string} part */
const keepDamaged = (page, { rows }, part) =>
  page.evaluate(
    async ({ rows, part }) => {
      const request = indexedDB.open('rnn-playground');
      const database = await new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const transaction = database.transaction('parts', 'readwrite');
      const bytesOf = (/** @type {string} */ hex) =>
        Uint8Array.from({ length: hex.length / 2 }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
      for (const row of rows) {
        const bytes = bytesOf(row.bytes);
        if (row.part === part) bytes[bytes.length - 9] ^= 1;
        transaction.objectStore('parts').put({ ...row, bytes, hash: bytesOf(row.hash) });
      }
      await new Promise((resolve) => (transaction.oncomplete = resolve));
      database.close();
    },
    { rows, part },
  );

/** @type {Promise<Kept> | undefined} */
let keptOnce;

for (const part of ['latest', 'whole', 'work', 'text', 'network']) {
  test(`a part that is not what was written, ${part}, is left out, and it is said; the rest is there`, async () => {
    keptOnce ??= trainedAndKept();
    const kept = await keptOnce;
    const { page, done } = await openPage(site.browser);
    // The page makes the database.
    await page.goto(`${site.address}/${LINK}`);
    await untilStore(page, (store) => store.opened && store.experiments);
    await untilKept(page);
    await page.goto(`${site.address}/empty`);
    assert.ok(kept.rows.some((row) => row.part === part));
    await keepDamaged(page, kept, part);
    await page.evaluate(
      ({ state, link }) => {
        history.pushState(state, '', `/${link}`);
        location.reload();
      },
      { state: kept.state, link: LINK },
    );
    await page.getByText('could not be read back').waitFor();
    const [text, hiddenSize, step] = await ofStore(page, ({ text, settings, status }) => [
      ...[text, settings.hiddenSize, status.step],
    ]);
    if (part !== 'text') assert.match(text, /^one little boat/);
    if (part !== 'work') assert.equal(hiddenSize, 12);
    if (part === 'latest') assert.ok(step > 0 && step < kept.step, `${step} of ${kept.step}`);
    if (part === 'whole') assert.equal(step, kept.step);
    await trainButton(page).click();
    await page.waitForFunction(
      (before) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          ?.status?.step > before,
      step,
    );
    await done();
  });
}

test('what the browser deletes behind the page is written again as a whole', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await trainButton(page).click();
  await untilStore(page, (store) => store.experiments?.step > 0);
  await page.evaluate(async () => {
    const request = indexedDB.open('rnn-playground');
    const database = await new Promise((resolve) => {
      request.onsuccess = () => resolve(request.result);
    });
    const cleared = database.transaction('parts', 'readwrite').objectStore('parts').clear();
    await new Promise((resolve) => {
      cleared.onsuccess = resolve;
    });
    database.close();
  });
  const step = await ofStore(page, ({ experiments }) => experiments.step);
  await page.waitForFunction(
    (before) =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
        ?.experiments?.step > before,
    step,
  );
  await page.reload();
  await untilStore(page, (store) => store.training && store.status?.step > 0);
  assert.ok((await ofStore(page, ({ status }) => status.step)) > step);
  assert.match(await ofStore(page, ({ text }) => text), /^one little boat/);
  await done();
});

test('what one tab forgets another does not bring back that is writing at the time', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await untilStore(page, (store) => store.opened && store.experiments);
  await untilKept(page);
  const other = await page.context().newPage();
  await other.goto(`${site.address}/#text=other&autoplay=false`);
  await untilStore(other, (store) => store.opened && store.experiments);
  // The first tab is held while it writes, until it has heard of it.
  await page.evaluate(() => {
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    const heard = new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      Object.assign(window, { goOn: resolve });
    });
    const isHeld = new Promise((resolve) => {
      crypto.subtle.digest = async (...values) => {
        resolve(true);
        await heard;
        return digest(...values);
      };
    });
    Object.assign(window, { isHeld });
    // Made later than the page's own, so it is told later.
    const channel = new BroadcastChannel('rnn-playground');
    const isTold = new Promise((resolve) => {
      channel.onmessage = resolve;
    });
    Object.assign(window, { isTold });
  });
  await ofStore(page, (store) => store.setText('typed at the time'));
  await page.evaluate(() => /** @type {any} */ (window).isHeld);
  await ofStore(other, ({ experiments }) => experiments.forgetAll());
  await page.evaluate(() => /** @type {any} */ (window).isTold.then(() => true));
  await page.evaluate(() => /** @type {any} */ (window).goOn());
  await untilStore(page, (store) => store.experiments.news.includes('forgotten'));
  assert.deepEqual(await keptParts(page), []);
  await done();
});

test('what is forgotten while another tab is only starting is not brought back by it', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await untilStore(page, (store) => store.opened && store.experiments);
  await untilKept(page);
  await page.goto('about:blank');
  const other = await page.context().newPage();
  await other.goto(`${site.address}/#text=other&autoplay=false`);
  await untilStore(other, (store) => store.opened && store.experiments);
  // It has read what there is, and is to go on with it.
  await page.addInitScript(heldLocks);
  await page.addInitScript(() => {
    // Made later than the page's own, so it is told later.
    setTimeout(() => {
      const channel = new BroadcastChannel('rnn-playground');
      channel.onmessage = ({ data }) => data === 'forgotten' && Object.assign(globalThis, { isTold: true });
    });
  });
  await page.goBack();
  await page.waitForFunction(() => /** @type {any} */ (globalThis).isHeld);
  await ofStore(other, ({ experiments }) => experiments.forgetAll());
  await page.waitForFunction(() => /** @type {any} */ (globalThis).isTold);
  await page.evaluate(() => /** @type {any} */ (globalThis).letGo());
  await untilStore(page, (store) => store.experiments?.news.includes('forgotten'));
  await ofStore(page, (store) => store.setText('typed afterwards'));
  await ofStore(page, ({ experiments }) => experiments.flush());
  assert.deepEqual(await keptParts(page), []);
  await done();
});

test('left and come back to in quick succession it goes on with the same experiment', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await untilStore(page, (store) => store.opened && store.experiments);
  await untilKept(page);
  const id = await ofStore(page, ({ experiments }) => experiments.id);
  await page.evaluate(() => {
    for (let i = 0; i < 3; i++)
      for (const type of ['pagehide', 'pageshow'])
        window.dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
  });
  await ofStore(page, (store) => store.setText('typed afterwards'));
  await untilWritten(page, 'text', 'typed afterwards');
  const { now, news, count } = await ofStore(page, async ({ experiments }) => ({
    now: experiments.id,
    news: experiments.news,
    count: (await experiments.list()).length,
  }));
  assert.deepEqual({ now, news, count }, { now: id, news: [], count: 1 });
  await done();
});

test('what was deleted while a page lay in the browser’s cache of pages is not brought back by it', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(`${site.address}/${LINK}`);
  await untilStore(page, (store) => store.opened && store.experiments);
  await ofStore(page, (store) => store.step('window', 3));
  await untilKept(page);
  const other = await page.context().newPage();
  await other.goto(`${site.address}/#text=other&autoplay=false`);
  await untilStore(other, (store) => store.opened && store.experiments);
  // As the browser says it of a page that it keeps whole.
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await ofStore(page, ({ experiments }) => experiments.pause());
  await ofStore(other, ({ experiments }) => experiments.forgetAll());
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await untilStore(page, (store) => store.experiments.news.includes('forgotten'));
  await page.getByText('What you do now is not kept until you load the page again').waitFor();
  await ofStore(page, (store) => store.setText('typed when it was back'));
  await ofStore(page, async (store) => {
    await store.settled();
    await store.step('window', 2);
    await store.experiments.flush();
  });
  assert.equal(await ofStore(page, (store) => store.status.step), 2);
  assert.deepEqual(await keptParts(page), []);
  await done();
});

test('in an article it is kept where its author asks, and only there', async () => {
  const { page, done } = await openPage(site.browser);
  for (const [path, text] of /** @type {const} */ ([
    ['/kept', 'typed by the reader'],
    ['/forgetful', 'abab'],
  ])) {
    await page.goto(site.address + path);
    await untilStore(page, (store) => store.opened);
    if (path === '/kept') await untilStore(page, (store) => store.experiments !== null);
    await textBox(page).fill('typed by the reader');
    await untilStore(page, (store) => store.data.text === 'typed by the reader');
    if (path === '/kept') await untilKept(page, 'typed by the reader');
    await page.reload();
    await untilStore(page, (store) => store.opened);
    assert.equal(await textBox(page).inputValue(), text);
  }
  await done();
});

test('left and come back to, from the browser’s cache of pages or anew: it goes on', async (t) => {
  // Playwright switches that cache off by itself.
  const browser = await launch(['--disable-back-forward-cache']);
  t.after(() => browser.close());
  const { page, done } = await openPage(browser);
  await page.goto(`${site.address}/${LINK}`);
  await trainButton(page).click();
  await untilStore(page, (store) => store.experiments?.step > 0);
  const kept = await ofStore(page, ({ experiments }) => experiments.step);
  await page.evaluate(() => Object.assign(window, { stayed: true }));
  await page.goto(`${site.address}/empty`);
  await page.goBack({ waitUntil: 'commit' });
  await untilStore(page, (store) => store.training && store.experiments !== null);
  await page.waitForFunction((before) => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return store?.status?.step > before && store?.experiments?.step > before;
  }, kept);
  const got = await lossesOf(page);
  assert.deepEqual(await ofStore(page, ({ experiments }) => experiments.news), []);
  t.diagnostic(`from the cache: ${await page.evaluate(() => 'stayed' in window)}`);
  assert.ok(got.every(([step], i) => i === 0 || step > got[i - 1][0]));
  await done();
});
