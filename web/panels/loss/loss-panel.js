import { css, html, nothing } from 'lit';
import { nearestIndex } from '../../charts/decimate.js';
import { LineChart } from '../../charts/line-chart.js';
import { evaluationArgs, sizeOf } from '../../state/creation.js';
import { differingNames } from '../../state/earlier-runs.js';
import { loadPersistently, onceAtATime } from '../../ui/persistence.js';
import { LaterParts } from '../shared/later-parts.js';
import { PanelElement } from '../shared/panel.js';
import { differencesInWords } from '../shared/setting-words.js';
import { download } from '../../export/download.js';
import { csvOf, lowestHeldOut } from './loss-facts.js';

/** With more updates per epoch, the x axis counts updates: epochs would be too few points for a curve. */
const MAX_UPDATES_PER_EPOCH = 40;

/** Distance at which a mark is hit, as a fraction of the x axis: the points of a long run are closer than pixels. */
const HIT_RADIUS = 0.01;

/** Training and held-out loss over the epochs, with the loss of a uniform guess. */
export class LossPanel extends PanelElement {
  static id = 'loss';
  static drawn = true;

  static dependencies = { 'rnn-line-chart': LineChart };

  static properties = { at: { state: true }, sampleStep: { state: true } };

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

  /** @type {import('./whole-text.js').WholeTextLoss | undefined} loaded with the first long text */
  #wholeText;

