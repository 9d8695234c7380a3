/**
 * What embed.html and the page around it say to each other, by postMessage. .github/EMBEDDING.md has the table of messages.
 *
 * Every message is `{ source: 'rnn-playground', version: 1, type, … }`, and those of this document have its number, `page`. Only the
 * page around is listened to, and if the address names its origin (`host=https://…`), only with that one. What cannot be understood is
 * said once and not acted upon.
 */

const OURS = Object.freeze({ source: 'rnn-playground', version: 1 });

/** Of this document: another one in the same frame, or this one loaded anew, has another number. It is not 0. */
const PAGE = Math.random() || 1;

/** Events of the element that are passed on, without `rnn-`. */
const EVENTS = ['ready', 'progress', 'change', 'diverged', 'complete', 'error'];

/** Calls at one time: a training lasts, and may be paused meanwhile. */
const MAX_CALLS = 16;

/** A state is about as long as the model's file; this is a text of as many UTF-16 units. */
const MAX_STATE_LENGTH = 100_000_000;

const MAX_STEPS = 1_000_000;

/** @param {unknown} value */
const isAmount = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** @param {unknown} limits */
const areLimits = (limits) =>
  typeof limits === 'object' &&
  limits !== null &&
  Object.entries(limits).every(([name, value]) => ['epochs', 'steps', 'seconds'].includes(name) && isAmount(value));

/** What may be called, and whether these values may be given to it. @type {ReadonlyMap<unknown, (values: readonly unknown[]) => boolean>} */
const METHODS = new Map([
  ['train', ([limits = {}, ...more]) => areLimits(limits) && more.length === 0],
  ['pause', (values) => values.length === 0],
  [
    'step',
    ([unit = 'epoch', count = 1, ...more]) =>
      ['token', 'window', 'epoch'].includes(/** @type {string} */ (unit)) &&
      Number.isInteger(count) &&
      /** @type {number} */ (count) > 0 &&
      /** @type {number} */ (count) <= MAX_STEPS &&
      more.length === 0,
  ],
  ['reset', (values) => values.length === 0],
  ['getState', (values) => values.length === 0],
  [
    'setState',
    ([state, ...more]) => typeof state === 'string' && state.length <= MAX_STATE_LENGTH && more.length === 0,
  ],
]);

/**
 * @param {import('../rnn-playground.js').RnnPlayground} playground
 * @param {string | null} host origin of the page around; null: any
 */
export function talk(playground, host) {
  /** Refuses a call that has no answer yet. @type {Set<(message: string) => void>} */
  const calls = new Set();
  let isReady = false;
  let complained = false;
  /** @param {Record<string, unknown>} message @param {string} [origin] */
  const say = (message, origin = host ?? '*') => window.parent.postMessage({ ...OURS, ...message, page: PAGE }, origin);
  const tellHeight = heightTeller(say, host ?? '*');

  for (const type of EVENTS) {
    playground.addEventListener(`rnn-${type}`, (event) => {
      isReady ||= type === 'ready';
      // What caused an error need not be something that can be sent.
      const { cause, ...detail } = /** @type {CustomEvent} */ (event).detail ?? {};
      say({ type, detail });
    });
  }

  /** @param {string} message */
  function complain(message) {
    if (complained) return;
    complained = true;
    console.warn(`<rnn-playground> ${message}`);
    say({ type: 'error', detail: { type: 'badMessage', message } });
  }

  /** @param {{ id?: unknown, method?: unknown, values?: unknown, page?: unknown }} call @param {string} origin of the page that calls */
  async function answer({ id, method, values = [], page }, origin) {
    const reply = (/** @type {Record<string, unknown>} */ result) =>
      say({ type: 'answer', id, ...result }, origin === 'null' ? '*' : origin);
    const refuse = (/** @type {string} */ message) => {
      complain(message);
      // Whoever waits for an answer by this id is told, each time.
      if (isId(id)) reply({ error: message });
    };
    // Who calls another document than this finds out that it is gone.
    if (page !== undefined && page !== PAGE) return;
    if (!isId(id) || !Array.isArray(values) || !METHODS.get(method)?.(values))
      return refuse('A message to this frame asks for something that there is not, or with values that cannot be.');
    if (calls.size === MAX_CALLS) return refuse(`This frame is asked for more than ${MAX_CALLS} things at one time.`);
    const end = (/** @type {string} */ message) => reply({ error: message });
    calls.add(end);
    try {
      // This document speaks, of its height, before the element's script has come.
      await customElements.whenDefined(playground.localName);
      const value = await /** @type {any} */ (playground)[/** @type {string} */ (method)](...values);
      reply({ value });
    } catch (error) {
      end(String(/** @type {Error} */ (error).message) || 'It failed.');
    } finally {
      calls.delete(end);
    }
  }

  // What comes instead of this document may be anything, and nobody would answer.
  window.addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) for (const end of calls) end('The frame is gone');
  });

  window.addEventListener('message', ({ data, source, origin }) => {
    if (source !== window.parent || (host !== null && origin !== host) || data?.source !== OURS.source) return;
    if (data.version !== OURS.version) complain('A message to this frame is of another version than 1.');
    else if (data.type === 'call') answer(data, origin);
    else if (data.type === 'hello') {
      tellHeight();
      if (isReady) say({ type: 'ready', detail: {} });
    } else complain('A message to this frame is of a type that there is not.');
  });
}

/** @param {unknown} id */
const isId = (id) => (typeof id === 'string' && id.length <= 64) || Number.isSafeInteger(id);

/**
 * Tells the page around how high this one is, now and whenever that changes, in every form that hosts listen to.
 *
 * @param {(message: Record<string, unknown>) => void} say
 * @param {string} target origin
 * @returns {() => void} to tell it once more
 */
function heightTeller(say, target) {
  const tell = () => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    say({ type: 'height', height });
    // Canvas, and whatever else speaks LTI.
    window.parent.postMessage({ subject: 'lti.frameResize', height }, target);
    // OpenLearning.
    window.parent.postMessage(JSON.stringify({ action: 'resize', height }), target);
  };
  new ResizeObserver(tell).observe(document.body);
  return tell;
}
