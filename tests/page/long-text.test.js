/**
 * A megabyte of text dropped on the freshly opened page: read in the worker, trained on at once with settings that suit it and a
 * reason for them, every update on the curve, and the page's thread free meanwhile.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, test } from 'node:test';
import { openPage } from './browser.js';
import { untilKept } from './kept.js';
import { mainThreadTasks } from './main-thread.js';
import { builtPage } from './site.js';

const site = builtPage();

/** @type {import('playwright-core').Page} */
let page;
/** @type {() => Promise<void>} */
let done;

/** @param {import('playwright-core').BrowserContextOptions} [options] */
async function open(options) {
  ({ page, done } = await openPage(site.browser, options));
  await page.goto(site.address);
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
        ?.opened,
  );
}

beforeEach(() => open());
afterEach(() => done());

/** A file to drop on the page: lines of words of a small language, as many characters as wanted, made in the page. @param {number} characters */
const makeFile = (characters) =>
  page.evaluateHandle((wanted) => {
    const words = 'the quick brown fox jumps over a lazy dog and then it sleeps until noon'.split(' ');
    let state = 1;
    let text = '';
    while (text.length < wanted) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      text += words[(state >>> 8) % words.length] + (state % 9 === 0 ? '.\n' : ' ');
    }
    return new File([text.slice(0, wanted)], 'dropped.txt');
  }, characters);

/** @param {import('playwright-core').JSHandle<File>} file */
const drop = (file) =>
  page.evaluate((dropped) => {
    const transfer = new DataTransfer();
    transfer.items.add(dropped);
    const panel = document.querySelector('rnn-playground')?.shadowRoot?.querySelector('rnn-text-panel');
    panel?.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, file);

/** @param {number} characters */
const dropText = async (characters) => drop(await makeFile(characters));

/** @param {{ name: string, buffer: Buffer }} file */
const choose = ({ name, buffer }) =>
  page.locator('rnn-text-panel input[type=file]').setInputFiles({ name, mimeType: 'text/plain', buffer });

/** Until the model of a long text has made so many updates. @param {number} count */
const untilUpdates = (count) =>
  page.waitForFunction((wanted) => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return store.data?.long && store.updateHistory.length >= wanted;
  }, count);

/** @template T @param {(store: any) => T} read @returns {Promise<T>} */
const inStore = (read) =>
  page
    .evaluate(`(${read})(document.querySelector('rnn-playground')?.shadowRoot.querySelector('rnn-view')?.store)`)
    .then((value) => /** @type {T} */ (value));

/** Tasks of the page's thread from the drop of a text until twenty updates are on the curve. @param {number} characters */
async function tasksOfTraining(characters) {
  const file = await makeFile(characters);
  const stop = await mainThreadTasks(site.browser, page);
  await drop(file);
  await untilUpdates(20);
  return stop();
}

/** Layouts of one page differ by less. Were a task to read the text, it would be ten times as long. */
const ALIKE = 4;

test('1.1 million characters, dropped: trained on at once, each update on the curve, the thread of the page free', async (context) => {
  const tenth = (await tasksOfTraining(110_000)).at(-1) ?? 0;
  await done();
  await open();
  const whole = (await tasksOfTraining(1_100_000)).at(-1) ?? Number.NaN;
  const [longer, shorter] = [whole, tenth].map((time) => time.toFixed(1));
  context.diagnostic(
    `the longest task of the page takes ${longer} ms of processor time, with a tenth of the text ${shorter}`,
  );
  assert.ok(whole < ALIKE * tenth, `${longer} ms beside ${shorter}`);
  const { steps, losses, chosen, sequences, failure } = await inStore((store) => ({
    steps: [...store.updateHistory.step],
    losses: [...store.updateHistory.loss],
    chosen: [...store.chosen],
    sequences: store.data.long.sequences,
    failure: store.failure,
  }));
  assert.deepEqual(
    steps,
    steps.map((_, i) => i + 1),
  );
  assert.ok(losses.every(Number.isFinite) && losses[19] < losses[0]);
  assert.deepEqual([sequences, failure, chosen.includes('streams')], [32, null, true]);
  const text = page.locator('rnn-text-panel');
  await text.getByText('dropped.txt').waitFor();
  await text.getByText('1,100,000 characters').waitFor();
  await page.getByText(/Chosen for your text: a long one/).waitFor();
  await page.locator('rnn-loss-panel').getByText('per update').waitFor();
  // The whole text when it is asked for, with progress, and a way to give it up.
  const loss = page.locator('rnn-loss-panel');
  await loss.getByRole('button', { name: 'Evaluate the whole text' }).click();
  await loss.getByText(/Evaluating the whole text/).waitFor();
  await loss.getByRole('button', { name: 'Cancel' }).click();
  await loss.getByRole('button', { name: 'Evaluate the whole text' }).waitFor();
  // One press, and all is as it was.
  await page.getByRole('button', { name: 'Undo' }).first().click();
  await text.getByRole('textbox').waitFor();
  await page.waitForFunction(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return !store.long && !store.pending && store.data.text === 'hello\nworld' && store.settings.streams === 0;
  });
});

