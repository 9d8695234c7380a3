/** The builder of code for other pages, as it is used: choices, preview, copying, the keyboard, a phone. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { loadLanguage } from '../../web/i18n/index.js';
import { findings } from './axe.js';
import { openPage } from './browser.js';
import { openUntouched, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @type {Record<string, string>} pasted into an article */
const articles = {};
const site = builtPage(articles);

/** @typedef {import('playwright-core').Page} Page */

/** @param {Page} page */
const dialogOf = (page, name = 'Put it into your own page') => page.getByRole('dialog', { name });

/** Waits until the preview is a network with these settings. @param {Page} page @param {Record<string, unknown>} settings */
const untilPreview = (page, settings) =>
  page.waitForFunction((wanted) => {
    const inside = (/** @type {any} */ root, /** @type {string} */ tag) => root?.shadowRoot?.querySelector(tag);
    const header = inside(document.querySelector('rnn-playground'), 'rnn-page-header');
    const preview = inside(inside(header, 'rnn-embed-builder'), 'rnn-playground');
    return preview?.status && Object.entries(wanted).every(([name, value]) => String(preview[name]) === String(value));
  }, settings);

/** @param {Page} page @param {string} text */
async function openBuilder(page, text = 'say "hi" & <b>\n\n{{ x }}') {
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill(text);
  await untilStore(page, (store) => store.data?.text.includes('{{ x }}'));
  await page.getByRole('button', { name: 'Embed', exact: true }).click();
  await dialogOf(page).waitFor();
}

