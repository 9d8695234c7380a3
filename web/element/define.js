import { RnnPlayground } from './rnn-playground.js';

const TAG = 'rnn-playground';

// Where there are no elements, as on a server that renders pages, nothing happens. Two versions in one document do not mix: the
// parts of the first are all that is ever loaded.
const { customElements } = globalThis;
const defined = customElements?.get(TAG);
if (customElements && !defined) customElements.define(TAG, RnnPlayground);
else if (defined && defined !== RnnPlayground)
  console.warn(`<${TAG}> is defined already, maybe by another version of its script; ${import.meta.url} is not used.`);
