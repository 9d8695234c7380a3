import { html, nothing, svg } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { choiceName } from '../panels/shared/setting-words.js';
import { StoreElement } from '../panels/shared/store-element.js';
import { isolated, shorten } from '../text/index.js';
import { goTo } from './address.js';
import { dialogStyles } from './dialog-styles.js';
import { experimentsStyles, PICTURE_WIDTH } from './experiments-dialog-styles.js';

/** @typedef {import('../state/keep/experiments.js').Experiment} Experiment */

/** Of the picture of a curve, px. */
const HEIGHT = 36;

/**
 * My experiments: those that this browser keeps, to be opened, renamed, duplicated, deleted. Loaded when it is opened.
 *
 * @fires close
 * @fires experiment-open bubbles: another one is the present one, see `goTo`
 */
export class ExperimentsDialog extends StoreElement {
  static properties = {
    experiments: { state: true },
    elsewhere: { state: true },
    renaming: { state: true },
    asking: { state: true },
    done: { state: true },
    undo: { state: true },
    problem: { state: true },
  };

  static styles = [...StoreElement.styles, dialogStyles, experimentsStyles];

  /** What the reader does, one after the other. */
  #acts = Promise.resolve();
  /** Ids of those that are being deleted: a second press means the same. @type {Set<string>} */
  #deleting = new Set();

  constructor() {
    super();
    /** @type {readonly Experiment[]} */
    this.experiments = [];
    /** Ids of those that another tab has open. @type {ReadonlySet<string>} */
    this.elsewhere = new Set();
    /** Id of the one that is being renamed. */
    this.renaming = '';
    /** Whether it is asked if everything is to be forgotten. */
    this.asking = false;
    /** What was done last. */
    this.done = '';
    /** Takes it back. @type {(() => Promise<void>) | null} */
    this.undo = null;
    this.problem = '';
  }

  /** @param {import('../panels/shared/store-element.js').Store} store */
  select(store) {
    return { experiments: store.experiments };
  }

  /** @returns {import('../state/keep/experiments.js').Experiments} */
  get #experiments() {
    return /** @type {any} */ (this.requiredStore.experiments);
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  /** Reads what there is; then it can be shown. */
  async prepare() {
    Object.assign(this, { done: '', undo: null, problem: '', renaming: '', asking: false });
    await this.#refresh();
    await this.updateComplete;
  }

  show() {
    this.#dialog.showModal();
  }

  async #refresh() {
    const experiments = await this.#experiments.list().catch(() => null);
    if (!experiments) {
      this.problem ||= this.t('keep.unreadable');
      return;
    }
    const elsewhere = await Promise.all(
      experiments.map(({ id }) => this.#experiments.isElsewhere(id).catch(() => true)),
    );
    this.elsewhere = new Set(experiments.filter((_, i) => elsewhere[i]).map(({ id }) => id));
    this.experiments = experiments;
  }

