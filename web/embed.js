/**
 * The module for articles, rnn-playground.js once it is built: it defines <rnn-playground>, loads the rest when
 * an element starts, and does nothing else to the document.
 *
 *     <script type="module" src="…/rnn-playground.js"></script>
 *     <rnn-playground text="abab" hidden-size="8" panels="play,predictions,loss"></rnn-playground>
 */
import './element/define.js';

export { RnnPlayground } from './element/rnn-playground.js';
