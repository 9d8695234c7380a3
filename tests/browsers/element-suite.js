/** The element as an author's program uses it, and links. The same is asked of Chromium in tests/page: element.test.js, links.test.js, share.test.js. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startTextOf } from '../../web/i18n/index.js';
import { assertSameState, elementChecks, stateTaken, trainedState } from '../page/element-checks.js';
import { elementPages, hostileLinks, linkedPages } from '../page/host-pages.js';
import { bits } from '../page/reference-network.js';
import { watchedSite } from './watched.js';

/** @typedef {import('./page.js').Page} Page @typedef {Awaited<ReturnType<typeof watchedSite>>} Server */

/** Losses of each epoch. @param {import('./page.js').Tools} tools @returns {number[]} */
const losses = ({ store }) => [...store.history.trainingLoss];

/** @param {() => Server} site @param {() => Page} page */
const helpers = (site, page) => ({
  show: (/** @type {string} */ path) => page().show(`${site().address}${path}`),
  /** Waits for a sentence on the page. @param {string | RegExp} words */
  untilSaid: (words) =>
    page().until(
      (pattern, { every, textOf }) => every('p').some((one) => new RegExp(pattern).test(textOf(one))),
      words instanceof RegExp ? words.source : words.replace(/[.?]/g, '\\$&'),
    ),
});

/** @param {string} name of the browser @param {() => Page} page */
export function testElement(name, page) {
  /** @type {Server} */
  let site;
  before(async () => {
    site = await watchedSite(elementPages);
  });
  after(() => site.close());
  const { show, untilSaid } = helpers(() => site, page);

  for (const { name: what, path, use, check } of elementChecks) {
    test(`${name}: ${what}`, async () => {
      await show(path);
      await page().until(() => customElements.get('rnn-playground'));
      check(await page().useElement(use));
      assert.deepEqual(await page().pageErrors(), []);
    });
  }

  test(`${name}: settings are typed properties, and attributes that follow what the reader changes`, async () => {
    await show('/plain');
    await page().until(() => customElements.get('rnn-playground'));
    await page().useElement((element) => element.ready);
    await page().useElement((element) => {
      element.cell = 'gru';
    });
    const field = 'rnn-setting-field >> input';
    await page().until(
      (path, { every }) => every(path).some((one) => /** @type {HTMLInputElement} */ (one).value === '4'),
      field,
    );
    await page().evaluate((path, { every }) => {
      const units = /** @type {HTMLInputElement[]} */ (every(path)).find(({ value }) => value === '4');
      if (!units) return;
      units.value = '9';
      units.dispatchEvent(new Event('input', { bubbles: true }));
      units.dispatchEvent(new Event('change', { bubbles: true }));
    }, field);
    await page().until(() => document.querySelector('rnn-playground')?.getAttribute('hidden-size') === '9');
    const now = await page().useElement(({ cell, hiddenSize }) => [cell, hiddenSize]);
    assert.deepEqual(now, ['gru', 9]);
  });

  test(`${name}: a wrong attribute is said once in the console and in the page`, async () => {
    await show('/slip');
    await untilSaid('There is no attribute “learning_rate”. Did you mean “learning-rate”?');
    await untilSaid('There is no attribute “foo”.');
    const said = await page().evaluate(() => /** @type {any} */ (globalThis).pageWarnings);
    assert.equal(said.length, 2, `${said}`);
  });

  test(`${name}: loading="manual" shows poster and children and loads nothing until it is pressed`, async () => {
    await show('/manual');
    const button = () =>
      page().until(() => {
        const { shadowRoot } = /** @type {Element} */ (document.querySelector('rnn-playground'));
        return shadowRoot?.querySelector('button')?.textContent?.trim();
      });
    assert.equal(await button(), 'Start');
    const { scripts, child } = await page().evaluate(() => ({
      scripts: performance.getEntriesByType('resource').filter((one) => one.name.endsWith('.js')).length,
      child: document.querySelector('rnn-playground p')?.getClientRects().length,
    }));
    // The account of troubles, which the test has put there, and the element's two.
    assert.ok(scripts <= 3, `${scripts} scripts`);
    assert.equal(child, 1);
    await page().useElement((element) => element.shadowRoot.querySelector('button').click());
    await page().until(({ every }) => every('rnn-control-bar >> button.train')[0]);
    assert.equal(await page().evaluate(() => document.querySelector('rnn-playground p')?.getClientRects().length), 0);
  });

  test(`${name}: the state goes to another element, on another page, with the trained network`, async () => {
    await show('/plain');
    const made = await page().useElement(trainedState);
    await show('/instrument');
    assertSameState(made, await page().useElement(stateTaken, made.state));
  });

  test(`${name}: taken out, put back and cloned, it keeps text and settings`, async () => {
    await show('/plain');
    const found = await page().useElement(async (element) => {
      await element.ready;
      element.text = 'set by hand';
      await element.step('epoch');
      element.remove();
      // Longer than an element waits that is only moved.
      await new Promise((resolve) => setTimeout(resolve, 300));
      document.body.append(element, element.cloneNode(true));
      const all = [...document.querySelectorAll('rnn-playground')];
      for (const one of /** @type {any[]} */ (all)) await one.step('epoch');
      return /** @type {any[]} */ (all).map(({ text, hiddenSize }) => [text, hiddenSize]);
    });
    assert.deepEqual(found, Array(2).fill(['set by hand', 4]));
  });

  test(`${name}: its headings stand below those of the article, and a hidden control is not there`, async () => {
    await show('/headings');
    const at = (/** @type {string} */ words, /** @type {string} */ level) =>
      page().until(
        (heading, wanted, { every, saying }) => saying(every(`[aria-level="${wanted}"]`), heading),
        words,
        level,
      );
    await at('RNN Playground', '3');
    await at('Hidden states', '4');
    await page().evaluate(({ every }) => every('rnn-states-panel, rnn-panel-slot').at(-1)?.scrollIntoView());
    await page().until(({ every }) => every('rnn-page-header >> select')[0]);
    await page().useElement((element) => element.setAttribute('language_hide', ''));
    await page().until(({ every }) => every('rnn-page-header >> select').length === 0);
  });

  test(`${name}: a second version of the script changes nothing and says so`, async () => {
    await show('/plain');
    await page().useElement((element) => element.ready);
    await page().evaluate(() => import(/** @type {any} */ ('/rnn-playground.js?v2')));
    const said = await page().evaluate(() => /** @type {any} */ (globalThis).pageWarnings);
    assert.match(said.join(), /<rnn-playground> is defined already.* is not used/);
    assert.equal((await page().useElement((element) => element.train({ epochs: 1 }))).reason, 'finished');
  });
}

