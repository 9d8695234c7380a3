/**
 * embed.html in frames of another site, with and without the script that its author may add: heights, events, calls, and what strangers
 * send.
 */
import assert from 'node:assert/strict';
import { stat } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { closePagesOfFailedTests, dist, launch, openPage, serve } from './browser.js';
import { hostileMessages, ours } from './host-pages.js';
import { untilKept } from './kept.js';
import { eventually, untilStore } from './panel-helpers.js';

/** @typedef {Awaited<ReturnType<typeof serve>>} Server @typedef {import('playwright-core').Page} Page */

/** Of the script for authors, as it is sent. */
const HELPER_BYTES = 1024;

/** @type {import('playwright-core').Browser} */
let browser;
/** The site that the frames come from. @type {Server} */
let frames;
/** The site of the article; its documents are made by the tests. @type {Server} */
let articles;
/** @type {Record<string, string>} */
const documents = {};

closePagesOfFailedTests();
before(async () => {
  browser = await launch();
  // A sandboxed frame has no origin: its own scripts come from another one.
  frames = await serve({}, undefined, () => ({ 'access-control-allow-origin': '*' }));
  articles = await serve(documents, '/nowhere');
});
after(async () => {
  await browser.close();
  await Promise.all([frames.close(), articles.close()]);
});

/**
 * An article that keeps all messages it gets, with a frame; the author's script is there twice, as beside two frames.
 *
 * @param {string} hash of the frame's address
 * @param {{ attributes?: string, helper?: boolean, options?: import('playwright-core').BrowserContextOptions }} [more] of the iframe
 */
