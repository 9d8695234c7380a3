import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { lookAlikes } from '../../text/index.js';
import { presetOf, presets } from '../../text/presets.js';
import { isLong, LONG_TEXT_CHARACTERS } from '../../text/issues.js';
import { loadPersistently, onceAtATime } from '../../ui/persistence.js';
import { PanelElement } from '../shared/panel.js';
import { streamsFor } from '../../state/choose.js';
import { tokenStyles, tokenView } from '../shared/token-view.js';
import { textPanelStyles } from './text-panel-styles.js';
import { openMenu } from '../../ui/menu-select.js';

/** Tokens and vocabulary entries listed, at most. */
const MAX_TOKENS = 300;

/** Issues that can be resolved by training on the text as one long text. */
const tooLong = ['text-too-long', 'line-too-long'];

/** The training text, its tokens and its vocabulary. */
export class TextPanel extends PanelElement {
  static id = 'text';

  static properties = {
    opened: { state: true },
    unopened: { state: true },
    listed: { type: Boolean },
  };

  static styles = [...PanelElement.styles, tokenStyles, textPanelStyles];

  /** What reads files, loaded with the first that is opened. @type {typeof import('./file-notes.js') | undefined} */
  #reader;
  /** Number of texts that were to be opened. */
  #openings = 0;
  /** What opens and shows long texts, loaded with the first. @type {import('./long-text-view.js').LongTextView | undefined} */
  #longView;

  constructor() {
    super();
    /** @type {{ files: readonly import('../../text/files.js').TextFile[], text: string } | null} the files opened, and the text they gave */
    this.opened = null;
    /** Whether files were opened that nothing could be made of: what reads them did not load. */
    this.unopened = false;
    /** Whether the tokens and the vocabulary are unfolded. */
    this.listed = false;
  }

  /** @param {import('../shared/panel.js').Store} store */
  select(store) {
    return {
      text: store.text,
      draft: store.draft,
      preparing: store.preparing,
      reset: store.lastReset,
      refused: store.errors.text,
      long: store.long,
      data: store.data,
      opening: store.opening,
    };
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    if (!this.#longView && (this.store?.long || this.store?.opening)) this.#keepLoadingLongView();
  }

  #keepLoadingLongView = onceAtATime(() =>
    loadPersistently(
      () => this.#loadLongView(),
      () => this.isConnected,
    ),
  );

