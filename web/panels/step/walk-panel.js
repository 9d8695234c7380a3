import { html, nothing } from 'lit';
import { PanelElement } from '../shared/panel.js';
import { Labels } from './labels.js';
import { numbered, picker } from '../shared/pickers.js';
import { sentenceOptions, sentencesOf, windowsOf } from '../shared/sentences.js';
import { stagesOf } from './model/stages.js';
import { Walk } from './model/walk.js';

/**
 * @typedef {import('../../engine/types.js').StepDryRun} StepDryRun
 * @typedef {{dryRun: StepDryRun, layer: number, t: unknown, walk: Walk, stages: import('./model/stage.js').Stage[], labels: Labels}} Prepared
 */

/** A network of `units` hidden units is offered where there are more than `most`. */
const SMALL_NETWORK = { units: 6, most: 8 };

/**
 * Base of the panel: the choice of sentence, layer and BPTT window; the dry run of one optimizer step on it, a snapshot that is
 * kept until the reader asks for another; and the offer of a network small enough to follow.
 */
export class WalkPanel extends PanelElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = {
    sentence: {},
    window: { type: Number },
    layer: { type: Number },
    dryRun: { state: true },
    failure: { state: true },
    unitsBefore: { state: true },
  };

  /** Model, sentence and window of the latest request: the same dry run is not requested twice. */
  #asked = '';
  /** @type {Prepared | null} */
  #prepared = null;
  /** Of the dry run, which stays while there is another text already. @type {import('../../text/vocabulary.js').Vocabulary | undefined} */
  #vocabulary;
  /** @type {{data: object, truncate: number, sentence: string, sentences: import('../shared/sentences.js').Sentence[]} | null} */
  #listed = null;

  constructor() {
    super();
    /** Id of a sentence, such as 'training 0'. */
    this.sentence = '';
    /** Index of the window of truncated BPTT. */
    this.window = 0;
    /** The layer shown, from 0; -1: the top one. */
    this.layer = -1;
    /** @type {StepDryRun | null} */
    this.dryRun = null;
    /** @type {{code?: string, message: string} | null} */
    this.failure = null;
    /** Hidden units before the small network was chosen; 0: it was not. */
    this.unitsBefore = 0;
  }

  /** @param {import('../shared/panel.js').Store} store @returns {Record<string, unknown>} */
  select(store) {
    const { data, modelVersion: model, info, phase, pending, status } = store;
    return { data, model, info, phase, pending, step: status?.step };
  }

  /** Called after another dry run has been received. */
  dryRunChanged() {}

  get #sentences() {
    const { data, info } = this.requiredStore;
    if (!data || !info) return [];
    const { truncate } = info.settings;
    const { sentence } = this;
    const known = this.#listed;
    if (known?.data === data && known.truncate === truncate && known.sentence === sentence) return known.sentences;
    this.#listed = { data, truncate, sentence, sentences: sentencesOf(data, truncate, sentence) };
    return this.#listed.sentences;
  }

  get #chosenSentence() {
    const all = this.#sentences;
    return all.find(({ id }) => id === this.sentence) ?? all[0];
  }

  /** @param {import('lit').PropertyValues} changed */
  updated(changed) {
    super.updated(changed);
    if (this.visible && this.store?.info && !this.store.pending) this.#ask();
  }

  /** Requests the dry run of the chosen sentence, unless it was requested with this model. Latest call wins. */
  async #ask() {
    const { requiredStore: store } = this;
    const sentence = this.#chosenSentence;
    if (!sentence) return;
    const window = Math.min(this.window, windowsOf(sentence, store.info?.settings.truncate ?? 0) - 1);
    const wanted = `${store.modelVersion} ${sentence.id} ${store.data?.long?.place} ${window}`;
    if (wanted === this.#asked) return;
    this.#asked = wanted;
    this.failure = null;
    const vocabulary = store.data?.vocabulary;
    try {
      const dryRun = await store.call('dryRunStep', { ...sentence.args, window });
      if (wanted !== this.#asked) return;
      this.dryRun = dryRun;
      this.#vocabulary = vocabulary;
      this.dryRunChanged();
    } catch (error) {
      if (wanted === this.#asked) this.#fail(/** @type {{code?: string, message: string}} */ (error));
    }
  }

  /** @param {{code?: string, message: string}} error */
  #fail({ code, message }) {
    this.dryRun = null;
    this.failure = code === 'replaced' ? null : { code, message };
  }

  /** Repeats the dry run with the current weights. */
  refresh() {
    this.#asked = '';
    this.requestUpdate();
  }

  /** The walk with its stages and labels, cached; null until the dry run has been received. */
  get prepared() {
    const { dryRun, t } = this;
    if (!dryRun) return null;
    const { layers } = dryRun.trace;
    const layer = this.layer < 0 ? layers - 1 : Math.min(this.layer, layers - 1);
    const known = this.#prepared;
    if (known?.dryRun === dryRun && known.layer === layer && known.t === t) return known;
    const walk = new Walk(dryRun, layer);
    const vocabulary = this.#vocabulary;
    const labels = new Labels(walk, (/** @type {number} */ id) => vocabulary?.token(id) ?? '', t);
    this.#prepared = { dryRun, layer, t, walk, stages: stagesOf(walk), labels };
    return this.#prepared;
  }

  /** @param {{sentence?: string, window?: number, layer?: number}} choice */
  choose(choice) {
    Object.assign(this, choice);
  }

  /** Shown in place of the stages: loading, or why the dry run failed. */
  renderAbsence() {
    const { t, failure } = this;
    const { info } = this.requiredStore;
    const known = failure?.code === 'tooLong' ? t('step.tooLarge', { count: info?.parameterCount }) : undefined;
    const failed = failure && (known ?? t('step.failed', { message: failure.message }));
    const again = failed && !known;
    return html`<p class="muted" role="status">${failed ?? t(info ? 'step.loading' : 'step.nothing')}</p>
      ${again ? html`<button type="button" @click=${() => this.refresh()}>${t('panel.tryAgain')}</button>` : nothing}`;
  }

  /** The offer of a network small enough to follow by hand, or of going back from it. */
  renderInvitation() {
    const { t, requiredStore: store } = this;
    const count = Number(store.settings.hiddenSize);
    if (!store.shows('hiddenSize')) return nothing;
    if (count > SMALL_NETWORK.most)
      return html`<div class="invitation">
        <span>${t('step.smallWhy', { count })}</span>
        <button type="button" class="primary" @click=${() => this.#useUnits(SMALL_NETWORK.units, count)}>
          ${t('step.small', { count: SMALL_NETWORK.units })}
        </button>
      </div>`;
    if (this.unitsBefore === 0) return nothing;
    return html`<div class="invitation">
      <button type="button" class="link" @click=${() => this.#useUnits(this.unitsBefore, 0)}>
        ${t('step.smallUndo', { count: this.unitsBefore })}
      </button>
    </div>`;
  }

  /** @param {number} units @param {number} before */
  #useUnits(units, before) {
    this.unitsBefore = before;
    this.requiredStore.setSetting('hiddenSize', units);
  }

  /** Sentence, layer, window, and the update after which the weights were taken. @param {Prepared} prepared */
  renderSetting({ walk, dryRun: { begin, end, length, settings } }) {
    const { t } = this;
    const chosen = this.#chosenSentence;
    const size = settings.truncate;
    const windows = size > 0 ? Math.ceil(length / size) : 1;
    const windowText = (/** @type {number} */ i) =>
      t('step.windowOption', { from: i * size + 1, to: Math.min(length, (i + 1) * size) });
    const layerText = (/** @type {number} */ i) => t('step.layerOption', { number: i + 1 });
    return html`<div class="setting">
      ${picker('sentence', t('step.sentence'), sentenceOptions(this.#sentences, chosen?.id, t), (id) => this.choose({ sentence: id, window: 0 }))}
      ${
        walk.layers > 1
          ? picker('layer', t('step.layer'), numbered(walk.layers, walk.layer, layerText), (i) =>
              this.choose({ layer: Number(i) }),
            )
          : nothing
      }
      ${
        windows > 1
          ? picker('window', t('step.window'), numbered(windows, Math.floor(begin / size), windowText), (i) =>
              this.choose({ window: Number(i) }),
            )
          : nothing
      }
      ${
        chosen && chosen.length > length
          ? html`<span class="moment">${t('step.excerpt', { shown: end - begin, total: chosen.length })}</span>`
          : nothing
      }
      ${this.#renderMoment()} ${this.#renderLegend(walk)}
    </div>`;
  }

  /** @param {Walk} walk */
  #renderLegend(walk) {
    const maximum = walk.largestState;
    return html`<rnn-scale-legend
      class="legend"
      .maximum=${maximum}
      .label=${this.t('step.legend')}
      .format=${(/** @type {number} */ value) => this.t.format.rate(Number(value.toPrecision(2)))}
    ></rnn-scale-legend>`;
  }

  #renderMoment() {
    const { t, dryRun, requiredStore: store } = this;
    const from = dryRun?.step ?? 0;
    const to = store.status?.step ?? from;
    if (to === from) return html`<p class="moment">${t('step.frozen', { step: from })}</p>`;
    return html`<p class="moment">
      <span>${t('step.stale', { from, to })}</span>
      <button type="button" @click=${this.refresh}>${t('step.refresh')}</button>
    </p>`;
  }
}
