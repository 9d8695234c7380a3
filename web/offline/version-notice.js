import { css, html, nothing } from 'lit';
import { chooseLocale, isLoaded, loadLanguage, translator } from '../i18n/index.js';
import { alone } from '../theme/reset.js';
import { tokens } from '../theme/tokens.js';
import { RnnElement } from '../ui/element.js';
import { loadPersistently } from '../ui/persistence.js';

/** So long the reload waits for a checkpoint of what was trained last, ms; what comes after the one before is trained again. */
const CHECKPOINT_MS = 3000;

/** Says that there is a new version of the page, at the bottom of the window. */
export class VersionNotice extends RnnElement {
  static properties = { playground: { attribute: false }, reload: { attribute: false }, going: { state: true } };

  static styles = [
    tokens,
    alone,
    ...RnnElement.styles,
    css`
      :host {
        position: fixed !important;
        inset-block-end: var(--rnn-space-3);
        inset-inline: var(--rnn-space-3);
        z-index: 40;
        pointer-events: none;
        display: flex;
        justify-content: center;
      }
      [role='status'] {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2) var(--rnn-space-3);
        align-items: center;
        max-width: 60rem;
        padding: var(--rnn-space-2) var(--rnn-space-4);
        border: 1px solid var(--rnn-line);
        border-radius: var(--rnn-radius);
        background: var(--rnn-surface);
        box-shadow: var(--rnn-shadow);
        font-size: var(--rnn-text-s);
        pointer-events: auto;
      }
      p {
        flex: 1 1 18rem;
        margin: 0;
        text-wrap: pretty;
      }
      @media print {
        :host {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../rnn-playground.js').RnnPlayground | undefined} */
    this.playground = undefined;
    /** @type {() => Promise<void>} so that the page's next load is of the new version */
    this.reload = async () => {};
    this.going = false;
  }

  #again = () => this.requestUpdate();

  connectedCallback() {
    super.connectedCallback();
    this.playground?.addEventListener('rnn-change', this.#again);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.playground?.removeEventListener('rnn-change', this.#again);
  }

  get #store() {
    const view = /** @type {import('../element/playground-view.js').PlaygroundView | null | undefined} */ (
      this.playground?.shadowRoot?.querySelector('rnn-view')
    );
    return view?.store;
  }

  get #isKept() {
    const experiments = this.#store?.experiments;
    return experiments && !experiments.news.some((news) => ['full', 'blocked', 'forgotten'].includes(news));
  }

  get #locale() {
    return chooseLocale([this.playground?.locale ?? '']);
  }

  async #loadWords() {
    const locale = this.#locale;
    await loadPersistently(
      () => loadLanguage(locale, ['version']),
      () => this.isConnected,
    );
    this.requestUpdate();
  }

  async #reload() {
    this.going = true;
    const store = this.#store;
    if (store && this.#isKept) await atCheckpoint(store);
    // The page writes it when it is left, too; a browser does not always wait for that.
    await store?.experiments?.flush().catch(() => {});
    await this.reload();
    location.reload();
  }

  updated() {
    if (!isLoaded(this.#locale, ['version'])) this.#loadWords();
  }

  render() {
    if (!isLoaded(this.#locale, ['version'])) return nothing;
    const t = translator(this.#locale);
    return html`<div role="status" lang=${t.tag}>
      <p>${t(this.#isKept ? 'version.kept' : 'version.notKept')}</p>
      <button type="button" class="primary" ?disabled=${this.going} @click=${this.#reload}>${t('version.reload')}</button>
      <button type="button" @click=${() => this.remove()}>${t('version.later')}</button>
    </div>`;
  }
}

/** Holds the training, and resolves once there is a checkpoint of all of it, or it takes too long. @param {import('../state/store.js').Store} store */
async function atCheckpoint(store) {
  store.hold(true);
  let end = () => {};
  const taken = async () => {
    const { step } = await store.call('status');
    await new Promise((/** @type {(value?: unknown) => void} */ resolve) => {
      end = store.subscribe(
        ({ checkpoint }) => step === 0 || (checkpoint?.step ?? 0) >= step,
        (so) => so && resolve(),
        { immediate: true },
      );
    });
  };
  await Promise.race([taken().catch(() => {}), new Promise((resolve) => setTimeout(resolve, CHECKPOINT_MS))]);
  end();
}