test('the beginning is shown as far as it is scrolled to; edited, the text is trained on when that is done', async () => {
  await dropText(60_000);
  await untilUpdates(1);
  const beginning = page.getByRole('region', { name: 'How it begins' });
  const length = async () => (await beginning.textContent())?.length ?? 0;
  const before = await length();
  assert.ok(before >= 1000 && before < 20_000);
  await beginning.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.waitForFunction(
    ([box, least]) => /** @type {Element} */ (box).textContent.length > Number(least),
    /** @type {const} */ ([await beginning.elementHandle(), before]),
  );
  const text = page.locator('rnn-text-panel');
  await text.getByRole('button', { name: 'Edit' }).click();
  const box = text.getByRole('textbox');
  assert.equal((await box.inputValue()).length, 60_000);
  await text.getByText(/answers slowly/).waitFor();
  await box.evaluate((area) => {
    /** @type {HTMLTextAreaElement} */ (area).value = 'ab\n'.repeat(10_000);
  });
  await text.getByRole('button', { name: 'Done' }).click();
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store.data
        ?.vocabulary.size === 3,
  );
  await text.getByText('30,000 characters').or(text.getByText('29,999 characters')).waitFor();
});

test('what is typed in the editor of a long text stays while the text is read again with another unit', async () => {
  await dropText(60_000);
  await untilUpdates(1);
  const text = page.locator('rnn-text-panel');
  await text.getByRole('button', { name: 'Edit' }).click();
  const box = text.getByRole('textbox');
  await box.fill('typed by hand '.repeat(3000));
  await inStore((store) => store.setSetting('unit', 'words'));
  await page.waitForFunction(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return store.data.unit === 'words' && !store.pending;
  });
  assert.match(await box.inputValue(), /^typed by hand/);
  await text.getByRole('button', { name: 'Done' }).click();
  await page.waitForFunction(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return store.data?.long?.summary.beginning.startsWith('typed by hand');
  });
});

test('a file with the line ends of Windows, looked at in the editor and left as it was, is not trained on anew', async () => {
  const lines = Array.from({ length: 2000 }, (_, i) => `line ${(i * 7919) % 2000} of a long text`);
  await choose({ name: 'windows.txt', buffer: Buffer.from(lines.join('\r\n')) });
  await untilUpdates(1);
  const before = await inStore((store) => [store.long.id, store.modelVersion]);
  const text = page.locator('rnn-text-panel');
  await text.getByRole('button', { name: 'Edit' }).click();
  await text.getByRole('textbox').waitFor();
  await text.getByRole('button', { name: 'Done' }).click();
  await text.getByText('windows.txt').waitFor();
  assert.deepEqual(await inStore((store) => [store.long.id, store.modelVersion]), before);
});

test('a file that can no longer be read when its text is to be edited: a sentence, and the text there is stays', async () => {
  await page.evaluate(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const file = new File(['line of a long text\n'.repeat(3000)], 'moved.txt');
    return store.openText([{ source: file, name: 'moved.txt' }], { name: 'moved.txt' });
  });
  await untilUpdates(1);
  // As a browser does with a file that has been moved or changed.
  await page.evaluate(() => {
    Blob.prototype.stream = () => new ReadableStream({ start: (stream) => stream.error(new DOMException('gone')) });
  });
  const text = page.locator('rnn-text-panel');
  await text.getByRole('button', { name: 'Edit' }).click();
  await text.getByText(/could not read|cannot be read|could not be read/).waitFor();
  await text.getByRole('button', { name: 'Edit' }).waitFor();
  assert.equal(await inStore((store) => store.long.name), 'moved.txt');
});

test('a text in the encoding of another country is read by its guess, which can be changed', async () => {
  // “床前明月光” in GB18030.
  const line = Buffer.from('b4b2c7b0c3f7d4c2b9e20a', 'hex');
  await choose({ name: '静夜思.txt', buffer: Buffer.concat(Array(5000).fill(line)) });
  await untilUpdates(1);
  const text = page.locator('rnn-text-panel');
  const encoding = text.getByLabel('Read as');
  assert.equal(await encoding.inputValue(), 'gb18030');
  await text.getByText('床前明月光').first().waitFor();
  await encoding.selectOption('windows-1252');
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
        ?.querySelector('rnn-view')
        ?.store.data?.vocabulary.id('´') >= 0,
  );
});

test('a larger file is refused in a sentence, with its beginning offered; Share says that the text is in no link', async () => {
  await choose({ name: 'library.txt', buffer: Buffer.from('a line of the library\n'.repeat(500_000)) });
  const text = page.locator('rnn-text-panel');
  await text.getByText(/“library.txt” is larger than/).waitFor();
  assert.equal(await text.getByRole('textbox').inputValue(), 'hello\nworld');
  await text.getByRole('button', { name: 'Train on its first 10M bytes' }).click();
  await untilUpdates(1);
  await text.getByText('Only the first 10M bytes are used').waitFor();
  await page.getByRole('button', { name: 'Share' }).click();
  await page.getByText(/the settings, but not the text/).waitFor();
});

