/**
 * What a program does with the element, and what it must get, in every browser: `use` runs inside the page, where it is sent as text,
 * so it knows nothing outside itself; `check` gets its result.
 */
import assert from 'node:assert/strict';

/**
 * @typedef {object} ElementCheck
 * @property {string} name of the test
 * @property {string} path of an article, see host-pages.js
 * @property {(element: any) => any} use
 * @property {(result: any) => void} check
 */

/** The text, and whether what it was made from is shown as well. @param {any} element */
async function textAndSource(element) {
  await element.ready;
  const panel = element.shadowRoot.querySelector('rnn-text-panel').shadowRoot;
  const pre = document.querySelector('pre');
  return {
    text: element.text,
    typed: panel.querySelector('textarea').value,
    shown: pre !== null && pre.getClientRects().length > 0,
  };
}

/** @type {ElementCheck[]} */
const texts = Object.entries({
  '/script': 'one two\n\n  three',
  '/pre': 'one\n\ntwo',
  '/fenced': 'one\n\n# two',
  '/from': 'red\n\nblue',
}).map(([path, text]) => ({
  name: `the text of ${path.slice(1)}`,
  path,
  use: textAndSource,
  check: (result) => assert.deepEqual(result, { text, typed: text, shown: false }),
}));

/** @type {ElementCheck[]} */
export const elementChecks = [
  {
    name: 'calls made before it has started wait for it; training, steps and the reset are told by status and events',
    path: '/plain',
    use: async (element) => {
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
    },
    check: ({ end, trained, stepped, reset, ready, heard }) => {
      assert.deepEqual(end, { reason: 'finished', epoch: 20, step: 20 });
      assert.equal(trained.epoch, 20);
      assert.ok(trained.loss > 0 && trained.loss < Math.log(3), `loss ${trained.loss}`);
      assert.equal(stepped, 22);
      assert.equal(reset, 0);
      assert.ok(ready);
      assert.equal(heard.filter((/** @type {string} */ type) => type === 'rnn-ready').length, 1);
      assert.ok(heard.includes('rnn-progress') && !heard.includes('rnn-error'), `${heard}`);
      assert.ok(heard.length < 30, 'not at every update');
    },
  },
  {
    name: 'a misspelt limit is refused, and nothing is trained',
    path: '/plain',
    use: async (element) => ({
      message: await element.train({ epoch: 2 }).catch((/** @type {Error} */ error) => error.message),
      step: element.status.step,
    }),
    check: ({ message, step }) => {
      assert.equal(message, 'train has no “epoch”: there may be epochs, steps, seconds.');
      assert.equal(step, 0);
    },
  },
  {
    name: 'what it predicts sums to one and what it writes is of its text',
    path: '/instrument',
    use: async (element) => {
      await element.train({ epochs: 200 });
      return {
        next: await element.predict('ab'),
        text: await element.sample('a', { strategy: 'greedy', length: 20 }),
        again: await element.sample('a', { strategy: 'greedy', length: 20 }),
      };
    },
    check: ({ next, text, again }) => {
      assert.deepEqual(next.map((/** @type {any} */ { token }) => token).sort(), ['\n', 'a', 'b']);
      const sum = next.reduce(
        (/** @type {number} */ total, /** @type {any} */ { probability }) => total + probability,
        0,
      );
      assert.ok(Math.abs(sum - 1) < 1e-6, `${sum}`);
      assert.ok(next[0].probability >= next[1].probability);
      assert.match(text, /^[ab]+$/);
      assert.equal(text, again);
    },
  },
  {
    name: 'properties set before the script has come count',
    path: '/early',
    use: async (element) => {
      while (!element.ready) await new Promise(requestAnimationFrame);
      await element.ready;
      return [element.text, element.hiddenSize];
    },
    check: (result) => assert.deepEqual(result, ['set early', 5]),
  },
  ...texts,
  {
    name: 'a model’s file goes out and in',
    path: '/plain',
    use: async (element) => {
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
      const link = await element.link({ page: 'https://example.org/page' });
      return { opened, loss, refused, epoch: element.status.epoch, link };
    },
    check: ({ opened, loss, refused, epoch, link }) => {
      assert.deepEqual(opened, Array(5).fill([5, loss]));
      assert.deepEqual(refused, [
        'The model to be loaded must be an ArrayBuffer, a typed array, a Blob, a Response, or an address.',
        'The model at a response could not be loaded: status 500.',
      ]);
      assert.equal(epoch, 5);
      assert.match(link, /^https:\/\/example\.org\/page#.*text=abab/);
    },
  },
  {
    name: 'canvases follow the custom properties, and ::part reaches a panel',
    path: '/colors',
    use: async (element) => {
      await element.train({ epochs: 20 });
      const panel = () => element.shadowRoot.querySelector('rnn-loss-panel');
      const canvas = () => panel()?.shadowRoot?.querySelector('rnn-line-chart')?.shadowRoot?.querySelector('canvas');
      /** Whether the curve, which the article wants red, is drawn so. */
      const isRed = () => {
        const { width = 0, height = 0 } = canvas() ?? {};
        if (!width || !height) return false;
        const { data } = canvas().getContext('2d').getImageData(0, 0, width, height);
        for (let i = 0; i < data.length; i += 4)
          if (data[i] === 255 && data[i + 1] === 0 && data[i + 3] === 255) return true;
        return false;
      };
      const end = performance.now() + 120_000;
      while (!isRed() && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
      return { red: isRed(), border: getComputedStyle(panel()).borderTopColor };
    },
    check: (result) => assert.deepEqual(result, { red: true, border: 'rgb(0, 0, 255)' }),
  },
];

/** Trains a network and gives its state, its loss, and the loss that it has three epochs later. @param {any} element */
export async function trainedState(element) {
  element.text = 'hello\nworld';
  element.cell = 'lstm';
  await element.train({ epochs: 12 });
  const state = await element.getState();
  const { loss } = element.status;
  await element.step('epoch', 3);
  return { state, loss, later: element.status.loss };
}

/** The same of an element that is given such a state, and what it says to states that are damaged. @param {any} element @param {string} state */
export async function stateTaken(element, state) {
  await element.setState(state);
  const { loss, epoch } = element.status;
  const { text, cell } = element;
  await element.step('epoch', 3);
  const later = element.status.loss;
  /** @type {string[]} */
  const refused = [];
  for (const wrong of ['', 'rnn1.', 'rnn1.AAAA', state.slice(0, -9), 'rnn9.AAAA'])
    await element.setState(wrong).catch((/** @type {Error} */ { message }) => refused.push(message));
  return { found: { loss, epoch, text, cell, later }, refused, textAfter: element.text };
}

/** @param {Awaited<ReturnType<typeof trainedState>>} made @param {Awaited<ReturnType<typeof stateTaken>>} taken */
export function assertSameState({ loss, later }, { found, refused, textAfter }) {
  assert.deepEqual(found, { loss, epoch: 12, text: 'hello\nworld', cell: 'lstm', later });
  assert.equal(refused.length, 5);
  for (const message of refused) assert.match(message, /no state of a playground, or it is damaged/);
  assert.equal(textAfter, 'hello\nworld');
}