  /** @returns {Promise<import('./long-text-view.js').LongTextView>} rejects if its code, or its words, cannot be loaded */
  async #loadLongView() {
    const [{ LongTextView }] = await Promise.all([
      import('./long-text-view.js'),
      this.requiredStore.loadWords('longText'),
    ]);
    this.#longView ??= new LongTextView(this);
    this.unopened = false;
    this.requestUpdate();
    return this.#longView;
  }

  /** Another text is to be opened. @returns {() => boolean} false once something else has been opened, typed or chosen (latest wins) */
  #beginOpening() {
    const { requiredStore: store } = this;
    const opening = ++this.#openings;
    const { long, text } = store;
    return () => opening === this.#openings && store.long === long && store.text === text;
  }

  /**
   * A long text in place of the one there is.
   *
   * @param {readonly (File | string)[]} sources
   * @param {() => boolean} isWanted asked once what opens it is there
   */
  async #openLong(sources, isWanted) {
    const view = this.#longView ?? (await this.#loadLongView());
    if (isWanted()) await view.open(sources.map((source) => ({ source })));
  }

  get titleWords() {
    return this.store?.long && this.#longView ? 'longText' : 'text';
  }

  renderActions() {
    const { t } = this;
    return html`
      <select aria-label=${t('text.examples')} .value=${live('')} @keydown=${openMenu} @change=${this.#onPreset}>
        <option value="">${t('text.examples')}</option>
        ${presets.map(({ id }) => html`<option value=${id}>${t.dynamic(`presets.${id}.name`)}</option>`)}
      </select>
      <button type="button" class="link small" title=${t('text.openHelp')} @click=${this.#chooseFile}>${t('text.open')}</button>
      <input type="file" hidden multiple @change=${this.#onFile} />
    `;
  }

  renderBody() {
    const { t, requiredStore: store } = this;
    const issues = store.issues;
    // The text of a link can be invalid.
    const refused = store.errors.text;
    const invalid = refused !== undefined || issues.some(({ severity }) => severity === 'error');
    return html`
      ${
        store.long
          ? this.#longView?.renderText(store.long)
          : html`<textarea
        rows="3"
        dir="auto"
        aria-label=${t('text.label')}
        aria-describedby="issues counts"
        aria-invalid=${invalid ? 'true' : nothing}
        spellcheck="false"
        autocomplete="off"
        autocapitalize="off"
        .value=${live(store.text)}
        @input=${this.#onInput}
        @compositionend=${this.#onInput}
      ></textarea>`
      }
      <div id="issues" class="issues" aria-live="polite">
        ${refused ? html`<p class="error">${t.error(refused)}</p>` : nothing}
        ${this.unopened ? html`<p class="error">${t('text.unopened')}</p>` : nothing}
        ${this.opened?.text === store.text ? this.#reader?.renderFileNotes(this.opened.files, t, this.#onEncoding) : nothing}
        ${this.#longView?.renderNotes()}
        ${issues.map((issue) => html`<p class=${issue.severity}>${t.issue(issue)}</p>`)}
      </div>
      ${issues.some(({ code, details }) => tooLong.includes(code) && details.streamable) ? this.#renderAsLongText() : nothing}
      ${this.#renderPoint()} ${this.#renderTokens()}
    `;
  }

  #renderAsLongText() {
    const { requiredStore: store } = this;
    return html`<button
      type="button"
      class="long"
      @click=${() => store.setSetting('streams', streamsFor(store.draft.tokenCount))}
    >${this.t('text.asLongText')}</button>`;
  }

  /** The point of the chosen example. */
  #renderPoint() {
    const { lastReset } = this.requiredStore;
    if (lastReset?.code !== 'preset' || !lastReset.preset) return nothing;
    return html`<p class="point">${this.t.dynamic(`presets.${lastReset.preset}.point`)}</p>`;
  }

  #renderTokens() {
    const { t } = this;
    const { draft } = this.requiredStore;
    const { vocabulary, lines, tokenCount, long, endOfSentence } = draft;
    if (tokenCount === 0) return html`<p id="counts" class="visually-hidden"></p>`;
    let room = MAX_TOKENS;
    const shown = lines
      .filter(() => room > 0)
      .map((line) => {
        const tokens = line.tokens.slice(0, room);
        room -= tokens.length;
        return html`<li class="chips" dir=${line.direction}>${tokens.map((token) => html`<span class="chip">${tokenView(token, t)}</span>`)}</li>`;
      });
    const rest = tokenCount - (MAX_TOKENS - room);
    const alike = lookAlikes(vocabulary.tokens.slice(0, MAX_TOKENS));
    const code = (/** @type {string} */ token) =>
      alike.get(token) ? html`<small>${alike.get(token)}</small>` : nothing;
    return html`
      <details ?open=${this.listed} @toggle=${(/** @type {any} */ event) => (this.listed = event.target.open)}>
        <summary>
          <span id="counts">${
            long && this.#longView
              ? t('longText.tokens', {
                  count: tokenCount,
                  ends: endOfSentence === 'mark' ? long.summary.lineCount : 0,
                })
              : t('text.tokens', { count: tokenCount, lines: lines.length })
          }</span>
          <span id="vocabulary">${t('text.vocabulary', { count: vocabulary.size })}</span>
        </summary>
        ${
          long
            ? nothing
            : html`<ol class="tokens" tabindex="0" aria-labelledby="counts">${shown}
          ${rest > 0 ? html`<li class="small muted">${t('text.more', { count: rest })}</li>` : nothing}
        </ol>`
        }
        <ol class="chips vocabulary" tabindex="0" aria-labelledby="vocabulary">
          ${vocabulary.tokens
            .slice(0, MAX_TOKENS)
            .map(
              (token, id) => html`<li class="chip"><small>${id + 1}</small> ${tokenView(token, t)} ${code(token)}</li>`,
            )}
          ${vocabulary.size > MAX_TOKENS ? html`<li class="small muted">${t('text.more', { count: vocabulary.size - MAX_TOKENS })}</li>` : nothing}
        </ol>
      </details>
    `;
  }

  /** While an input method is composing, the text is kept but not tokenized. @param {Event} event */
  #onInput(event) {
    const composing = event.type === 'input' && /** @type {InputEvent} */ (event).isComposing;
    const { value } = /** @type {HTMLTextAreaElement} */ (event.target);
    const set = () => this.requiredStore.setText(value, { composing });
    if (!isLong(value) || composing) return set();
    const isWanted = this.#beginOpening();
    // What opens a long one says why it cannot be opened.
    this.#openLong([value], isWanted).catch(() => isWanted() && set());
  }

  /** @param {Event} event */
  #onPreset(event) {
    const { value } = /** @type {HTMLSelectElement} */ (event.target);
    if (value) this.requiredStore.applyPreset(presetOf(value));
  }

  #chooseFile() {
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('input[type=file]'))?.click();
  }

  /** @param {Event} event */
  async #onFile(event) {
    const input = /** @type {HTMLInputElement} */ (event.target);
    await this.openFiles([...(input.files ?? [])]);
    input.value = '';
  }

  /**
   * Replaces the text by that of the files, concatenated; if one cannot be read, says so and keeps the text. A saved network is left
   * to the page's header. What is opened, typed or chosen while they are read counts instead (latest wins).
   * @param {readonly File[]} files
   */
  async openFiles(files) {
    if (files.length === 0) return;
    const isWanted = this.#beginOpening();
    const model = files.find(({ name }) => /\.safetensors$/i.test(name));
    if (model) {
      this.dispatchEvent(new CustomEvent('model-open', { detail: { file: model }, bubbles: true, composed: true }));
      return;
    }
    // A byte is a character at most.
    const bytes = files.reduce((sum, { size }) => sum + size, 0);
    if (bytes > LONG_TEXT_CHARACTERS || files.some(({ name }) => name.endsWith('.gz'))) {
      this.opened = null;
      return this.#openLong(files, isWanted).catch(() => {
        this.unopened = isWanted();
      });
    }
    try {
      this.#reader ??= await import('./file-notes.js');
    } catch {
      this.unopened = isWanted();
      return;
    }
    this.unopened = false;
    const { readTextFile } = this.#reader;
    const read = await Promise.all(files.map(readTextFile));
    if (!isWanted()) return;
    this.#take(this.#reader, read);
    const { draft } = this.requiredStore;
    // The file may have been dropped anywhere on the page: make the errors visible.
    if (this.opened?.files.some(({ issue }) => issue) || !draft.valid) this.scrollIntoView({ block: 'nearest' });
  }

  /** @param {typeof import('./file-notes.js')} reader @param {readonly import('../../text/files.js').TextFile[]} files */
  #take({ joinedText }, files) {
    const { requiredStore: store } = this;
    const text = joinedText(files);
    if (text !== null) store.setText(text);
    this.opened = { files, text: store.text };
  }

  #onEncoding = (
    /** @type {import('../../text/files.js').TextFile} */ chosen,
    /** @type {import('../../text/files.js').Encoding} */ encoding,
  ) => {
    const [reader, files] = [this.#reader, this.opened?.files ?? []];
    if (reader)
      this.#take(
        reader,
        files.map((file) => (file === chosen ? reader.readAs(file, encoding) : file)),
      );
  };
}
