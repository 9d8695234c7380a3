/** The units in the order of how well they tell what is looked for. */
import { html, nothing } from 'lit';
import { styled } from '../../ui/styled.js';

/** Units listed at first. */
const FEW = 10;

/**
 * @typedef {import('../../engine/unit-scores.js').UnitScores} UnitScores
 * @param {UnitScores} scores
 * @param {object} options
 * @param {import('../../i18n/index.js').Translator} options.t
 * @param {number} options.unit the one shown
 * @param {boolean} options.all whether all of them are listed
 * @param {(unit: number) => void} options.choose
 * @param {() => void} options.toggleAll
 */
export function renderRanking(scores, { t, unit, all, choose, toggleAll }) {
  const { order } = scores;
  const listed = all ? order : order.subarray(0, FEW);
  return html`
    <ol class="ranking" aria-label=${t('units.ranking')}>
      ${Array.from(listed, (one) => row(scores, one, { t, isShown: one === unit, choose }))}
    </ol>
    <p class="key">
      <span><i class="data"></i>${t('units.key.score')}</span>
      <span><i class="first data"></i>${t('units.key.first')}</span>
      <span><i class="chance data"></i>${t('units.key.chance')}</span>
      <span>${t('units.key.arrows')}</span>
    </p>
    ${
      order.length > FEW
        ? html`<button type="button" class="link" aria-expanded=${all ? 'true' : 'false'} @click=${toggleAll}>
            ${all ? t('units.fewer') : t('units.all', { count: order.length })}
          </button>`
        : nothing
    }
  `;
}

/** Whether a score is better than chance gives. @param {UnitScores} scores @param {number} unit */
export const isAboveChance = ({ scores, chance }, unit) => scores[unit] > chance[unit];

/**
 * @param {UnitScores} all
 * @param {number} unit
 * @param {{t: import('../../i18n/index.js').Translator, isShown: boolean, choose: (unit: number) => void}} options
 */
function row(all, unit, { t, isShown, choose }) {
  const [score, chance] = [all.scores[unit], all.chance[unit]];
  const above = isAboveChance(all, unit);
  const values = { unit: unit + 1, score: t.format.decimals(score, 2), chance: t.format.decimals(chance, 2) };
  const side = all.chosen[unit] < 0 ? 'smaller' : 'larger';
  const percent = (/** @type {number} */ value) => `${100 * Math.max(0, Math.min(1, value || 0))}%`;
  return html`<li>
    <button
      type="button"
      aria-pressed=${isShown ? 'true' : 'false'}
      aria-label=${t(above ? 'units.rowAbove' : 'units.row', { ...values, side: t(`units.${side}`) })}
      title=${t(`units.${side}`)}
      @click=${() => choose(unit)}
    >
      <span class="name">${t('units.unit', { unit: unit + 1 })}</span>
      <span>${side === 'smaller' ? '↓' : '↑'}</span>
      <span class=${above ? 'track above data' : 'track data'}>
        <span class="fill" ${styled({ width: percent(score) })}></span>
        <span class="first" ${styled({ width: percent(Math.abs(all.chosen[unit])) })}></span>
        <span class="chance" ${styled({ 'inset-inline-start': percent(chance) })}></span>
      </span>
      <span class="score number">${values.score}</span>
    </button>
  </li>`;
}