async function openArticle(hash, { attributes = '', helper = false, options } = {}) {
  const path = `/article-${Object.keys(documents).length}`;
  documents[path] =
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title><link rel="icon" href="data:,">
    <script>window.messages = []; addEventListener('message', ({ data, origin }) => messages.push({ data, origin }));</script>
    <iframe title="RNN Playground" ${attributes} src="${frames.address}/embed.html#${hash}" width="700" height="300"></iframe>
    ${helper ? `<script async src="${frames.address}/rnn-playground-frame.js"></script>`.repeat(2) : ''}`;
  const { page, done } = await openPage(browser, options);
  await page.goto(`${articles.address}${path}`);
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  assert.ok(frame);
  return { page, frame, done };
}

/** @typedef {{ data: any, origin: string }} Message */

/** @param {Page} page @returns {Promise<Message[]>} */
const messagesOf = (page) => page.evaluate(() => /** @type {any} */ (window).messages);

/** Waits for a message of ours. @param {Page} page @param {string} type */
async function message(page, type) {
  await page.waitForFunction(
    (wanted) => /** @type {any} */ (window).messages.some((/** @type {any} */ { data }) => data?.type === wanted),
    type,
  );
  const found = (await messagesOf(page)).filter(({ data }) => data?.type === type);
  return found[found.length - 1];
}

/** @param {Page} page @param {unknown} sent to the frame */
const send = (page, sent) =>
  page.evaluate((data) => {
    /** @type {HTMLIFrameElement} */ (document.querySelector('iframe')).contentWindow?.postMessage(data, '*');
  }, sent);

/** @param {Page} page @param {string} method @param {...unknown} values @returns {Promise<any>} by the author's script */
const call = (page, method, ...values) =>
  page.evaluate(
    ([name, given]) =>
      /** @type {any} */ (window).rnnPlaygroundFrame(
        document.querySelector('iframe'),
        name,
        .../** @type {any} */ (given),
      ),
    /** @type {const} */ ([method, values]),
  );

const small = 'text=abab&hidden-size=4&autoplay=false&panels=controls,predictions';

for (const [where, attributes, origin] of /** @type {const} */ ([
  ['', '', 'its own'],
  ['a sandbox without an origin and without storage, ', 'sandbox="allow-scripts"', 'null'],
  ['a sandbox with an origin, ', 'sandbox="allow-scripts allow-same-origin"', 'its own'],
])) {
  test(`in a frame of another site, ${where}settings come from the address and the height goes out in three forms`, async () => {
    const { page, frame, done } = await openArticle(small, { attributes });
    const { page: number, ...ready } = (await message(page, 'ready')).data;
    assert.deepEqual(ready, { source: 'rnn-playground', version: 1, type: 'ready', detail: {} });
    assert.ok(number > 0, 'the number of its document');
    const settings = await frame.evaluate(() => {
      const { text, hiddenSize, panels } = /** @type {any} */ (document.querySelector('rnn-playground'));
      return { text, hiddenSize, panels };
    });
    assert.deepEqual(settings, { text: 'abab', hiddenSize: 4, panels: ['controls', 'predictions'] });
    const heightOfBody = () => frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
    const heightTold = async () => (await message(page, 'height')).data.height;
    await eventually(async () => (await heightTold()) === (await heightOfBody()), true, 'the height');
    const height = await heightTold();
    const from = origin === 'null' ? 'null' : frames.address;
    const all = await messagesOf(page);
    assert.ok(all.every((one) => one.origin === from));
    const heights = all.filter(({ data }) => data?.type === 'height').map(({ data }) => data.height);
    // Of two panels; for all of them some 7,000 px would be kept free at first.
    assert.ok(heights.length > 0 && Math.max(...heights) < 1000, `from the beginning: ${heights}`);
    // Canvas: an object; OpenLearning: JSON as a string.
    const forms = all.map(({ data }) => data);
    assert.ok(forms.some(({ subject, height: told }) => subject === 'lti.frameResize' && told === height));
    assert.ok(forms.includes(`{"action":"resize","height":${height}}`));
    await done();
  });
}

test('where storage is blocked the frame learns all the same, and its address is written by nobody', async () => {
  const hash = 'text=abab&hidden-size=4&autoplay=true&keep=chapter-1';
  const { page, frame, done } = await openArticle(hash, { attributes: 'sandbox="allow-scripts"' });
  await message(page, 'ready');
  await assert.rejects(
    frame.evaluate(() => localStorage.length),
    /SecurityError/,
  );
  await page.waitForFunction(() =>
    /** @type {any} */ (window).messages.some(
      (/** @type {any} */ { data }) => data?.type === 'progress' && data.detail.epoch > 2,
    ),
  );
  assert.equal(new URL(frame.url()).hash, `#${hash}`);
  await done();
});

/** The only frame of an article, once its network is there. @param {Page} page */
async function frameOf(page) {
  const frame = await (await page.waitForSelector('iframe')).contentFrame();
  // What is waited for, and asked, is the same in a frame as in a page.
  const inside = /** @type {Page} */ (/** @type {unknown} */ (frame));
  await untilStore(inside, (store) => store.opened);
  return inside;
}

/** @param {Page} frame */
const textAndStep = (frame) =>
  frame.evaluate(() => {
    const { text, status } = /** @type {any} */ (document.querySelector('rnn-playground'));
    return [text, status.step];
  });

test('what a frame keeps is there at the next visit, for the site of the article and no other', async () => {
  const hash = `${small}&keep=chapter-1`;
  const { page, done } = await openArticle(hash);
  const first = await frameOf(page);
  await untilStore(first, (store) => store.experiments);
  await first.evaluate(async () => {
    const playground = /** @type {any} */ (document.querySelector('rnn-playground'));
    playground.text = 'typed by the reader';
    await playground.train({ steps: 7 });
  });
  await untilKept(first, 'typed by the reader');
  await page.reload();
  const again = await frameOf(page);
  assert.deepEqual(await textAndStep(again), ['typed by the reader', 7]);

  // Another origin of the same site, so of the same storage.
  const other = await serve(documents, '/nowhere');
  await page.goto(`${other.address}${new URL(page.url()).pathname}`);
  assert.deepEqual(await textAndStep(await frameOf(page)), ['abab', 0]);
  await page.goto('about:blank');
  await other.close();
  await done();
});

