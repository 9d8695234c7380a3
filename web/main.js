import './page-words.js';
import './element/define.js';
// The page shows them all, so they are requested at once.
import './element/define-view.js';
import './element/panel-slot.js';
import './element/header-parts.js';
import './panels/control-bar/control-bar.js';
import './panels/settings/settings-form.js';
import './panels/text/text-panel.js';
import './panels/loss/loss-panel.js';
import './panels/network/network-panel.js';
import './panels/predictions/predictions-panel.js';
import './panels/writing/writing-panel.js';
import './state/url.js';
import { SERVICE_WORKER } from './offline/built.js';
import { followElement } from './whole-page.js';

const playground = /** @type {import('./rnn-playground.js').RnnPlayground} */ (
  document.querySelector('rnn-playground')
);

// On the page itself the keys work before anything has the focus; in somebody's article they must not.
document.addEventListener('keydown', (event) => {
  if (event.target !== document.body || event.altKey || event.ctrlKey || event.metaKey) return;
  // A key held down is pressed once.
  if (event.key === ' ') event.repeat || playground.toggle();
  else if (event.key === 'ArrowRight') playground.step();
  else return;
  event.preventDefault();
});

followElement(playground);

// The only thing of a link that is no setting: the lesson it leads to.
const lesson = new URLSearchParams(location.hash.slice(1)).get('lesson');
if (lesson !== null) playground.setAttribute('lesson', lesson);

/** From the first network on, ms: nothing of the first visit is to wait for what later ones need. */
const OFFLINE_DELAY_MS = 5000;

if (SERVICE_WORKER)
  playground.ready.then(() =>
    setTimeout(
      () => import('./offline/start-offline.js').then((offline) => offline.start(playground, import.meta.url)),
      OFFLINE_DELAY_MS,
    ),
  );
