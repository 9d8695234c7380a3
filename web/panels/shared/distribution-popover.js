import { html, nothing } from 'lit';
import { Popover } from '../../ui/popover.js';
import { distributionDependencies, distributionView } from './distribution-view.js';

/** What distributionPopover() renders, for `static dependencies`. */
export const distributionPopoverDependencies = { 'rnn-popover': Popover, ...distributionDependencies };

/**
 * @typedef {object} Shown
 * @property {import('../../i18n/index.js').Translator} t
 * @property {import('./panel.js').Store} store whose temperature the slider sets
 * @property {HTMLElement | null} anchor null: closed
 * @property {string} before the text read so far
 * @property {import('../../engine/types.js').Distribution | undefined} distribution
 * @property {import('../../text/vocabulary.js').Vocabulary | undefined} vocabulary
 * @property {number} arithmeticOf id of the token whose probability is worked out; −1: the most probable
 * @property {(id: number) => void} onToken
 * @property {() => void} onClose
 * @property {() => void} [onEnter] pointer events of the popover
 * @property {() => void} [onLeave]
 * @property {() => void} [onPress]
 */

/**
 * The distribution of the next token at one position, in a popover beside its anchor.
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