  render() {
    const { store, t } = this;
    if (!store?.experiments || !t.knows('keep')) return nothing;
    return html`<dialog aria-labelledby="heading" @keydown=${(/** @type {Event} */ event) => event.stopPropagation()} @click=${this.#onClick} @close=${() => this.dispatchEvent(new Event('close'))}>
      <header>
        <h2 id="heading">${t('keep.heading')}</h2>
        <button type="button" class="quiet" @click=${this.#close}>${t('keep.close')}</button>
      </header>
      <p class="small muted">${t('keep.lede')}</p>
      <div class="said" role="status">
        ${this.problem ? html`<span class="error">${this.problem}</span>` : this.done}
        ${this.undo ? html`<button type="button" class="link" id="undo" @click=${this.#undo}>${t('keep.undo')}</button>` : nothing}
      </div>
      <ul>
        ${repeat(
          this.experiments,
          ({ id }) => id,
          (experiment) => this.#renderExperiment(experiment),
        )}
      </ul>
      ${this.experiments.length <= 1 && !this.problem ? html`<p class="muted">${t('keep.empty')}</p>` : nothing}
      <footer>${this.#renderForget()}</footer>
    </dialog>`;
  }

  /** @param {Experiment} experiment */
  #renderExperiment(experiment) {
    const { t } = this;
    const { id, cell, hiddenSize, epoch, loss } = experiment;
    const facts = t('keep.facts', { cell: choiceName(t, 'cell', cell), units: hiddenSize, epoch });
    const more = loss === null ? '' : ` · ${t('keep.loss', { loss: t.format.loss(loss) })}`;
    const where = id === this.#experiments.id ? t('keep.present') : this.elsewhere.has(id) ? t('keep.elsewhere') : '';
    return html`<li>
      ${this.#renderCurve(experiment)}
      <div class="what">
        <div class="title"><bdi>${this.#nameOf(experiment)}</bdi></div>
        <div class="small muted">${facts}${more}${where ? ` · ${where}` : ''}</div>
      </div>
      ${this.renaming === id ? this.#renderName(experiment) : this.#renderActions(experiment)}
    </li>`;
  }

  /** The loss from its first to its last evaluation, from 0 to its greatest value. @param {Experiment} experiment */
  #renderCurve({ curve, loss }) {
    const label = this.t('keep.curve', { loss: loss === null ? '–' : this.t.format.loss(loss) });
    const top = Math.max(...curve.filter(Number.isFinite), Number.MIN_VALUE);
    const x = (/** @type {number} */ i) => 2 + ((PICTURE_WIDTH - 4) * i) / Math.max(1, curve.length - 1);
    const y = (/** @type {number} */ value) => HEIGHT - 2 - ((HEIGHT - 4) * value) / top;
    const points = curve.flatMap((value, i) =>
      Number.isFinite(value) ? `${x(i).toFixed(1)} ${y(value).toFixed(1)}` : [],
    );
    return html`<svg width=${PICTURE_WIDTH} height=${HEIGHT} viewBox="0 0 ${PICTURE_WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
      ${points.length > 1 ? svg`<path d="M${points.join('L')}" />` : nothing}
    </svg>`;
  }

  /** @param {Experiment} experiment */
  #renderActions(experiment) {
    const { t } = this;
    const { id } = experiment;
    const name = isolated(this.#nameOf(experiment));
    const isPresent = id === this.#experiments.id;
    const isFree = !isPresent && !this.elsewhere.has(id);
    const action = (/** @type {'open' | 'rename' | 'duplicate' | 'delete'} */ what, /** @type {() => unknown} */ act) =>
      html`<button type="button" class="link small" aria-label=${t(`keep.${what}Of`, { name })} @click=${act}>${t(`keep.${what}`)}</button>`;
    return html`<div class="actions">
      ${isFree ? action('open', () => this.#open(id)) : nothing}
      ${isPresent || isFree ? action('rename', () => this.#startRenaming(id)) : nothing}
      ${action('duplicate', () => this.#duplicate(experiment))}
      ${isFree ? action('delete', () => this.#delete(experiment)) : nothing}
    </div>`;
  }

  /** @param {Experiment} experiment */
  #renderName(experiment) {
    const { t } = this;
    return html`<form @submit=${(/** @type {SubmitEvent} */ event) => this.#rename(event, experiment)}>
      <input id="name" name="name" dir="auto" aria-label=${t('keep.name')} maxlength="100" autocomplete="off" .value=${experiment.name || this.#nameOf(experiment)} @keydown=${this.#onNameKey} />
      <button class="primary">${t('keep.keepName')}</button>
      <button type="button" @click=${() => (this.renaming = '')}>${t('keep.cancel')}</button>
    </form>`;
  }

  #renderForget() {
    const { t } = this;
    if (!this.asking)
      return html`<button type="button" id="forget" @click=${() => this.#ask()}>${t('keep.forget')}</button>`;
    return html`<p>${t('keep.forgetAsk')}</p>
      <button type="button" class="primary" @click=${this.#forget}>${t('keep.forgetNow')}</button>
      <button type="button" id="stay" @click=${() => (this.asking = false)}>${t('keep.cancel')}</button>`;
  }

  /** @param {Experiment} experiment */
  #nameOf({ name, title }) {
    return shorten(name || title || this.t('keep.untitled'));
  }

  // -- actions -------------------------------------------------------------------------------------------------------

  /** Says what was done, or that it was not. @param {() => Promise<string>} act @param {string} [focus] selector of what has the focus then */
  #act(act, focus) {
    this.#acts = this.#acts.then(() => this.#actAlone(act, focus));
    return this.#acts;
  }

  /** @param {() => Promise<string>} act @param {string} [focus] */
  async #actAlone(act, focus) {
    Object.assign(this, { done: '', problem: '', undo: null });
    try {
      this.done = await act();
    } catch {
      this.problem = this.t('keep.failed');
    }
    await this.#refresh();
    await this.updateComplete;
    if (focus) /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(focus))?.focus();
  }

  /** @param {string} id */
  #open(id) {
    this.#close();
    goTo(id);
    this.dispatchEvent(new Event('experiment-open', { bubbles: true, composed: true }));
  }

  /** @param {string} id */
  async #startRenaming(id) {
    this.renaming = id;
    await this.updateComplete;
    const input = /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('#name'));
    input?.focus();
    input?.select();
  }

  /** @param {SubmitEvent} event @param {Experiment} experiment */
  #rename(event, experiment) {
    event.preventDefault();
    const name = String(new FormData(/** @type {HTMLFormElement} */ (event.target)).get('name')).trim();
    this.renaming = '';
    return this.#act(async () => {
      await this.#experiments.rename(experiment, name);
      return this.t('keep.renamed', { name: isolated(shorten(name || this.#nameOf({ ...experiment, name }))) });
    }, 'button.quiet');
  }

  /** Escape leaves the field, and the dialog stays. @param {KeyboardEvent} event */
  #onNameKey(event) {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    this.renaming = '';
  }

  /** @param {Experiment} experiment */
  #duplicate(experiment) {
    const name = this.t('keep.copyName', { name: this.#nameOf(experiment) });
    return this.#act(async () => {
      await this.#experiments.duplicate(experiment, name);
      return this.t('keep.duplicated', { name: isolated(name) });
    });
  }

  /** @param {Experiment} experiment */
  async #delete(experiment) {
    const { id } = experiment;
    if (this.#deleting.has(id)) return;
    this.#deleting.add(id);
    await this.#act(async () => {
      this.undo = await this.#experiments.remove(id);
      return this.t('keep.deleted', { name: isolated(this.#nameOf(experiment)) });
    }, '#undo');
    this.#deleting.delete(id);
  }

  #undo() {
    const { undo } = this;
    return this.#act(async () => {
      await undo?.();
      return '';
    }, 'button.quiet');
  }

  async #ask() {
    this.asking = true;
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('#stay'))?.focus();
  }

  async #forget() {
    this.asking = false;
    await this.#act(async () => {
      await this.#experiments.forgetAll();
      return this.t('keep.forgotten');
    }, 'button.quiet');
  }

  #close() {
    this.#dialog.close();
  }

  /** A press on the backdrop. @param {MouseEvent} event */
  #onClick(event) {
    if (event.target === event.currentTarget) this.#close();
  }
}
