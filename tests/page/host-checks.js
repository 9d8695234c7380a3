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
      // Not what is one pixel, for screen readers alone: Firefox puts that elsewhere in a page from right to left.
      const drawn = box.width > 0 && box.height > 0 && (box.width > 1 || box.height > 1);
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

/** Opens or closes what the document's element stands in: a details element, or the panel of a tab. @param {boolean} open */
export function setOpen(open) {
  const around = /** @type {HTMLElement} */ (document.querySelector('rnn-playground')?.parentElement);
  if (around instanceof HTMLDetailsElement) around.open = open;
  else around.hidden = !open;
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
 * @returns {Promise<{ found: {window: number, room: number, width: number, overflow: number}[], fontSize: number }>} px; fontSize: of the button “Train”
 */
export async function widthsInFrame({ path, widths, beside }) {
  const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
  const until = async (/** @type {() => unknown} */ condition) => {
    const end = performance.now() + 120_000;
    while (!condition() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  frame.style.width = `${widths[0]}px`;
  // Until then the document of the trial before is there.
  await new Promise((resolve) => {
    frame.onload = resolve;
    frame.src = path;
  });
  const element = () => frame.contentDocument?.querySelector('rnn-playground');
  const panel = () => element()?.shadowRoot?.querySelector('rnn-predictions-panel')?.shadowRoot;
  await until(() => panel()?.querySelector('rnn-prediction-rows')?.shadowRoot?.querySelector('.row'));
  const found = [];
  for (const width of widths) {
    frame.style.width = `${width}px`;
    const measured = () => {
      const { clientWidth = 0, scrollWidth = 0 } = frame.contentDocument?.documentElement ?? {};
      const own = Math.round(element()?.getBoundingClientRect().width ?? 0);
      return { room: clientWidth - beside, width: own, overflow: scrollWidth - clientWidth };
    };
    const isRight = ({ room, width: own, overflow } = measured()) => own === room && overflow === 0;
    await until(() => isRight());
    found.push({ window: width, ...measured() });
  }
  const train = () =>
    element()?.shadowRoot?.querySelector('rnn-control-bar')?.shadowRoot?.querySelector('button.train');
  await until(train);
  const button = train();
  return { found, fontSize: button ? Number.parseFloat(getComputedStyle(button).fontSize) : 0 };
}

/** A scroll bar takes some of the window's width, px. */
const SCROLL_BAR_PX = 20;

/** @param {{ name: string, beside: number }} trial @param {Awaited<ReturnType<typeof widthsInFrame>>} measured */
export function assertRoomTaken({ name, beside }, { found, fontSize }) {
  for (const { window: outer, room, width, overflow } of found) {
    assert.deepEqual({ width, overflow }, { width: room, overflow: 0 }, `${name}, in a window of ${outer} px`);
    assert.ok(room <= outer - beside && room > outer - beside - SCROLL_BAR_PX, `${room} of ${outer} px`);
  }
  assert.ok(fontSize >= 12, `${name}: the text of “Train” has ${fontSize} px`);
}
