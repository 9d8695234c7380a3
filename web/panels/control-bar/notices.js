import { css, html, nothing } from 'lit';
import { isLearned } from '../../state/learned.js';
import { partsOf } from '../../state/panel-names.js';
import { firstRead, readingIn } from '../../state/token-stepper.js';
import { defineElement } from '../../ui/element.js';
import { loadPersistently, onceAtATime } from '../../ui/persistence.js';
import { StoreElement } from '../shared/store-element.js';
import { withoutField } from './refused.js';
import { quotation, tokenName } from '../shared/token-view.js';
import { noticeStyles } from './notice-styles.js';

/** Continuations named where the text is ambiguous. */
const MAX_FOLLOWERS = 4;

/** Notices of the page: why the network was re-initialized, how much of the text can be learned, that the engine has failed. */
export class Notices extends StoreElement {
  static styles = [
    ...StoreElement.styles,
    noticeStyles,
    css`
      /* Nothing moves when it is learned. */
      [role='status']:nth-last-child(2) {
        min-height: 1.5rem;
      }
      @container (width <= 860px) {
        .hint {
          display: none;
        }
      }
      p.error {
        display: block;
      }
      .alert {
        border-inline-start: 4px solid var(--rnn-wrong);
        padding: var(--rnn-space-2) var(--rnn-space-3);
        background: var(--rnn-sunken);
        font-size: var(--rnn-text-m);
      }
      .alert p {
        flex: 1 1 24rem;
        text-wrap: pretty;
      }
      .alert details {
        flex-basis: 100%;
        color: var(--rnn-muted);
        overflow-wrap: anywhere;
      }
    `,
  ];

  static properties = { unopened: { attribute: false } };

  /** Version of the model that has learned its text; 0: none. */
  #learnedModel = 0;

  constructor() {
    super();
    /** Why a saved network was not opened, where there is no menu of files to say it. @type {import('../../state/open-model.js').Problem & { model: number } | null} */
    this.unopened = null;
  }

  /** @param {import('../shared/store-element.js').Store} store */
  select(store) {
    const { phase, failure, lastReset, canUndo, pending, modelVersion: model, tokenStep, settings } = store;
    return {
      phase,
      failure,
      // Its words may come later than the language.
      spoken: store.speaks('files'),
      lastReset,
      canUndo,
      pending,
      model,
      tokenStep,
      score: store.view('bar/score'),
      panels: settings.panels,
      errors: store.errors,
      languageFailure: store.languageFailure,
      repetition: store.repetition,
      step: store.repetition && store.status?.step,
      news: isNews(store),
    };
  }

  updated() {
    if (this.store && isNews(this.store)) this.#loadNews();
  }

