/** The page as one file, opened from disk: everything works, and nothing is asked for. The ordinary page says what it lacks. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { LAZY_PANELS } from '../../web/state/panel-names.js';
import { languages, locales, translator } from '../languages.js';
import { closePagesOfFailedTests, launch, openPage, untilAllRight } from './browser.js';
import { dist } from './server.js';

const file = join(dist, 'rnn-playground.html');

/** @type {import('playwright-core').Browser} */
let browser;
closePagesOfFailedTests();
before(async () => {
  browser = await launch();
});
after(() => browser.close());

for (const locale of locales) {
  test(`every panel works, and no other file is read: ${languages[locale].name}`, async () => {
    const { page, done } = await openPage(browser);
    /** @type {string[]} */
    const asked = [];
    page.context().on('request', (request) => asked.push(request.url()));
    await page.goto(`${pathToFileURL(file)}#language=${locale}`);
    await untilAllRight(page, [...(languages[locale].startText ?? '').replace('\n', '')].length);
    const t = translator(locale);
    for (const panel of LAZY_PANELS) {
      const name = t.dynamic(`${panel}.heading`);
      await page.locator('rnn-page-header').getByRole('navigation').getByRole('button', { name, exact: true }).click();
      const shown = page.locator(`rnn-${panel}-panel`);
      await shown.getByRole('heading', { name, exact: true }).waitFor();
      await shown.locator('.body *').first().waitFor();
    }
    await done();
    const others = asked.filter(
      (url) => !/^(data|blob):/.test(url) && url.split('#')[0] !== String(pathToFileURL(file)),
    );
    assert.deepEqual(others, []);
  });
}

test('each part is in it once', async () => {
  const html = await readFile(file, 'utf8');
  // A sentence of each language; the beginning of what is compressed by gzip, the two builds of the WebAssembly; what runs it.
  for (const [part, times] of /** @type {const} */ ([
    ['Sentences, one on each line', 1],
    ['引擎取所选预测中某个词元的 logit', 1],
    ['H4sIAAAAAAA', 2],
    ['WebAssembly.instantiate(', 1],
  ])) {
    assert.equal(html.split(part).length - 1, times, part);
  }
  assert.ok(!/(src|href)="(?!data:)/.test(html.split('<script type="module">')[0]), 'the document refers to nothing');
});

test('the ordinary page, opened from disk, says what it lacks and what to do, in both languages', async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(String(pathToFileURL(join(dist, 'index.html'))));
  for (const sentence of ['Opened from disk, it also needs a server', '从磁盘直接打开时，还需要一个服务器']) {
    assert.equal(await page.getByText(sentence).isVisible(), true, sentence);
  }
  await page.getByRole('link', { name: 'rnn-playground.html' }).first().click();
  await page
    .getByRole('button', { name: 'Train', exact: true })
    .or(page.getByRole('button', { name: 'Pause' }))
    .waitFor();
  await context.close();
});