test('an empty name keeps nothing, and is not the one of the page itself', async () => {
  const { page, done } = await openArticle(`${small.replace('text=abab&', '')}&keep=`);
  const path = new URL(page.url()).pathname;
  await page.goto(`${frames.address}/#text=secret&hidden-size=4&autoplay=false`);
  await untilStore(page, (store) => store.opened && store.experiments);
  await untilKept(page, 'secret');
  await page.goto(`${articles.address}${path}`);
  const [text] = await textAndStep(await frameOf(page));
  assert.notEqual(text, 'secret');
  await done();
});

test('the author’s script: height, events, and calls made before the frame has come', async (context) => {
  const { size } = await stat(`${dist}/rnn-playground-frame.js`);
  context.diagnostic(`${size} bytes`);
  assert.ok(size <= HELPER_BYTES, `${size} bytes`);

  const { page, frame, done } = await openArticle(small, { helper: true });
  await page.waitForFunction(() => 'rnnPlaygroundFrame' in window);
  await page.evaluate(() => {
    /** @type {unknown[]} */
    const told = [];
    Object.assign(window, { told });
    /** @type {any} */ (window).messages.length = 0;
    for (const type of ['rnn-progress', 'rnn-change', 'rnn-error'])
      document.addEventListener(type, (event) => told.push([type, /** @type {CustomEvent} */ (event).detail]));
  });
  const { reason, epoch } = await call(page, 'train', { epochs: 3 });
  assert.deepEqual([reason, epoch], ['finished', 3]);
  await call(page, 'step', 'epoch', 2);
  const state = await call(page, 'getState');
  assert.ok(/^rnn\d\./.test(state), state.slice(0, 10));
  await call(page, 'reset');
  assert.equal(
    await frame.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).status.epoch),
    0,
  );
  await call(page, 'setState', state);
  const status = await frame.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).status);
  assert.equal(status.epoch, 5);
  await eventually(
    () =>
      page.evaluate(() => {
        const progress = /** @type {any} */ (window).told.filter(
          (/** @type {any} */ [type]) => type === 'rnn-progress',
        );
        return progress.at(-1)?.[1].epoch;
      }),
    5,
    'what the page around has heard of the training',
  );
  const [heard, sent] = await page.evaluate(() => {
    const { told, messages } = /** @type {any} */ (window);
    const ofTraining = (/** @type {any} */ { data }) => data?.type === 'progress';
    return [
      told.filter((/** @type {any} */ [type]) => type === 'rnn-progress').length,
      messages.filter(ofTraining).length,
    ];
  });
  assert.equal(heard, sent, 'each event once');
  await assert.rejects(call(page, 'setState', 'rnn1.nonsense'), /This is no state of a playground, or it is damaged/);
  const height = await frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height));
  await eventually(
    () => page.locator('iframe').evaluate((one) => one.getBoundingClientRect().height - 4),
    height,
    'px',
  );
  await done();
});

test('a call that is refused ends with an error, and so does one of a frame that is removed', async () => {
  const { page, done } = await openArticle(small, { helper: true });
  await page.waitForFunction(() => 'rnnPlaygroundFrame' in window);
  const refused = /asks for something that there is not, or with values that cannot be/;
  await assert.rejects(call(page, 'train', { epoch: 20 }), refused);
  await assert.rejects(call(page, 'trian'), refused);
  const tooMany = await page.evaluate(() => {
    const ask = (/** @type {string} */ method) =>
      /** @type {any} */ (window).rnnPlaygroundFrame(document.querySelector('iframe'), method);
    // They are asked for in one task, so that none has ended when the last one comes.
    const states = Array.from({ length: 17 }, () => ask('getState'));
    return Promise.any(
      states.map((state) =>
        state.then(
          () => Promise.reject(),
          (/** @type {Error} */ { message }) => message,
        ),
      ),
    );
  });
  assert.equal(tooMany, 'This frame is asked for more than 16 things at one time.');
  await assert.rejects(
    page.evaluate(() => {
      const frame = document.querySelector('iframe');
      frame?.remove();
      return /** @type {any} */ (window).rnnPlaygroundFrame(frame, 'pause');
    }),
    /The frame is gone/,
  );
  await done();
});

