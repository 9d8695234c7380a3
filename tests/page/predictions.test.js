/**
 * The whole distribution at a character, and the arithmetic that made a share: on hover, focus, press and tap. Expected
 * probabilities: the same network, trained in Node.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { translator } from '../languages.js';
import { MAX_CELLS_PER_FRAME } from '../../web/panels/predictions/incremental-rows.js';
import { builtPage } from './site.js';
import {
  atRest,
  eventually,
  openPlayground,
  panelOf,
  referenceModel,
  t,
  trainOnPage,
  untilStore,
} from './panel-helpers.js';

/** @typedef {import('playwright-core').Page} Page */

const site = builtPage();

const epochs = 20;

/** @param {Partial<import('../../web/state/settings.js').Settings>} [settings] @param {import('playwright-core').BrowserContextOptions} [options] */
async function opened(settings, options) {
  const { page, done } = await openPlayground(site.browser, site.address, settings, options);
  await trainOnPage(page, epochs);
  const panel = panelOf(page, 'predictions', translator(settings?.language === 'zh' ? 'zh' : 'en'));
  const cell = (/** @type {number} */ i) => panel.locator('rnn-prediction-rows button').nth(i);
  await eventually(async () => {
    // Again and again: what still loads above may move it out of sight.
    await panel.scrollIntoViewIfNeeded();
    return (await cell(0).locator('.predicted').textContent())?.trim() !== '';
  }, true);
  return { page, panel, cell, done };
}

/** @param {Page} page */
const isOpen = (page) =>
  page.locator('rnn-predictions-panel [popover]').evaluate((box) => box.matches(':popover-open'));

/** @param {Page} page */
const focused = (page) =>
  page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return `${element?.localName} ${element?.getAttribute('data-position') ?? ''}`.trim();
  });

/** The token whose share is worked out, and the line that does it. @param {import('playwright-core').Locator} where */
async function workedOut(where) {
  const row = where.locator('rnn-arithmetic tr.chosen');
  const [token, ...numbers] = await row.locator('th, td').allTextContents();
  return {
    token: token.trim(),
    share: numbers.at(-1),
    line: await where.locator('rnn-arithmetic .fraction').innerText(),
  };
}

test('resting on a character previews all its candidates, pointing at one works its share out; leaving closes it', async (context) => {
  const { page, panel, cell, done } = await opened();
  const { model, data } = await referenceModel(context, {}, epochs);
  const { order, probabilities } = await model.distribution({ sequence: 0, position: 2 });
  await cell(2).hover();
  await panel.locator('rnn-bars').waitFor();
  const bars = panel.locator('rnn-bars li');
  assert.equal(await bars.count(), order.length, 'every token has a bar');
  assert.deepEqual(
    await panel.locator('rnn-bars .text').allTextContents(),
    Array.from(order, (id) => t.format.probability(probabilities[id])),
  );
  assert.equal(
    await panel.locator('rnn-bars').evaluate((list) => list.clientHeight < 10 * 40),
    true,
    'some eight in sight',
  );

  for (const place of [3, 10]) {
    await bars.nth(place).locator('button').hover();
    const token = await bars.nth(place).locator('.label > :first-child, .label:not(:has(*))').first().textContent();
    const share = t.format.number(probabilities[order[place]]);
    await eventually(async () => (await workedOut(panel)).share, share);
    assert.ok((await workedOut(panel)).token.startsWith(token ?? '?'));
    assert.ok((await workedOut(panel)).line.startsWith(share));
    assert.equal(data.vocabulary.token(order[place])[0], data.vocabulary.token(order[place]) === '\n' ? '\n' : token);
  }
  await page.mouse.move(2, 2);
  await eventually(() => isOpen(page), false);
  await done();
});

test('passing over characters opens nothing; a press pins, another one closes; no mouse, no preview', async () => {
  const { page, panel, cell, done } = await opened();
  await cell(1).hover();
  await cell(2).hover();
  await page.mouse.move(2, 2);
  await page.waitForTimeout(500);
  assert.equal(await isOpen(page), false);

  await cell(3).click();
  await panel.locator('rnn-bars').waitFor();
  await page.mouse.move(2, 2);
  await page.waitForTimeout(700);
  assert.equal(await isOpen(page), true, 'what was pressed stays');
  await cell(1).hover();
  await page.waitForTimeout(500);
  assert.equal(await cell(3).getAttribute('aria-expanded'), 'true');
  await cell(3).click();
  await eventually(() => isOpen(page), false);
  await cell(3).click();
  await eventually(() => isOpen(page), true);
  await cell(0).click();
  await eventually(() => cell(0).getAttribute('aria-expanded'), 'true');
  await page.mouse.click(2, 2);
  await eventually(() => isOpen(page), false);
  await done();
});