test('what is chosen is seen in the preview, stands in the code, and works where it is pasted', async () => {
  const { page, done } = await openUntouched(site.browser, site.address, { language: 'en' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await openBuilder(page);
  const dialog = dialogOf(page);
  for (const panel of ['Network', 'Loss', 'Continue a text', 'Lessons', 'Race'])
    await dialog
      .getByRole('group', { name: 'What is shown' })
      .getByRole('checkbox', { name: panel, exact: true })
      .uncheck();
  await dialog.getByText('Controls that are left out').click();
  await dialog.locator('details').getByRole('checkbox', { name: 'Hidden units', exact: true }).first().check();
  await dialog.getByRole('combobox', { name: 'Colors' }).first().selectOption('dark');
  const panels = 'play,predictions,step,states,units,weights,memory,check,flow';
  await untilPreview(page, { text: 'say "hi" & <b>\n\n{{ x }}', theme: 'dark', panels });

  await dialog.getByRole('combobox', { name: 'Code for' }).selectOption('Markdown, on one line');
  await dialog.getByRole('button', { name: 'Copy: In the page' }).click();
  await dialog.getByRole('status').getByText('Copied').waitFor({ state: 'attached' });
  const code = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(code, await dialog.getByRole('textbox', { name: 'In the page' }).inputValue());
  assert.match(
    code,
    /^<script type="module" src="http[^"]*\/rnn-playground\.js"><\/script><rnn-playground [^\n]*<\/rnn-playground>$/,
  );

  articles['/pasted'] =
    `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">${code}`;
  const article = await openPage(site.browser);
  await article.page.goto(`${site.address}/pasted`);
  await article.page.waitForFunction(() => /** @type {any} */ (document.querySelector('rnn-playground'))?.status);
  const found = await article.page.evaluate(() => {
    const { text, theme, panels: shown } = /** @type {any} */ (document.querySelector('rnn-playground'));
    return { text, theme, panels: String(shown) };
  });
  assert.deepEqual(found, { text: 'say "hi" & <b>\n\n{{ x }}', theme: 'dark', panels });
  await article.page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  assert.equal(await article.page.getByRole('textbox', { name: 'Hidden units' }).count(), 0);
  await article.done();
  await done();
});

test('a lesson, and a picture with a button until it is pressed', async () => {
  const { page, done } = await openUntouched(site.browser, site.address, { language: 'en' });
  await openBuilder(page);
  const dialog = dialogOf(page);
  await dialog.getByRole('combobox', { name: 'Begin with a lesson' }).selectOption({ index: 2 });
  await dialog.getByRole('checkbox', { name: /Load nothing until Start is pressed/ }).check();
  const picture = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='90' height='60'/>";
  await dialog.getByRole('textbox', { name: 'Address of a picture to show until then' }).fill(picture);
  const code = dialog.getByRole('textbox', { name: 'In the page' });
  await page.waitForFunction(
    (element) => /** @type {any} */ (element).value.includes('poster='),
    await code.elementHandle(),
  );
  assert.match(await code.inputValue(), / lesson="forward" loading="manual" poster="data&#58;image/);
  // Pressed in the preview, once that begins anew with the picture, it begins with that lesson.
  const preview = dialog.getByRole('region', { name: 'Preview' });
  await preview.locator('rnn-playground[poster]').waitFor();
  await preview.getByRole('button', { name: 'Start' }).click();
  await preview.locator('rnn-lesson-guide').getByText('1 of 5', { exact: true }).waitFor();
  await done();
});

test('where the clipboard refuses, the code is selected to be copied by hand; Escape closes, and the focus goes back', async () => {
  const { page, done } = await openUntouched(site.browser, site.address, { language: 'en' });
  await page.evaluate(() => {
    const refused = { writeText: () => Promise.reject(new DOMException('no', 'NotAllowedError')) };
    Object.defineProperty(navigator, 'clipboard', { value: refused });
  });
  await openBuilder(page);
  const dialog = dialogOf(page);
  await dialog.getByRole('button', { name: 'Copy: In the page' }).press('Enter');
  await dialog.getByRole('alert').getByText('Copy it by hand').waitFor();
  const field = dialog.getByRole('textbox', { name: 'In the page' });
  const { selected, length } = await field.evaluate((element) => {
    const { selectionStart, selectionEnd, value } = /** @type {HTMLTextAreaElement} */ (element);
    return { selected: selectionEnd - selectionStart, length: value.length };
  });
  assert.ok(length > 100);
  assert.equal(selected, length);
  // The page behind does not hear the keys that are pressed here.
  await dialog.getByRole('heading', { name: 'Put it into your own page' }).click();
  await page.keyboard.press(' ');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.equal(
    await page.locator('rnn-page-header').evaluate((header) => header.shadowRoot?.activeElement?.id),
    'embed',
  );
  await untilStore(page, (store) => !store.training);
  await done();
});

test('an address that is none is said beside its field, and there is no code until it is mended', async () => {
  const { page, done } = await openUntouched(site.browser, site.address, { language: 'en' });
  await openBuilder(page);
  const dialog = dialogOf(page);
  const base = dialog.getByRole('textbox', { name: 'Address of the folder with the files' });
  await untilPreview(page, {});
  const preview = await dialog.getByRole('region', { name: 'Preview' }).locator('rnn-playground').elementHandle();
  await base.fill('not an address');
  await dialog.getByText('This is not a web address.').waitFor();
  assert.equal(await base.getAttribute('aria-invalid'), 'true');
  assert.equal(await dialog.getByRole('textbox', { name: 'In the page' }).count(), 0);
  await base.fill('https://files.example/rnn');
  const code = dialog.getByRole('textbox', { name: 'In the page' });
  await code.waitFor();
  assert.match(
    await code.inputValue(),
    /^<script type="module" src="https:\/\/files\.example\/rnn\/rnn-playground\.js">/,
  );
  await base.fill('https://files.example/x"y?v=1#there');
  await page.waitForFunction(
    (element) => /** @type {any} */ (element).value.includes('src="https://files.example/x%22y/rnn-playground.js"'),
    await code.elementHandle(),
  );
  // Where the files are is nothing of the preview's. The builder's own timer, of 400 ms, was set before this one and ends before it.
  const stayed = await preview?.evaluate(async (element) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    return element.isConnected;
  });
  assert.ok(stayed, 'the preview has not begun anew');
  await done();
});

test('the picture has the link in its QR code, and is a PNG', async () => {
  const { page, done } = await openUntouched(site.browser, site.address, { language: 'en' });
  await openBuilder(page);
  const dialog = dialogOf(page);
  await dialog.getByRole('combobox', { name: 'Code for' }).selectOption('A picture with a link');
  const link = await dialog.getByRole('textbox', { name: 'The link' }).inputValue();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Save the picture' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), 'rnn-playground.png');
  const bytes = await readFile(await download.path());
  assert.equal(bytes.subarray(1, 4).toString(), 'PNG');
  // No browser here reads QR codes: the dots of the picture are those of the code of this very link, by the library alone.
  const { encode } = await import('uqr');
  const { data, size } = encode(link, { ecc: 'L', border: 0 });
  const dots = await dialog.getByRole('img', { name: /QR code/ }).evaluate((element, modules) => {
    const canvas = /** @type {HTMLCanvasElement} */ (element);
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    const side = canvas.height - 96;
    const module = Math.floor(side / modules);
    const inset = Math.floor((side - module * modules) / 2);
    const dark = (/** @type {number} */ x, /** @type {number} */ y) =>
      context.getImageData(canvas.width - 48 - side + inset + (x + 0.5) * module, 48 + inset + (y + 0.5) * module, 1, 1)
        .data[0] < 128;
    return Array.from({ length: modules }, (_, y) => Array.from({ length: modules }, (_2, x) => dark(x, y)));
  }, size);
  assert.deepEqual(dots, data);

  await dialog.getByRole('combobox', { name: 'Code for' }).selectOption('HTML, as an element');
  await page.keyboard.press('Escape');
  const noise = Array.from({ length: 1500 }, (_, i) => String.fromCharCode(0x4e00 + ((i * 7919) % 5000))).join('');
  await openBuilder(page, `{{ x }}${noise}`);
  await dialog.getByRole('combobox', { name: 'Code for' }).selectOption('A picture with a link');
  await dialog.getByText('The link is too long for a QR code that can be read').waitFor();
  await done();
});

test('the notebook’s module shows the element with its attributes, and tells of the training', async () => {
  const { page, done } = await openUntouched(site.browser, site.address, { language: 'en' });
  await openBuilder(page);
  const dialog = dialogOf(page);
  await dialog.getByRole('combobox', { name: 'Code for' }).selectOption('A notebook (Jupyter, Colab, VS Code, marimo)');
  const cell = await dialog.getByRole('textbox', { name: 'In the page' }).inputValue();
  const [, module] = /_esm = """([\s\S]*?)"""/.exec(cell) ?? [];
  const [, attributes] = /^RnnPlayground\(attributes=(.*)\)$/m.exec(cell) ?? [];
  articles['/notebook'] =
    '<!doctype html><html lang="en"><title>A notebook</title><link rel="icon" href="data:,"><body>';
  await page.goto(`${site.address}/notebook`);
  const told = await page.evaluate(
    async ([source, given]) => {
      const { default: widget } = await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
      const model = new Map([['attributes', JSON.parse(given)]]);
      const saved = new Promise((resolve) => {
        Object.assign(model, { save_changes: () => model.get('status')?.epoch === 2 && resolve(model.get('status')) });
      });
      document.body.replaceChildren();
      await widget.render({ model, el: document.body });
      const element = /** @type {any} */ (document.querySelector('rnn-playground'));
      await element.train({ epochs: 2 });
      return { status: await saved, text: element.text };
    },
    /** @type {const} */ ([module, attributes]),
  );
  assert.equal(/** @type {any} */ (told.status).epoch, 2);
  assert.equal(told.text, 'say "hi" & <b>\n\n{{ x }}');
  await done();
});

for (const [theme, width, language] of /** @type {const} */ ([
  ['dark', 390, 'en'],
  ['light', 1280, 'zh'],
])) {
  test(`${theme}, ${width} px wide, ${language}: nothing to object to, nothing wider than the window`, async () => {
    const words = await loadLanguage(language, ['embed']);
    const { page, done } = await openUntouched(
      site.browser,
      site.address,
      { language },
      { viewport: { width, height: 844 }, colorScheme: theme },
    );
    // The title and all of the header's buttons stand on one line.
    const middles = await page.locator('rnn-page-header').evaluate((header) =>
      ['.title', '#files', '#share', '#embed'].map((one) => {
        const box = header.shadowRoot?.querySelector(one)?.getBoundingClientRect();
        return box ? box.top + box.height / 2 : Number.NaN;
      }),
    );
    assert.ok(
      middles.every((middle) => Math.abs(middle - middles[0]) < 8),
      `${middles}`,
    );
    await page.getByRole('button', { name: words('page.embed'), exact: true }).click();
    const dialog = dialogOf(page, words('embed.heading'));
    await dialog.waitFor();
    await untilPreview(page, {});
    for (const form of /** @type {const} */ (['hugo', 'picture'])) {
      await dialog.getByRole('combobox', { name: words('embed.form') }).selectOption(form);
      const { scrollWidth, clientWidth } = await dialog.evaluate((element) => ({
        scrollWidth: element.scrollWidth,
        clientWidth: element.clientWidth,
      }));
      assert.ok(scrollWidth <= clientWidth, `${scrollWidth} px in ${clientWidth} px`);
      assert.deepEqual(await findings(page, dialog), []);
    }
    await done();
  });
}
