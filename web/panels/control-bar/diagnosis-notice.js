import { css, html, nothing } from 'lit';
import { changedNames } from '../../state/form.js';
import { settingInWords } from '../shared/setting-words.js';
import { StoreElement } from '../shared/store-element.js';
import { noticeStyles } from './notice-styles.js';

/**
 * The diagnosis of the training in one sentence, with a button that applies the remedy, and undo. In the sticky bar, so that it
 * is visible wherever the reader is on the page.
 */
class DiagnosisNotice extends StoreElement {
  static properties = { mended: { state: true } };

  static styles = [
    ...StoreElement.styles,
    noticeStyles,
    css`
      .notice {
        border-inline-start: 4px solid var(--rnn-wrong);
        background: var(--rnn-sunken);
        padding: var(--rnn-space-2) var(--rnn-space-3);
        margin-top: var(--rnn-space-2);
      }
      .mended {
        border-color: var(--rnn-right);
      }
      p {
        flex: 1 1 22rem;
        text-wrap: pretty;
      }
      /* Where a line is too long, Chinese breaks at its signs only, not within “学习率 0.01”. */
      button {
        word-break: keep-all;
        text-wrap: balance;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {{ given: object, changes: string } | null} the remedy that has been applied; null after any other change */
    this.mended = null;
  }

  /** @param {import('../shared/store-element.js').Store} store */
  select({ diagnosis, given, settings, pending }) {
    return { diagnosis, given, settings, pending };
  }

  willUpdate() {
    if (this.mended && this.mended.given !== this.store?.given) this.mended = null;
  }

  render() {
    if (!this.store) return nothing;
    const { diagnosis } = this.store;
    return html`
      <div role="alert">${diagnosis ? this.#renderTrouble(diagnosis) : nothing}</div>
      <div role="status">${!diagnosis && this.mended ? this.#renderMended(this.mended) : nothing}</div>
    `;
  }

  /** @param {import('../../state/diagnosis.js').Diagnosis} diagnosis */
  #renderTrouble({ code, details, remedy, restart }) {
    const { t, requiredStore: store } = this;
    const words = Object.fromEntries(
      Object.entries(details).map(([name, value]) => [name, name === 'rate' ? t.format.rate(value) : value]),
    );
    const chooses = Object.values(remedy).every((value) => value === null);
    const way = !restart ? 'live' : chooses ? 'choose' : 'set';
    const changes = this.#inWords(store.settingsAfter(remedy));
    return html`<div class="notice">
      <p>${t(`diagnosis.${code}`, words)}</p>
      <button type="button" class="primary" @click=${() => this.#mend(changes)}>${t(`diagnosis.mend.${way}`, { changes })}</button>
      ${
        code === 'diverged'
          ? html`<button type="button" @click=${() => store.rollBack({ halveRate: true })}>${t('play.rollBack')}</button>`
          : nothing
      }
    </div>`;
  }

  /** @param {{ changes: string }} mended */
  #renderMended({ changes }) {
    const { t, requiredStore: store } = this;
    return html`<div class="notice mended">
      <p>${t('diagnosis.mended', { changes })}</p>
      <button type="button" class="link" @click=${() => store.undo()}>${t('play.undo')}</button>
    </div>`;
  }

  /** The changes to these settings, in words. @param {import('../../state/settings.js').Settings} settings */
  #inWords(settings) {
    const { t, requiredStore: store } = this;
    return t.format.list(changedNames(store.settings, settings).map((name) => settingInWords(t, name, settings[name])));
  }

  /** @param {string} changes in words */
  async #mend(changes) {
    const mending = this.requiredStore.mend();
    this.mended = { given: this.requiredStore.given, changes };
    await mending;
  }
}

export const dependencies = { 'rnn-diagnosis-notice': DiagnosisNotice };
