/**
 * The module for articles, rnn-playground.js once it is built: it defines <rnn-playground> and does nothing else to the document.
 *
 *     <script type="module" src="…/rnn-playground.js"></script>
 *     <rnn-playground text="abab" hidden-size="8" panels="play,predictions,loss"></rnn-playground>
 */
import './element/define.js';
// What nearly every panel needs comes with the element: the panels are loaded one by one.
import './panels/shared/later-parts.js';
import './panels/shared/panel.js';
import './panels/shared/setting-words.js';
import './ui/styled.js';
import './ui/width-controller.js';
import 'lit/directives/guard.js';
import 'lit/directives/live.js';

export { RnnPlayground } from './element/rnn-playground.js';
