/**
 * What a reader can do wrong, one by one: a sentence at the control says what is wrong and what to do, what was typed
 * stays, the network that was there stays as it was, and the page goes on answering.
 */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { LISTING_TEXT, TUTORIAL_SETTINGS } from '../../web/text/index.js';
import { toHash } from '../../web/state/url-writer.js';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { openPage } from './browser.js';
import { eventually, holdReading } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();
/** What the page is opened with: the tutorial's network, whose updates are not clipped. */
const tutorial = toHash({ ...TUTORIAL_SETTINGS, text: LISTING_TEXT, autoplay: false });
/** @type {import('playwright-core').Page} */
let page;
/** @type {() => Promise<void>} */
let done;
beforeEach(async () => {
  ({ page, done } = await openPage(site.browser));
  await page.goto(`${site.address}/${await tutorial}`);
  await trainButton().waitFor();
});
afterEach(() => done());

const trainButton = () => page.getByRole('button', { name: 'Train', exact: true });
const textBox = () => page.getByRole('textbox', { name: 'Sentences, one on each line' });
/** @param {string} label */
const field = (label) => page.getByRole('textbox', { name: label, exact: true });

/**
 * The text that a screen reader reads out as the control's description.
 * @param {import('playwright-core').Locator} control
 */
function description(control) {
  return control.evaluate((element) => {
    const root = /** @type {ShadowRoot} */ (element.getRootNode());
    const ids = (element.getAttribute('aria-describedby') ?? '').split(' ');
    return ids.map((id) => root.getElementById(id)?.textContent?.trim() ?? '').join(' ');
  });
}

/** @param {import('playwright-core').Locator} control @param {RegExp} sentence */
async function untilDescribed(control, sentence) {
  const end = Date.now() + LONGEST_WAIT_MS;
  while (!sentence.test(await description(control)) && Date.now() < end) await page.waitForTimeout(50);
  assert.match(await description(control), sentence);
}

/** Typing and pasting into the text area; lone surrogates and NUL cannot be typed, so the value is set as a paste sets it.
 * @param {string} text */
async function enterText(text) {
  await textBox().evaluate((element, value) => {
    const area = /** @type {HTMLTextAreaElement} */ (element);
    area.value = value;
    area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
  }, text);
}

/** @type {{name: string, text: string, says: RegExp}[]} */
const refusedTexts = [
  { name: 'an empty text', text: '', says: /Type at least one sentence/ },
  { name: 'a text of white space only', text: '\n\n', says: /Type at least one sentence/ },
  { name: 'a single token', text: '你', says: /Type at least one more/ },
  { name: 'a single sentence of one character and blank lines', text: '\n👩‍👩‍👧\n', says: /Type at least one more/ },
  {
    name: 'a sentence of 7,000 characters',
    text: '江畔何人初见月'.repeat(1000),
    says: /2,000 is the limit of a sentence/,
  },
  { name: 'a lone surrogate', text: 'abc\ud83d\ndef', says: /Line 1, character 4: half of a character.*Delete it/ },
];

test('a text that cannot be trained on is refused at the text area, and kept: each of these', async () => {
  for (const { name, text, says } of refusedTexts) {
    await enterText(text);
    await untilDescribed(textBox(), says);
    assert.equal(await textBox().inputValue(), text, name);
    assert.equal(await textBox().getAttribute('aria-invalid'), 'true', name);
    assert.equal(await trainButton().isDisabled(), true, name);
    // The way back is open.
    await textBox().fill('good again');
    await page.getByText('10 tokens in 1 sentence').waitFor();
    await page.locator('rnn-text-panel textarea:not([aria-invalid])').waitFor();
    await trainButton().click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await trainButton().waitFor();
  }
});

test('a NUL is named, and the text trained on without it', async () => {
  await enterText('ab\u0000cd\nef');
  await untilDescribed(textBox(), /Line 1, character 3: an invisible control character.*U\+0000/);
  await eventually(() => trainButton().isEnabled(), true);
  await page.getByText('6 tokens in 2 sentences').waitFor();
});

