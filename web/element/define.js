import { defineElement } from '../ui/element.js';
import { RnnPlayground } from './rnn-playground.js';

defineElement('rnn-playground', RnnPlayground);
