import { defineElement } from '../ui/element.js';
import { RnnPlayground } from './rnn-playground.js';

// A server that renders pages has no elements: there nothing happens.
if (globalThis.customElements) defineElement('rnn-playground', RnnPlayground);
