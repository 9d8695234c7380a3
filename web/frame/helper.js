/**
 * For pages with embed.html in frames: gives each frame its height, sends its events on (`rnn-ready`, `rnn-complete`, …), and lets
 * programs call it: `rnnPlaygroundFrame(frame, 'train', { epochs: 20 })`. A classic script, so that any site may use it.
 */
const ours = { source: 'rnn-playground', version: 1 };

/** By id: the frame that is called, and what to do with its answer. @type {Record<number, [HTMLIFrameElement, (value: any) => void, (error: Error) => void]>} */
const waiting = {};

/** Calls of frames that have not spoken yet, null of those that have. @type {WeakMap<HTMLIFrameElement, Record<string, unknown>[] | null>} */
const early = new WeakMap();

let calls = 0;

/** @param {HTMLIFrameElement} frame */
const originOf = ({ sandbox, src }) =>
  sandbox.value && !sandbox.contains('allow-same-origin') ? 'null' : new URL(src, location.href).origin;

/** @param {HTMLIFrameElement} frame @param {Record<string, unknown>} message */
const say = (frame, message, origin = originOf(frame)) =>
  frame.contentWindow?.postMessage({ ...ours, ...message }, origin === 'null' ? '*' : origin);

window.addEventListener('message', ({ data, source, origin }) => {
  if (data?.source !== ours.source || data.version !== 1) return;
  const frame = [...document.querySelectorAll('iframe')].find((one) => one.contentWindow === source);
  if (!frame || originOf(frame) !== origin) return;
  const { type, height, id, detail, value, error } = data;
  for (const message of early.get(frame) ?? []) say(frame, message);
  early.set(frame, null);
  if (type === 'height') frame.style.height = `${+height}px`;
  else if (type !== 'answer') frame.dispatchEvent(new CustomEvent(`rnn-${type}`, { detail, bubbles: true }));
  else if (waiting[id]?.[0] === frame) {
    if (error) waiting[id][2](Error(error));
    else waiting[id][1](value);
    delete waiting[id];
  }
});

/** @type {any} */ (window).rnnPlaygroundFrame = (
  /** @type {HTMLIFrameElement} */ frame,
  /** @type {string} */ method,
  /** @type {unknown[]} */ ...values
) =>
  new Promise((resolve, reject) => {
    const message = { type: 'call', id: ++calls, method, values };
    waiting[calls] = [frame, resolve, reject];
    if (early.get(frame) === null) say(frame, message);
    else early.set(frame, [...(early.get(frame) ?? []), message]);
  });

// Frames that have spoken before this script came.
for (const frame of document.querySelectorAll('iframe'))
  if (/\/embed\.html/.test(frame.src)) say(frame, { type: 'hello' }, '*');
