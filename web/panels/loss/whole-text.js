/** The loss of a whole long text, worked out when it is asked for: the curve's points are of samples. Loaded with the first such text. */
import { html, nothing } from 'lit';

/** @typedef {{ step: number, training: number, heldOut: number }} WholeLoss NaN: nothing is held out */

export class WholeTextLoss {
  #panel;
  /** @type {AbortController | null} */
  #running = null;
  #share = 0;
  /** @type {WholeLoss & { model: number } | null} */
  #result = null;

  /** @param {import('./loss-panel.js').LossPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    panel.addController(this);
  }

  /** Nobody waits for it any more. */
  hostDisconnected() {
    this.#running?.abort();
  }

  render() {
    const { t, requiredStore: store } = this.#panel;
    const { evaluationSample: tokens } = store.settings;
    const result = this.#result?.model === store.modelVersion ? this.#result : null;
    const { tokensSeen = 0 } = store.status ?? {};
    const epochs = tokensSeen / (store.data?.long?.trainingTokens ?? 1);
    const seen = t('longText.seen', { epochs, tokens: tokensSeen });
    return html`<p class="event">
      ${tokens > 0 ? t.format.sentences(seen, t('longText.sample', { tokens })) : seen}
      ${
        this.#running
          ? html`<span role="status">${t('longText.evaluating', { share: this.#share })}</span>
            <button type="button" class="link small" @click=${() => this.#running?.abort()}>${t('longText.cancel')}</button>`
          : html`<button type="button" class="link small" @click=${() => this.#evaluate()}>${t('longText.whole')}</button>`
      }
      ${result ? html`<span role="status">${t('longText.wholeLoss', result)}</span>` : nothing}
    </p>`;
  }

  /** The weights of this moment for both; training goes on meanwhile. */
  async #evaluate() {
    const { requiredStore: store } = this.#panel;
    const { long } = store.data ?? {};
    if (!long) return;
    const running = new AbortController();
    const [model, step] = [store.modelVersion, store.status?.step ?? 0];
    const { trainingTokens, heldOutTokens } = long;
    const done = { training: 0, heldOut: 0 };
    const lossOf = async (/** @type {'training'|'heldOut'} */ which) => {
      const onProgress = (/** @type {{ done: number }} */ progress) => {
        done[which] = progress.done;
        this.#show(running, (done.training + done.heldOut) / (trainingTokens + heldOutTokens));
      };
      return (await store.call('evaluate', { which }, { signal: running.signal, onProgress })).meanLoss;
    };
    this.#show(running, 0);
    try {
      // Asked for together, both are of the same weights.
      const [training, heldOut] = await Promise.all([
        lossOf('training'),
        heldOutTokens > 0 ? lossOf('heldOut') : Number.NaN,
      ]);
      this.#result = { model, step, training, heldOut };
    } catch {
      // Given up, or the model is another by now.
    }
    this.#show(null, 0);
  }

  /** @param {AbortController | null} running @param {number} share of the tokens */
  #show(running, share) {
    this.#running = running;
    this.#share = share;
    this.#panel.requestUpdate();
  }
}