test('with the keyboard the open popover goes along; Escape gives the focus back from inside', async () => {
  const { page, panel, cell, done } = await opened();
  await cell(0).focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForTimeout(400);
  assert.equal(await isOpen(page), false, 'moving opens nothing by itself');
  await page.keyboard.press('Enter');
  await eventually(() => isOpen(page), true);
  await page.keyboard.press('ArrowRight');
  await eventually(() => cell(2).getAttribute('aria-expanded'), 'true');
  await panel.getByText(t('predictions.after', { text: '你好李' }), { exact: true }).waitFor();

  // Into the bars: each that has the focus is worked out.
  // First the temperature, then the bars.
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'input');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'button');
  const first = (await workedOut(panel)).token;
  await page.keyboard.press('ArrowDown');
  await eventually(async () => (await workedOut(panel)).token !== first, true);
  assert.equal(await isOpen(page), true);
  await page.keyboard.press('Escape');
  await eventually(() => isOpen(page), false);
  assert.equal(await focused(page), 'button 2');

  // A preview goes when the focus goes.
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowLeft');
  await eventually(() => cell(1).getAttribute('aria-expanded'), 'true');
  await page.keyboard.press('Shift+Tab');
  await eventually(() => isOpen(page), false);
  await done();
});

test('a list of many tokens renders only what is in sight, and the arrow keys go through it', async () => {
  const text = Array.from({ length: 60 }, (_, i) => String.fromCodePoint(0x4e00 + 7 * i)).join('');
  const { page, panel, cell, done } = await opened({ text });
  await cell(0).click();
  const bars = panel.locator('rnn-bars');
  await bars.waitFor();
  assert.ok((await bars.locator('li').count()) < 20);
  assert.equal(await bars.locator('li').first().getAttribute('aria-setsize'), '61');
  const scroll = bars.locator('.scroll');
  await scroll.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await bars.locator('li[aria-posinset="61"]').waitFor();
  await scroll.evaluate((list) => list.scrollTo(0, 0));
  await bars.locator('li[aria-posinset="1"] button').focus();
  for (let i = 0; i < 25; i++) await page.keyboard.press('ArrowDown');
  await eventually(() => bars.locator('li:has(button:focus)').getAttribute('aria-posinset'), '26');
  await done();
});

test('in the beginning of one’s own, too, pointing at a bar works its share out, and ⏎ is a sign everywhere', async () => {
  const { page, done } = await opened();
  const panel = panelOf(page, 'writing');
  const bars = panel.locator('rnn-bars').first();
  await bars.locator('button').nth(5).hover();
  const token = await bars.locator('.label').nth(5).textContent();
  await eventually(async () => (await workedOut(panel)).token[0], token?.trim()[0]);
  await bars.locator('button').nth(1).focus();
  const second = await bars.locator('.label').nth(1).textContent();
  await eventually(async () => (await workedOut(panel)).token[0], second?.trim()[0]);

  await panel.locator('rnn-continuation .text button').first().click();
  const alternatives = panel.locator('rnn-continuation rnn-bars');
  await alternatives.waitFor();
  const end = alternatives.locator('.bar', { hasText: t.token('\n') });
  assert.equal(await end.locator('.label > [aria-hidden]').textContent(), '⏎');
  const edges = await alternatives
    .locator('.track')
    .evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().left));
  assert.equal(new Set(edges).size, 1, 'all bars begin at the same edge');
  await done();
});

test('a candidate pressed when another network is just there, its bars not yet, is the token that stands on it', async () => {
  const { page, done } = await opened({ beginning: 'ab' });
  const bars = panelOf(page, 'writing').locator('rnn-bars').first();
  const pressed = await bars.locator('button').evaluateAll(
    (buttons, [end]) =>
      new Promise((resolve) => {
        const store = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector(
          'rnn-view',
        ).store;
        const button = /** @type {HTMLElement} */ (
          buttons.find((one) => !['a', end].includes(one.querySelector('.label')?.textContent?.trim() ?? ''))
        );
        const token = button.querySelector('.label')?.textContent?.trim();
        store.subscribe(
          (/** @type {any} */ { data }) => ({ data }),
          () => {
            button.click();
            resolve(token);
          },
        );
        // A vocabulary of one letter: no other token has its place in it.
        store.setText('aaaa');
      }),
    ['⏎'],
  );
  await untilStore(page, (store) => store.data?.vocabulary.size <= 2 && store.settings.beginning !== 'ab');
  const beginning = await page.evaluate(
    () =>
      /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view').store
        .settings.beginning,
  );
  assert.equal(beginning, `ab${pressed}`);
  await done();
});