  /** @type {import('./ngram-lines.js').NgramLines | undefined} loaded when something is held out, after the first updates */
  #ngramLines;
  #samples = new LaterParts(this, async () => {
    const [parts] = await Promise.all([import('./samples-view.js'), this.store?.loadWords('samples')]);
    return parts;
  });

  constructor() {
    super();
    /** @type {number | null} x of the crosshair */
    this.at = null;
    /** @type {number | null} update of the sample that is shown; null: the latest */
    this.sampleStep = null;
  }

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    const { modelVersion: model, status, runs, events, guessingLoss, settings, training, phase, samples } = store;
    const versions = { history: store.history.version, running: this.#byUpdates ? store.updateHistory.version : 0 };
    return { model, status, runs, events, guessingLoss, training, phase, settings, samples, ...versions };
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (this.store?.data?.long && !this.#wholeText) this.#loadWholeText();
    if (this.#ngramLines) this.#ngramLines.follow();
    else if (this.store?.data?.heldOut.length && this.store.status?.step) this.#loadNgramLines();
  }

  #loadNgramLines = onceAtATime(async () => {
    const code = await loadPersistently(
      () => import('./ngram-lines.js'),
      () => this.isConnected,
    );
    if (!code) return;
    this.#ngramLines = new code.NgramLines(this);
    this.requestUpdate();
  });

  /** Until it is there, there is the curve all the same. */
  #loadWholeText = onceAtATime(async () => {
    const load = () => Promise.all([import('./whole-text.js'), this.requiredStore.loadWords('longText')]);
    const parts = await loadPersistently(load, () => this.isConnected);
    if (!parts) return;
    this.#wholeText = new parts[0].WholeTextLoss(this);
    this.requestUpdate();
  });

  /** While paused, the current loss, which extends the curves: the next evaluation is recorded only before the next update. */
  views() {
    const { store } = this;
    if (!store?.info || store.training) return {};
    const heldOut = (store.data?.heldOut.length ?? 0) > 0;
    const args = evaluationArgs(store.data, store.settings);
    return {
      training: { call: 'evaluate', args: { which: 'training', ...args } },
      ...(heldOut && { heldOut: { call: 'evaluate', args: { which: 'heldOut', ...args } } }),
    };
  }

  /**
   * A recorded curve, extended by the loss of the current weights.
   * @param {'training' | 'heldOut'} which
   * @param {boolean} [byUpdates]
   */
  #curve(which, byUpdates = this.#byUpdates) {
    const { history, status, training, data } = this.requiredStore;
    const x = history[byUpdates ? 'step' : 'epoch'];
    const y = history[which === 'training' ? 'trainingLoss' : 'heldOutLoss'];
    const now = this.requiredStore.view(`loss/${which}`);
    if (training || !status || !data || !now?.value || now.step !== status.step) return { x, y };
    const end = byUpdates ? status.step : status.sequencesSeen / sizeOf(data).sequences;
    if (x.length > 0 && end <= x[x.length - 1]) return { x, y };
    return { x: [...x, end], y: [...y, now.value.meanLoss] };
  }

  /** Whether the x axis counts updates instead of epochs. */
  get #byUpdates() {
    const { data, settings } = this.requiredStore;
    if (!data) return false;
    // Between two evaluations of a long text there are many updates, however short its epochs are.
    if (data.long) return true;
    const { batchSize, truncate } = settings;
    const { sequences, tokens } = sizeOf(data);
    const batches = batchSize === 0 ? 1 : Math.ceil(sequences / batchSize);
    return Math.max(batches, truncate > 0 ? (batches * tokens) / (sequences * truncate) : 0) > MAX_UPDATES_PER_EPOCH;
  }

  renderActions() {
    const { t, requiredStore: store } = this;
    const logarithmic = store.settings.lossScale === 'logarithmic';
    return html`
      ${store.history.length > 0 ? html`<button type="button" class="link small" @click=${() => download(new Blob([csvOf(store.history)], { type: 'text/csv;charset=utf-8' }), 'loss.csv')}>${t('loss.csv')}</button>` : nothing}
      ${store.runs.length > 0 ? html`<button type="button" class="link small" @click=${() => store.clearRuns()}>${t('loss.clear')}</button>` : nothing}
      ${store.shows('lossScale') ? this.#renderScale(logarithmic) : nothing}
    `;
  }

  /** @param {boolean} logarithmic as it is now */
  #renderScale(logarithmic) {
    const { t, requiredStore: store } = this;
    return html`<button
      type="button"
      class="link small"
      aria-pressed=${logarithmic ? 'true' : 'false'}
      @click=${() => store.setSetting('lossScale', logarithmic ? 'linear' : 'logarithmic')}
    >${t('loss.logarithmic')}</button>`;
  }

  renderBody() {
    const { t, requiredStore: store } = this;
    const { guessingLoss } = store;
    const samples = this.#samples.value?.pointsOf(store, this.#curve('training'), this.#byUpdates) ?? [];
    const guides = Number.isFinite(guessingLoss)
      ? [
          {
            y: guessingLoss,
            label: t('loss.guessing', { size: store.data?.vocabulary.size ?? 0, loss: t.format.loss(guessingLoss) }),
          },
        ]
      : [];
    const baselines = store.data?.heldOut.length
      ? (this.#ngramLines?.baselines(this.#curve('heldOut', true)) ?? [])
      : [];
    return html`
      <rnn-line-chart
        .t=${t}
        .waiting=${!store.opened}
        .series=${this.#series()}
        .guides=${[...guides, ...(this.#ngramLines?.guides(baselines) ?? [])]}
        .marks=${this.#halvings().map((event) => ({ x: this.#placeOf(event), label: this.#halvingShort(event) }))}
        .spots=${[...this.#spots(), ...(this.#samples.value?.dotsOf(samples, this.sampleStep) ?? [])]}
        .faintLabel=${t('loss.earlier', { count: store.runs.length })}
        .logarithmic=${store.settings.lossScale === 'logarithmic'}
        .xLabel=${t(this.#byUpdates ? 'loss.updates' : 'loss.epochs')}
        .yLabel=${t('loss.mean')}
        .formatX=${t.format.compact}
        .formatY=${t.format.loss}
        .formatTick=${(/** @type {number} */ y) => (y < 1e5 ? t.format.rate(y) : t.format.number(y, 3))}
        .label=${t(this.#byUpdates ? 'loss.chartByUpdate' : 'loss.chart')}
        .height=${200}
        @point-focus=${(/** @type {CustomEvent} */ { detail }) => (this.at = detail?.x ?? null)}
        @point-select=${(/** @type {CustomEvent} */ { detail }) => (this.sampleStep = this.#samples.value?.nearestStep(samples, detail.x) ?? null)}
      ></rnn-line-chart>
      ${this.#renderFacts()} ${this.#renderLowest()} ${this.#renderHalving()}
      ${this.#ngramLines?.render(baselines)}
      ${store.data?.long ? this.#wholeText?.render() : nothing}
      ${this.#samples.value ? html`<rnn-samples .store=${store} .points=${samples} .step=${this.sampleStep} @sample-select=${this.#onSample}></rnn-samples>` : nothing}
    `;
  }

  /** @param {CustomEvent} event */
  #onSample({ detail }) {
    this.sampleStep = detail.step;
  }

  /** Minimum of the held-out loss; null: there is none, or it is the latest value. */
  get #lowest() {
    if ((this.requiredStore.data?.heldOut.length ?? 0) === 0) return null;
    return lowestHeldOut(this.#curve('heldOut'), this.#curve('training'));
  }

  /** @returns {import('../../charts/line-chart-options.js').Point[]} */
  #spots() {
    const lowest = this.#lowest;
    if (!lowest) return [];
    const label = this.t('loss.lowestShort', { loss: this.t.format.loss(lowest.y) });
    return [{ x: lowest.x, y: lowest.y, color: 'heldOut', label }];
  }

  #renderLowest() {
    const { t } = this;
    const lowest = this.#lowest;
    if (!lowest) return nothing;
    const place = t(this.#byUpdates ? 'loss.atUpdate' : 'loss.atEpoch', { count: lowest.x });
    const words = { place, loss: t.format.loss(lowest.y) };
    const said = lowest.overfits
      ? t.format.sentences(t('loss.lowest', words), t('loss.overfits'))
      : t('loss.lowest', words);
    return html`<p class="event">○ ${said}</p>`;
  }

  /** @returns {import('../../charts/line-chart-options.js').Series[]} */
  #series() {
    const { t, requiredStore: store } = this;
    const along = this.#byUpdates ? 'step' : 'epoch';
    const earlier = store.runs.map(({ id, history, settings }) => ({
      id: `run ${id}`,
      label: t('loss.earlierRun', { name: this.#nameOf(settings) }),
      x: history[along],
      y: history.trainingLoss,
      color: /** @type {const} */ ('faint'),
      faint: true,
    }));
    /** @type {import('../../charts/line-chart-options.js').Series[]} */
    const present = [{ id: 'training', label: t('loss.training'), ...this.#curve('training'), color: 'training' }];
    if (this.#byUpdates) {
      const { step, loss } = store.updateHistory;
      present.unshift({ id: 'running', label: t('loss.running'), x: step, y: loss, color: 'training', thin: true });
    }
    if ((store.data?.heldOut.length ?? 0) > 0) {
      present.push({
        id: 'heldOut',
        label: t('loss.heldOut'),
        ...this.#curve('heldOut'),
        color: 'heldOut',
        dash: [6, 4],
      });
    }
    return [...earlier, ...present];
  }

  /** How the settings of an earlier run differ from the current ones, in words. @param {import('../../state/settings.js').Settings} settings */
  #nameOf(settings) {
    const { t, requiredStore: store } = this;
    const names = differingNames(settings, store.settings);
    if (names.length === 0) return t('loss.sameSettings');
    if (names.join() === 'seed') return t('loss.otherSeed', { seed: String(settings.seed) });
    return differencesInWords(t, settings, store.settings);
  }

  /** An event's x. @param {{epoch: number}} event */
  #placeOf({ epoch }) {
    const { history } = this.requiredStore;
    return this.#byUpdates ? history.step[nearestIndex(history.epoch, epoch)] : epoch;
  }

  #halvings() {
    return this.requiredStore.events.filter((event) => event.type === 'halved');
  }

  /** @param {any} event */
  #halvingShort({ from, to }) {
    return this.t('loss.halvedShort', { from: this.t.format.rate(from), to: this.t.format.rate(to) });
  }

  /** The halving of the learning rate at the crosshair, else the latest. */
  #halvingShown() {
    const all = this.#halvings();
    const { at } = this;
    if (at === null || all.length === 0) return all.at(-1);
    const x = this.requiredStore.history[this.#byUpdates ? 'step' : 'epoch'];
    const distance = (/** @type {{epoch: number}} */ event) => Math.abs(this.#placeOf(event) - at);
    const nearest = all.reduce((best, event) => (distance(event) < distance(best) ? event : best));
    return distance(nearest) <= HIT_RADIUS * (x[x.length - 1] - x[0]) ? nearest : all.at(-1);
  }

  #renderHalving() {
    const event = this.#halvingShown();
    if (!event) return nothing;
    const { format } = this.t;
    return html`<p class="event" aria-live=${this.at === null ? 'off' : 'polite'}>▼ ${this.t('loss.halved', {
      epoch: format.integer(event.epoch),
      from: format.rate(event.from),
      to: format.rate(event.to),
      before: format.loss(event.lossBefore),
      loss: format.loss(event.loss),
    })}</p>`;
  }

  #renderFacts() {
    const { t, requiredStore: store } = this;
    const { status } = store;
    if (!status) return nothing;
    return html`<p class="facts number">
      <span>${t('loss.steps', { count: status.step })}</span>
      <span>${t('loss.time', { time: t.format.duration(status.trainingSeconds) })}</span>
      <span>${t('loss.speed', { speed: status.tokensPerSecond > 0 ? t.format.perSecond(status.tokensPerSecond) : '–' })}</span>
      <span>${t('loss.rate', { rate: t.format.rate(status.learningRate) })}</span>
    </p>`;
  }
}
