/**
 * Random acts of a reader: buttons pressed, choices made, texts and numbers typed, keys, scrolling, windows of other widths, one after
 * the other without waiting. No exception, nothing wider than the window, an engine at work in the end. The seed is in the name of a
 * run; more of them by the variables SEED and ACTS.
 */
import { test } from 'node:test';
import { chance } from '../engine/faulty-port.js';
import { openPage } from './browser.js';
import { eventually, untilStore } from './panel-helpers.js';
import { builtPage } from './site.js';

const FIRST_SEED = Number(process.env.SEED ?? 1);
const ACTS = Number(process.env.ACTS ?? 60);
const WIDTHS = [1280, 390];

const site = builtPage();

const TEXTS = [
  ...[
    '',
    'a',
    'aaaa',
    'ab\n\n\ncd',
    '你好\n李焕英',
    'שלום עולם\nabc',
    '👩‍👩‍👧👩‍👩‍👧',
    '\t\n  \n',
    'a\u0301\u0301b',
    '<b>&amp;</b>',
  ],
  ...['x'.repeat(3000), 'The quick brown fox.\n'.repeat(200), 'no\rno\r\nyes', '\ud800', 'line '.repeat(6000)],
];
const NUMBERS = ['', '0', '-1', '1e9', '0.5', '3', '16', 'abc', '1e-30', '007', '１２', '0,01', 'NaN'];
const KEYS = ['Escape', 'ArrowRight', 'ArrowLeft', 'ArrowDown', 'Enter', ' ', 'Tab', 'Home', 'End', 'Control+z'];

/**
 * Does something with one of the things on the page that a reader can use.
 * @param {{ dice: readonly number[], texts: readonly string[], numbers: readonly string[] }} given dice: from 0 to 1
 * @returns {string} what has been done
 */
function act({ dice: [kind, which, what, where], texts, numbers }) {
  /** @type {any[]} */
  const usable = [];
  const visit = (/** @type {ParentNode} */ root) => {
    for (const one of /** @type {any} */ (root).querySelectorAll('*')) {
      const isUsable = one.matches('button, select, input, textarea, summary, canvas, td, [tabindex]');
      if (isUsable && one.getClientRects().length > 0 && !one.disabled && !one.closest('[inert]')) usable.push(one);
      if (one.shadowRoot) visit(one.shadowRoot);
    }
  };
  visit(document);
  // Of each kind as often: there are hundreds of cells.
  const kinds = [...new Set(usable.map(({ localName }) => localName))];
  const ofKind = usable.filter(({ localName }) => localName === kinds[Math.floor(kind * kinds.length)]);
  const one = ofKind[Math.floor(which * ofKind.length)];
  const chosen = (/** @type {ArrayLike<any>} */ list) => list[Math.floor(what * list.length)];
  const name = `${one.localName} “${(one.ariaLabel || one.textContent || '').trim().slice(0, 30)}”`;
  const give = (/** @type {string} */ value) => {
    one.value = value;
    for (const type of ['input', 'change']) one.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    return `${name}: ${value.slice(0, 20)}`;
  };
  if (one.localName === 'select') return give(chosen(one.options)?.value ?? '');
  if (one.localName === 'textarea') return give(chosen(texts));
  if (one.type === 'range') return give(String(Number(one.min) + what * (one.max - one.min)));
  if (one.type === 'text' || one.inputMode === 'decimal') return give(chosen(where < 0.5 ? texts : numbers));
  // A file would be asked for, and the document would be another.
  if (one.type === 'file' || /load.*again|加载/i.test(name)) return `${name}: not touched`;
  const { x, y, width, height } = one.getBoundingClientRect();
  const at = {
    bubbles: true,
    composed: true,
    cancelable: true,
    clientX: x + what * width,
    clientY: y + where * height,
  };
  one.dispatchEvent(new PointerEvent('pointermove', at));
  one.focus?.();
  one.dispatchEvent(new MouseEvent('click', { ...at, detail: 1 }));
  return name;
}

for (const [i, width] of WIDTHS.entries()) {
  const seed = FIRST_SEED + i;
  test(`${ACTS} random acts in a window of ${width} px, seed ${seed}`, async (t) => {
    const random = chance(seed);
    const { page, done } = await openPage(site.browser, { viewport: { width, height: 900 } });
    page.on('dialog', (dialog) => dialog.accept('a name'));
    await page.goto(`${site.address}/#language=en`);
    await untilStore(page, (store) => store.opened && store.experiments !== null);
    /** @type {string[]} */
    const acts = [];
    t.after(() => t.diagnostic(acts.slice(-12).join(' | ')));
    for (let n = 0; n < ACTS; n++) {
      const dice = [random(), random(), random(), random()];
      acts.push(await page.evaluate(act, { dice, texts: TEXTS, numbers: NUMBERS }));
      if (random() < 0.15) await page.keyboard.press(KEYS[Math.floor(random() * KEYS.length)]);
      if (random() < 0.1) await page.evaluate((by) => scrollBy(0, by), 3000 * (random() - 0.4));
      if (random() < 0.02) await page.setViewportSize({ width: random() < 0.5 ? 390 : 1280, height: 900 });
      if (random() < 0.2) await page.waitForTimeout(200 * random());
    }
    const overhang = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    await eventually(overhang, 0, 'px that the page is wider than its window');
    await page.evaluate(() =>
      Object.assign(/** @type {any} */ (document.querySelector('rnn-playground')), { text: 'ab' }),
    );
    await untilStore(page, (store) => store.data?.text === 'ab' && !store.pending && store.failure === null);
    await done();
  });
}