test('the popover follows its character when the page scrolls, and closes when that is out of sight', async () => {
  const { page, panel, cell, done } = await opened({}, { viewport: { width: 1440, height: 700 } });
  await cell(2).click();
  await panel.locator('rnn-bars').waitFor();
  const apart = async () => {
    const [box, anchor] = await Promise.all([panel.locator('[popover]').boundingBox(), cell(2).boundingBox()]);
    return box && anchor ? [Math.round(box.x - anchor.x), Math.round(box.y - anchor.y)] : null;
  };
  await atRest(panel.locator('[popover]'));
  const anchor = await cell(2).boundingBox();
  await page.evaluate(() => scrollBy(0, 40));
  await eventually(async () => Math.round(((await cell(2).boundingBox())?.y ?? 0) - (anchor?.y ?? 0)), -40);
  const scrolled = await apart();
  await page.evaluate(() => dispatchEvent(new Event('resize')));
  assert.deepEqual(await apart(), scrolled, 'it is where it would be put anew');
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await eventually(() => isOpen(page), false);
  await done();
});

for (const width of [390, 360])
  for (const language of /** @type {const} */ (['en', 'zh']))
    test(`on a phone of ${width} px the arithmetic and a row of five fit, whatever the probabilities: ${language}`, async () => {
      const options = { viewport: { width, height: 844 }, hasTouch: true, isMobile: true };
      const { page, panel, cell, done } = await opened({ language }, options);
      await cell(2).tap();
      await panel.locator('rnn-bars').waitFor();
      const fits = async (/** @type {import('playwright-core').Locator} */ where) => {
        const table = where.locator('rnn-arithmetic .scroll');
        if (!(await table.isVisible())) await where.locator('details:has(rnn-arithmetic) > summary').first().tap();
        return table.evaluate((box) => box.scrollWidth <= box.clientWidth);
      };
      assert.ok(await fits(panel), 'the table in the popover is cut off');
      assert.equal(
        await panel.locator('rnn-arithmetic thead th').count(),
        4,
        'at temperature 1 there is no column for it',
      );
      const [box, anchor] = await Promise.all([panel.locator('[popover]').boundingBox(), cell(2).boundingBox()]);
      assert.ok(
        box && anchor && (box.y + box.height <= anchor.y || box.y >= anchor.y + anchor.height),
        'over its own character',
      );
      await page.keyboard.press('Escape');

      const writing = panelOf(page, 'writing', translator(language));
      await writing.scrollIntoViewIfNeeded();
      await writing.locator('rnn-bars').first().waitFor();
      assert.ok(await fits(writing), 'the table under one’s own beginning is cut off');
      await page.evaluate(() =>
        /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          ?.querySelector('rnn-view')
          ?.store.setSetting('temperature', 0.7),
      );
      const continuation = page.locator('rnn-continuation');
      await continuation.locator('.text button').first().tap();
      await continuation.locator('rnn-arithmetic').waitFor();
      await eventually(() => continuation.locator('rnn-arithmetic thead th').count(), 5);
      assert.ok(await fits(continuation), 'the table with the temperature is cut off');
      await page.keyboard.press('Escape');

      const heights = await page.evaluate(async () => {
        const rows = /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot
          .querySelector('rnn-predictions-panel')
          .shadowRoot.querySelector('rnn-prediction-rows');
        await rows.updateComplete;
        const height = () => rows.shadowRoot.querySelector('.row').getBoundingClientRect().height;
        const before = height();
        rows.rows = rows.rows.map((/** @type {any} */ row) => ({ ...row, probabilities: row.given.map(() => 0.9999) }));
        await rows.updateComplete;
        return { before, after: height() };
      });
      assert.equal(await cell(4).locator('.number').textContent(), '99.9%');
      assert.equal(heights.after, heights.before, 'the row has become higher');
      const tops = await panel
        .locator('rnn-prediction-rows .row')
        .first()
        .locator('button')
        .evaluateAll((cells) => cells.map((one) => one.getBoundingClientRect().top));
      assert.equal(new Set(tops).size, 1, 'five characters on one line');
      await done();
    });

test('the focus ring of a prediction is not cut off', async () => {
  const { page, cell, done } = await opened();
  await cell(0).focus();
  await page.keyboard.press('ArrowRight');
  const room = await cell(1).evaluate((button) => {
    const host = /** @type {ShadowRoot} */ (button.getRootNode()).host;
    const [own, clip] = [button.getBoundingClientRect(), host.getBoundingClientRect()];
    return [own.top - clip.top, own.left - clip.left];
  });
  // 2 px wide, 2 px away.
  assert.ok(
    room.every((space) => space >= 4),
    `${room}`,
  );
  await done();
});

