/** My experiments: opened, renamed, duplicated, deleted and taken back, all forgotten; by keyboard, in both languages. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findings } from './axe.js';
import { openPage } from './browser.js';
import { heldLocks, untilKept } from './kept.js';
import { untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/** Two experiments, the second of them open. @param {import('playwright-core').BrowserContextOptions} [options] */
async function openTwo(options) {
  const opened = await openPage(site.browser, options);
  const { page } = opened;
  for (const text of ['sea+shells', 'red+lorry']) {
    await page.goto(`${site.address}/?${text}#text=${text}&autoplay=false`);
    await untilKept(page);
    await page.evaluate(() =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
        ?.querySelector('rnn-view')
        ?.store.step('epoch', 5),
    );
    await untilStore(page, (store) => store.checkpoint?.step === store.status.step);
    await untilKept(page);
  }
  return opened;
}

/** @param {import('playwright-core').Page} page */
async function openDialog(page, file = 'File', item = /^My experiments/) {
  await page.getByRole('button', { name: file, exact: true }).click();
  await page.getByRole('button', { name: item }).click();
  const dialog = page.locator('rnn-experiments-dialog dialog');
  await dialog.waitFor();
  return dialog;
}

test('the list has each with its curve; the keyboard renames, duplicates, deletes, takes back', async () => {
  const { page, done } = await openTwo();
  const dialog = await openDialog(page);
  const titles = () => dialog.locator('.title').allTextContents();
  assert.deepEqual(await titles(), ['red lorry', 'sea shells']);
  assert.equal(await dialog.getByRole('img', { name: /^Loss curve, ending at \d/ }).count(), 2);
  await dialog.getByText('open here').waitFor();

  await dialog.getByRole('button', { name: /^Rename .*sea shells/ }).press('Enter');
  await page.keyboard.type('By the sea');
  await page.keyboard.press('Enter');
  await dialog
    .getByText('It is called “\u2068By the sea\u2069” now.')
    .or(dialog.getByText(/It is called/))
    .waitFor();
  assert.deepEqual((await titles()).sort(), ['By the sea', 'red lorry']);

  await dialog.getByRole('button', { name: /^Duplicate .*By the sea/ }).press('Enter');
  await dialog.getByText('Copy of By the sea', { exact: true }).waitFor();
  await dialog.getByRole('button', { name: /^Delete .*Copy of By the sea/ }).press('Enter');
  await dialog.getByText('Copy of By the sea', { exact: true }).waitFor({ state: 'detached' });
  await page.keyboard.press('Enter'); // Undo has the focus
  await dialog.getByText('Copy of By the sea', { exact: true }).waitFor();

  await dialog.getByRole('button', { name: /^Open .*Copy of By the sea/ }).press('Enter');
  await untilStore(page, (store) => store.text === 'sea shells' && store.opened && store.status.epoch === 5);
  assert.equal(new URL(page.url()).hash, '');
  await page.goBack();
  await untilStore(page, (store) => store.text === 'red lorry' && store.opened);
  await done();
});

test('Back, pressed while an experiment is only starting, leads back, and each entry of the history keeps its own', async () => {
  const { page, done } = await openTwo();
  const entry = () => page.evaluate(() => history.state.rnnExperiment);
  const first = await entry();
  const dialog = await openDialog(page);
  // The experiment waits for its lock.
  await page.evaluate(heldLocks);
  await dialog.getByRole('button', { name: /^Open .*sea shells/ }).press('Enter');
  const second = await entry();
  assert.notEqual(second, first);
  await page.evaluate(() => history.back());
  await page.waitForFunction((id) => history.state.rnnExperiment === id, first);
  await page.evaluate(() => /** @type {any} */ (globalThis).letGo());
  await untilStore(page, (store) => store.text === 'red lorry' && store.opened && store.experiments);
  await untilKept(page);
  assert.equal(await entry(), first);
  await page.goForward();
  await untilStore(page, (store) => store.text === 'sea shells' && store.opened);
  assert.equal(await entry(), second);
  await done();
});

test('Delete pressed twice deletes once, and Undo brings it back', async () => {
  const { page, done } = await openTwo();
  const dialog = await openDialog(page);
  await dialog.getByRole('button', { name: /^Delete .*sea shells/ }).evaluate((button) => {
    for (let i = 0; i < 2; i++) /** @type {HTMLElement} */ (button).click();
  });
  await dialog.getByText('sea shells', { exact: true }).waitFor({ state: 'detached' });
  assert.deepEqual(await dialog.locator('.title').allTextContents(), ['red lorry']);
  await dialog.getByRole('button', { name: 'Undo' }).click();
  await dialog.getByText('sea shells', { exact: true }).waitFor();
  await done();
});

test('Escape closes the list and the focus goes back to the button; without pointer, axe finds nothing', async () => {
  const { page, done } = await openTwo({ colorScheme: 'dark' });
  const dialog = await openDialog(page);
  assert.deepEqual(await findings(page), []);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(
    await page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.id;
    }),
    'files',
  );
  await done();
});

test('a menu that is closed while the list is on its way stays closed, and the page can be used', async () => {
  const { page, done } = await openTwo();
  /** @type {() => void} */
  let come = () => {};
  const held = new Promise((resolve) => {
    come = () => resolve(undefined);
  });
  const asked = new Promise((resolve) => {
    page.route(/experiments-dialog/, async (route) => {
      resolve(undefined);
      await held;
      await route.continue();
    });
  });
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('button', { name: /^My experiments/ }).click();
  await asked;
  await page.keyboard.press('Escape');
  come();
  await page.waitForFunction(() => customElements.get('rnn-experiments-dialog'));
  // The list is read from the database before it would be shown.
  await untilKept(page);
  await page.getByRole('button', { name: 'Step' }).first().click();
  assert.equal(await page.locator('dialog[open]').count(), 0);
  const dialog = await openDialog(page);
  assert.equal(await dialog.locator('li').count(), 2);
  await done();
});

test('on a Chinese phone the list fits; forgetting everything asks first, and then nothing is left', async () => {
  const { page, done } = await openTwo({ locale: 'zh-CN', viewport: { width: 390, height: 780 } });
  const dialog = await openDialog(page, '文件', /^我的实验/);
  assert.deepEqual(await findings(page), []);
  assert.ok(await dialog.evaluate((element) => element.scrollWidth <= element.clientWidth));
  await dialog.getByRole('button', { name: '全部清除…' }).click();
  await dialog.getByRole('button', { name: '取消' }).click();
  assert.equal(await dialog.locator('li').count(), 2);
  await dialog.getByRole('button', { name: '全部清除…' }).click();
  await dialog.getByRole('button', { name: '全部删除' }).click();
  await dialog.locator('li').first().waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');
  await page.locator('rnn-keep-notice').getByText('在重新打开本页之前').waitFor();
  await page.evaluate(() =>
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
      ?.querySelector('rnn-view')
      ?.store.setText('not kept'),
  );
  await untilStore(page, (store) => store.data.text === 'not kept');
  await page.goto(`${site.address}/?again`);
  await untilStore(page, (store) => store.opened);
  assert.notEqual(
    await page.evaluate(
      () =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view')?.store
          .text,
    ),
    'not kept',
  );
  await done();
});
