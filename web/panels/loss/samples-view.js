/** What the network wrote as it learned, as points of the loss curve and to read. Loaded once the page is at work. */
import { css, html, nothing } from 'lit';
import { directionOf } from '../../text/index.js';
import { beginningsOf } from '../../state/samples.js';
import { loadPersistently } from '../../ui/persistence.js';
import { StoreElement } from '../shared/store-element.js';
import { quotation } from '../shared/token-view.js';

/**
 * @typedef {import('../../state/store.js').Store} Store
 * @typedef {{ x: ArrayLike<number>, y: ArrayLike<number> }} Curve x: ascending
 * @typedef {{ step: number, text: string, x: number, y: number }} SamplePoint a sample with its place on the curve; y: not-a-number where there is none
 */

/**
 * The samples on the curve of the training loss, or on that of the updates if these are shown.
 *
 * @param {Store} store
 * @param {Curve} curve over updates or epochs, maybe with one point more than the history has: the weights of now
 * @param {boolean} byUpdates
 * @returns {SamplePoint[]}
 */
export function pointsOf({ samples, history, updateHistory, status }, curve, byUpdates) {
  const steps = curve.x.length > history.length ? [...history.step, status?.step ?? 0] : history.step;
  return samples.map(({ step, text }) => {
    const x = byUpdates ? step : interpolated(steps, curve.x, step);
    // Of a long text the evaluations are far apart, and each update is a point.
    const { step: updates, loss } = updateHistory;
    const y = byUpdates && step >= updates[0] ? interpolated(updates, loss, step) : interpolated(curve.x, curve.y, x);
    return { step, text, x, y };
  });
}

/** @param {ArrayLike<number>} xs ascending @param {ArrayLike<number>} ys @param {number} x at the ends: the end's value */
function interpolated(xs, ys, x) {
  const last = xs.length - 1;
  if (last < 0) return Number.NaN;
  let after = 0;
  while (after < last && xs[after] < x) after++;
  const before = Math.max(0, after - 1);
  if (x >= xs[after] || x <= xs[before]) return ys[x >= xs[after] ? after : before];
  return ys[before] + ((ys[after] - ys[before]) * (x - xs[before])) / (xs[after] - xs[before]);
}

/** @param {readonly SamplePoint[]} points @param {number | null} chosen step; null: the latest @returns {import('../../charts/line-chart-options.js').Point[]} */
export function dotsOf(points, chosen) {
  const at = sampleAt(points, chosen)?.step;
  return points
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
    .map(({ step, x, y }) => ({ x, y, color: 'ink', label: '', dot: step === at ? 'filled' : 'open' }));
}

/** @param {readonly SamplePoint[]} points @param {number} x @returns {number | null} the step of the nearest sample */
export function nearestStep(points, x) {
  const distance = (/** @type {SamplePoint} */ point) => Math.abs(point.x - x);
  const placed = points.filter((point) => Number.isFinite(point.x));
  if (placed.length === 0) return null;
  return placed.reduce((best, point) => (distance(point) < distance(best) ? point : best)).step;
}

/** The sample of a step or, where there is none (any more), the one before. @param {readonly SamplePoint[]} points @param {number | null} step null: the latest */
const sampleAt = (points, step) =>
  step === null ? points.at(-1) : (points.findLast((point) => point.step <= step) ?? points[0]);

/** @fires sample-select detail: {step: number | null}; null: the latest, also when there is a later one */
export class Samples extends StoreElement {
  static properties = {
    opened: { state: true },
    points: { attribute: false },
    step: { attribute: false },
    compares: { state: true },
    other: { state: true },
    byHand: { state: true },
  };

  static styles = [
    ...StoreElement.styles,
    css`
      :host {
        display: block;
        margin-top: var(--rnn-space-4);
      }
      .lede {
        font-size: var(--rnn-text-s);
        color: var(--rnn-muted);
        text-wrap: pretty;
        margin-block: var(--rnn-space-1);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: var(--rnn-space-2) var(--rnn-space-4);
        align-items: center;
      }
      .samples {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 9rem), 1fr));
        gap: var(--rnn-space-3);
      }
      figure {
        margin: 0;
        min-width: 0;
      }
      .slider {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--rnn-space-3);
        align-items: center;
        font-size: var(--rnn-text-s);
      }
      input {
        flex: 1 1 8rem;
        min-width: 0;
        min-height: var(--rnn-target);
      }
      figcaption.number {
        white-space: normal;
        font-size: var(--rnn-text-s);
        color: var(--rnn-muted);
      }
      .text {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
        background: var(--rnn-sunken);
        padding: var(--rnn-space-2) var(--rnn-space-3);
        margin-top: var(--rnn-space-1);
        min-height: 3lh;
        max-height: 14lh;
        overflow-y: auto;
      }
    `,
  ];