test('a value that cannot be sent is refused at once, also before the frame has come', async () => {
  const { page, done } = await openArticle(small, { helper: true });
  await page.waitForFunction(() => 'rnnPlaygroundFrame' in window);
  const names = await page.evaluate(async () => {
    const call = (/** @type {unknown} */ frame) =>
      /** @type {any} */ (window)
        .rnnPlaygroundFrame(frame, 'setState', () => {})
        .catch((/** @type {Error} */ { name }) => name);
    // One whose document never says anything.
    const silent = document.body.appendChild(document.createElement('iframe'));
    return [await call(silent), await call(document.querySelector('iframe'))];
  });
  assert.deepEqual(names, ['DataCloneError', 'DataCloneError']);
  await done();
});

test('calls end with an error when the document they were for is loaded anew, replaced or taken out', async () => {
  const { page, done } = await openArticle(small, { helper: true });
  await page.waitForFunction(() => 'rnnPlaygroundFrame' in window);
  /** Begins a training that does not end, does something to the frame, and waits for the call. @param {(frame: HTMLIFrameElement) => void} change */
  const trainingAfter = (change) =>
    page.evaluate(`(async () => {
      const frame = document.querySelector('iframe');
      const training = new Promise((resolve) => frame.addEventListener('rnn-progress', resolve, { once: true }));
      const call = rnnPlaygroundFrame(frame, 'train').catch(({ message }) => message);
      await training;
      (${change})(frame);
      return call;
    })()`);
  const gone = 'The frame is gone';
  const again = (/** @type {HTMLIFrameElement} */ frame) => {
    frame.src = frame.src.replace('abab', 'cdcd');
  };
  assert.equal(await trainingAfter(again), gone);
  assert.match(await call(page, 'getState'), /^rnn\d\./);
  const elsewhere = (/** @type {HTMLIFrameElement} */ frame) => {
    frame.dataset.src = frame.src;
    frame.src = '/';
  };
  documents['/'] = '<!doctype html><title>Another page</title>';
  assert.equal(await trainingAfter(elsewhere), gone);
  // Asked for before the next document is there, and answered by that.
  const waiting = page.evaluate(() => {
    const frame = /** @type {any} */ (document.querySelector('iframe'));
    frame.src = frame.dataset.src;
    return /** @type {any} */ (window).rnnPlaygroundFrame(frame, 'getState');
  });
  assert.match(await waiting, /^rnn\d\./);
  assert.equal(await trainingAfter((frame) => frame.remove()), gone);
  await done();
});

test('a lesson that is gone through is told of, with what was answered', async () => {
  const { page, frame, done } = await openArticle('language=en&lesson=sees&panels=play,predictions', { helper: true });
  await frame.locator('rnn-lesson-guide').getByRole('heading').first().waitFor();
  const event = { lesson: 'sees', done: { ids: true } };
  await frame.evaluate((detail) => {
    document.querySelector('rnn-playground')?.dispatchEvent(new CustomEvent('rnn-complete', { bubbles: true, detail }));
  }, event);
  assert.deepEqual((await message(page, 'complete')).data.detail, event);
  await done();
});

