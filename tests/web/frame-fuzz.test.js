/**
 * Messages between embed.html and the page around it, both ways: whatever is sent, what results is what was asked for, or a sentence.
 * The frame's side has a real store behind it; of the browser there are only stand-ins for what Node lacks, the windows and the layout.
 */
import assert from 'node:assert/strict';
import { after, mock } from 'node:test';
import fc from 'fast-check';
import { actionsOf } from '../../web/element/actions.js';
import { talk } from '../../web/frame/talk.js';
import { stateOf } from '../../web/state/element-state.js';
import { Store } from '../../web/state/store.js';
import { fuzz, hostileString, hostileValue } from './fuzzing.js';
import { createClient } from './node-engine.js';

const HOST = 'https://school.example';
const OTHER = 'https://other.example';
const OURS = Object.freeze({ source: 'rnn-playground', version: 1 });
const METHODS = ['train', 'pause', 'step', 'reset', 'getState', 'setState'];

const warnings = mock.method(console, 'warn', () => {});

/** What a structured clone can have and JSON cannot. */
const cloneable = fc.oneof(
  { weight: 6, arbitrary: hostileValue },
  fc.constantFrom(
    ...[undefined, NaN, Number.POSITIVE_INFINITY, -0, 1n, new Date(0), /x/, new Map([['epochs', 1]]), new Set([1])],
    ...[new Uint8Array(3), new ArrayBuffer(2), new Error('x'), new Array(3), Object(1), Object('train')],
    ...[{ valueOf: 1, toString: 1 }, JSON.parse('{"then":1}'), { epochs: { valueOf: 1, toString: 1 } }],
  ),
);

const store = new Store({ createClient, settings: { text: 'ab\nba', pace: 0, hiddenSize: 2, evaluateEvery: 0 } });
after(() => store.dispose());
await store.start();
const state = await stateOf(store);

/** Of an iframe what the script of the page around looks at. */
class Frame extends EventTarget {
  /** Messages it was sent, latest last. @type {any[]} */
  sent = [];
  contentWindow = { postMessage: (/** @type {unknown} */ message) => this.sent.push(structuredClone(message)) };
  style = { height: '' };
  /** As a DOMTokenList is as a text. */
  sandbox = '';
  src = `${HOST}/embed.html`;
  /** @type {string[]} */
  events = [];

  /** @param {Event} event */
  dispatchEvent(event) {
    this.events.push(event.type);
    return super.dispatchEvent(event);
  }
}

const frame = new Frame();
const around = new EventTarget();
Object.assign(globalThis, {
  self: around,
  window: around,
  location: HOST,
  customElements: { whenDefined: async () => {} },
  addEventListener: around.addEventListener.bind(around),
  document: { body: { getBoundingClientRect: () => ({ height: 99.5 }) }, querySelectorAll: () => [frame] },
  ResizeObserver: class {
    observe() {}
  },
});
// A classic script, which has no exports.
const script = '../../web/frame/helper.js';
await import(script);

/** @param {unknown} data @param {unknown} [source] @param {string} [origin] */
const tellAround = (data, source = frame.contentWindow, origin = HOST) =>
  around.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));

/** As soon as the frame's document has spoken it is sent a call, under an id of the script's choice. */
function callFrame() {
  tellAround({ ...OURS, type: 'height', height: 1, page: 1 });
  const asked = /** @type {Promise<unknown>} */ (/** @type {any} */ (around).rnnPlaygroundFrame(frame, 'getState'));
  return { id: frame.sent.at(-1).id, asked };
}

// -- what the frame is told ------------------------------------------------------------------------------------------

