import { defineElement } from '../theme/element.js';
import { RnnPlayground } from './rnn-playground.js';

defineElement('rnn-playground', RnnPlayground);
