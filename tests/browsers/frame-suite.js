/** embed.html in a frame of another site, and the script for its author. The same is asked of Chromium in tests/page/frame.test.js. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hostileMessages, ours } from '../page/host-pages.js';
import { watchedSite } from './watched.js';

/** @typedef {import('./page.js').Page} Page @typedef {Awaited<ReturnType<typeof watchedSite>>} Server */

/** @param {string} frame its address @param {string} attributes */
const article = (frame, attributes) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>An article</title>
  <link rel="icon" href="data:,">
  <script>window.messages = []; addEventListener('message', ({ data, origin }) => messages.push({ data, origin }));</script>
  <iframe title="RNN Playground" ${attributes} src="${frame}" width="700" height="300"></iframe>
  <script async src="${new URL('/rnn-playground-frame.js', frame)}"></script>`;

/** Frames, by the path of the article around them. */
const attributes = { '/frame': '', '/sandboxed': 'sandbox="allow-scripts"', '/lesson': '' };

/** What the page around has heard of the frame's height, and done with it. @param {string} from the origin of all messages */
function heights(from) {
  const { messages } = /** @type {any} */ (window);
  const told = messages.filter((/** @type {any} */ { data }) => data?.type === 'height');
  const height = told.at(-1)?.data.height;
  const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
  const all = messages.map((/** @type {any} */ { data }) => data);
  return {
    ready: all.some((/** @type {any} */ data) => data?.type === 'ready' && data.source === 'rnn-playground'),
    canvas: all.some((/** @type {any} */ data) => data?.subject === 'lti.frameResize' && data.height === height),
    openLearning: all.includes(`{"action":"resize","height":${height}}`),
    taken: frame.style.height === `${height}px`,
    origins: messages.every((/** @type {any} */ { origin }) => origin === from),
  };
}

/** @param {string} name of the browser @param {() => Page} page */
export function testFrame(name, page) {
  /** @type {Server} */
  let frames;
  /** @type {Server} */
  let articles;
  before(async () => {
    frames = await watchedSite({}, { headers: () => ({ 'access-control-allow-origin': '*' }) });
    const address = `${frames.address}/embed.html#text=abab&hidden-size=4&autoplay=false&panels=controls,predictions`;
    articles = await watchedSite(
      Object.fromEntries(
        Object.entries(attributes).map(([path, given]) => [
          path,
          article(path === '/lesson' ? `${address}&language=en&lesson=sees` : address, given),
        ]),
      ),
    );
  });
  after(() => Promise.all([frames.close(), articles.close()]));

  for (const path of Object.keys(attributes)) {
    test(`${name}: the height goes out in three forms, and the author’s script gives it to the frame: ${path}`, async () => {
      await page().show(`${articles.address}${path}`);
      const from = path === '/sandboxed' ? 'null' : frames.address;
      await page().until(
        (heightsNow, origin) => Object.values(new Function(`return ${heightsNow}`)()(origin)).every(Boolean),
        `${heights}`,
        from,
      );
      assert.deepEqual(await page().pageErrors(), []);
    });
  }

  test(`${name}: a lesson that is gone through is told of, with what was answered`, async () => {
    await page().show(`${articles.address}/lesson`, { frame: true });
    await page().until(({ every }) => every('rnn-lesson-guide >> aside').length > 0);
    const detail = { lesson: 'sees', done: { ids: true } };
    await page().useElement((element, told) => {
      element.dispatchEvent(new CustomEvent('rnn-complete', { bubbles: true, detail: told }));
    }, detail);
    await page().enterFrame(null);
    const told = await page().until(() =>
      /** @type {any} */ (window).messages.find((/** @type {any} */ { data }) => data?.type === 'complete'),
    );
    assert.deepEqual([told.data.detail, told.origin], [detail, frames.address]);
  });

  test(`${name}: calls, events and refusals by the author’s script`, async () => {
    await page().show(`${articles.address}/frame`);
    await page().until(() => 'rnnPlaygroundFrame' in window);
    const found = await page().evaluate(async () => {
      const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
      /** @type {string[]} */
      const heard = [];
      for (const type of ['rnn-progress', 'rnn-error']) document.addEventListener(type, () => heard.push(type));
      const call = (/** @type {unknown[]} */ ...given) =>
        /** @type {any} */ (window).rnnPlaygroundFrame(frame, ...given);
      const refusal = (/** @type {Promise<unknown>} */ called) =>
        called.then(
          () => 'no error',
          ({ message }) => message,
        );
      const { reason, epoch } = await call('train', { epochs: 3 });
      const state = await call('getState');
      await call('reset');
      await call('setState', state);
      const again = await call('train', { epochs: 1 });
      const refused = await refusal(call('trian'));
      // Of another page in the frame nothing is heard any more.
      const last = refusal(call('train'));
      frame.remove();
      return { reason, epoch, again: again.epoch, heard: [...new Set(heard)], refused, last: await last };
    });
    const { refused, ...rest } = found;
    assert.deepEqual(rest, {
      ...{ reason: 'finished', epoch: 3, again: 4 },
      // The refusal is an event, too.
      ...{ heard: ['rnn-progress', 'rnn-error'], last: 'The frame is gone' },
    });
    assert.match(refused, /asks for something that there is not/);
  });

  test(`${name}: messages that cannot be understood do nothing, and are spoken of in one sentence`, async () => {
    await page().show(`${articles.address}/frame`);
    await page().until(() =>
      /** @type {any} */ (window).messages.some((/** @type {any} */ { data }) => data?.type === 'ready'),
    );
    const found = await page().evaluate(
      async (hostile, own) => {
        const { contentWindow } = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
        const { messages } = /** @type {any} */ (window);
        for (const message of hostile) contentWindow?.postMessage(message, '*');
        contentWindow?.postMessage({ ...own, type: 'call', id: 'last', method: 'getState', values: [] }, '*');
        // It is answered, so all before it have been read.
        while (!messages.some((/** @type {any} */ { data }) => data?.id === 'last'))
          await new Promise((resolve) => setTimeout(resolve, 30));
        const all = messages.map((/** @type {any} */ { data }) => data);
        const answers = all.filter((/** @type {any} */ one) => one?.type === 'answer');
        return {
          errors: all.filter((/** @type {any} */ one) => one?.type === 'error').length,
          done: answers.filter((/** @type {any} */ one) => !('error' in one)).map((/** @type {any} */ { id }) => id),
        };
      },
      // What JSON cannot carry, NaN, arrives as null: as hostile.
      hostileMessages,
      ours,
    );
    assert.deepEqual(found, { errors: 1, done: ['last'] });
    await page().enterFrame(0);
    const { step, training } = await page().useElement(({ status }) => status);
    assert.deepEqual([step, training], [0, false]);
  });
}
