import { css, html, nothing, svg } from 'lit';
import { nearestIndex } from './decimate.js';
import { styled } from '../ui/styled.js';

/** @typedef {import('./line-chart-options.js').Series} Series */

export const keyStyles = css`
  .key {
    display: inline-flex;
    align-items: center;
    gap: var(--rnn-space-2);
  }
  .key svg {
    width: 24px;
    height: 10px;
    overflow: visible;
  }
`;

/**
 * The legend entry of a curve, with its value at the crosshair.
 * @param {Series} series
 * @param {number | null} at x of the crosshair
 * @param {(y: number) => string} format
 */
export function seriesKey(series, at, format) {
  const color = `var(--rnn-${series.color.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)})`;
  const dashes = (series.dash ?? []).join(' ') || 'none';
  const line = svg`<line x1="0" x2="24" y1="5" y2="5" stroke="currentColor" stroke-width=${series.thin || series.pale ? 1 : 2} stroke-dasharray=${dashes} />`;
  const i = at === null ? -1 : indexNear(series.x, at);
  return html`
    <span class="key">
      <svg aria-hidden="true" class="data" ${styled({ color: color, opacity: series.pale ? '0.5' : '1' })}>${line}${marker(series.points)}</svg>
      ${series.label}${i < 0 ? nothing : html` <strong class="number">${format(series.y[i])}</strong>`}
    </span>
  `;
}

/**
 * The point of a curve at the crosshair; −1 where it has none, as beyond its end, if not just beyond: its points may be farther apart
 * than those of another curve.
 *
 * @param {ArrayLike<number>} x ascending
 * @param {number} at
 */
function indexNear(x, at) {
  const i = nearestIndex(x, at);
  if (i < 0) return -1;
  const last = x.length - 1;
  const gap = i === last ? x[last] - x[Math.max(0, last - 1)] : x[1] - x[0];
  return (at >= x[0] && at <= x[last]) || Math.abs(x[i] - at) <= gap ? i : -1;
}

/** The marker of a legend entry. @param {Series['points'] | 'diamond'} shape */
export function marker(shape) {
  if (shape === 'circle') return svg`<circle cx="12" cy="5" r="3.5" fill="currentColor" />`;
  if (shape === 'square') return svg`<rect x="8.5" y="1.5" width="7" height="7" fill="currentColor" />`;
  if (shape === 'triangle') return svg`<path d="M12 1 L16.2 8.5 L7.8 8.5 Z" fill="currentColor" />`;
  if (shape === 'diamond') return svg`<path d="M12 0.5 L16.5 5 L12 9.5 L7.5 5 Z" fill="currentColor" />`;
  return nothing;
}
