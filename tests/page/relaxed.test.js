/** The setting `arithmetic: 'relaxed'` on the page: what is loaded for it, and what the form says where it has no effect. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage();

/**
 * The page with this setting, its network trained.
 * @param {string} locale @param {() => void} [before] run in the page before its scripts
 */
async function opened(locale, before) {
  const { page, done } = await openPage(site.browser, { locale });
  /** @type {string[]} */
  const modules = [];
  page.on('request', (request) => {
    const [name] = /engine(-relaxed)?(?=-[^/]*\.wasm$)/.exec(request.url()) ?? [];
    if (name) modules.push(name);
  });
  if (before) await page.addInitScript(before);
  await page.goto(`${site.address}/#arithmetic=relaxed&autoplay=true`);
  await untilStore(page, (store) => (store.status?.step ?? 0) > 0);
  await page.locator('button[aria-controls="form"]').click();
  const field = page.locator('rnn-setting-field', { has: page.locator('option[value="relaxed"]') });
  return { modules, field, done };
}

test('where the browser has relaxed SIMD, the second build is loaded, and computes', async () => {
  const { modules, field, done } = await opened('en-US');
  assert.deepEqual(modules, ['engine', 'engine-relaxed']);
  assert.equal(await field.locator('select').inputValue(), 'relaxed');
  assert.equal(await field.locator('[role=status]').count(), 0);
  await done();
});

for (const [locale, sentence] of [
  ['en-US', 'This browser has no relaxed SIMD: it computes the same digits as everywhere.'],
  ['zh-CN', '这个浏览器不支持 relaxed SIMD，因此仍按各台电脑逐位相同的方式计算。'],
])
  test(`where it has none, the form says so: ${locale}`, async () => {
    const { field, done } = await opened(locale, () => {
      WebAssembly.validate = () => false;
    });
    assert.equal(await field.locator('[role=status]').innerText(), sentence);
    await done();
  });
