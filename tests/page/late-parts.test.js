/** What is loaded later and does not come: a sentence, a way to try again, and another try without being asked. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { eventually, showPanel, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const site = builtPage({
  '/article': `<!doctype html><html lang="en"><title>An article</title><link rel="icon" href="data:,">
    <pre id="words">of the article</pre><rnn-playground text-from="words" panels="play"></rnn-playground>
    <script type="module" src="/rnn-playground.js"></script>`,
});

/**
 * A page on which requests can be made to fail, by a pattern of their addresses; exceptions nobody caught fail the test.
 * @param {(fail: (pattern: RegExp | null) => void, page: import('playwright-core').Page) => Promise<void>} use
 */
async function onBrokenNetwork(use) {
  const context = await site.browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  /** @type {string[]} */
  const uncaught = [];
  page.on('pageerror', (error) => uncaught.push(String(error)));
  /** @type {RegExp | null} */
  let failing = null;
  await context.route('**/*', (route) =>
    failing?.test(route.request().url()) ? route.fulfill({ status: 404, body: '' }) : route.continue(),
  );
  try {
    await use((pattern) => {
      failing = pattern;
    }, page);
  } finally {
    await context.close();
  }
  assert.deepEqual(uncaught, []);
}

test('what a setting does is said at its field once the first screen is at work, and in the next language', async () => {
  await onBrokenNetwork(async (fail, page) => {
    fail(/help-/);
    await page.goto(`${site.address}/#autoplay=false`);
    const field = (/** @type {string} */ name) =>
      page.locator('rnn-setting-field .field').filter({ has: page.getByLabel(name, { exact: true }) });
    await field('Cell').waitFor();
    assert.equal(await field('Cell').getAttribute('title'), null);
    fail(null);
    await field('Cell').and(page.locator('[title^="How the hidden state is carried"]')).waitFor();
    await page.getByRole('combobox', { name: 'Language' }).selectOption('zh');
    await field('循环单元').and(page.locator('[title^="隐藏状态怎样"]')).waitFor();
  });
});

test('an explanation that does not come is said not to have, and is there when it does', async () => {
  await onBrokenNetwork(async (fail, page) => {
    fail(/explanations-/);
    await page.goto(`${site.address}/#autoplay=false`);
    await untilStore(page, (store) => store.info !== null);
    const panel = page.locator('rnn-loss-panel');
    await panel.getByRole('button', { name: 'What am I looking at?' }).click();
    await panel.getByText('could not be loaded').waitFor();
    fail(null);
    await panel.getByText('The loss is the mean cross-entropy').waitFor();
    assert.equal(await panel.getByText('could not be loaded').count(), 0);
  });
});

test('a panel that does not load says so; “Try again” and the connection’s return bring it', async () => {
  await onBrokenNetwork(async (fail, page) => {
    fail(/(race|check)-panel/);
    await page.goto(`${site.address}/#autoplay=false`);
    await untilStore(page, (store) => store.info !== null);
    const race = page
      .locator('rnn-page-header')
      .getByRole('navigation')
      .getByRole('button', { name: 'Race', exact: true });
    await race.click();
    const slot = page.locator('rnn-panel-slot[data-panel=race]');
    await slot.getByText('This panel could not be loaded.').waitFor();
    assert.equal(await slot.getByRole('heading', { name: 'Race' }).isVisible(), true);
    await slot.getByRole('button', { name: 'Try again' }).click();
    await slot.getByText('only loading it again helps').waitFor();
    fail(/check-panel/);
    await slot.getByRole('button', { name: 'Try again' }).click();
    await page.locator('rnn-race-panel').waitFor();

    await page
      .locator('rnn-page-header')
      .getByRole('navigation')
      .getByRole('button', { name: 'Gradient check' })
      .click();
    const check = page.locator('rnn-panel-slot[data-panel=check]');
    await check.getByText('This panel could not be loaded.').waitFor();
    fail(null);
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await page.locator('rnn-check-panel').waitFor();
  });
});

test('a panel is tried again by itself, and speaks the reader’s language', async () => {
  await onBrokenNetwork(async (fail, page) => {
    await page.clock.install();
    fail(/states-panel/);
    await page.goto(`${site.address}/#autoplay=false&language=zh`);
    const slot = page.locator('rnn-panel-slot[data-panel=states]');
    await slot.scrollIntoViewIfNeeded();
    await slot.getByText('这个面板没能加载。网络连接恢复后会自动再试。').waitFor();
    fail(null);
    await page.clock.fastForward(6000);
    await page.locator('rnn-states-panel').waitFor();
  });
});