const values = fc.oneof(
  { weight: 4, arbitrary: fc.array(cloneable, { maxLength: 3 }) },
  cloneable,
  fc.constantFrom([], [{ steps: 1 }], [{ epochs: 0 }], [{ epochs: 0.5, seconds: 1e9 }], [{}], ['window', 1], ['token']),
  fc.constantFrom(['epoch', 3], ['epoch', 1e9], ['epoch', -1], [state], [`${state.slice(0, 40)}!`]),
);
const call = fc.record(
  {
    source: fc.oneof({ weight: 9, arbitrary: fc.constant(OURS.source) }, cloneable),
    version: fc.oneof({ weight: 9, arbitrary: fc.constant(OURS.version) }, cloneable),
    type: fc.oneof({ weight: 8, arbitrary: fc.constant('call') }, fc.constant('hello'), cloneable),
    id: fc.oneof(fc.nat(), fc.constantFrom('a', '', 'x'.repeat(65)), cloneable),
    method: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...METHODS) }, hostileString, cloneable),
    values,
  },
  { requiredKeys: ['source', 'version', 'type'] },
);
const toFrame = fc.record({
  data: fc.oneof({ weight: 6, arbitrary: call }, cloneable),
  fromParent: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false)),
  origin: fc.oneof({ weight: 4, arbitrary: fc.constant(HOST) }, fc.constantFrom(OTHER, 'null')),
});

/** @typedef {{ message: any, origin: string }} Post */

/** The window of the frame, and what it says to the one around it. */
class FrameWindow extends EventTarget {
  /** @type {Post[]} */
  said = [];
  parent = {
    /** @param {unknown} message @param {string} origin */
    postMessage: (message, origin) => this.said.push({ message: structuredClone(message), origin }),
  };
}

/** The store behind the element's own methods; each is seen. */
function playgroundWithCalls() {
  const running = new Set();
  /** @type {[string, unknown[]][]} */
  const calls = [];
  const actions = /** @type {any} */ (actionsOf(store, { linked: false, stepUnit: () => 'window' }));
  const methods = Object.fromEntries(
    METHODS.map((name) => [
      name,
      (/** @type {unknown[]} */ ...given) => {
        calls.push([name, given]);
        const done = (async () => actions[name](...given))();
        running.add(done);
        done.then(
          () => running.delete(done),
          () => running.delete(done),
        );
        return done;
      },
    ]),
  );
  return { playground: /** @type {any} */ (Object.assign(new EventTarget(), methods)), calls, running };
}

const isId = (/** @type {unknown} */ id) => (typeof id === 'string' && id.length <= 64) || Number.isSafeInteger(id);

