/** The element as an author's program uses it: properties, attributes, methods, events, the text's places, loading. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage } from './browser.js';
import { eventually } from './panel-helpers.js';
import { builtPage } from './site.js';

/** @param {string} body */
const article = (body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>An article</title>
  <link rel="icon" href="data:,"><script type="module" src="/rnn-playground.js"></script></head><body>${body}</body></html>`;

const site = builtPage({
  '/plain': article('<rnn-playground text="abab" hidden-size="4" pace="0"></rnn-playground>'),
  '/instrument': article('<rnn-playground text="abab" panels="predictions" pace="0"></rnn-playground>'),
  '/script': article(`<rnn-playground panels="text"><script type="text/plain">
      one two

        three
    </script></rnn-playground>`),
  '/pre': article('<rnn-playground panels="text"><pre>one\n\ntwo</pre></rnn-playground>'),
  '/fenced': article(
    '<rnn-playground panels="text">\n<div class="language-text"><button>Copy</button><pre><code>one\n\n# two\n</code></pre></div>\n</rnn-playground>',
  ),
  '/from': article(
    '<rnn-playground panels="text" text-from="poem"></rnn-playground><script type="text/plain" id="poem">\nred\n\nblue\n</script>',
  ),
  '/nowhere': article('<rnn-playground panels="text" text-from="peom"></rnn-playground>'),
  '/slip': article(
    '<rnn-playground panels="text" learningrate="0.1" foo="1" data-x="1" class="a" v-if="x"></rnn-playground>',
  ),
  '/manual': article(
    '<rnn-playground loading="manual" poster="/poster.svg" text="abab"><p>A picture of it.</p></rnn-playground>',
  ),
  '/poster.svg': '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 4"/>',
  '/headings': article(
    '<h1>Article</h1><rnn-playground language="en" heading-level="3" panels="play,writing,states"></rnn-playground>',
  ),
  '/colors': article(
    '<style>rnn-playground { --rnn-training: rgb(255 0 0); --rnn-radius: 9px } rnn-playground::part(loss) { border: 3px solid blue }</style><rnn-playground text="abab" panels="loss" pace="0"></rnn-playground>',
  ),
  '/early': `<!doctype html><title>Early</title><link rel="icon" href="data:,"><rnn-playground panels="text"></rnn-playground>
    <script>const element = document.querySelector('rnn-playground'); element.text = 'set early'; element.hiddenSize = 5;</script>
    <script type="module" src="/rnn-playground.js"></script>`,
});

/** @param {string} path */
async function opened(path) {
  const { page, done } = await openPage(site.browser);
  /** @type {string[]} */
  const warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await page.goto(site.address + path);
  return { page, done, warnings };
}

/**
 * @template Value
 * @param {import('playwright-core').Page} page
 * @param {(element: any) => Value} use runs in the page
 * @returns {Promise<Awaited<Value>>}
 */
const on = (page, use) =>
  page.evaluate(
    (source) => new Function('element', `return (${source})(element)`)(document.querySelector('rnn-playground')),
    `${use}`,
  );

test('calls made before it has started wait for it; training, steps and the reset are told by status and events', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  const result = await on(page, async (element) => {
    /** @type {string[]} */
    const heard = [];
    for (const type of ['rnn-show', 'rnn-ready', 'rnn-progress', 'rnn-change', 'rnn-error'])
      document.addEventListener(type, () => heard.push(type));
    const end = await element.train({ epochs: 20 });
    const trained = element.status;
    await element.step('epoch', 2);
    const stepped = element.status.epoch;
    await element.reset();
    const ready = (await element.ready) === element;
    return { end, trained, stepped, reset: element.status.epoch, ready, heard };
  });
  assert.deepEqual(result.end, { reason: 'finished', epoch: 20, step: 20 });
  assert.equal(result.trained.epoch, 20);
  assert.ok(result.trained.loss > 0 && result.trained.loss < Math.log(3), `loss ${result.trained.loss}`);
  assert.equal(result.stepped, 22);
  assert.equal(result.reset, 0);
  assert.ok(result.ready);
  assert.equal(result.heard.filter((/** @type {string} */ type) => type === 'rnn-ready').length, 1);
  assert.ok(result.heard.includes('rnn-progress') && !result.heard.includes('rnn-error'), `${result.heard}`);
  assert.ok(result.heard.length < 30, 'not at every update');
});

test('a misspelt limit is refused, and nothing is trained', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  const { message, step } = await on(page, async (element) => ({
    message: await element.train({ epoch: 2 }).catch((/** @type {Error} */ error) => error.message),
    step: element.status.step,
  }));
  assert.equal(message, 'train has no “epoch”: there may be epochs, steps, seconds.');
  assert.equal(step, 0);
});

test('what it predicts sums to one and what it writes is of its text', async (context) => {
  const { page, done } = await opened('/instrument');
  context.after(done);
  const { next, text, again } = await on(page, async (element) => {
    await element.train({ epochs: 200 });
    return {
      next: await element.predict('ab'),
      text: await element.sample('a', { strategy: 'greedy', length: 20 }),
      again: await element.sample('a', { strategy: 'greedy', length: 20 }),
    };
  });
  assert.deepEqual(next.map((/** @type {any} */ { token }) => token).sort(), ['\n', 'a', 'b']);
  const sum = next.reduce((/** @type {number} */ total, /** @type {any} */ { probability }) => total + probability, 0);
  assert.ok(Math.abs(sum - 1) < 1e-6, `${sum}`);
  assert.ok(next[0].probability >= next[1].probability);
  assert.match(text, /^[ab]+$/);
  assert.equal(text, again);
});

test('settings are typed properties, and attributes that follow what the reader changes', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  await on(page, (element) => element.ready);
  assert.deepEqual(
    await on(page, ({ hiddenSize, text, shuffle, cell, panels }) => [
      hiddenSize,
      text,
      shuffle,
      cell,
      panels.includes('play'),
    ]),
    [4, 'abab', false, 'rnn', true],
  );
  await on(page, (element) => {
    element.cell = 'gru';
    element.hiddenSize = 6;
  });
  await eventually(() => page.getByRole('textbox', { name: 'Hidden units', exact: true }).inputValue(), '6');
  await page.getByRole('textbox', { name: 'Hidden units', exact: true }).fill('9');
  await page.keyboard.press('Enter');
  await eventually(() => on(page, (element) => [element.hiddenSize, element.getAttribute('hidden-size')]), [9, '9']);
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('one\n\ntwo');
  await eventually(() => on(page, (element) => element.getAttribute('text')), 'one\n\ntwo');
  const changed = await on(page, async (element) => {
    const event = new Promise((resolve) => element.addEventListener('rnn-change', resolve, { once: true }));
    element.cell = null;
    return /** @type {CustomEvent} */ (await event).detail;
  });
  assert.deepEqual(changed, { settings: ['cell'] });
  assert.equal(await on(page, (element) => element.hasAttribute('cell')), false);
});

test('properties set before the script has come count', async (context) => {
  const { page, done } = await opened('/early');
  context.after(done);
  await on(page, async (element) => {
    while (!element.ready) await new Promise(requestAnimationFrame);
    await element.ready;
  });
  assert.deepEqual(await on(page, ({ text, hiddenSize }) => [text, hiddenSize]), ['set early', 5]);
});

for (const [path, text] of [
  ['/script', 'one two\n\n  three'],
  ['/pre', 'one\n\ntwo'],
  ['/fenced', 'one\n\n# two'],
  ['/from', 'red\n\nblue'],
]) {
  test(`the text of ${path.slice(1)}`, async (context) => {
    const { page, done } = await opened(path);
    context.after(done);
    await on(page, (element) => element.ready);
    assert.equal(await on(page, (element) => element.text), text);
    assert.equal(await page.getByRole('textbox', { name: 'Sentences, one on each line' }).inputValue(), text);
    assert.equal(
      await page
        .locator('pre')
        .isVisible()
        .catch(() => false),
      false,
      'what it was made from is not shown as well',
    );
  });
}

test('a wrong attribute is said once in the console and in the page, with the one that may have been meant', async (context) => {
  const { page, done, warnings } = await opened('/slip');
  context.after(done);
  await page.getByText('There is no attribute “learningrate”. Did you mean “learning-rate”?').waitFor();
  await page.getByText('There is no attribute “foo”.').waitFor();
  await eventually(async () => warnings.length, 2, `${warnings}`);
  const nowhere = await opened('/nowhere');
  context.after(nowhere.done);
  await nowhere.page.getByText('no element with the id “peom”').waitFor();
});

test('loading="manual" shows poster and children and loads nothing until it is pressed', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  /** @type {string[]} */
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.goto(`${site.address}/manual`, { waitUntil: 'networkidle' });
  assert.ok(asked.filter((path) => path.endsWith('.js')).length <= 2, `${asked}`);
  assert.ok(await page.getByText('A picture of it.').isVisible());
  await page.getByRole('button', { name: 'Start' }).press('Enter');
  await page.getByRole('button', { name: 'Train', exact: true }).waitFor();
  assert.equal(await page.getByText('A picture of it.').isVisible(), false);
  assert.equal(await page.getByRole('button', { name: 'Start', exact: true }).count(), 0);
});

test('where its code does not come the children stay, with a sentence and an event', async (context) => {
  const { page } = await openPage(site.browser);
  context.after(() => page.context().close());
  await page.route(/\/view-/, (route) => route.abort());
  await page.addInitScript(() => {
    const heard = Object.assign(window, { heard: /** @type {unknown[]} */ ([]) }).heard;
    document.addEventListener('rnn-error', (event) => heard.push(/** @type {CustomEvent} */ (event).detail.type));
  });
  await page.goto(`${site.address}/pre`);
  await page.getByText('could not be loaded').waitFor();
  assert.ok(await page.locator('pre').isVisible());
  assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).heard), ['loadFailed']);
});

test('the state goes to another element, on another page, with the trained network', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  /** @type {{ state: string, loss: number, later: number }} */
  const { state, loss, later } = await on(page, async (element) => {
    element.text = 'hello\nworld';
    element.cell = 'lstm';
    await element.train({ epochs: 12 });
    const state = await element.getState();
    const { loss } = element.status;
    await element.step('epoch', 3);
    return { state, loss, later: element.status.loss };
  });
  const other = await opened('/instrument');
  context.after(other.done);
  const found = await other.page.evaluate(async (given) => {
    const element = /** @type {any} */ (document.querySelector('rnn-playground'));
    await element.setState(given);
    const { loss, epoch } = element.status;
    const { text, cell } = element;
    await element.step('epoch', 3);
    return { loss, epoch, text, cell, later: element.status.loss };
  }, state);
  assert.deepEqual(found, { loss, epoch: 12, text: 'hello\nworld', cell: 'lstm', later });
  for (const wrong of ['', 'rnn1.', 'rnn1.AAAA', state.slice(0, -9), 'rnn9.AAAA']) {
    const message = await other.page.evaluate(
      (given) =>
        /** @type {any} */ (document.querySelector('rnn-playground'))
          .setState(given)
          .catch((/** @type {Error} */ error) => error.message),
      wrong,
    );
    assert.match(String(message), /no state of a playground, or it is damaged/);
  }
  assert.equal(await on(other.page, (element) => element.text), 'hello\nworld');
});

test('a model’s file goes out and in', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  const result = await on(page, async (element) => {
    await element.train({ epochs: 5 });
    const bytes = await element.save();
    const { loss } = element.status;
    await element.train({ epochs: 5 });
    /** @type {number[][]} */
    const opened = [];
    const address = URL.createObjectURL(new Blob([bytes]));
    for (const source of [new Blob([bytes]), bytes.buffer, new Response(bytes), address, new URL(address)]) {
      await element.train({ epochs: 1 });
      await element.load(source);
      opened.push([element.status.epoch, element.status.loss]);
    }
    /** @type {string[]} */
    const refused = [];
    for (const source of [{}, new Response('', { status: 500 })])
      await element.load(source).catch((/** @type {Error} */ { message }) => refused.push(message));
    return {
      opened,
      loss,
      refused,
      epoch: element.status.epoch,
      link: await element.link({ page: 'https://example.org/page' }),
    };
  });
  assert.deepEqual(result.opened, Array(5).fill([5, result.loss]));
  assert.deepEqual(result.refused, [
    'The model to be loaded must be an ArrayBuffer, a typed array, a Blob, a Response, or an address.',
    'The model at a response could not be loaded: status 500.',
  ]);
  assert.equal(result.epoch, 5);
  assert.match(result.link, /^https:\/\/example\.org\/page#.*text=abab/);
});

test('taken out for long, or cloned, it keeps text and settings', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  await on(page, (element) => element.ready);
  await page.getByRole('textbox', { name: 'Sentences, one on each line' }).fill('typed by hand');
  await eventually(() => on(page, (element) => element.getAttribute('text')), 'typed by hand');
  await on(page, (element) => {
    element.remove();
    Object.assign(window, { element });
  });
  await eventually(async () => page.workers().length, 0, 'it has stopped');
  await page.evaluate(async () => {
    const { element } = /** @type {any} */ (window);
    document.body.append(element, element.cloneNode(true));
    for (const one of /** @type {any} */ (document.querySelectorAll('rnn-playground'))) await one.step('epoch');
  });
  assert.deepEqual(
    await page.evaluate(() =>
      [.../** @type {any} */ (document.querySelectorAll('rnn-playground'))].map((one) => [one.text, one.status.epoch]),
    ),
    [
      ['typed by hand', 1],
      ['typed by hand', 1],
    ],
  );
});

test('its headings stand below those of the article, and nothing of its inside is heard or held outside', async (context) => {
  const { page, done } = await openPage(site.browser);
  context.after(done);
  await page.addInitScript(() => {
    const heard = Object.assign(window, { heard: /** @type {string[]} */ ([]) }).heard;
    const dispatch = EventTarget.prototype.dispatchEvent;
    EventTarget.prototype.dispatchEvent = function (/** @type {Event} */ event) {
      if (event instanceof CustomEvent)
        document.addEventListener(event.type, () => heard.push(event.type), { once: true });
      return dispatch.call(this, event);
    };
  });
  await page.goto(`${site.address}/headings`);
  const at = (/** @type {string} */ name, /** @type {number} */ level) =>
    page.locator(`[aria-level="${level}"]`).getByText(name, { exact: true }).waitFor();
  await at('RNN Playground', 3);
  assert.equal(await page.locator('h1').count(), 1);
  await page.getByRole('navigation', { name: 'Panels' }).getByRole('button', { name: 'Hidden states' }).click();
  await at('Hidden states', 4);
  await on(page, (element) => element.setAttribute('heading-level', '2'));
  await at('Hidden states', 3);
  const heard = await page.evaluate(() => /** @type {any} */ (window).heard);
  assert.deepEqual(
    [...new Set(heard)].filter((/** @type {any} */ type) => !type.startsWith('rnn-')),
    [],
  );
  assert.deepEqual(await on(page, (element) => Object.keys(element)), [], 'no private object is a property');
});

test('the controls that are hidden are not shown, whatever they set', async (context) => {
  const { page, done } = await opened('/plain');
  context.after(done);
  const controls = /** @type {const} */ ([
    ['language_hide', page.getByRole('combobox', { name: 'Language' })],
    // The panel “Step through”, which may have been loaded by now, has a speed of its own.
    ['pace_hide', page.getByRole('group', { name: 'Training', exact: true }).getByRole('combobox', { name: 'Speed' })],
    ['theme_hide', page.getByRole('button', { name: /^Theme/ })],
    ['loss-scale_hide', page.getByRole('button', { name: 'Logarithmic' })],
    ['beginning_hide', page.getByRole('textbox', { name: 'Prompt' })],
    ['text_hide', page.getByRole('textbox', { name: 'Sentences, one on each line' })],
    ['hidden-size_hide', page.getByRole('textbox', { name: 'Hidden units', exact: true })],
  ]);
  for (const [attribute, control] of controls) {
    await control.first().waitFor();
    await page.evaluate((name) => document.querySelector('rnn-playground')?.setAttribute(name, ''), attribute);
    await control.first().waitFor({ state: 'detached' });
  }
});

test('canvases follow the custom properties, and ::part reaches a panel', async (context) => {
  const { page, done } = await opened('/colors');
  context.after(done);
  await on(page, (element) => element.train({ epochs: 20 }));
  await page.waitForFunction(() => {
    const panel = document.querySelector('rnn-playground')?.shadowRoot?.querySelector('rnn-loss-panel');
    const canvas = panel?.shadowRoot?.querySelector('rnn-line-chart')?.shadowRoot?.querySelector('canvas');
    if (!canvas?.width) return false;
    const { data } = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d')).getImageData(
      0,
      0,
      canvas.width,
      canvas.height,
    );
    for (let i = 0; i < data.length; i += 4)
      if (data[i] === 255 && data[i + 1] === 0 && data[i + 3] === 255) return true;
    return false;
  });
  const border = await page.locator('rnn-loss-panel').evaluate((panel) => getComputedStyle(panel).borderTopColor);
  assert.equal(border, 'rgb(0, 0, 255)');
});

test('a second version of the script changes nothing and says so', async (context) => {
  const { page, done, warnings } = await opened('/plain');
  context.after(done);
  await on(page, (element) => element.ready);
  await page.route(/\/v2\//, (route) => route.continue({ url: route.request().url().replace('/v2/', '/') }));
  await page.evaluate(() => import(/** @type {any} */ ('/v2/rnn-playground.js')));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /<rnn-playground> is defined already.*v2.* is not used/);
  assert.equal((await on(page, (element) => element.train({ epochs: 1 }))).reason, 'finished');
});
