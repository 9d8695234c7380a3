import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { lookAlikes, presets } from '../../text/index.js';
import { LONG_TEXT_CHARACTERS } from '../../text/issues.js';
import { PanelElement } from '../shared/panel.js';
import { streamsFor } from '../../state/choose.js';
import { tokenStyles, tokenView } from '../shared/token-view.js';
import { textPanelStyles } from './text-panel-styles.js';

/** Tokens and vocabulary entries listed, at most. */
const MAX_TOKENS = 300;

/** Issues that can be resolved by training on the text as one long text. */
const tooLong = ['text-too-long', 'line-too-long'];

/** @typedef {import('../../engine/protocol.js').TextSource['files'][number]} LongFile */

/** @param {readonly LongFile[]} files */
const nameOf = (files) => files.map(({ source }) => (source instanceof File ? source.name : '')).join(', ');

/** The training text, its tokens and its vocabulary. */
export class TextPanel extends PanelElement {
  static id = 'text';

  static properties = {
    opened: { state: true },
    unopened: { state: true },
    refused: { state: true },
    edited: { state: true },
    listed: { type: Boolean },
  };

  static styles = [...PanelElement.styles, tokenStyles, textPanelStyles];

  /** What reads files, loaded with the first that is opened. @type {typeof import('./file-notes.js') | undefined} */
  #reader;
  /** What shows a long text, loaded with the first. @type {typeof import('./long-text-view.js') | undefined} */
  #longView;

