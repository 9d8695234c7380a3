import { css, html, nothing } from 'lit';
import { StoreElement } from '../panels/shared/store-element.js';
import { defineElement } from '../ui/element.js';
import { download, modelName } from '../export/download.js';
import { openModelFile } from '../state/open-model.js';

/** @typedef {'save'|'weights'|'python'|'onnx'} Kind what can be taken out */

/** @type {readonly Kind[]} */
const KINDS = ['save', 'weights', 'python', 'onnx'];

/**
 * The menu of files: opens a saved network, saves the one there is, exports it. Loaded when it is first opened. What goes wrong is
 * said in it.
 *
 * @fires close detail.focus: whether the focus was inside
 * @fires problem something has gone wrong after the menu was closed
 */
export class FileMenu extends StoreElement {
  /** Opened when what is under way is done. @type {File | null} */
  #next = null;

  static properties = {
    problem: { state: true },
    done: { state: true },
    busy: { state: true },
    listing: { state: true },
  };

  static styles = [
    ...StoreElement.styles,
    css`
      :host([hidden]),
      div[hidden] {
        display: none !important;
      }
      div[role='dialog'] {
        position: absolute;
        inset-block-start: calc(100% + var(--rnn-space-1));
        inset-inline-end: 0;
        z-index: 3;
        display: grid;
        gap: var(--rnn-space-1);
        width: min(23rem, calc(100vw - 2 * var(--rnn-space-4)));
        max-height: calc(100dvh - 4rem);
        overflow-y: auto;
        padding: var(--rnn-space-2);
        background: var(--rnn-surface);
        border: 1px solid var(--rnn-line);
        border-radius: var(--rnn-radius);
        box-shadow: var(--rnn-shadow);
      }
      button {
        display: grid;
        justify-items: start;
        gap: 1px;
        padding: var(--rnn-space-2);
        height: auto;
        text-align: start;
        white-space: normal;
      }
      button strong {
        font-weight: 600;
      }
      button small {
        color: var(--rnn-muted);
        font-size: var(--rnn-text-s);
      }
      button:disabled,
      button[aria-disabled] {
        opacity: 0.5;
      }
      hr {
        width: 100%;
        margin: 0;
        border: 0;
        border-block-start: 1px solid var(--rnn-line);
      }
      p {
        margin: 0;
        padding: var(--rnn-space-2);
        font-size: var(--rnn-text-s);
        overflow-wrap: anywhere;
      }
    `,
  ];

  constructor() {
    super();
    /** Why the last file was not opened or made. */
    this.problem = '';
    /** The name of the file made last. */
    this.done = '';
    /** Whether a file is being opened or made. */
    this.busy = false;
    /** Whether My experiments stand in the place of the menu. */
    this.listing = false;
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('pointerdown', this.#onPress, true);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('pointerdown', this.#onPress, true);
  }

  /** @param {import('../panels/shared/store-element.js').Store} store */
  select(store) {
    return { savable: store.info !== null && store.failure === null };
  }

  render() {
    const { store, t } = this;
    if (!store || !t.knows('files')) return nothing;
    const savable = store.info !== null && store.failure === null;
    return html`<div role="dialog" ?hidden=${this.listing} aria-label=${t('page.fileHelp')} @keydown=${this.#onKey}>
      <p class="error" role="alert" ?hidden=${!this.problem}>${this.problem}</p>
      <p role="status" ?hidden=${!this.done}>${this.done ? t('files.saved', { name: this.done }) : nothing}</p>
      ${this.#renderItem('open', this.#choose)}
      ${store.experiments ? this.#renderItem('experiments', this.#showExperiments) : nothing}
      <hr />
      ${KINDS.map((kind) => this.#renderItem(kind, () => this.#take(kind), !savable))}
      <input type="file" hidden accept=".safetensors" @change=${this.#onFile} />
    </div>
    <rnn-experiments-dialog .store=${store} @close=${this.#close}></rnn-experiments-dialog>`;
  }

  /** @param {Kind | 'open' | 'experiments'} kind @param {() => unknown} act @param {boolean} [disabled] */
  #renderItem(kind, act, disabled = false) {
    const { t } = this;
    // While something is under way the button that was pressed keeps the focus, so that Escape is heard.
    return html`<button type="button" class="quiet" id=${kind} ?disabled=${disabled} aria-disabled=${this.busy ? 'true' : nothing} @click=${act}>
      <strong>${t(`files.${kind}`)}</strong><small>${t(`files.${kind}Help`)}</small>
    </button>`;
  }