/** What failed, and is there again: each is asked for while everything that is not loaded yet is refused. */
test('nothing that is loaded later comes: each says so where it was asked for, and comes at the next try', async () => {
  await onBrokenNetwork(async (fail, page) => {
    await page.goto(`${site.address}/#autoplay=false&language=en`);
    await untilStore(page, (store) => store.opened && store.experiments !== null);
    fail(/\/assets\//);
    const header = page.locator('rnn-page-header');
    const notLoaded = 'This part of the page could not be loaded. Check the connection, then try again.';

    await header.getByRole('button', { name: 'File', exact: true }).click();
    await header.getByRole('alert').filter({ hasText: notLoaded }).waitFor();

    await page.getByRole('button', { name: 'Start here' }).click();
    const lesson = page.locator('rnn-lesson-guide');
    await lesson.getByText(notLoaded).waitFor();
    await lesson.getByRole('button', { name: 'Try again' }).click();
    await lesson.getByText(notLoaded).waitFor();

    await page.locator('rnn-loss-panel').getByLabel('Save picture').selectOption('svg');
    await page.locator('rnn-loss-panel').getByRole('alert').filter({ hasText: notLoaded }).waitFor();

    const input = page.locator('rnn-text-panel input[type=file]');
    await input.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('of a file') });
    await page.locator('rnn-text-panel .error').getByText('The file could not be opened').waitFor();

    await header.locator('select').selectOption('zh');
    const language = page.locator('rnn-notices').getByText(/^The page could not be loaded in/);
    await language.waitFor();

    fail(null);
    await input.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('of a file') });
    await untilStore(page, (store) => store.text === 'of a file');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('rnn-loss-panel').getByLabel('Save picture').selectOption('svg'),
    ]);
    assert.match(download.suggestedFilename(), /\.svg$/);
    await header.getByRole('button', { name: 'File', exact: true }).click();
    await page.locator('rnn-file-menu').getByText('Save the network', { exact: true }).waitFor();
    // What the items of the menu need is refused in its turn.
    fail(/\/(export|onnx|experiments-dialog)-/);
    for (const item of ['Export as ONNX', 'My experiments…']) {
      await page.locator('rnn-file-menu').getByRole('button', { name: item }).click();
      await page
        .locator('rnn-file-menu')
        .getByText('A part of the page that this needs could not be loaded.')
        .waitFor();
    }
    fail(null);
    const [onnx] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('rnn-file-menu').getByRole('button', { name: 'Export as ONNX' }).click(),
    ]);
    assert.match(onnx.suggestedFilename(), /\.onnx$/);
    await page.keyboard.press('Escape');

    await lesson.getByRole('button', { name: 'Try again' }).click();
    await lesson.locator('aside').waitFor();
    await lesson.getByRole('button', { name: 'Leave' }).click();
    await page.locator('rnn-notices').getByRole('button', { name: 'Try again' }).click();
    await language.waitFor({ state: 'detached' });
    await untilStore(page, (store) => store.locale === 'zh');
  });
});

test('a menu whose words come after its code has all of them', async () => {
  const { page, done } = await openPage(site.browser);
  /** @type {() => void} */
  let come = () => {};
  const words = new Promise((/** @type {(value?: any) => void} */ resolve) => (come = resolve));
  await page.route(/\/assets\/(files|share|embed)-/, async (route) => {
    await words;
    await route.continue();
  });
  await page.goto(`${site.address}/#autoplay=false&language=en`);
  await untilStore(page, (store) => store.opened && store.experiments !== null);
  const code = page.waitForResponse(/\/assets\/file-menu-/);
  const asked = page.waitForRequest(/\/assets\/files-/);
  await page.locator('rnn-page-header').getByRole('button', { name: 'File', exact: true }).click();
  await Promise.all([asked, (await code).finished()]);
  // The code has run by now.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))));
  come();
  await page.locator('rnn-file-menu').getByText('Save the network', { exact: true }).waitFor();
  await done();
});