test('right-to-left text is laid out from the right and learned like any other', async () => {
  await textBox().fill('שלום עולם');
  await page.getByText('9 tokens in 1 sentence').waitFor();
  const row = page.locator('rnn-prediction-rows .row').first();
  await page.waitForFunction(
    () =>
      document
        .querySelector('rnn-playground')
        ?.shadowRoot?.querySelector('rnn-predictions-panel')
        ?.shadowRoot?.querySelector('rnn-prediction-rows')
        ?.shadowRoot?.querySelector('.row')
        ?.getAttribute('dir') === 'rtl',
  );
  const cells = await row.locator('button').all();
  const [first, second] = await Promise.all(cells.slice(0, 2).map((cell) => cell.boundingBox()));
  assert.ok(first && second && first.x > second.x, 'the first character stands right of the second');
});

test('what is typed runs as its letters do, line by line, in every field that has it', async () => {
  /** @param {import('playwright-core').Locator} place */
  const runOf = (place) =>
    place.evaluate((element) => {
      const { direction, unicodeBidi } = getComputedStyle(element);
      return [direction, unicodeBidi];
    });
  const prompt = page.getByRole('textbox', { name: 'Prompt' });
  await textBox().fill('שלום, עולם.\nHello, world.');
  await prompt.fill('של');
  for (const place of [textBox(), prompt]) assert.equal((await runOf(place))[0], 'rtl');
  // Each line by itself.
  assert.equal((await runOf(textBox()))[1], 'plaintext');
  await textBox().fill('Hello, world.\nשלום, עולם.');
  assert.equal((await runOf(textBox()))[0], 'ltr');
});

/** @type {{label: string, value: string, says: RegExp}[]} */
const refusedSettings = [
  { label: 'Learning rate', value: '0', says: /0 is out of range.*above 0/ },
  { label: 'Learning rate', value: '-1', says: /−?-?1 is out of range.*above 0/ },
  { label: 'Learning rate', value: '1e9', says: /out of range.*at most 100/ },
  { label: 'Learning rate', value: 'quick', says: /not a number/ },
  { label: 'Learning rate', value: '', says: /not a number/ },
  { label: 'Hidden units', value: '0', says: /0 is out of range.*from 1/ },
  { label: 'Hidden units', value: '1000000', says: /out of range.*to 512/ },
  { label: 'Hidden units', value: '2.5', says: /decimals/ },
  { label: 'Seed', value: '-1', says: /out of range/ },
];

test('a value that a setting cannot have is refused at its field, and kept: each of these', async () => {
  for (const { label, value, says } of refusedSettings) {
    const input = field(label);
    const before = await input.inputValue();
    await input.fill(value);
    await input.press('Tab');
    await untilDescribed(input, says);
    assert.equal(await input.inputValue(), value);
    assert.equal(await input.getAttribute('aria-invalid'), 'true', `${label} “${value}”`);
    // The network in force is still the one before, and can be trained.
    await trainButton().click();
    await page.getByRole('button', { name: 'Pause' }).click();
    await input.fill(before);
    await input.press('Tab');
    await page.locator('rnn-settings-form [aria-invalid]').waitFor({ state: 'detached' });
  }
});

test('a learning rate at which the loss becomes infinite stops the training and offers the way back', async () => {
  await page.getByLabel('Activation', { exact: true }).selectOption('relu');
  await field('Learning rate').fill('100');
  await field('Learning rate').press('Tab');
  await trainButton().click();
  const back = page.getByRole('button', { name: 'Back to the best weights so far, with half the rate' });
  await back.click();
  await back.waitFor({ state: 'detached' });
  await eventually(() => field('Learning rate').inputValue(), '50');
  assert.equal(await trainButton().isEnabled(), true);
});

test('a structural change starts a new network and says so; undo brings the text back', async () => {
  await trainButton().click();
  await page.getByRole('button', { name: 'Pause' }).click();
  await field('Hidden units').fill('8');
  await field('Hidden units').press('Tab');
  await page.getByText('Hidden units changed, so the network was re-initialized.').waitFor();
  await page.getByText('0 updates', { exact: true }).waitFor();
  await textBox().fill('another text');
  await page.getByText('The text changed, so the network was re-initialized').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.waitForFunction(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
        .text === '你好李焕英\n夏洛特烦恼',
  );
});