/** @param {Post[]} said @param {string | null} host */
function assertSaid(said, host) {
  for (const { message, origin } of said) {
    if (message.source === OURS.source) {
      assert.equal(message.version, OURS.version);
      assert.ok(['height', 'answer', 'error'].includes(message.type), message.type);
    } else assert.match(JSON.stringify(message), /^(\{"subject":"lti\.frameResize","height":100\}|".*resize.*100.*")$/);
    const sentence = message.error ?? message.detail?.message;
    if (sentence !== undefined) {
      assert.ok(typeof sentence === 'string' && sentence.length > 3, `${sentence}`);
      assert.doesNotMatch(sentence, /\[object |is not a function|undefined \(/, sentence);
    }
    assert.ok(origin === (host ?? '*') || message.type === 'answer', origin);
  }
  assert.ok(said.filter(({ message }) => message.detail?.type === 'badMessage').length <= 1, 'it complains once');
}

fuzz(
  'what the page around sends to a frame is done, or refused in a sentence',
  fc.tuple(fc.array(toFrame, { maxLength: 3 }), fc.constantFrom(null, HOST)),
  async ([messages, host]) => {
    const own = new FrameWindow();
    Object.assign(globalThis, { window: own });
    const { playground, calls, running } = playgroundWithCalls();
    warnings.mock.resetCalls();
    talk(playground, host);
    /** @type {unknown[]} */
    const ids = [];
    let possible = 0;
    for (const { data, fromParent, origin } of messages) {
      const event = Object.assign(new Event('message'), { data, origin, source: fromParent ? own.parent : {} });
      own.dispatchEvent(event);
      const one = /** @type {any} */ (data);
      const heard = fromParent && (host === null || origin === host) && one?.source === OURS.source;
      if (!heard || one.version !== OURS.version || one.type !== 'call') continue;
      if (isId(one.id)) ids.push(one.id);
      possible += METHODS.includes(one.method) && isId(one.id) ? 1 : 0;
    }
    // A call waits until the element is defined.
    await new Promise((resolve) => setImmediate(resolve));
    // Trainings end when somebody says so, as long steps do.
    while (running.size > 0) {
      await Promise.all([playground.pause(), store.call('pause').catch(() => {})]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await new Promise((resolve) => setImmediate(resolve));
    assertSaid(own.said, host);
    const answered = own.said.filter(({ message }) => message.type === 'answer').map(({ message }) => message.id);
    assert.deepEqual(answered.map(String).sort(), ids.map(String).sort(), 'each call with an id has one answer');
    assert.ok(calls.filter(([name]) => name !== 'pause').length <= possible);
    assert.ok(warnings.mock.callCount() <= 1);
    assert.equal(store.failure, null);
  },
  {
    share: 0.1,
    examples: [
      [
        [{ data: { ...OURS, type: 'call', id: 1, method: 'train', values: [{}] }, fromParent: true, origin: HOST }],
        null,
      ],
    ],
  },
);

// -- what the page around is told ------------------------------------------------------------------------------------

/** Stands for the id of the call that is waiting. */
const OWN_ID = 'own';
const toPage = fc.record({
  data: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record(
        {
          source: fc.oneof({ weight: 9, arbitrary: fc.constant(OURS.source) }, cloneable),
          version: fc.oneof({ weight: 9, arbitrary: fc.constant(OURS.version) }, cloneable),
          type: fc.oneof(fc.constantFrom('height', 'answer', 'ready', 'complete'), cloneable),
          height: fc.oneof(fc.nat(), cloneable),
          id: fc.oneof({ weight: 3, arbitrary: fc.constant(OWN_ID) }, cloneable),
          value: cloneable,
          error: cloneable,
          detail: cloneable,
        },
        { requiredKeys: ['source', 'version', 'type'] },
      ),
    },
    cloneable,
  ),
  fromFrame: fc.oneof({ weight: 6, arbitrary: fc.constant(true) }, fc.constant(false)),
  origin: fc.oneof({ weight: 6, arbitrary: fc.constant(HOST) }, fc.constantFrom(OTHER, 'null')),
});

/** @type {unknown[]} */
const thrown = [];
// An EventTarget of Node tells what a listener throws so.
process.on('uncaughtException', (error) => thrown.push(error));

fuzz(
  'what a frame sends to the page around it is taken, or ignored',
  fc.array(toPage, { maxLength: 4 }),
  async (messages) => {
    let settled = '';
    const { id, asked } = callFrame();
    frame.events.length = 0;
    frame.sent.length = 0;
    frame.style.height = '';
    asked.then(
      () => (settled = 'value'),
      (error) => (settled = typeof error.message),
    );
    let answered = false;
    for (const { data, fromFrame, origin } of messages) {
      const source = fromFrame ? frame.contentWindow : {};
      const one = /** @type {any} */ (data);
      const sent = one?.id === OWN_ID ? { ...one, id } : data;
      tellAround(sent, source, origin);
      const heard = fromFrame && origin === HOST && one?.source === OURS.source && one.version === OURS.version;
      if (!heard) continue;
      answered ||= one.id === OWN_ID && ['string', 'undefined'].includes(typeof one.error);
      if (one.id) continue;
      if (one.type === 'height' && typeof one.height === 'number') assert.equal(frame.style.height, `${one.height}px`);
      if (one.type === 'ready') assert.equal(frame.events.at(-1), 'rnn-ready');
    }
    await new Promise((resolve) => process.nextTick(resolve));
    assert.deepEqual(thrown.splice(0), []);
    if (answered) assert.notEqual(settled, '');
    assert.ok(['', 'value', 'string'].includes(settled));
    for (const type of frame.events) assert.match(type, /^rnn-/);
    if (!messages.some(({ fromFrame, origin }) => fromFrame && origin === HOST))
      assert.deepEqual([frame.events, frame.style.height], [[], '']);
    // Whatever came before, the right answer is one.
    tellAround({ ...OURS, type: 'answer', id, value: 1 });
    await asked.catch(() => {});
  },
  { share: 0.5 },
);
