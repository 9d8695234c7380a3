/**
 * For pages with embed.html in frames: gives each frame its height, sends its events on (`rnn-ready`, `rnn-complete`, …), and lets
 * programs call it: `rnnPlaygroundFrame(frame, 'train', { epochs: 20 })`. A classic script, so that any site may use it; one function,
 * so that nothing else of it is global; and it may be there once for each frame: the first one does it all.
 */

/** @typedef {{ error?: string, value?: unknown }} Answer */

/** @type {any} */ (self).rnnPlaygroundFrame ??= (() => {
  const OURS = 'rnn-playground';

  /**
   * Calls without an answer, by an id that nobody else knows: an answer needs no other proof of where it comes from.
   *
   * @type {Map<unknown, (answer?: Answer) => void>} what takes the answer, or looks what has become of the frame
   */
  const calls = new Map();

  /** Of each frame the number of the document that has spoken last, see talk.js. @type {WeakMap<HTMLIFrameElement, number>} */
  const pages = new WeakMap();

  const allFrames = () => document.querySelectorAll('iframe');

  /** A sandboxed one has none of its own. @param {HTMLIFrameElement} frame */
  const originOf = ({ sandbox, src }) =>
    /same-origin|^$/.test(/** @type {any} */ (sandbox)) ? new URL(src, /** @type {any} */ (location)).origin : '*';

  /** @param {HTMLIFrameElement} frame @param {Record<string, unknown>} message */
  const say = (frame, message, origin = originOf(frame)) =>
    /** @type {Window} */ (frame.contentWindow).postMessage({ source: OURS, version: 1, ...message }, origin);

  addEventListener('message', ({ data, source, origin }) => {
    try {
      // Before the source is looked at: the last answers of a document that goes have none.
      calls.get(data.id)?.(data);
      if (data.source !== OURS || data.version !== 1) return;
      for (const frame of allFrames()) {
        if (frame.contentWindow !== source || ![origin, '*'].includes(originOf(frame))) continue;
        pages.set(frame, data.page);
        calls.forEach((look) => {
          look();
        });
        if (data.type === 'height') frame.style.height = `${data.height}px`;
        else if (!data.id)
          frame.dispatchEvent(new CustomEvent(`rnn-${data.type}`, { detail: data.detail, bubbles: true }));
      }
    } catch {} // no message of ours: null, or an object where a word should be
  });

  // Frames that have spoken before this script came. Some servers show embed.html as /embed.
  for (const frame of allFrames()) if (/embed/.test(frame.src)) say(frame, { type: 'hello' }, '*');

  return (/** @type {HTMLIFrameElement} */ frame, /** @type {string} */ method, /** @type {unknown[]} */ ...values) =>
    new Promise((resolve, reject) => {
      // What cannot be sent is refused at once, not when the frame has come.
      structuredClone(values);
      const id = Math.random() + '';
      /** @type {number | undefined} the document that it was sent to; one that has taken it answers it, at the latest when it goes */
      let page;
      const look = (/** @type {Answer | false} */ answer = !frame.contentWindow && { error: 'The frame is gone' }) => {
        const now = pages.get(frame);
        if (answer) {
          // First of all: an error that cannot be a text is no answer.
          answer.error ? reject(Error(answer.error)) : resolve(answer.value);
          clearInterval(timer);
          calls.delete(id);
        } else if (page !== now) {
          page = now;
          say(frame, { type: 'call', id, method, values, page });
        }
      };
      // Of a frame that is taken out nothing is heard.
      const timer = setInterval(look, 1000);
      calls.set(id, look);
      look();
    });
})();