test('where the text is kept, a panel that does not come offers to load the page again, and nothing is lost by it', async () => {
  await onBrokenNetwork(async (fail, page) => {
    fail(/race-panel/);
    await page.goto(`${site.address}/#autoplay=false&language=en`);
    await untilStore(page, (store) => store.experiments?.id);
    await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('typed before');
    await untilStore(page, (store) => store.data.text === 'typed before');
    await page
      .locator('rnn-page-header')
      .getByRole('navigation')
      .getByRole('button', { name: 'Race', exact: true })
      .click();
    const slot = page.locator('rnn-panel-slot[data-panel=race]');
    await slot.getByRole('button', { name: 'Try again' }).click();
    await slot.getByText('text, network and training are kept').waitFor();
    fail(null);
    const loaded = page.waitForEvent('load');
    await slot.getByRole('button', { name: 'Load the page again' }).click();
    await loaded;
    await untilStore(page, (store) => store.text === 'typed before');
    await page.locator('rnn-race-panel').waitFor();
  });
});

test('an article whose text is elsewhere waits for the code that reads it', async () => {
  await onBrokenNetwork(async (fail, page) => {
    await page.clock.install();
    fail(/around-/);
    const asked = page.waitForRequest(/around-/);
    await page.goto(`${site.address}/article`);
    await asked;
    fail(null);
    await page.clock.fastForward(6000);
    await untilStore(page, (store) => store.text === 'of the article' && store.info !== null);
  });
});

for (const [what, pattern] of /** @type {const} */ ([
  ['the worker’s script', /\/worker[^/]*\.js/],
  ['the WebAssembly', /\.wasm/],
])) {
  test(`${what} missing: “Try again” and Reset start another worker`, async () => {
    await onBrokenNetwork(async (fail, page) => {
      fail(pattern);
      await page.goto(`${site.address}/#autoplay=false`);
      const alert = page.getByRole('alert').filter({ hasText: 'could not be loaded. Check the connection' });
      await alert.waitFor();
      await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('typed meanwhile');
      await page.getByRole('button', { name: 'Try again' }).click();
      await alert.waitFor();
      // Not while the second attempt is under way: the alert of the first may still stand there.
      await page.getByRole('button', { name: 'Reset', disabled: false }).waitFor();
      fail(null);
      await page.getByRole('button', { name: 'Try again' }).click();
      await untilStore(page, (store) => store.info !== null && store.failure === null);
      await alert.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Train', exact: true }).click();
      await untilStore(page, (store) => store.status.epoch > 0 && store.data.text === 'typed meanwhile');
    });
  });
}

/** Until `mended` is set in the worker it answers such views as the engine does where code of ours throws: see tests/web/recovery.test.js.
 * @param {import('playwright-core').Page} page @param {string} which how their names begin */
async function withFailingViews(page, which) {
  const [worker] = page.workers();
  await worker.evaluate((which) => {
    const state = Object.assign(self, { asked: new Set(), mended: false });
    const post = self.postMessage.bind(self);
    const broken = { error: { type: 'engine', code: 'internal', message: `${which} failed: TypeError` } };
    self.postMessage = (/** @type {any} */ message, /** @type {any} */ ...rest) => {
      const views = message?.update?.views ?? {};
      for (const name of Object.keys(views).filter((one) => one.startsWith(which))) {
        state.asked.add(name);
        if (!state.mended) views[name] = broken;
      }
      post(message, ...rest);
    };
  }, which);
  return worker;
}

for (const { what, where, view, shown, online } of [
  {
    what: 'the score beside Train',
    where: 'rnn-control-bar',
    view: 'evaluate#',
    online: false,
    shown: '.number:text(".")',
  },
  {
    what: 'what the network writes',
    where: 'rnn-continuation',
    view: 'generate#',
    online: true,
    shown: '.text button',
  },
]) {
  test(`${what} cannot be computed: it is said there, once, and ${online ? 'with the connection' : 'by “Try again”'} it is asked for anew`, async () => {
    await onBrokenNetwork(async (_, page) => {
      await page.goto(`${site.address}/#autoplay=false&language=en&panels=controls,writing&text=abab`);
      await untilStore(page, (store) => store.info !== null);
      await page.locator('rnn-continuation .text button').first().waitFor();
      const worker = await withFailingViews(page, view);
      await page.getByRole('button', { name: 'Step', exact: true }).click();
      const alert = page.locator(where).getByRole('alert');
      await alert.getByText('What belongs here could not be computed.').waitFor();
      assert.equal(await page.getByText('What belongs here could not be computed.').count(), 1);
      await worker.evaluate(() => Object.assign(self, { mended: true }));
      if (online) await page.evaluate(() => window.dispatchEvent(new Event('online')));
      else await alert.getByRole('button', { name: 'Try again' }).click();
      await alert.waitFor({ state: 'detached' });
      await page.locator(where).locator(shown).first().waitFor();
    });
  });
}