test('the learning rate changes while the training goes on', async () => {
  await trainButton().click();
  const pause = page.getByRole('button', { name: 'Pause' });
  await pause.waitFor();
  await field('Learning rate').fill('0.02');
  await field('Learning rate').press('Tab');
  await page.getByText('learning rate 0.02', { exact: true }).waitFor();
  assert.equal(await pause.isVisible(), true);
});

test('an input method that is composing is not cut in half', async () => {
  const tokensNow = () =>
    page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .draft.tokenCount,
    );
  await textBox().focus();
  const session = await page.context().newCDPSession(page);
  await textBox().evaluate((element) => /** @type {HTMLTextAreaElement} */ (element).select());
  await session.send('Input.imeSetComposition', { selectionStart: 5, selectionEnd: 5, text: "ni'ha" });
  assert.equal(await textBox().inputValue(), "ni'ha");
  assert.equal(await tokensNow(), 10, 'the tokens are still those of the text before');
  await session.send('Input.insertText', { text: '你好吗' });
  await page.getByText('3 tokens in 1 sentence').waitFor();
  assert.equal(await textBox().inputValue(), '你好吗');
});

test('the Enter that ends a composition of an input method commits nothing', async () => {
  const hidden = field('Hidden units');
  await hidden.fill('24');
  const changed = () =>
    page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .settings.hiddenSize,
    );
  await hidden.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
  assert.notEqual(await changed(), 24);
  await hidden.dispatchEvent('keydown', { key: 'Enter' });
  await eventually(changed, 24);
});

test('a damaged link says so at the text area and shows the example', async () => {
  await page.goto('about:blank');
  await page.goto(`${site.address}/#autoplay=false&text-z=%21%21%21`);
  await untilDescribed(textBox(), /The text in this link is damaged/);
  assert.equal(await textBox().inputValue(), 'hello\nworld');
});

/** @typedef {[name: string, content: number[] | string, repeat?: number]} Dropped */

/** Drops files on the page. @param {...Dropped} files */
async function dropAll(...files) {
  const dataTransfer = await page.evaluateHandle((dropped) => {
    const transfer = new DataTransfer();
    for (const [name, content, repeat = 1] of dropped) {
      const part = typeof content === 'string' ? content : Uint8Array.from(content);
      transfer.items.add(new File(new Array(repeat).fill(part), name));
    }
    return transfer;
  }, files);
  await page.locator('rnn-loss-panel').dispatchEvent('drop', { dataTransfer });
}

/** @param {Dropped} file */
const drop = (...file) => dropAll(file);

const picture = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52];

test('a picture that is dropped or opened is refused beside the text, which stays', async () => {
  await drop('cat.png', picture);
  await untilDescribed(textBox(), /“cat\.png” is not a text file, so your text has been kept/);
  assert.equal(await textBox().inputValue(), '你好李焕英\n夏洛特烦恼');
  assert.equal(await trainButton().isEnabled(), true);
  await textBox().fill('abab');
  await page.getByText('cat.png').waitFor({ state: 'detached' });

  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'dog.png', mimeType: 'image/png', buffer: Buffer.from(picture) });
  await untilDescribed(textBox(), /“dog\.png” is not a text file/);
  assert.equal(await textBox().inputValue(), 'abab');
});

test('a file larger than any text that could be trained on is refused by its size', async () => {
  await drop('novel.txt', 'a'.repeat(1_000_000), 11);
  await untilDescribed(textBox(), /“novel\.txt” is larger than 10M bytes.*Your text has been kept/);
  assert.equal(await textBox().inputValue(), '你好李焕英\n夏洛特烦恼');
});

test('a text that is dropped becomes the text, from GB18030 as well', async () => {
  await drop('night.txt', '床前明月光\n疑是地上霜');
  await eventually(() => textBox().inputValue(), '床前明月光\n疑是地上霜');
  await drop('old.txt', [0xb4, 0xb2, 0xc7, 0xb0, 0xc3, 0xf7, 0xd4, 0xc2, 0xb9, 0xe2]);
  await page.getByText('5 tokens in 1 sentence').waitFor();
  assert.equal(await textBox().inputValue(), '床前明月光');
});