  #loadNews = onceAtATime(async () => {
    const load = () => Promise.all([import('./keep-notice.js'), this.store?.loadWords('keep')]);
    const parts = await loadPersistently(load, () => this.isConnected);
    if (parts) defineElement('rnn-keep-notice', parts[0].KeepNotice);
  });

  render() {
    if (!this.store) return nothing;
    return html`
      <div role="alert">${this.#renderAlert()}</div>
      <div role="status">${this.#renderLanguageFailure()}</div>
      <div role="status">${withoutField(this.store).map((error) => html`<p class="notice error">${this.t.error(error)}</p>`)}</div>
      <div role="status">${this.#renderUnopened()}</div>
      <div role="status">${this.#renderRepetition()}</div>
      <div role="status">${this.#renderStatus()}</div>
      <rnn-keep-notice .store=${this.store}></rnn-keep-notice>
    `;
  }

  #renderAlert() {
    const { requiredStore: store } = this;
    return store.failure ? this.#renderFailure(store.failure) : nothing;
  }

  /** @param {Error & { code?: string }} failure */
  #renderFailure(failure) {
    const { requiredStore: store, t } = this;
    // Trying again helps neither a network that is too large nor a browser without the features.
    const hopeless = ['tooLarge', 'unsupported'].includes(String(failure.code));
    return html`<div class="notice alert">
      <p>${t.failure(failure)}</p>
      ${hopeless ? nothing : html`<button type="button" class="primary" @click=${() => store.reset()}>${t('failures.tryAgain')}</button>`}
      <details class="small"><summary>${t('failures.details')}</summary><span lang="en" dir="ltr">${failure.message}</span></details>
    </div>`;
  }

  /** As long as the network is the one that there was, and once there are words for it. */
  #renderUnopened() {
    const { unopened, t } = this;
    if (!unopened || unopened.model !== this.requiredStore.modelVersion || !t.has(unopened.key)) return nothing;
    return html`<p class="notice error">${t.dynamic(unopened.key, unopened.values)}</p>`;
  }

  #renderLanguageFailure() {
    const { requiredStore: store, t } = this;
    if (!store.languageFailure) return nothing;
    return html`<div class="notice error">
      <span>${t('failures.language', { language: t.languageName(store.languageFailure) })}</span>
      <button type="button" @click=${() => store.loadLanguage()}>${t('failures.tryAgain')}</button>
    </div>`;
  }

  /** Not every number is read out to screen readers: only that it begins and that it is done. */
  #renderRepetition() {
    const { requiredStore: store, t } = this;
    const { repetition, status } = store;
    if (!repetition || !store.speaks('link')) return nothing;
    if (repetition.done)
      return status?.step === repetition.updates
        ? html`<p class="notice muted">${t('link.repeated', { updates: repetition.updates })}</p>`
        : nothing;
    return html`<div class="notice">
      <span aria-live="off">${t('link.repeating', { step: status?.step ?? 0, updates: repetition.updates })}</span>
      <progress max=${repetition.updates} .value=${status?.step ?? 0}></progress>
      <button type="button" @click=${() => store.pause()}>${t('link.stop')}</button>
    </div>`;
  }

  #renderStatus() {
    const { requiredStore: store, t } = this;
    if (store.pending) return html`<p class="notice muted">${t('play.pending')}</p>`;
    if (store.tokenStep) return html`<p class="notice">${this.#reading(store.tokenStep)}</p>`;
    // It stays while the number in it changes: that is no news to a screen reader.
    const said = this.#learnedModel === store.modelVersion;
    const learned = this.#learned();
    const shown = partsOf(store.settings.panels);
    if (learned)
      return html`<p class="notice"><span aria-live=${said ? 'off' : nothing}>${learned}</span> ${shown.has('text') && shown.has('network') ? html`<span class="muted hint">${t('learned.next')}</span>` : nothing}</p>`;
    if (!store.lastReset || store.lastReset.code === 'start') {
      // The hint is about typing and training: not without those panels.
      return shown.has('text') && shown.has('controls')
        ? html`<p class="notice muted hint">${t('play.hint')}</p>`
        : nothing;
    }
    return html`<div class="notice muted">
      <span>${t.reset(store.lastReset)}</span>
      ${store.canUndo ? html`<button type="button" class="link" @click=${() => store.undo()}>${t('play.undo')}</button>` : nothing}
    </div>`;
  }

  /** Says when the accuracy has reached its upper bound, and why that is not 100% for an ambiguous text. '' before. */
  #learned() {
    const { requiredStore: store, t } = this;
    const { bound, data, modelVersion } = store;
    const score = store.view('bar/score')?.value;
    if (!bound || !score) return '';
    const learned = isLearned(score.accuracy, bound.accuracy, this.#learnedModel === modelVersion);
    this.#learnedModel = learned ? modelVersion : 0;
    if (!learned) return '';
    const right = t('learned.score', { right: t.format.percent(score.accuracy) });
    const [fork] = bound.forks;
    if (!fork || !data) return right;
    const read = data.training[fork.sequence].inputs.slice(0, fork.position + 1);
    const token = (/** @type {number} */ id) => {
      const name = tokenName(data.vocabulary.token(id), t);
      return /^\s*$/u.test(data.vocabulary.token(id)) ? name : `“${name}”`;
    };
    const values = {
      bound: t.format.percent(bound.accuracy),
      beginning: quotation(data.vocabulary.join([...read]), t),
      followers: fork.followers.slice(0, MAX_FOLLOWERS).map(token),
      more: bound.forks.length - 1,
    };
    const most = t(values.more > 0 ? 'learned.boundMore' : 'learned.bound', values);
    return t.format.sentences(right, most);
  }

  /** @param {import('../../state/token-stepper.js').ReadingPlace} reading */
  #reading(reading) {
    const { sequences, at, end, updated, step } = reading;
    const { data } = this.requiredStore;
    const [first] = sequences;
    const index = data ? firstRead(data, reading) : -1;
    const token =
      index < 0
        ? ''
        : (data?.vocabulary.token(data.training[index].inputs[Number(readingIn(data, reading, index))]) ?? '');
    const values = { count: sequences.length, number: first + 1, at: at + 1, end, step };
    if (updated) return this.t('play.reading.updated', values);
    const part = sequences.length === 1 ? 'one' : 'several';
    const now = this.t(`play.reading.${part}`, { ...values, token: tokenName(token, this.t) });
    return at + 1 < end ? now : this.t.format.sentences(now, this.t('play.reading.read', values));
  }
}

/** Of what is kept, or of an engine that was replaced. @param {import('../shared/store-element.js').Store} store */
const isNews = ({ recovered, experiments }) => Boolean(recovered || experiments?.news.length);
