import { html, nothing } from 'lit';
import { distributionView } from './distribution-view.js';

/**
 * @typedef {object} Shown
 * @property {import('../../i18n/index.js').Translator} t
 * @property {import('./panel.js').Store} store whose temperature the slider sets
 * @property {HTMLElement | null} anchor what it is about; none: it is closed
 * @property {string} before what the network has read
 * @property {import('../../engine/types.js').Distribution | undefined} distribution
 * @property {import('../../text/vocabulary.js').Vocabulary | undefined} vocabulary
 * @property {number} arithmeticOf id of the token whose share is worked out; −1 is the most probable
 * @property {(id: number) => void} onToken
 * @property {() => void} onClose
 * @property {() => void} [onEnter] of the mouse
 * @property {() => void} [onLeave]
 * @property {() => void} [onPress]
 */

/**
 * The distribution at one position, beside what it is about. Needs rnn-popover, rnn-bars, rnn-arithmetic
 * and rnn-temperature-slider.
 * @param {Shown} shown
 */
export function distributionPopover({ t, store, anchor, before, distribution, vocabulary, arithmeticOf, ...on }) {
  const label = t('predictions.details');
  return html`<rnn-popover
    .open=${anchor !== null}
    .anchor=${anchor}
    .label=${label}
    @close=${on.onClose}
    @pointerenter=${on.onEnter ?? nothing}
    @pointerleave=${on.onLeave ?? nothing}
    @pointerdown=${on.onPress ?? nothing}
  >
    <p class="question">${t('predictions.after', { text: before })}</p>
    ${
      distribution && vocabulary
        ? html`<div class="distribution">${distributionView({
            ...{ t, store, distribution, vocabulary, arithmeticOf, label, open: true },
            onPoint: on.onToken,
            onSelect: on.onToken,
          })}</div>`
        : nothing
    }
  </rnn-popover>`;
}