  /** Its first item gets the focus. */
  open() {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('button'))?.focus();
  }

  async #showExperiments() {
    await this.#work(async () => {
      try {
        const load = [import('./experiments-dialog.js'), this.requiredStore.loadWords('keep')];
        const [{ ExperimentsDialog }] = await Promise.all(
          /** @type {[Promise<typeof import('./experiments-dialog.js')>, Promise<void>]} */ (load),
        );
        defineElement('rnn-experiments-dialog', ExperimentsDialog);
      } catch {
        this.problem = this.t('files.failed.loadFailed');
        return;
      }
      const dialog = /** @type {import('./experiments-dialog.js').ExperimentsDialog | null} */ (
        this.renderRoot.querySelector('rnn-experiments-dialog')
      );
      await dialog?.updateComplete;
      await dialog?.prepare();
      // Whoever has closed the menu meanwhile wants no list.
      if (this.hidden || !this.isConnected) return;
      this.listing = true;
      dialog?.show();
    });
  }

  #choose() {
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('input'))?.click();
  }

  /** @param {Event} event */
  async #onFile({ target }) {
    const input = /** @type {HTMLInputElement} */ (target);
    const [file] = input.files ?? [];
    input.value = '';
    if (file) await this.openFile(file);
  }

  /** Takes the network in it, after what is under way; closes if all is well. Of several the last counts. @param {File} file */
  async openFile(file) {
    this.#next = file;
    if (!this.busy) await this.#openNext(file);
  }

  /** @param {File} file */
  async #openNext(file) {
    this.#next = null;
    await this.#work(async () => {
      const problem = await openModelFile(this.requiredStore, file);
      if (problem) this.problem = this.t.dynamic(problem.key, problem.values);
      else if (!this.hidden) this.#close();
    });
  }

  /** @param {Kind} kind */
  async #take(kind) {
    await this.#work(async () => {
      const { requiredStore: store } = this;
      try {
        const { exported } = await import('../export/export.js');
        const { bytes, extension, type } = await exported(store, kind);
        const name = `${modelName(store)}${kind === 'weights' ? '-weights' : ''}.${extension}`;
        download(new Blob([bytes], { type }), name);
        this.done = name;
      } catch (error) {
        const { code } = /** @type {import('../engine/errors.js').EngineError} */ (error);
        const name = store.data?.long?.name ?? '';
        if (code === 'badText') this.problem = this.t('files.failed.textGone', { name });
        else
          this.problem = this.t(
            code === undefined || code === 'loadFailed' ? 'files.failed.loadFailed' : 'files.failed.save',
          );
      }
    });
  }

  /** One thing at a time. @param {() => Promise<void>} work */
  async #work(work) {
    if (this.busy) return;
    Object.assign(this, { busy: true, problem: '', done: '' });
    try {
      await work();
    } finally {
      this.busy = false;
    }
    if (this.#next) await this.#openNext(this.#next);
    else if (this.problem && this.hidden) this.dispatchEvent(new CustomEvent('problem'));
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.#close();
  }

  /** A press beside the menu and the button that opens it closes it. @param {PointerEvent} event */
  #onPress = (event) => {
    const path = event.composedPath();
    const own = path.includes(this) || path.some((node) => node instanceof HTMLElement && node.id === 'files');
    if (!this.hidden && !own) this.#close();
  };

  #close() {
    const focus = this.listing || this.shadowRoot?.activeElement != null;
    Object.assign(this, { problem: '', done: '', listing: false });
    this.dispatchEvent(new CustomEvent('close', { detail: { focus } }));
  }
}
