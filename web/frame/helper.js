/**
 * For pages with embed.html in frames: gives each frame its height, sends its events on (`rnn-ready`, `rnn-complete`, …), and lets
 * programs call it: `rnnPlaygroundFrame(frame, 'train', { epochs: 20 })`. A classic script, so that any site may use it.
 */
const ours = { source: 'rnn-playground', version: 1 };

/** By id: what to do with the answer to a call. @type {Record<number, (from: HTMLIFrameElement, value: any, error?: string) => unknown>} */
const waiting = {};

/** Calls of frames that have not spoken yet, false of those that have. @type {WeakMap<HTMLIFrameElement, Record<string, unknown>[] | false>} */
const early = new WeakMap();

let calls = 0;

const allFrames = () => [...document.querySelectorAll('iframe')];

/** @param {HTMLIFrameElement} frame */
const originOf = ({ sandbox, src }) =>
  sandbox.value && !sandbox.contains('allow-same-origin') ? 'null' : new URL(src).origin;

/** @param {HTMLIFrameElement} frame @param {Record<string, unknown>} message */
const say = (frame, message, origin = originOf(frame)) =>
  frame.contentWindow?.postMessage({ ...ours, ...message }, origin === 'null' ? '*' : origin);

addEventListener('message', ({ data, source, origin }) => {
  try {
    const frame =
      data.source === ours.source &&
      data.version === 1 &&
      allFrames().find((one) => one.contentWindow === source && originOf(one) === origin);
    if (!frame) return;
    const { type } = data;
    (early.get(frame) || []).map((message) => say(frame, message));
    early.set(frame, false);
    if (type === 'height') frame.style.height = `${data.height}px`;
    else if (type === 'answer') waiting[+data.id]?.(frame, data.value, data.error);
    else frame.dispatchEvent(new CustomEvent(`rnn-${type}`, { detail: data.detail, bubbles: true }));
  } catch {} // no message of ours: null, or an object where a word should be
});

/** @type {any} */ (window).rnnPlaygroundFrame = (
  /** @type {HTMLIFrameElement} */ frame,
  /** @type {string} */ method,
  /** @type {unknown[]} */ ...values
) =>
  new Promise((resolve, reject) => {
    if (!frame.contentWindow) throw Error('No such frame');
    const id = ++calls;
    const message = { type: 'call', id, method, values };
    waiting[id] = (from, value, error) => {
      if (from !== frame) return;
      if (error == null) resolve(value);
      else reject(Error(error));
      delete waiting[id];
    };
    if (early.get(frame) === false) say(frame, message);
    else early.set(frame, [...(early.get(frame) || []), message]);
  });

// Frames that have spoken before this script came.
for (const frame of allFrames()) if (/embed.html/.test(frame.src)) say(frame, { type: 'hello' }, '*');
