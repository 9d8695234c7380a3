import { css, html, nothing } from 'lit';
import { StoreElement } from './store-element.js';
import { withoutField } from './refused.js';
import { tokenName } from './token-view.js';

/** What the page has to say: why the network began anew, that the training diverged, that the engine failed. */
export class Notices extends StoreElement {
  static styles = [
    ...StoreElement.styles,
    css`
      @container (width > 860px) {
        [role='status'] {
          min-height: 1.5rem;
        }
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-1) var(--rnn-space-4);
        align-items: center;
        font-size: var(--rnn-text-s);
      }
      @container (width <= 860px) {
        .hint {
          display: none;
        }
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

  /** @param {import('./store-element.js').Store} store */
  select(store) {
    const { phase, failure, lastReset, canUndo, pending, model, reading, settings } = store;
    return {
      phase,
      failure,
      lastReset,
      canUndo,
      pending,
      model,
      reading,
      rate: settings.learningRate,
      panels: settings.panels,
      errors: store.errors,
    };
  }

  render() {
    if (!this.store) return nothing;
    return html`
      <div role="alert">${this.#renderAlert()}</div>
      <div role="status">${withoutField(this.store).map((error) => html`<p class="notice error">${this.t.error(error)}</p>`)}</div>
      <div role="status">${this.#renderStatus()}</div>
    `;
  }

  #renderAlert() {
    const { model: store, t } = this;
    if (store.failure) return this.#renderFailure(store.failure);
    if (store.phase !== 'diverged') return nothing;
    return html`<div class="notice alert">
      <p>${t('play.diverged', { rate: t.format.rate(store.settings.learningRate) })}</p>
      <button type="button" class="primary" @click=${() => store.rollBack({ halveRate: true })}>${t('play.rollBack')}</button>
    </div>`;
  }

  /** @param {Error & { code?: string }} failure */
  #renderFailure(failure) {
    const { model: store, t } = this;
    // A network that is too large, or a browser that cannot do it, will not be another at the next try.
    const hopeless = ['tooLarge', 'unsupported'].includes(String(failure.code));
    return html`<div class="notice alert">
      <p>${t.failure(failure)}</p>
      ${hopeless ? nothing : html`<button type="button" class="primary" @click=${() => store.reset()}>${t('failures.tryAgain')}</button>`}
      <details class="small"><summary>${t('failures.details')}</summary><span lang="en" dir="ltr">${failure.message}</span></details>
    </div>`;
  }

  #renderStatus() {
    const { model: store, t } = this;
    if (store.pending) return html`<p class="notice muted">${t('play.pending')}</p>`;
    if (store.reading) return html`<p class="notice">${this.#reading(store.reading)}</p>`;
    if (!store.lastReset || store.lastReset.code === 'start') {
      // Where the panels to type and train with are not shown, there is nothing to hint at.
      return store.settings.panels.includes('play')
        ? html`<p class="notice muted hint">${t('play.hint')}</p>`
        : nothing;
    }
    return html`<div class="notice muted">
      <span>${t.reset(store.lastReset)}</span>
      ${store.canUndo ? html`<button type="button" class="link" @click=${() => store.undo()}>${t('play.undo')}</button>` : nothing}
    </div>`;
  }

  /** @param {import('../../state/reading.js').ReadingPlace} place */
  #reading({ sequences, at, end, updated, step }) {
    const { data } = this.model;
    const [first] = sequences;
    const token = data?.vocabulary.token(data.training[first].inputs[at]) ?? '';
    const values = { count: sequences.length, number: first + 1, at: at + 1, end, step };
    if (updated) return this.t('play.reading.updated', values);
    const part = sequences.length === 1 ? 'one' : 'several';
    const now = this.t(`play.reading.${part}`, { ...values, token: tokenName(token, this.t) });
    return at + 1 < end ? now : `${now} ${this.t('play.reading.read', values)}`;
  }
}
