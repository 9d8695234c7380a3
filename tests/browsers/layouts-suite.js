/** The element in layouts of every kind. The same is asked of Chromium in tests/page: layouts.test.js and hosts.test.js. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertRoomTaken, look, setOpen, widthsInFrame } from '../page/host-checks.js';
import { boxTrials, inheritingPages, layoutPages } from '../page/host-pages.js';
import { watchedSite } from './watched.js';

/** @type {(trial: typeof boxTrials[number], tools: import('./page.js').Tools) => ReturnType<typeof widthsInFrame>} */
const widths = widthsInFrame;

/** @type {(open: boolean, tools: import('./page.js').Tools) => void} */
const setOpenNow = setOpen;

/** @typedef {import('./page.js').Page} Page @typedef {Awaited<ReturnType<typeof watchedSite>>} Server */

/**
 * What every part looks like once nothing moves any more: parts come one after the other.
 * @param {string} source of `look` @param {import('./page.js').Tools} _tools
 */
async function lookAtRest(source, _tools) {
  const look = new Function(`return (${source})()`);
  scrollTo(0, 0);
  let now = look();
  for (let still = 0; still < 5; still += 1) {
    await new Promise((resolve) => setTimeout(resolve, 60));
    const before = now;
    now = look();
    if (now.join() !== before.join()) still = 0;
  }
  return now;
}

const light = 'rgb(251, 250, 248)';
const dark = 'rgb(16, 18, 22)';

/** @param {string} name of the browser @param {() => Page} page @param {(medium: 'print' | '') => Promise<void>} setMedium */
export function testLayouts(name, page, setMedium) {
  /** @type {Server} */
  let site;
  before(async () => {
    site = await watchedSite({ ...layoutPages, ...inheritingPages });
  });
  after(() => site.close());

  const show = (/** @type {string} */ path) => page().show(`${site.address}${path}`);
  const untilShown = () => page().until(({ within }) => within('predictions', '.row').length > 0);
  const background = () => page().useElement((element) => getComputedStyle(element).backgroundColor);

  test(`${name}: in every kind of box it is as wide as there is room for, and nothing hangs out`, async () => {
    await show('/around');
    for (const trial of boxTrials) {
      const measured = await page().evaluate(widths, trial);
      assertRoomTaken(trial, measured);
    }
    assert.deepEqual(await page().pageErrors(), []);
  });

  for (const [what, path] of [
    ['part', '/details.html'],
    ['tab', '/tabs.html'],
  ])
    test(`${name}: in a closed ${what} it waits, in an open one it trains`, async () => {
      await show(path);
      const steps = () => page().useElement((element) => element.status?.step ?? -1);
      assert.equal(await steps(), -1);
      const open = (/** @type {boolean} */ now) => page().evaluate(setOpenNow, now);
      await open(true);
      await page().until(() => /** @type {any} */ (document.querySelector('rnn-playground')).status?.step > 3);
      await open(false);
      await page().until(async () => {
        const { status } = /** @type {any} */ (document.querySelector('rnn-playground'));
        await new Promise((resolve) => setTimeout(resolve, 400));
        return /** @type {any} */ (document.querySelector('rnn-playground')).status.step === status.step;
      });
      const closed = await steps();
      await open(true);
      await page().until(
        (before) => /** @type {any} */ (document.querySelector('rnn-playground')).status.step > before,
        closed,
      );
    });

  test(`${name}: in a dialog it starts when the dialog opens`, async () => {
    await show('/dialog.html');
    await page().press(({ every }) => every('body > button')[0]);
    await untilShown();
    const { width } = await page().useElement((element) => element.getBoundingClientRect());
    assert.ok(width > 600, `${width} px`);
  });

  test(`${name}: a program’s training goes on out of view`, async () => {
    await show('/far.html');
    await page().until(() => 'train' in /** @type {any} */ (document.querySelector('rnn-playground')));
    assert.equal((await page().useElement((element) => element.train({ epochs: 7 }))).epoch, 7);
  });

  test(`${name}: colors and language are those of the article around it`, async () => {
    await show('/dark.html');
    await untilShown();
    assert.equal(await background(), dark);
    await page().evaluate(() => {
      document.body.style.background = 'white';
    });
    await page().until(
      (color) =>
        getComputedStyle(/** @type {Element} */ (document.querySelector('rnn-playground'))).backgroundColor === color,
      light,
    );
    await show('/zh.html');
    await page().until(({ every, saying }) => saying(every('rnn-control-bar >> button.train'), '训练'));
  });

  test(`${name}: on paper an element that nobody has come to leaves its children and no empty room`, async () => {
    await show('/paper.html');
    const height = () => page().useElement((element) => element.getBoundingClientRect().height);
    await page().until(() => customElements.get('rnn-playground'));
    assert.ok((await height()) > 500);
    await setMedium('print');
    await page().until(() => {
      const element = /** @type {HTMLElement} */ (document.querySelector('rnn-playground'));
      const text = element.querySelector('p')?.getBoundingClientRect();
      return element.getBoundingClientRect().height < 100 && text && text.height > 0;
    });
    await setMedium('');
    await show('/#language=en&autoplay=false&theme=dark');
    await page().until(({ every }) => every('rnn-control-bar >> button.train')[0]);
    await setMedium('print');
    const scheme = await page().useElement((element) => getComputedStyle(element).colorScheme);
    await setMedium('');
    assert.equal(scheme, 'light');
  });

  test(`${name}: under a sticky header of the site the controls stay in sight`, async () => {
    await show('/sticky.html');
    await untilShown();
    await page().until(({ every }) => {
      scrollTo(0, 1500);
      const top = every('rnn-control-bar')[0].getBoundingClientRect().top;
      return top >= 64 && top < 90;
    });
  });

  test(`${name}: whatever an article hands on to its text, every part is drawn as in a plain one`, async () => {
    const found = [];
    for (const path of Object.keys(inheritingPages)) {
      await show(path);
      await untilShown();
      await page().until(({ within }) => {
        scrollTo(0, 1e5);
        return within('step', 'math').length > 0;
      });
      found.push(await page().evaluate(lookAtRest, `${look}`));
    }
    const [plain, ...others] = found;
    assert.ok(plain.length > 200, `${plain.length} parts`);
    for (const other of others) assert.deepEqual(other, plain);
  });
}
