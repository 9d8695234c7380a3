/** What becomes of the element's text, training and files when its author's program, its article or its reader moves it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LONGEST_WAIT_MS } from '../longest-wait.js';
import { openPage } from './browser.js';
import { article } from './host-pages.js';
import { builtPage } from './site.js';

/** @param {string} attributes @param {string} [before] */
const articleWith = (attributes, before = '') =>
  article(`${before}<rnn-playground language="en" ${attributes}></rnn-playground>`);

const site = builtPage({
  '/plain': articleWith('panels="text,network"'),
  '/below': articleWith(
    'text="abab" loading="eager" autoplay pace="0" panels="network"',
    '<div style="height:5000px"></div>',
  ),
  '/headless': articleWith('text="abab" panels="text,network,loss"'),
  '/words': articleWith('text="the cat,dog sat" unit="words" panels="writing"'),
  '/linked': articleWith('linked cell="gru" panels="text,network,settings"'),
});

/**
 * The element of an article, once it is ready.
 * @param {string} path
 */
async function open(path) {
  const { page, done } = await openPage(site.browser);
  await page.goto(site.address + path);
  const element = await page.evaluateHandle(async () => {
    const one = /** @type {any} */ (document.querySelector('rnn-playground'));
    await customElements.whenDefined('rnn-playground');
    await one.ready;
    return one;
  });
  return { page, done, element };
}

/** Waits in the page. @param {import('playwright-core').JSHandle} element @param {(element: any) => boolean} condition */
const until = (element, condition) =>
  element.evaluate(
    async (one, { source, end }) => {
      const holds = new Function('element', `return (${source})(element)`);
      while (!holds(one)) {
        if (Date.now() > end) throw new Error(`never so: ${source}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    { source: condition.toString(), end: Date.now() + LONGEST_WAIT_MS },
  );

test('a text of 30,000 characters is the element’s text, its attribute and a change', async () => {
  const { done, element } = await open('/plain');
  const text = 'one boat\n'.repeat(3400);
  await element.evaluate((one, given) => {
    one.told = [];
    one.addEventListener('rnn-change', (/** @type {any} */ { detail }) => one.told.push(...detail.settings));
    one.text = given;
  }, text);
  await until(element, (one) => one.told.includes('text'));
  assert.equal(await element.evaluate((one) => one.text), text);
  assert.equal(await element.evaluate((one) => one.getAttribute('text')), text);
  await done();
});

test('a file of 30,000 characters is still the text when the element was out of the document for a while', async () => {
  const { done, element } = await open('/plain');
  const opened = await element.evaluate(async (one) => {
    const storeOf = () => one.shadowRoot.querySelector('rnn-view').store;
    const file = new File(['one boat\n'.repeat(3400)], 'boats.txt');
    await storeOf().openText([{ source: file }], { name: file.name, train: false });
    const { parentElement } = one;
    one.remove();
    while (storeOf()) await new Promise((resolve) => setTimeout(resolve, 50));
    parentElement.append(one);
    await one.start();
    while (!storeOf()?.info) await new Promise((resolve) => setTimeout(resolve, 50));
    return { name: storeOf().long?.name, characters: storeOf().data.long?.summary.characters };
  });
  assert.deepEqual(opened, { name: 'boats.txt', characters: 30_600 });
  await done();
});

test('an element below the window starts eagerly, and trains once it comes into view', async () => {
  const { page, done, element } = await open('/below');
  await page.waitForTimeout(500);
  assert.equal(await element.evaluate((one) => one.status.step), 0);
  await element.evaluate((one) => one.scrollIntoView());
  await until(element, (one) => one.status.step > 0);
  await done();
});

/** @param {import('playwright-core').JSHandle} element @param {string | null} content null: the network’s file @param {string} name */
const drop = (element, content, name) =>
  element.evaluate(
    async (one, file) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([file.content ?? (await one.save())], file.name));
      const panel = one.shadowRoot.querySelector('rnn-text-panel');
      panel.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    },
    { content, name },
  );

test('a network dropped on an element without a header is opened, or it is said why not', async () => {
  const { page, done, element } = await open('/headless');
  await drop(element, 'no network', 'wrong.safetensors');
  await page
    .getByRole('status')
    .getByText(/wrong\.safetensors/)
    .waitFor();
  await element.evaluate((one) => one.train({ epochs: 3 }));
  await drop(element, null, 'right.safetensors');
  await page.getByText(/wrong\.safetensors/).waitFor({ state: 'detached' });
  await until(element, (one) => one.shadowRoot.querySelector('rnn-view').store.lastReset.code !== 'start');
  assert.equal(await element.evaluate((one) => one.status.epoch), 3);
  await done();
});

test('a property of a linked element counts, also where the reader has changed the setting since', async () => {
  const { done, element } = await open('/linked');
  const cells = await element.evaluate((one) => {
    const { store } = one.shadowRoot.querySelector('rnn-view');
    store.setSetting('cell', 'lstm');
    const changed = one.cell;
    one.cell = 'gru';
    return [changed, one.cell];
  });
  assert.deepEqual(cells, ['lstm', 'gru']);
  await done();
});

test('the link to the text leads to the beginning of a long one', async () => {
  const { page, done } = await openPage(site.browser);
  await page.goto(site.address);
  const beginning = page.locator('rnn-text-panel .beginning');
  await page.evaluate(async () => {
    const one = /** @type {any} */ (document.querySelector('rnn-playground'));
    await one.ready;
    one.text = 'one boat\n'.repeat(3400);
  });
  await beginning.waitFor();
  await page
    .getByRole('link', { name: /Skip to the text/i })
    .or(page.getByRole('button', { name: /Skip to the text/i }))
    .first()
    .focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => {
    const panel = document.querySelector('rnn-playground')?.shadowRoot?.querySelector('rnn-text-panel');
    return panel?.shadowRoot?.activeElement?.matches('.beginning');
  });
  await done();
});

test('several files that are edited have no blank line between them that was not there', async () => {
  const { page, done, element } = await open('/plain');
  await element.evaluate(async (one) => {
    const panel = one.shadowRoot.querySelector('rnn-text-panel');
    await panel.openFiles([
      new File(['one boat\n'.repeat(2000)], 'a.txt'),
      new File(['two birds\n'.repeat(2000)], 'b.txt'),
    ]);
  });
  await page.getByRole('button', { name: 'Edit', exact: false }).first().click();
  const box = page.locator('rnn-text-panel .editor textarea');
  await box.waitFor();
  assert.equal(await box.inputValue(), 'one boat\n'.repeat(2000) + 'two birds\n'.repeat(2000));
  await done();
});

test('the bar of the sign for “no space here” is not to be chosen', async () => {
  const { page, done, element } = await open('/words');
  await element.evaluate((one) => one.train({ epochs: 30 }));
  const bars = page.locator('rnn-writing-panel rnn-bars').first();
  const glue = bars.getByRole('button', { name: /no space/i });
  await glue.waitFor();
  assert.equal(await glue.getAttribute('aria-disabled'), 'true');
  assert.ok((await bars.locator('button:not([aria-disabled])').count()) > 0);
  await done();
});
