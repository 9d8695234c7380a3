import { RnnPlayground } from './rnn-playground.js';

const TAG = 'rnn-playground';

// Two versions in one document do not mix: the parts of the first are all that is ever loaded.
if (!customElements.get(TAG)) customElements.define(TAG, RnnPlayground);
else if (customElements.get(TAG) !== RnnPlayground)
  console.warn(`<${TAG}> is defined already, maybe by another version of its script; ${import.meta.url} is not used.`);