test('of files dropped in quick succession the last one counts, whichever is read first', async () => {
  const slow = await holdReading(page, 'slow.txt');
  await drop('slow.txt', 'from the slow one');
  await drop('quick.txt', 'ab');
  await eventually(() => textBox().inputValue(), 'ab');
  await slow.read();
  assert.equal(await textBox().inputValue(), 'ab');
});

test('what is typed while a file is being read stays', async () => {
  const slow = await holdReading(page, 'slow.txt');
  await drop('slow.txt', 'from the slow one');
  await slow.asked();
  await textBox().fill('typed meanwhile');
  await slow.read();
  assert.equal(await textBox().inputValue(), 'typed meanwhile');
});

test('a file in another encoding is read rightly, said, and read otherwise if the reader chooses so', async () => {
  await drop('haiku.txt', [...Buffer.from('8cc392720a8a5e94f282d18d9e82de0a908582cc89b9', 'hex')]);
  const choice = page.getByLabel('“haiku.txt” read as');
  await choice.waitFor();
  assert.equal(await choice.locator('option:checked').textContent(), 'Japanese (Shift_JIS)');
  assert.match(await textBox().inputValue(), /^古.\n蛙飛び込む\n水の音$/);
  await choice.selectOption({ label: 'Chinese, simplified (GB18030)' });
  await page.waitForFunction(
    () =>
      !(
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.text.includes('水')
      ),
  );
  await choice.selectOption({ label: 'Japanese (Shift_JIS)' });
  await page.waitForFunction(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.text.includes('水'),
  );
  // Once something else is typed, the file is no news any more.
  await textBox().fill('abab');
  await choice.waitFor({ state: 'detached' });
});

test('a file that no encoding fits is asked for, and read as chosen', async () => {
  await drop('old.txt', [...Buffer.from('8e748e20881f8f9d9081'.replace('1f', '20'), 'hex')]);
  await untilDescribed(textBox(), /encoding of “old\.txt” cannot be told.*your text has been kept/);
  assert.equal(await textBox().inputValue(), '你好李焕英\n夏洛特烦恼');
  await page.getByLabel('“old.txt” read as').selectOption({ label: 'Western European (Windows-1252)' });
  await page.waitForFunction(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.text.startsWith('Žt'),
  );
});

test('a UTF-8 file cut within a character is read up to there, and said', async () => {
  await drop('cut.txt', [...Buffer.from('床前明月光\n疑是地上霜').subarray(0, -1)]);
  await untilDescribed(textBox(), /“cut\.txt” ends in the middle of a character, which has been left out/);
  assert.equal(await textBox().inputValue(), '床前明月光\n疑是地上');
});

test('several files are joined and named; if one of them is none, nothing is taken', async () => {
  await dropAll(['a.md', '# one'], ['b.csv', 'x,y\n'], ['c.log', 'three']);
  await untilDescribed(textBox(), /3 files, one after another: a\.md, b\.csv, c\.log/);
  assert.equal(await textBox().inputValue(), '# one\nx,y\nthree');
  await dropAll(['d.txt', 'good'], ['cat.png', picture]);
  await untilDescribed(textBox(), /“cat\.png” is not a text file, so your text has been kept/);
  assert.equal(await textBox().inputValue(), '# one\nx,y\nthree');
});

test('the file dialog offers every file and takes several', async () => {
  const input = page.locator('input[type=file]');
  assert.deepEqual([await input.getAttribute('accept'), await input.getAttribute('multiple')], [null, '']);
  await input.setInputFiles(
    ['poem.py', 'data.json'].map((name) => ({ name, mimeType: '', buffer: Buffer.from(`in ${name}`) })),
  );
  await page.getByText('2 files, one after another: poem.py, data.json.').waitFor();
  assert.equal(await textBox().inputValue(), 'in poem.py\nin data.json');
});

test('a log with colors is the same pasted and from a file', async () => {
  const log = '\u001b[31merror\u001b[0m\n\u001b[32mok\u001b[0m\u0085next';
  await drop('build.log', log);
  await untilDescribed(textBox(), /an invisible control character \(U\+001B, and 3 more\)|U\+001B/);
  await page.getByText('11 tokens in 3 sentences').waitFor();
  await textBox().fill('abab');
  await page.getByText('4 tokens in 1 sentence').waitFor();
  await enterText(log);
  await page.getByText('11 tokens in 3 sentences').waitFor();
});
