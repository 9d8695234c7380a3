import { css, html, nothing } from 'lit';
import { LineChart } from '../../charts/line-chart.js';
import { PanelElement } from '../panel.js';

/** The two losses over the epochs, between "pure guessing" and nothing left to learn. */
export class LossPanel extends PanelElement {
  static id = 'loss';

  static parts = { 'rnn-line-chart': LineChart };

  static styles = [
    ...PanelElement.styles,
    css`
      .facts {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--rnn-space-4);
        font-size: var(--rnn-text-s);
        color: var(--rnn-muted);
        margin-top: var(--rnn-space-1);
      }
      .event {
        font-size: var(--rnn-text-s);
        margin-top: var(--rnn-space-2);
        text-wrap: pretty;
      }
    `,
  ];

  /** @param {import('../panel.js').Store} store */
  select(store) {
    const { model, status, runs, events, guessingLoss, settings } = store;
    return { model, status, runs, events, guessingLoss, scale: settings.lossScale, version: store.history.version };
  }

  renderActions() {
    const { t, model: store } = this;
    const logarithmic = store.settings.lossScale === 'logarithmic';
    return html`
      ${store.runs.length > 0 ? html`<button type="button" class="link small" @click=${() => store.clearRuns()}>${t('loss.clear')}</button>` : nothing}
      <button
        type="button"
        class="link small"
        aria-pressed=${logarithmic ? 'true' : 'false'}
        @click=${() => store.setSetting('lossScale', logarithmic ? 'linear' : 'logarithmic')}
      >${t('loss.logarithmic')}</button>
    `;
  }

  renderBody() {
    const { t, model: store } = this;
    const { guessingLoss } = store;
    const guides = Number.isFinite(guessingLoss)
      ? [
          {
            y: guessingLoss,
            label: t('loss.guessing', { size: store.data?.vocabulary.size ?? 0, loss: t.format.loss(guessingLoss) }),
          },
        ]
      : [];
    return html`
      <rnn-line-chart
        .t=${t}
        .series=${this.#series()}
        .guides=${guides}
        .marks=${this.#halvings().map((event) => ({ x: event.epoch, label: this.#halvingShort(event) }))}
        .logarithmic=${store.settings.lossScale === 'logarithmic'}
        .xLabel=${t('loss.epochs')}
        .formatX=${t.format.compact}
        .formatY=${t.format.loss}
        .formatTick=${t.format.rate}
        .label=${t('loss.chart')}
        .height=${200}
      ></rnn-line-chart>
      ${this.#renderFacts()} ${this.#renderLastHalving()}
    `;
  }

  /** @returns {import('../../charts/line-chart-options.js').Series[]} */
  #series() {
    const { t, model: store } = this;
    const { epoch, trainingLoss, heldOutLoss } = store.history;
    const earlier = store.runs.map(({ id, history }) => ({
      id: `run ${id}`,
      label: '',
      x: history.epoch,
      y: history.trainingLoss,
      colour: /** @type {const} */ ('faint'),
      faint: true,
    }));
    /** @type {import('../../charts/line-chart-options.js').Series[]} */
    const present = [{ id: 'training', label: t('loss.training'), x: epoch, y: trainingLoss, colour: 'training' }];
    if ((store.data?.heldOut.length ?? 0) > 0) {
      present.push({
        id: 'heldOut',
        label: t('loss.heldOut'),
        x: epoch,
        y: heldOutLoss,
        colour: 'heldOut',
        dash: [6, 4],
      });
    }
    return [...earlier, ...present];
  }

  #halvings() {
    return this.model.events.filter((event) => event.type === 'halved');
  }

  /** @param {any} event */
  #halvingShort({ from, to }) {
    return this.t('loss.halvedShort', { from: this.t.format.rate(from), to: this.t.format.rate(to) });
  }

  #renderLastHalving() {
    const last = this.#halvings().at(-1);
    if (!last) return nothing;
    const { format } = this.t;
    return html`<p class="event">▼ ${this.t('loss.halved', {
      epoch: format.integer(last.epoch),
      from: format.rate(last.from),
      to: format.rate(last.to),
      before: format.loss(last.lossBefore),
      loss: format.loss(last.loss),
    })}</p>`;
  }

  #renderFacts() {
    const { t, model: store } = this;
    const { status } = store;
    if (!status) return nothing;
    return html`<p class="facts number">
      <span>${t('loss.steps', { count: status.step })}</span>
      <span>${t('loss.time', { time: t.format.duration(status.trainingSeconds) })}</span>
      ${status.tokensPerSecond > 0 ? html`<span>${t('loss.speed', { speed: t.format.perSecond(status.tokensPerSecond) })}</span>` : nothing}
      <span>${t('loss.rate', { rate: t.format.rate(status.learningRate) })}</span>
    </p>`;
  }
}
