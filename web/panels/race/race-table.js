import { css, html, nothing } from 'lit';
import { RnnElement } from '../../ui/element.js';
import { tokenStyles, tokenView } from '../shared/token-view.js';

/** Results of the lanes: size, updates, time, loss, accuracy, and predictions for the first sentences. */
export class RaceTable extends RnnElement {
  static properties = {
    t: { attribute: false },
    race: { attribute: false },
    lanes: { attribute: false },
  };

  static styles = [
    ...RnnElement.styles,
    tokenStyles,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-4) var(--rnn-space-6);
        align-items: start;
      }
      .scroll {
        overflow-x: auto;
        max-width: 100%;
      }
      table {
        border-collapse: collapse;
        font-size: var(--rnn-text-s);
      }
      caption {
        text-align: start;
        font-weight: 600;
        padding-bottom: var(--rnn-space-1);
      }
      th,
      td {
        text-align: end;
        font-weight: 400;
        padding: var(--rnn-space-1) var(--rnn-space-3) var(--rnn-space-1) 0;
        white-space: nowrap;
      }
      th:first-child {
        text-align: start;
        position: sticky;
        left: 0;
        background: var(--rnn-page);
      }
      thead th {
        color: var(--rnn-muted);
        border-bottom: 1px solid var(--rnn-line);
      }
      .tokens :is(td, th:not(:first-child)) {
        text-align: center;
        padding-inline: var(--rnn-space-1);
        min-width: 2.25rem;
      }
      .right {
        color: var(--rnn-right);
      }
      .wrong {
        color: var(--rnn-wrong);
      }
      sup {
        font-size: 0.7em;
        line-height: 0;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../i18n/index.js').Translator | undefined} */
    this.t = undefined;
    /** @type {import('../../state/race.js').Race | null} */
    this.race = null;
    /** @type {{lane: import('../../state/race.js').Lane, name: string}[]} */
    this.lanes = [];
  }

  render() {
    const { t, race } = this;
    if (!t || !race) return nothing;
    return html`
      <div class="scroll" tabindex="0" role="group" aria-label=${t('race.figures')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${t('race.lane')}</th>
              <th scope="col">${t('race.parameters')}</th>
              <th scope="col">${t('race.steps')}</th>
              <th scope="col">${t('race.time')}</th>
              <th scope="col">${t('race.speed')}</th>
              <th scope="col">${t('race.loss')}</th>
              ${race.data.heldOut.length > 0 ? html`<th scope="col">${t('race.heldOutLoss')}</th>` : nothing}
              <th scope="col">${t('race.accuracy')}</th>
              <th scope="col">${t('race.state')}</th>
            </tr>
          </thead>
          <tbody>${this.lanes.map((entry) => this.#renderLane(entry))}</tbody>
        </table>
      </div>
      ${race.data.training.slice(0, 8).map((_, i) => this.#renderSequence(i))}
    `;
  }

  /** @param {{lane: import('../../state/race.js').Lane, name: string}} entry */
  #renderLane({ lane, name }) {
    const t = /** @type {import('../../i18n/index.js').Translator} */ (this.t);
    const { status, result, heldOutResult } = lane;
    const loss = result?.meanLoss ?? status?.trainingLoss ?? Number.NaN;
    const heldOutLoss = heldOutResult?.meanLoss ?? status?.heldOutLoss ?? Number.NaN;
    const heldOut = (this.race?.data.heldOut.length ?? 0) > 0;
    return html`<tr>
      <th scope="row">${name}</th>
      <td>${t.format.integer(lane.parameterCount)}</td>
      <td>${t.format.integer(status?.step ?? 0)}</td>
      <td>${t.format.duration(status?.trainingSeconds ?? 0)}</td>
      <td>${t.format.perSecond(status?.tokensPerSecond ?? 0)}</td>
      <td>${t.format.loss(loss)}</td>
      ${heldOut ? html`<td>${t.format.loss(heldOutLoss)}</td>` : nothing}
      <td>${result ? t.format.percent(result.accuracy) : '–'}</td>
      <td>${lane.failure ? html`<span class="error">${t.failure(lane.failure)}</span>` : t(`race.phase.${lane.phase}`)}${lane.replaced > 0 && !lane.failure ? html`<div class="small muted">${t('race.replaced')}</div>` : nothing}</td>
    </tr>`;
  }

  /** @param {number} index of the training sequence */
  #renderSequence(index) {
    const t = /** @type {import('../../i18n/index.js').Translator} */ (this.t);
    const { vocabulary, training } = /** @type {import('../../state/race.js').Race} */ (this.race).data;
    const inputs = Array.from(training[index].inputs).slice(0, 40);
    const targets = training[index].targets;
    return html`<div class="scroll" tabindex="0" role="group" aria-label=${t('race.predictions', { number: index + 1 })}>
      <table class="tokens">
        <thead>
          <tr>
            <th scope="col"><span class="muted">${t('race.given')}</span></th>
            ${inputs.map((id) => html`<th scope="col">${tokenView(vocabulary.token(id), t)}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.lanes.map(
            ({ lane, name }) => html`<tr>
              <th scope="row">${name}</th>
              ${inputs.map((_, position) => {
                const id = lane.predictions[index]?.ids[position];
                if (id === undefined) return html`<td>–</td>`;
                const right = id === targets[position];
                return html`<td class=${right ? 'right' : 'wrong'}>${tokenView(vocabulary.token(id), t)}<sup>${right ? '✓' : '✗'}</sup></td>`;
              })}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}