/** @param {string} name of the browser @param {() => Page} page */
export function testLinks(name, page) {
  /** @type {Server} */
  let site;
  before(async () => {
    site = await watchedSite(linkedPages);
  });
  after(() => site.close());
  const { show, untilSaid } = helpers(() => site, page);
  const untilText = (/** @type {string} */ text) =>
    page().until((wanted, { store }) => store?.info && store.data?.text === wanted, text);

  for (const [what, [hash, sentence]] of Object.entries(hostileLinks)) {
    test(`${name}: a link with ${what}: the default page, with a sentence`, async () => {
      await show(`/#${hash}`);
      await untilText(startTextOf('en') ?? '');
      await untilSaid(sentence);
      assert.deepEqual(await page().pageErrors(), []);
    });
  }

  test(`${name}: names of JavaScript and markup in a link are text and nothing else`, async () => {
    const markup = '<img src=x onerror="window.hit = 1"><script>window.hit = 2</script>';
    await show(`/#${new URLSearchParams({ constructor: 'y', text: markup })}&__proto__[a]=1&__proto__=polluted`);
    await untilText(markup);
    assert.deepEqual(await page().evaluate(() => [/** @type {any} */ ({}).a, 'hit' in window]), [null, false]);
  });

  test(`${name}: another link in the same tab is followed, and the way back`, async () => {
    await show('/#text=first+text&autoplay=false');
    await untilText('first text');
    await page().evaluate(() => {
      location.hash = '#text=second+text&hidden-size=33&autoplay=false';
    });
    await untilText('second text');
    await page().back();
    await untilText('first text');
    assert.deepEqual(await page().pageErrors(), []);
  });

  test(`${name}: of two linked elements the first has the address`, async () => {
    await show('/two#text=from+the+link');
    await page().until(() => customElements.get('rnn-playground'));
    const all = () => /** @type {any[]} */ ([...document.querySelectorAll('rnn-playground')]);
    await page().evaluate(
      (all) => Promise.all(new Function(`return (${all})()`)().map((/** @type {any} */ one) => one.start())),
      `${all}`,
    );
    const untilTexts = (/** @type {string[]} */ ...texts) =>
      page().until(
        (all, wanted) =>
          new Function(`return (${all})()`)()
            .map((/** @type {any} */ { text }) => text)
            .join('|') === wanted,
        `${all}`,
        texts.join('|'),
      );
    await untilTexts('from the link', 'its own');
    await page().evaluate(() => {
      location.hash = '#text=another';
    });
    await untilTexts('another', 'its own');
    assert.deepEqual(await page().pageErrors(), []);
  });

  test(`${name}: a link with N updates makes the same training again: every loss has the same bits`, async () => {
    await show('/#text=hello%0Aworld&cell=gru&seed=3&autoplay=false&pace=0');
    await untilText('hello\nworld');
    await page().evaluate(({ store }) => store.step('epoch', 20));
    const made = await page().evaluate(losses);
    const { step } = await page().useElement(({ status }) => status);
    const link = await page().useElement((element) => element.link({ training: true }));
    assert.equal(new URLSearchParams(new URL(link).hash.slice(1)).get('updates'), String(step));
    await page().show(link);
    await page().until((updates, { store }) => store?.status?.step === updates && !store.training, step);
    assert.deepEqual(bits(await page().evaluate(losses)), bits(made));
  });
}
