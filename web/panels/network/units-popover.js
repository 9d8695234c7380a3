import { html, nothing } from 'lit';
import { Popover } from '../../ui/popover.js';
import { rowOf } from './scene.js';
import { UnitList } from './unit-list.js';

/** What unitsPopover() renders, for `static dependencies`. */
export const unitsPopoverDependencies = { 'rnn-popover': Popover, 'rnn-unit-list': UnitList };

/**
 * All units of one layer at one time step, in a popover beside its strip.
 * @param {object} shown
 * @param {import('../../i18n/index.js').Translator} shown.t
 * @param {import('../../engine/types.js').Trace} shown.trace
 * @param {{step: number, layer: number, anchor: HTMLElement} | null} shown.opened null: closed
 * @param {string} shown.text read up to that time step
 * @param {number} shown.maximum end of the color scale
 * @param {() => void} shown.onClose
 */
export function unitsPopover({ t, trace, opened, text, maximum, onClose }) {
  const at = opened && opened.step < trace.T ? opened : null;
  const layer = at && trace.layersData[at.layer];
  const words = at && { text, step: at.step + 1, layer: at.layer + 1 };
  const heading = words ? t(trace.layers > 1 ? 'network.hiddenAfterOf' : 'network.hiddenAfter', words) : '';
  return html`<rnn-popover .open=${layer !== null} .anchor=${at?.anchor ?? null} .label=${heading} @close=${onClose}>
    ${
      at && layer
        ? html`<p class="question">${heading}</p>
            <rnn-unit-list
              .t=${t}
              .values=${rowOf(layer.hidden, at.step)}
              .previous=${rowOf(layer.previousHidden, at.step)}
              .maximum=${maximum}
            ></rnn-unit-list>`
        : nothing
    }
  </rnn-popover>`;
}