test('in a frame as high as its content a lesson stands in the part of it that is seen, and brings there what it points at', async () => {
  const panels = 'panels=network,loss,predictions,states,step';
  const { page, frame, done } = await openArticle(`language=en&lesson=forward&${panels}`, { helper: true });
  const card = frame.locator('rnn-lesson-guide aside');
  await card.waitFor();
  /** In the article's window, from its upper edge. @param {import('playwright-core').Locator} locator */
  const inWindow = async (locator) => {
    const box = await locator.boundingBox();
    return Boolean(box && box.y >= 0 && box.y + box.height <= 900);
  };
  const height = () => page.locator('iframe').evaluate((element) => element.clientHeight);
  await eventually(async () => (await height()) > 2000, true, 'the height of the content');
  await eventually(() => inWindow(card), true, 'the card');
  /** Whether it begins there. @param {import('playwright-core').Locator} locator */
  const beginsInWindow = async (locator) => {
    const { y = -1 } = (await locator.boundingBox()) ?? {};
    return y >= 0 && y < 600;
  };
  for (const [step, shown] of /** @type {const} */ ([
    [2, 'rnn-step-panel rnn-step-stage'],
    [3, 'rnn-states-panel h2'],
  ])) {
    await card.getByRole('button', { name: /Next|Skip/ }).click();
    await card.locator('header .number', { hasText: new RegExp(`^${step}\\D`) }).waitFor();
    await eventually(() => inWindow(card), true, `the card, step ${step}`);
    await eventually(() => beginsInWindow(frame.locator(shown).first()), true, `what step ${step} shows`);
    // The bar of Step through is far above what it moves on; it sticks to the upper edge of what is seen.
    if (step === 2)
      await eventually(() => inWindow(frame.locator('rnn-pointer-ring div')), true, 'what is to be pressed');
  }
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await eventually(() => inWindow(card), true, 'the card, after the article was scrolled');
  await card.getByRole('button', { name: 'Leave' }).click();
  await card.waitFor({ state: 'detached' });
  const moved = await frame
    .locator('rnn-view')
    .evaluate((view) => /** @type {HTMLElement} */ (view).style.getPropertyValue('--rnn-sticky-top') !== '');
  assert.equal(moved, false);
  await done();
});

test('another address in the same frame is another page; a page named as host is the only one that is spoken to', async () => {
  const { page, frame, done } = await openArticle(`${small}&host=${encodeURIComponent('https://teacher.example')}`);
  await frame.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground'))?.status);
  await send(page, { source: 'rnn-playground', version: 1, type: 'call', id: 1, method: 'step', values: [] });
  // What was sent before is dealt with before this.
  await frame.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).step('epoch'));
  assert.equal(
    await frame.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).status.epoch),
    1,
  );
  assert.deepEqual(await messagesOf(page), []);
  const own = `${small.replace('abab', 'cdcd')}&host=${encodeURIComponent(articles.address)}`;
  await page.evaluate((address) => {
    /** @type {HTMLIFrameElement} */ (document.querySelector('iframe')).src = address;
  }, `${frames.address}/embed.html#${own}`);
  await message(page, 'ready');
  assert.equal(await frame.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).text), 'cdcd');
  await page.close();
  await done().catch((error) => assert.match(String(error), /target origin provided \('https:\/\/teacher\.example'\)/));
});

