/**
 * What the element must do in articles of every kind, as functions that run inside the page, in whichever browser: each is sent there
 * as text, so none knows anything outside itself. Elements and results are `any`: TypeScript does not see across to the page.
 */
import assert from 'node:assert/strict';

/** The look of every element that is drawn: inherited properties, size, and place within the element. */
export function look() {
  const host = /** @type {HTMLElement} */ (document.querySelector('rnn-playground'));
  const names = [
    ...['direction', 'text-indent', 'text-transform', 'letter-spacing', 'word-spacing', 'white-space', 'line-height'],
    ...['text-align', 'text-align-last', 'font-variant', 'font-style', 'font-weight', 'font-stretch', 'font-size'],
    ...['text-shadow', 'hyphens', 'writing-mode', 'word-break', 'line-break', 'overflow-wrap', 'text-wrap', 'cursor'],
    ...['color', 'fill', 'stroke', 'stroke-width', 'text-anchor', 'tab-size', 'quotes', 'list-style', 'caret-color'],
    ...['accent-color', 'border-spacing', 'border-collapse', 'text-emphasis', '-webkit-text-stroke', 'font-kerning'],
    ...['-webkit-text-fill-color', 'font-feature-settings', 'font-size-adjust', 'font-family', 'text-underline-offset'],
  ];
  const { left, top } = host.getBoundingClientRect();
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {ParentNode} */ root) => {
    for (const element of root.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      const drawn = box.width > 0 && box.height > 0;
      const place = drawn && [box.left - left, box.top - top, box.width, box.height].map(Math.round);
      found.push(
        [element.localName, place, ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)].join(' | '),
      );
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(/** @type {ShadowRoot} */ (host.shadowRoot));
  return found;
}

/** Whether the document's element has learned something. */
export function hasLearned() {
  const { store } =
    /** @type {any} */ (document.querySelector('rnn-playground'))?.shadowRoot?.querySelector('rnn-view') ?? {};
  if (store?.failure) throw new Error(`${store.failure.code}: ${store.failure.message}`);
  return store?.status?.epoch > 2;
}

/**
 * Opens an article in the document's frame, which gets one width after the other, and waits each time until the element has all the
 * room there is and nothing hangs out.
 * @param {{ path: string, widths: readonly number[], beside: number }} trial widths of the frame and what something beside it takes, px
 * @returns {Promise<{ found: {room: number, width: number, overflow: number}[], fontSize: number }>} px; fontSize: of the button “Train”
 */
export async function widthsInFrame({ path, widths, beside }) {
  const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
  const end = performance.now() + 30_000;
  const until = async (/** @type {() => unknown} */ condition) => {
    while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  frame.style.width = `${widths[0]}px`;
  frame.src = path;
  const element = () => frame.contentDocument?.querySelector('rnn-playground');
  const panel = () => element()?.shadowRoot?.querySelector('rnn-predictions-panel')?.shadowRoot;
  await until(() => panel()?.querySelector('rnn-prediction-rows')?.shadowRoot?.querySelector('.row'));
  const found = [];
  for (const width of widths) {
    frame.style.width = `${width}px`;
    const measured = () => ({
      room: width - beside,
      width: Math.round(element()?.getBoundingClientRect().width ?? 0),
      overflow: (frame.contentDocument?.documentElement.scrollWidth ?? 0) - (frame.contentWindow?.innerWidth ?? 0),
    });
    await until(() => measured().width === width - beside && measured().overflow <= 0);
    found.push(measured());
  }
  const train = () =>
    element()?.shadowRoot?.querySelector('rnn-control-bar')?.shadowRoot?.querySelector('button.train');
  await until(train);
  const button = train();
  return { found, fontSize: button ? Number.parseFloat(getComputedStyle(button).fontSize) : 0 };
}

/** @param {{ name: string, widths: readonly number[], beside: number }} trial @param {Awaited<ReturnType<typeof widthsInFrame>>} measured */
export function assertRoomTaken({ name, widths, beside }, { found, fontSize }) {
  const expected = widths.map((width) => ({ room: width - beside, width: width - beside, overflow: 0 }));
  assert.deepEqual(found, expected, name);
  assert.ok(fontSize >= 12, `${name}: the text of “Train” has ${fontSize} px`);
}
