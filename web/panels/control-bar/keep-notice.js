import { css, html, nothing } from 'lit';
import { StoreElement } from '../shared/store-element.js';
import { noticeStyles } from './notice-styles.js';

/** Lines about what is kept, and about an engine that has been replaced. Loaded when there is one. */
export class KeepNotice extends StoreElement {
  static styles = [
    ...StoreElement.styles,
    noticeStyles,
    css`
      .notice {
        border-inline-start: 3px solid var(--rnn-line);
        padding-inline-start: var(--rnn-space-3);
        text-wrap: pretty;
      }
    `,
  ];

  /** @param {import('../shared/store-element.js').Store} store */
  select(store) {
    return { recovered: store.recovered, news: store.experiments?.news };
  }

  render() {
    const { store, t } = this;
    if (!store || !t.knows('keep')) return nothing;
    const { recovered, experiments } = store;
    return html`<div role="status">
      ${recovered ? this.#renderLine(t('keep.recovered', recovered), () => store.dismissRecovery()) : nothing}
      ${(experiments?.news ?? []).map((news) => this.#renderLine(t(`keep.${news}`), () => experiments?.dismiss(news)))}
    </div>`;
  }

  /** @param {string} words @param {() => void} dismiss */
  #renderLine(words, dismiss) {
    return html`<div class="notice">
      <span>${words}</span><button type="button" class="link" @click=${dismiss}>${this.t('keep.dismiss')}</button>
    </div>`;
  }
}