test('a part that is gone from the server is not asked for again and again', async () => {
  const { page, done } = await openPage(site.browser);
  let asked = 0;
  await page.route(/ngram-lines/, (route) => {
    asked += 1;
    return route.fulfill({ status: 404 });
  });
  await page.goto(`${site.address}/#autoplay=false&held-out=0.3&text=${'abc%0A'.repeat(12)}`);
  await untilStore(page, (store) => store.opened && store.data.heldOut.length > 0);
  const step = () =>
    page.evaluate(() =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
        ?.querySelector('rnn-view')
        ?.store.step('window', 1),
    );
  for (let i = 0; i < 20; i++) await step();
  await eventually(async () => asked > 0, true);
  // Each of these may render the panel, which would ask.
  for (let i = 0; i < 100; i++) await step();
  assert.ok(asked <= 3, `asked for ${asked} times`);
  await done().catch((error) => assert.match(String(error), /404/));
});

test('a panel whose numbers cannot be computed says so above what it last showed; “Try again” asks for them anew', async () => {
  await onBrokenNetwork(async (_, page) => {
    await page.goto(`${site.address}/#autoplay=false&pace=30&text=abab`);
    await untilStore(page, (store) => store.info !== null);
    const worker = await withFailingViews(page, 'trace#');
    // While the panel above still loads, this one may go out of sight, where it asks for nothing and says nothing.
    await showPanel(page, 'step');
    const panel = await showPanel(page, 'states');
    const alert = panel.getByRole('alert');
    await alert.getByText('What belongs here could not be computed.').waitFor();
    const asked = () => worker.evaluate(() => /** @type {any} */ (self).asked.size);
    const before = await asked();
    // By key, and again where the alert was made anew meanwhile.
    const pressed = async (/** @type {string} */ name) => {
      const button = alert.getByRole('button', { name });
      if (await button.count()) await button.press('Enter', { timeout: 1000 });
    };
    await eventually(
      async () => {
        await pressed('Try again');
        return (await asked()) > before;
      },
      true,
      'asked under another name',
    );
    await page.evaluate(() =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
        ?.querySelector('rnn-view')
        ?.store.setSetting('language', 'zh'),
    );
    await alert.getByText('这里的内容没能算出来').waitFor();
    await worker.evaluate(() => Object.assign(self, { mended: true }));
    await eventually(async () => {
      await pressed('再试一次');
      return alert.count();
    }, 0);
    await untilStore(page, (store) => store.view('states/trace')?.value !== undefined);
    await panel.locator('.kept:not([inert]) svg, .kept:not([inert]) canvas').first().waitFor();
  });
});

test('no worker can be made: the reader is told why in the page’s language, without the browser’s English', async () => {
  await onBrokenNetwork(async (_, page) => {
    await page.addInitScript(() => {
      const { Worker } = window;
      /** @type {any} */ (window).Worker = class extends Worker {
        constructor(/** @type {string | URL} */ url, /** @type {WorkerOptions} */ options) {
          if (!(/** @type {any} */ (window).allowed))
            throw new DOMException("Failed to construct 'Worker'", 'SecurityError');
          super(url, options);
        }
      };
    });
    await page.goto(`${site.address}/#autoplay=false&language=zh`);
    const alert = page.getByRole('alert').filter({ hasText: '浏览器不允许这个页面启动计算引擎' });
    await alert.waitFor();
    const sentence = await alert.locator('p').textContent();
    assert.ok(!/Failed|construct|刷新|保留/.test(sentence ?? ''), sentence ?? '');
    await page.evaluate(() => Object.assign(window, { allowed: true }));
    await page.getByRole('button', { name: '再试一次' }).click();
    await untilStore(page, (store) => store.info !== null && store.phase === 'idle');
  });
});
