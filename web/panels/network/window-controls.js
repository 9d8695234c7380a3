import { css, html, nothing } from 'lit';

export const windowControlsStyles = css`
  .window {
    display: flex;
    justify-content: center;
    align-items: center;
    gap: var(--rnn-space-3);
    margin-top: var(--rnn-space-1);
    font-size: var(--rnn-text-s);
  }
`;

/**
 * Which time steps of the sentence are shown, and the way to those before and after; nothing if all are shown.
 * @param {object} shown
 * @param {import('../../i18n/index.js').Translator} shown.t
 * @param {number} shown.first time step in the first column
 * @param {number} shown.count columns
 * @param {number} shown.total time steps
 * @param {(first: number) => void} shown.onMove within 0..total − count
 */
export function windowControls({ t, first, count, total, onMove }) {
  if (count >= total) return nothing;
  const go = (/** @type {number} */ to) => onMove(Math.max(0, Math.min(total - count, to)));
  return html`<div class="window" role="group" aria-label=${t('network.rangeHelp')}>
    <button type="button" ?disabled=${first === 0} @click=${() => go(first - count)}>${t('network.earlier')}</button>
    <span class="number">${t('network.range', { from: first + 1, to: first + count, total })}</span>
    <button type="button" ?disabled=${first + count >= total} @click=${() => go(first + count)}>${t('network.later')}</button>
  </div>`;
}