  constructor() {
    super();
    /** Whether the reader has asked for them. */
    this.opened = false;
    /** @type {readonly SamplePoint[]} */
    this.points = [];
    /** @type {number | null} of the sample that is shown; null: the latest */
    this.step = null;
    /** Whether there are two side by side. */
    this.compares = false;
    /** @type {number} step of the second */
    this.other = 0;
    /** Whether the reader has chosen what is shown: only then is it announced. */
    this.byHand = false;
  }

  /** @param {Store} store */
  select({ samples, sampling, data, status }) {
    const { failed, pending } = sampling ?? {};
    return { samples, failed, pending, data, sampling, seen: status !== null };
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    // The code of this element has them made; where that of the samples themselves fails to load, the element is not there either.
    const { store } = this;
    if (changed.has('store') && store)
      loadPersistently(
        () => store.takeSamples(),
        () => this.isConnected && this.store === store,
      );
  }

  render() {
    const { t, store, points } = this;
    if (!store?.data) return nothing;
    const { data, sampling } = store;
    const beginnings = beginningsOf(data).map((id) => `“${quotation(data.vocabulary.token(id), t)}”`);
    // Beside a text of some lines the panel of what the network writes says as much, and stands on the first screen.
    if (!this.opened && !data.long)
      return html`<div class="actions">
        <h3 id="title">${t('samples.title')}</h3>
        <button type="button" class="link small" aria-describedby="title" @click=${() => (this.opened = true)}>${t('samples.show')}</button>
      </div>`;
    return html`
      <div class="actions">
        <h3 id="title">${t('samples.title')}</h3>
        <button type="button" class="link small" @click=${this.#take}>${t('samples.now')}</button>
        ${
          points.length > 1
            ? html`<button type="button" class="link small" aria-pressed=${this.compares ? 'true' : 'false'} @click=${this.#compare}>${t('samples.compare')}</button>`
            : nothing
        }
      </div>
      <p class="lede">${t('samples.lede', { beginnings })}</p>
      ${sampling?.failed ? html`<p class="error" role="alert">${t('samples.failed')}</p>` : nothing}
      ${
        points.length > 0
          ? html`<div class="samples">
            ${this.compares ? this.#renderSample('other', this.other) : nothing}
            ${this.#renderSample('slider', this.step)}
          </div>`
          : html`<p class="lede" role="status">${t('samples.waiting')}</p>`
      }
    `;
  }

  /** @param {'slider' | 'other'} which @param {number | null} step */
  #renderSample(which, step) {
    const { t, points } = this;
    const sample = /** @type {SamplePoint} */ (sampleAt(points, step));
    const words = this.#describe(sample);
    return html`<figure>
      <div class="slider">
        <label for=${which}>${t(`samples.${which}`)}</label>
        <input
          id=${which}
          type="range"
          min="0"
          max=${points.length - 1}
          step="1"
          .value=${String(points.indexOf(sample))}
          aria-valuetext=${words}
          @input=${(/** @type {any} */ { target }) => this.#choose(which, Number(target.value))}
        />
      </div>
      <figcaption class="number">${words}</figcaption>
      <p class="text data" tabindex="0" role="group" aria-label=${words} aria-live=${this.byHand ? 'polite' : 'off'} dir=${directionOf([sample.text])}>${sample.text}</p>
    </figure>`;
  }

  /** @param {SamplePoint} sample */
  #describe({ step, y }) {
    const { t } = this;
    const place = step === 0 ? t('samples.untrained') : t('samples.update', { step });
    return Number.isFinite(y) ? `${place} · ${t('samples.loss', { loss: t.format.loss(y) })}` : place;
  }

  /** @param {'slider' | 'other'} which @param {number} index */
  #choose(which, index) {
    this.byHand = true;
    const { step } = this.points[index];
    if (which === 'other') this.other = step;
    else this.#tell(index === this.points.length - 1 ? null : step);
  }

  /** @param {number | null} step */
  #tell(step) {
    this.dispatchEvent(new CustomEvent('sample-select', { detail: { step } }));
  }

  #compare() {
    this.compares = !this.compares;
    this.other = this.points[0].step;
  }

  /** What is asked for is shown when it is there. */
  #take() {
    this.byHand = true;
    this.store?.sampling?.take();
    this.#tell(null);
  }
}

export const dependencies = { 'rnn-samples': Samples };
