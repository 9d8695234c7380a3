import { css, html, nothing } from 'lit';
import { nearestIndex } from '../../charts/decimate.js';
import { LineChart } from '../../charts/line-chart.js';
import { PanelElement } from '../panel.js';

/** With more updates than this to an epoch, the epochs are too far apart to draw a curve by. */
const mostUpdates = 40;

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
    const { model, status, runs, events, guessingLoss, settings, training } = store;
    const versions = { history: store.history.version, running: this.#byUpdates ? store.running.version : 0 };
    return { model, status, runs, events, guessingLoss, training, scale: settings.lossScale, ...versions };
  }

  /** At rest the curves go on to where the weights are: the next evaluation would be recorded only before the next step. */
  views() {
    const { store } = this;
    if (!store?.info || store.training) return {};
    const heldOut = (store.data?.heldOut.length ?? 0) > 0;
    return {
      training: { call: 'evaluate', args: { which: 'training' } },
      ...(heldOut && { heldOut: { call: 'evaluate', args: { which: 'heldOut' } } }),
    };
  }

  /** A recorded curve with the loss of the present weights at its end. @param {'training' | 'heldOut'} which */
  #curve(which) {
    const { history, status, training, data } = this.model;
    const x = history[this.#byUpdates ? 'step' : 'epoch'];
    const y = history[which === 'training' ? 'trainingLoss' : 'heldOutLoss'];
    const now = this.model.view(`loss/${which}`);
    if (training || !status || !data || !now?.value || now.step !== status.step) return { x, y };
    const end = this.#byUpdates ? status.step : status.examplesSeen / data.training.length;
    if (x.length > 0 && end <= x[x.length - 1]) return { x, y };
    return { x: [...x, end], y: [...y, now.value.meanLoss] };
  }

  /** Whether the x axis counts updates instead of epochs. */
  get #byUpdates() {
    const { data, settings } = this.model;
    if (!data) return false;
    const { batchSize, truncate } = settings;
    const tokens = data.training.reduce((sum, { inputs }) => sum + inputs.length, 0);
    const sequences = data.training.length;
    const batches = batchSize === 0 ? 1 : Math.ceil(sequences / batchSize);
    return Math.max(batches, truncate > 0 ? (batches * tokens) / (sequences * truncate) : 0) > mostUpdates;
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
        .marks=${this.#halvings().map((event) => ({ x: this.#placeOf(event), label: this.#halvingShort(event) }))}
        .logarithmic=${store.settings.lossScale === 'logarithmic'}
        .xLabel=${t(this.#byUpdates ? 'loss.updates' : 'loss.epochs')}
        .formatX=${t.format.compact}
        .formatY=${t.format.loss}
        .formatTick=${(/** @type {number} */ y) => (y < 1e5 ? t.format.rate(y) : t.format.number(y, 3))}
        .label=${t('loss.chart')}
        .height=${200}
      ></rnn-line-chart>
      ${this.#renderFacts()} ${this.#renderLastHalving()}
    `;
  }

  /** @returns {import('../../charts/line-chart-options.js').Series[]} */
  #series() {
    const { t, model: store } = this;
    const along = this.#byUpdates ? 'step' : 'epoch';
    const earlier = store.runs.map(({ id, history }) => ({
      id: `run ${id}`,
      label: '',
      x: history[along],
      y: history.trainingLoss,
      colour: /** @type {const} */ ('faint'),
      faint: true,
    }));
    /** @type {import('../../charts/line-chart-options.js').Series[]} */
    const present = [{ id: 'training', label: t('loss.training'), ...this.#curve('training'), colour: 'training' }];
    if (this.#byUpdates) {
      const { step, loss } = store.running;
      present.unshift({ id: 'running', label: t('loss.running'), x: step, y: loss, colour: 'training', thin: true });
    }
    if ((store.data?.heldOut.length ?? 0) > 0) {
      present.push({
        id: 'heldOut',
        label: t('loss.heldOut'),
        ...this.#curve('heldOut'),
        colour: 'heldOut',
        dash: [6, 4],
      });
    }
    return [...earlier, ...present];
  }

  /** On the x axis. @param {{epoch: number}} event */
  #placeOf({ epoch }) {
    const { history } = this.model;
    return this.#byUpdates ? history.step[nearestIndex(history.epoch, epoch)] : epoch;
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
