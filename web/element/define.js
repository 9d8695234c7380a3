import { defineElement } from '../ui/element.js';
import { RnnPlayground } from './rnn-playground.js';

// Where there are no elements, as on a server that renders pages, nothing happens.
if (globalThis.customElements) defineElement('rnn-playground', RnnPlayground);