test('what is no text is refused where it was opened, and the text there is stays', async () => {
  const noise = Buffer.from(Uint8Array.from({ length: 60_000 }, (_, i) => (i * 197 + (i >> 3)) & 255));
  await choose({ name: 'noise.bin', buffer: noise });
  const text = page.locator('rnn-text-panel');
  await text.getByText(/“noise.bin” is not a text file/).waitFor();
  assert.equal(await text.getByRole('textbox').inputValue(), 'hello\nworld');
});

test('the reader moves all panels to a place of the text, by a slider or a search, also while it is trained', async () => {
  const verse = 'shall I compare thee to a summer day\n';
  const text = `${verse.repeat(800)}a zebra stands here alone\n${verse.repeat(800)}`;
  await choose({ name: 'verse.txt', buffer: Buffer.from(text) });
  await untilUpdates(1);
  const panel = page.locator('rnn-text-panel');
  await panel.getByText(/Token 1 of /).waitFor();
  const search = panel.getByRole('searchbox', { name: 'Find in the text' });
  await search.fill('zebra stands');
  await search.press('Enter');
  const at = text.indexOf('zebra') + 1;
  await panel.getByText(`Token ${at.toLocaleString('en')} of `).waitFor();
  await page
    .locator('rnn-network-panel')
    .getByRole('option', { name: /^“?zebra stands here/ })
    .first()
    .waitFor({ state: 'attached' });
  await page.waitForFunction(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    const state = store.view('network/trace');
    return state?.value && state.args.place === store.data.long.place;
  });
  // The network goes on with the text that the page was given a part of.
  const { step } = await inStore((store) => ({ step: store.status.step }));
  await untilUpdates(step + 3);
  assert.equal(await inStore((store) => store.failure), null);
  await search.fill('no such words');
  await panel.getByRole('button', { name: 'Find next' }).click();
  await panel.getByText('“no such words” is nowhere in the part that is trained on.').waitFor();
  const slider = panel.getByRole('slider', { name: 'Place in the text' });
  await slider.focus();
  await slider.press('Home');
  await panel.getByText(/Token 1 of /).waitFor();
  await slider.press('ArrowRight');
  // To the beginning of a line.
  await page.waitForFunction(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return store.data.long.place > 0 && store.data.long.place % 37 === 0;
  });
});

test('saved with its text from the menu, and dropped on a fresh page, it goes on from the same update', async (context) => {
  await dropText(60_000);
  await untilUpdates(3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await page.getByRole('button', { name: 'File', exact: true }).click();
  const coming = page.waitForEvent('download');
  await page.locator('rnn-file-menu #save').click();
  const download = await coming;
  const bytes = await readFile(await download.path());
  const second = await openPage(site.browser);
  context.after(second.done);
  await second.page.goto(site.address);
  const drop = [bytes.toString('base64'), download.suggestedFilename()];
  await second.page.locator('rnn-text-panel').evaluate((panel, [base64, name]) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name));
    panel.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }, drop);
  await second.page.locator('rnn-text-panel').getByText('dropped.txt').waitFor();
  await second.page.waitForFunction(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return store?.data?.long && store.status?.step > 0;
  });
  const next = /** @param {import('playwright-core').Page} one */ (one) =>
    one.evaluate(async () => {
      const view = document.querySelector('rnn-playground')?.shadowRoot?.querySelector('rnn-view');
      const { step, loss } = await /** @type {any} */ (view).store.call('step', { unit: 'window' });
      return { step, loss };
    });
  assert.deepEqual(await next(second.page), await next(page));
});

test('code for long texts that does not come after a reload: the page begins anew, and what was kept is opened later', async () => {
  await dropText(60_000);
  await untilUpdates(3);
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  await untilKept(page);
  // Not aborted: the browser would say so on the console, where nothing may stand.
  const failing = { contentType: 'text/javascript', body: 'throw new Error("it has not come");' };
  await page.route(/\/long-text-[^/]*\.js/, (route) => route.fulfill(failing));
  await page.reload();
  await page.getByText('did not come in time, so the page has begun anew').waitFor();
  await page.unroute(/\/long-text-[^/]*\.js/);
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('button', { name: /^My experiments/ }).click();
  const dialog = page.locator('rnn-experiments-dialog dialog');
  await dialog
    .getByRole('button', { name: /^Open / })
    .first()
    .click();
  await page.locator('rnn-text-panel').getByText('dropped.txt').waitFor();
  await page.waitForFunction(() => {
    const { store } =
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
    return store?.data?.long && store.status?.step >= 3;
  });
});

test('on a phone, in Chinese, the same is there and nothing sticks out', async () => {
  await done();
  await open({ viewport: { width: 390, height: 844 }, locale: 'zh-CN' });
  await dropText(50_000);
  await untilUpdates(1);
  await page.locator('rnn-text-panel').getByText('50,000 个字符').waitFor();
  await page.getByText(/文本很长，由 GRU/).waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth));
});
