import { html, nothing } from 'lit';
import { visible } from '../../text/index.js';
import { PanelElement } from '../panel.js';

/** Of a longer sequence only the beginning is looked into: a picture has room for so many characters. */
export const mostTokens = 80;

/** Base of the panels that look at one sequence of the text: which one is the reader's choice. */
export class SequencePanel extends PanelElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { sequence: { type: Number } };

  /** @type {readonly number[] | null} */
  #reading = null;

  constructor() {
    super();
    /** Index into the training data. */
    this.sequence = 0;
  }

  /** @param {import('../panel.js').Store} store @returns {Record<string, unknown>} */
  select(store) {
    const { data, model, info, phase, reading } = store;
    return { data, model, info, phase, reading };
  }

  /**
   * Looks at the sequence that the network is taken through, as soon as another one begins.
   * @param {import('lit').PropertyValues} changed
   */
  willUpdate(changed) {
    super.willUpdate(changed);
    const reading = this.store?.reading?.sequences ?? null;
    if (reading === this.#reading) return;
    this.#reading = reading;
    if (reading) this.sequence = reading[0];
  }

  /** The time step that the chosen sequence has been read up to; null where it is not read step by step. */
  get read() {
    const { reading } = this.model;
    return reading && !reading.updated && reading.sequences.includes(this.sequence) ? reading.at : null;
  }

  /** The chosen sequence, its beginning if it is long; null while there is no model. */
  get chosen() {
    const { data, info } = this.model;
    const { training } = data ?? { training: [] };
    const sequence = training[Math.min(this.sequence, training.length - 1)];
    if (!data || !info || !sequence) return null;
    return {
      inputs: sequence.inputs.subarray(0, mostTokens),
      targets: sequence.targets.subarray(0, mostTokens),
      cut: sequence.inputs.length > mostTokens,
    };
  }

  /** @param {number} id */
  token(id) {
    return this.model.data?.vocabulary.token(id) ?? '';
  }

  /** A token as a label of a row or column. @param {number} id */
  tokenLabel(id) {
    return id < 0 ? '' : visible(this.token(id)).label;
  }

  renderPicker() {
    const { t, model: store } = this;
    const training = store.data?.training ?? [];
    if (training.length < 2) return nothing;
    return html`<select
      aria-label=${t('inside.sequence')}
      @change=${(/** @type {any} */ event) => {
        this.sequence = Number(event.target.value);
      }}
    >
      ${training
        .slice(0, 500)
        .map(
          (one, i) =>
            html`<option value=${i} ?selected=${i === this.sequence}>${this.#beginningOf(one.inputs)}</option>`,
        )}
    </select>`;
  }

  /** @param {Int32Array} inputs */
  #beginningOf(inputs) {
    const shown = Array.from(inputs.subarray(0, 24), (id) => this.token(id));
    return `${shown.join('')}${inputs.length > 24 ? '…' : ''}`;
  }
}
