/** Which place of a long text all panels show: a slider over the whole of it, and a search. Loaded with the first long text. */
import { html, nothing } from 'lit';
import { encodePrompt } from '../../text/index.js';

/** Places of the slider, and tokens from one to the next, at least: what is shown begins with a line, up to 100 tokens earlier. */
const MAX_STOPS = 1000;
const MIN_STRIDE = 200;

export class PlacePicker {
  #panel;
  /** What was looked for in vain, and in which data. @type {{ sought: string, data: unknown } | null} */
  #missed = null;

  /** @param {import('./text-panel.js').TextPanel} panel */
  constructor(panel) {
    this.#panel = panel;
  }

  /** @param {import('../../state/long-text.js').LongText} long */
  render({ id }) {
    const { t, requiredStore: store } = this.#panel;
    const { data } = store;
    // The network there is may still be one of the text before.
    if (data?.long?.id !== id || data.long.trainingTokens <= MIN_STRIDE) return nothing;
    const { trainingTokens: total, place } = data.long;
    const where = t('longText.placeAt', { token: (place ?? 0) + 1, total, marked: data.endOfSentence === 'mark' });
    const missed = this.#missed?.data === data ? this.#missed.sought : null;
    return html`<div class="places" role="group" aria-label=${t('longText.place')}>
      <label for="place">${t('longText.place')}</label>
      <input
        id="place"
        type="range"
        min="0"
        max=${total - 1}
        step=${Math.max(MIN_STRIDE, Math.ceil(total / MAX_STOPS))}
        .value=${String(place ?? 0)}
        aria-valuetext=${where}
        aria-describedby="place-help"
        @change=${(/** @type {any} */ { target }) => this.#look({ place: Number(target.value) })}
      />
      <form @submit=${this.#onSearch}>
        <input type="search" name="sought" required dir="auto" aria-label=${t('longText.find')} placeholder=${t('longText.find')} autocomplete="off" />
        <button type="submit" class="small">${t('longText.findNext')}</button>
      </form>
      <p id="place-help" class="small muted">
        ${where} ${t('longText.placeHelp')}
      </p>
      <p class="error" role="status" ?hidden=${missed === null}>${missed === null ? nothing : t('longText.notFound', { sought: missed })}</p>
    </div>`;
  }

  #onSearch = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const { requiredStore: store } = this.#panel;
    const { data } = store;
    const sought = String(new FormData(/** @type {HTMLFormElement} */ (event.currentTarget)).get('sought'));
    if (!data || sought === '') return;
    const { inputs, unknown } = encodePrompt(data, sought, store.locale);
    const find = Int32Array.from(inputs);
    const isThere = unknown.length === 0 && find.length > 0;
    const place = isThere ? await this.#look({ find, place: data.long?.place ?? 0 }) : -1;
    this.#missed = place === -1 ? { sought, data: store.data } : null;
    this.#panel.requestUpdate();
  };

  /**
   * @param {{ place: number, find?: Int32Array }} wanted
   * @returns {Promise<number | undefined>} −1: nowhere; undefined: the network is another by now
   */
  async #look(wanted) {
    try {
      return await this.#panel.requiredStore.look(wanted);
    } catch {
      // The network is another by now, or its engine has failed, which the page says elsewhere.
      return undefined;
    }
  }
}
