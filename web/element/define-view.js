/** What rnn-playground.js loads when it starts. */
import { defineElement } from '../ui/element.js';
import { PlaygroundView } from './playground-view.js';
// What nearly every panel needs comes with the view: the panels are loaded one by one.
import '../panels/shared/later-parts.js';
import '../panels/shared/panel.js';
import '../panels/shared/setting-words.js';
import '../ui/styled.js';
import '../ui/width-controller.js';
import 'lit/directives/guard.js';
import 'lit/directives/live.js';

/**
 * @param {import('./rnn-playground.js').RnnPlayground} host
 * @param {import('./playground-view.js').Door} door
 */
export function createView(host, door) {
  defineElement('rnn-view', PlaygroundView);
  const view = /** @type {PlaygroundView} */ (document.createElement('rnn-view'));
  view.serve(host, door);
  return view;
}