test('messages that cannot be understood do nothing, however many, and are spoken of in one sentence', async () => {
  const { page, frame, done } = await openArticle(small);
  await message(page, 'ready');
  /** @type {string[]} */
  const said = [];
  page.on('console', (one) => said.push(one.text()));
  for (const one of hostileMessages) await send(page, one);
  await page.evaluate((all) => {
    const target = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe')).contentWindow;
    const own = JSON.parse(
      '{"source": "rnn-playground", "version": 1, "type": "call", "__proto__": {"method": "reset"}}',
    );
    const limits = JSON.parse('{"__proto__": {"epochs": 3}}');
    const huge = 'x'.repeat(20_000_000);
    target?.postMessage(own, '*');
    target?.postMessage({ ...own, id: 1, method: 'train', values: [limits] }, '*');
    target?.postMessage({ ...own, method: huge, id: huge, values: [huge] }, '*');
    for (let i = 0; i < 10_000; i++) target?.postMessage(all[i % all.length], '*');
  }, hostileMessages);
  // From a window that is not the page around: of another frame of the same article, and of the frame itself.
  await page.evaluate(() => {
    const stranger = document.createElement('iframe');
    stranger.srcdoc = `<script>parent.frames[0].postMessage({ source: 'rnn-playground', version: 1, type: 'call', id: 9, method: 'step', values: [] }, '*');
      parent.postMessage('strange', '*');</script>`;
    document.body.append(stranger);
  });
  await page.waitForFunction(() =>
    /** @type {any} */ (window).messages.some((/** @type {any} */ { data }) => data === 'strange'),
  );
  await frame.evaluate(() =>
    window.postMessage({ source: 'rnn-playground', version: 1, type: 'call', id: 9, method: 'step', values: [] }, '*'),
  );
  // Another one is answered, so all before it have been read.
  await send(page, { ...ours, type: 'call', id: 'last', method: 'getState', values: [] });
  await page.waitForFunction(() =>
    /** @type {any} */ (window).messages.some((/** @type {any} */ { data }) => data?.id === 'last'),
  );
  const status = await frame.evaluate(() => /** @type {any} */ (document.querySelector('rnn-playground')).status);
  assert.deepEqual([status.epoch, status.step, status.training], [0, 0, false]);
  const all = (await messagesOf(page)).map(({ data }) => data);
  assert.equal(all.filter((one) => one?.type === 'error').length, 1);
  // Whoever waits for an answer gets one, but nothing has been done.
  const answers = all.filter((one) => one?.type === 'answer');
  const [last, ...more] = answers.filter((one) => !('error' in one));
  assert.deepEqual([last.id, more.length], ['last', 0]);
  assert.ok(/^rnn\d\./.test(last.value), 'a state');
  assert.deepEqual([...new Set(answers.map((one) => one.id))].sort(), [1, 2, 3, 4, 'last']);
  assert.equal(said.length, 1);
  assert.match(said[0], /^<rnn-playground> A message to this frame is of /);
  await done();
});

test('the author’s script takes heights and answers from its own frames only', async () => {
  const { page, done } = await openArticle(small, { helper: true });
  await message(page, 'ready');
  await page.waitForFunction(() => 'rnnPlaygroundFrame' in window);
  await page.waitForFunction(() => document.querySelector('iframe')?.style.height);
  await page.evaluate(() => {
    for (const told of [1, Number.NaN, '5px; color: red', { a: 1 }])
      window.postMessage({ source: 'rnn-playground', version: 1, type: 'height', height: told }, '*');
    const stranger = document.createElement('iframe');
    stranger.id = 'stranger';
    stranger.srcdoc = `<script>parent.postMessage({ source: 'rnn-playground', version: 1, type: 'height', height: 9 }, '*');
      parent.postMessage({ source: 'rnn-playground', version: 1, type: 'answer', id: '__proto__', value: 1 }, '*');
      parent.postMessage('strange', '*');</script>`;
    stranger.setAttribute('sandbox', 'allow-scripts');
    stranger.setAttribute('src', 'https://else.example/embed.html');
    document.body.append(stranger);
  });
  await page.waitForFunction(() =>
    /** @type {any} */ (window).messages.some((/** @type {any} */ { data }) => data === 'strange'),
  );
  // As high as the frame itself has said at some time: it may still grow.
  const { height, told } = await page.evaluate(() => ({
    height: document.querySelector('iframe')?.style.height,
    told: /** @type {any} */ (window).messages.map((/** @type {any} */ { data }) => data?.height),
  }));
  const own = told.filter((/** @type {unknown} */ one) => typeof one === 'number' && one > 9);
  assert.ok(
    own.some((/** @type {number} */ one) => `${one}px` === height),
    `${height} of ${told}`,
  );
  await done();
});