test('while training, new answers to many characters come in part by part, a part a frame', async () => {
  const text = Array.from({ length: 40 }, (_, line) =>
    Array.from({ length: 6 }, (_, i) => String.fromCodePoint(0x4e00 + line * 7 + i * i)).join(''),
  ).join('\n');
  const { page, panel, done } = await opened({ text });
  assert.equal(await panel.locator('rnn-prediction-rows button').count(), 240);
  await page.locator('rnn-control-bar button.train').click();
  const perFrame = await panel.locator('rnn-prediction-rows').evaluate(async (rows) => {
    /** @type {Set<Element>} */
    let changed = new Set();
    const observer = new MutationObserver((records) => {
      for (const { target } of records) {
        const cell = (target instanceof Element ? target : target.parentElement)?.closest('button');
        if (cell) changed.add(cell);
      }
    });
    observer.observe(/** @type {ShadowRoot} */ (rows.shadowRoot), {
      ...{ subtree: true, childList: true, characterData: true },
      attributes: true,
    });
    const counts = [];
    const seen = new Set();
    while (counts.length < 400 && seen.size < 240) {
      await new Promise((resolve) => requestAnimationFrame(resolve));
      counts.push(changed.size);
      for (const cell of changed) seen.add(cell);
      changed = new Set();
    }
    return { most: Math.max(...counts), seen: seen.size };
  });
  assert.ok(perFrame.most > 0 && perFrame.most <= MAX_CELLS_PER_FRAME, `${perFrame.most} cells in one frame`);
  assert.equal(perFrame.seen, 240, 'all of them in turn');
  await done();
});

test('an open popover stays open when the element is moved in the document, and Escape and a press go on closing it', async () => {
  const { page, cell, done } = await opened();
  await cell(1).click();
  await eventually(() => isOpen(page), true);
  const move = () =>
    page.evaluate(() => {
      const place = document.body.appendChild(document.createElement('main'));
      place.append(/** @type {Element} */ (document.querySelector('rnn-playground')));
    });
  await move();
  await eventually(() => isOpen(page), true);
  await page.keyboard.press('Escape');
  await eventually(() => isOpen(page), false);
  await cell(2).click();
  await eventually(() => isOpen(page), true);
  await done();
});

test('the temperature slider moves bars and table, here and under one’s own beginning, by key and by finger', async (context) => {
  const { page, panel, cell, done } = await opened({}, { hasTouch: true });
  const { model } = await referenceModel(context, {}, epochs);
  const writing = panelOf(page, 'writing');
  await writing.locator('rnn-bars').first().waitFor();
  /** What stands on screen must be what the engine gives at that temperature. @param {number} temperature */
  const isAt = async (temperature) => {
    const expected = await Promise.all([
      model.distribution({ sequence: 0, position: 2, temperature }),
      model.distribution({ sequence: 0, position: 0, temperature }),
    ]);
    for (const [i, where] of [panel, writing].entries()) {
      const { order, probabilities, scaled } = expected[i];
      const ids = Array.from(order);
      await eventually(
        async () => (await where.locator('rnn-bars').first().locator('.text').allTextContents()).slice(0, 6),
        ids.slice(0, 6).map((id) => t.format.probability(probabilities[id])),
        `bars at T = ${temperature}`,
      );
      const rows = where.locator('rnn-arithmetic').first().locator('tbody tr');
      const cells = (await rows.first().locator('td').allTextContents()).slice(1);
      assert.deepEqual(
        [cells[0], cells.at(-1)],
        [t.format.number(scaled[ids[0]]), t.format.number(probabilities[ids[0]])],
      );
    }
  };
  await cell(2).tap();
  await panel.locator('rnn-bars').waitFor();
  const slider = panel.getByRole('slider', { name: 'Temperature' });
  await slider.focus();
  for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowLeft');
  await eventually(() => slider.getAttribute('aria-valuetext'), 'T = 0.5');
  await isAt(0.5);
  const { x, y, width, height } = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.touchscreen.tap(x + width - 2, y + height / 2);
  await eventually(() => slider.getAttribute('aria-valuetext'), 'T = 3');
  await isAt(3);
  await panel.getByRole('button', { name: 'back to 1' }).tap();
  await eventually(() => panel.locator('rnn-arithmetic thead th').count(), 4);
  await done();
});