  constructor() {
    super();
    /** @type {{ files: readonly import('../../text/files.js').TextFile[], text: string } | null} the files opened, and the text they gave */
    this.opened = null;
    /** Whether files were opened that nothing could be made of: what reads them did not load. */
    this.unopened = false;
    /** @type {{ files: readonly LongFile[], code: string, part: number, text: unknown } | null} a long text that was refused, and what stood there then */
    this.refused = null;
    /** @type {string | null} a long text while it is edited */
    this.edited = null;
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
      opening: store.opening,
    };
  }

  /** @param {import('lit').PropertyValues} changed */
  willUpdate(changed) {
    super.willUpdate(changed);
    const { long, opening } = this.store ?? {};
    if (long || opening) this.#loadLongView();
    if (!long) this.edited = null;
  }

  async #loadLongView() {
    if (this.#longView) return;
    try {
      const [view] = await Promise.all([import('./long-text-view.js'), this.requiredStore.loadWords('longText')]);
      this.#longView = view;
    } catch {
      this.unopened = true;
    }
    this.requestUpdate();
  }

  renderActions() {
    const { t } = this;
    return html`
      <select aria-label=${t('text.examples')} .value=${live('')} @change=${this.#onPreset}>
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
    const opening = store.opening && this.#longView?.renderOpening(t, store.opening, () => store.cancelOpening());
    return html`
      ${
        store.long
          ? this.#renderLong(store.long)
          : html`<textarea
        rows="3"
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
      ${opening ?? nothing}
      <div id="issues" class="issues" aria-live="polite">
        ${refused ? html`<p class="error">${t.error(refused)}</p>` : nothing}
        ${this.unopened ? html`<p class="error">${t('text.unopened')}</p>` : nothing}
        ${this.opened?.text === store.text ? this.#reader?.renderFileNotes(this.opened.files, t, this.#onEncoding) : nothing}
        ${this.#renderRefusal()}
        ${issues.map((issue) => html`<p class=${issue.severity}>${t.issue(issue)}</p>`)}
      </div>
      ${issues.some(({ code, details }) => tooLong.includes(code) && details.streamable) ? this.#renderAsLongText() : nothing}
      ${this.#renderPoint()} ${this.#renderTokens()}
    `;
  }

  /** @param {import('../../state/long-text.js').LongText} long */
  #renderLong(long) {
    const summary = this.requiredStore.draft.long?.summary;
    if (!this.#longView || !summary || summary !== long.summary(this.requiredStore.settings)) return nothing;
    if (this.edited !== null) return this.#longView.renderEditor(this.t, this.edited, (text) => this.#endEditing(text));
    return this.#longView.renderLongText(this.t, long, summary, {
      onEncoding: (part, encoding) =>
        this.#openLong(
          long.files.map((file, i) => (i === part ? { ...file, encoding } : file)),
          { name: long.name, cut: long.cut },
        ),
      onEdit: () => this.#edit(long, summary),
    });
  }

  /** @param {import('../../state/long-text.js').LongText} long @param {import('../../engine/protocol.js').TextSummary} summary */
  async #edit(long, summary) {
    this.edited = (await this.#longView?.wholeText(long, summary)) ?? null;
    await this.updateComplete;
    this.renderRoot.querySelector('textarea')?.focus();
  }

  /** @param {string | null} text null: the text stays as it was */
  #endEditing(text) {
    const changed = text !== null && text !== this.edited;
    this.edited = null;
    if (changed) this.requiredStore.setText(text);
  }

  /** Why a long text was not taken, as long as the text is the one that was there then. */
  #renderRefusal() {
    const { refused, t, requiredStore: store } = this;
    if (!refused || refused.text !== (store.long ?? store.text)) return nothing;
    const { files, code, part } = refused;
    const name = nameOf(files);
    if (code === 'textTooLarge')
      return this.#longView?.renderTooLarge(t, { name, take: () => this.#openLong(files, { name, cut: true }) });
    const issue = html`<p class="error">${t.issue({ code, details: { name: nameOf(files.slice(part, part + 1)) } })}</p>`;
    if (code !== 'file-encoding-unknown') return issue;
    return html`${issue} ${this.#longView?.renderEncoding(t, '', (encoding) =>
      this.#openLong(
        files.map((file, i) => (i === part ? { ...file, encoding } : file)),
        { name },
      ),
    )}`;
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
    const { vocabulary, lines, tokenCount, long } = draft;
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
          <span id="counts">${t(long && this.#longView ? 'longText.tokens' : 'text.tokens', { count: tokenCount, lines: lines.length })}</span>
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
    this.requiredStore.setText(/** @type {HTMLTextAreaElement} */ (event.target).value, { composing });
  }

  /** @param {Event} event */
  #onPreset(event) {
    const { value } = /** @type {HTMLSelectElement} */ (event.target);
    if (value) this.requiredStore.applyPreset(value);
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
   * to the page's header.
   * @param {readonly File[]} files
   */
  async openFiles(files) {
    if (files.length === 0) return;
    this.refused = null;
    const model = files.find(({ name }) => /\.safetensors$/i.test(name));
    if (model) {
      this.dispatchEvent(new CustomEvent('model-open', { detail: { file: model }, bubbles: true, composed: true }));
      return;
    }
    // A byte is a character at most; what turns out to be shorter than a long text is taken as a short one.
    if (
      files.some(({ name }) => /\.gz$/i.test(name)) ||
      files.reduce((sum, { size }) => sum + size, 0) > LONG_TEXT_CHARACTERS
    )
      return this.#openLong(
        files.map((source) => ({ source })),
        { name: nameOf(files.map((source) => ({ source }))) },
      );
    try {
      this.#reader ??= await import('./file-notes.js');
    } catch {
      this.unopened = true;
      return;
    }
    this.unopened = false;
    const { readTextFile } = this.#reader;
    this.#take(this.#reader, await Promise.all(files.map(readTextFile)));
    const { draft } = this.requiredStore;
    // The file may have been dropped anywhere on the page: make the errors visible.
    if (this.opened?.files.some(({ issue }) => issue) || !draft.valid) this.scrollIntoView({ block: 'nearest' });
  }

  /**
   * Has the engine read them; if it cannot, says so and keeps the text.
   * @param {readonly LongFile[]} files @param {{ name: string, cut?: boolean }} options
   */
  async #openLong(files, options) {
    const { requiredStore: store } = this;
    this.refused = null;
    this.opened = null;
    this.#loadLongView();
    try {
      await store.openText([...files], options);
    } catch (error) {
      const { code, details } = /** @type {import('../../engine/errors.js').EngineError} */ (error);
      if (code !== 'badText' && code !== 'textTooLarge') return; // the store's failure says it
      const { issue = code, part = 0 } = /** @type {{ issue?: string, part?: number }} */ (details);
      this.refused = { files, code: issue, part, text: store.long ?? store.text };
      // The file may have been dropped anywhere on the page: make the error visible.
      this.scrollIntoView({ block: 'nearest' });
    }
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
