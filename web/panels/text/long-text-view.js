/** The text panel for a long text: what it is, how it was read and how it begins; and the box to edit it in. Loaded with the first. */
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { isLong, limits } from '../../text/issues.js';
import { encodings } from '../../text/encodings.js';
import { concatenated } from './file-notes.js';
import { PlacePicker } from './place-picker.js';

/**
 * @typedef {import('../../i18n/index.js').Translator} Translator
 * @typedef {import('../../text/encodings.js').Encoding} Encoding
 * @typedef {import('../../state/long-text.js').LongText} LongText
 */

/** @typedef {import('../../engine/protocol.js').TextSource['files'][number]} LongFile */

/** Laid out at a time: a few milliseconds. */
const BEGINNING_CHARACTERS = 1000;

/** @param {readonly LongFile[]} files */
const nameOf = (files) => files.map(({ source }) => (source instanceof File ? source.name : '')).join(', ');

/** The part of the text panel that is about long texts. */
export class LongTextView {
  #panel;
  #places;
  /** @type {{ long: LongText, original: string, typed: string } | null} the text while it is edited */
  #edited = null;
  /** A text that was refused, and what stood there then. @type {{ files: readonly LongFile[], code: string, part: number, text: unknown } | null} */
  #refused = null;

  /** Characters of its beginning that are laid out: more when the reader comes near their end. */
  #shown = BEGINNING_CHARACTERS;

  /** @param {import('./text-panel.js').TextPanel} panel */
  constructor(panel) {
    this.#panel = panel;
    this.#places = new PlacePicker(panel);
  }

  get #store() {
    return this.#panel.requiredStore;
  }

  /** The text in force. */
  get #present() {
    return this.#store.long ?? this.#store.text;
  }

  /**
   * Has the engine read files; if it cannot, says so and keeps the text.
   * @param {readonly LongFile[]} files @param {{ name?: string, cut?: boolean }} [options]
   */
  async open(files, { name = nameOf(files), cut } = {}) {
    this.#refused = null;
    try {
      await this.#store.openText([...files], { name, cut });
      this.#edited = null;
      this.#shown = BEGINNING_CHARACTERS;
    } catch (error) {
      const { code, details } = /** @type {import('../../engine/errors.js').EngineError} */ (error);
      if (code !== 'badText' && code !== 'textTooLarge') return; // the store's failure says it
      const { issue = code, part = 0 } = /** @type {{ issue?: string, part?: number }} */ (details);
      this.#refused = { files, code: issue, part, text: this.#present };
      this.#panel.requestUpdate();
      // The file may have been dropped anywhere on the page: make the error visible.
      this.#panel.scrollIntoView({ block: 'nearest' });
    }
  }

  /** In place of the box. @param {LongText} long */
  renderText(long) {
    const { t } = this.#panel;
    // Also while it is read again, with other settings.
    const edited = this.#edited;
    if (edited?.long === long) return renderEditor(t, edited, (text) => this.#endEditing(text));
    const summary = long.summary(this.#store.settings);
    if (!summary) return nothing;
    return html`${renderLongText(t, long, summary, {
      onEncoding: (part, encoding) => this.open(withEncoding(long.files, part, encoding), long),
      onEdit: () => this.#edit(long, summary),
      shown: this.#shown,
      onScroll: ({ currentTarget }) => this.#showMore(/** @type {Element} */ (currentTarget)),
    })}
    ${this.#places.render(long)}`;
  }

  /** @param {Element} box */
  #showMore({ scrollTop, clientHeight, scrollHeight }) {
    if (scrollTop + 2 * clientHeight < scrollHeight) return;
    this.#shown += BEGINNING_CHARACTERS;
    this.#panel.requestUpdate();
  }

  /** Below it: what is being opened, and why something was not taken, as long as the text is the one that was there then. */
  renderNotes() {
    const { t } = this.#panel;
    const { opening } = this.#store;
    if (opening) return renderOpening(t, opening, () => this.#store.cancelOpening());
    if (!this.#refused || this.#refused.text !== this.#present) return nothing;
    const { files, code, part } = this.#refused;
    if (code === 'textTooLarge') {
      const name = nameOf(files);
      return renderTooLarge(t, { name, take: () => this.open(files, { name, cut: true }) });
    }
    const issue = html`<p class="error">${t.issue({ code, details: { name: nameOf([files[part]]) } })}</p>`;
    if (code !== 'file-encoding-unknown') return issue;
    return html`${issue} ${renderEncoding(t, '', (encoding) => this.open(withEncoding(files, part, encoding)))}`;
  }

  /** @param {LongText} long @param {import('../../engine/protocol.js').TextSummary} summary */
  async #edit(long, summary) {
    const text = await wholeText(long, summary).catch(() => null);
    if (this.#store.long !== long) return;
    if (text === null) this.#refused = { files: long.files, code: 'file-unreadable', part: 0, text: this.#present };
    this.#edited = text === null ? null : { long, original: text, typed: text };
    this.#panel.requestUpdate();
    await this.#panel.updateComplete;
    /** @type {HTMLElement | null} */ (this.#panel.renderRoot.querySelector('textarea'))?.focus();
  }

  /** @param {string | null} text null: the text stays as it was */
  #endEditing(text) {
    const changed = text !== null && text !== this.#edited?.original;
    // One that is refused stays to be edited.
    if (changed && isLong(text)) return this.open([{ source: text }], { name: '' });
    this.#edited = null;
    if (changed) this.#store.setText(text);
    this.#panel.requestUpdate();
  }
}

/** @param {readonly LongFile[]} files @param {number} part @param {Encoding} encoding */
const withEncoding = (files, part, encoding) => files.map((file, i) => (i === part ? { ...file, encoding } : file));

/**
 * @param {Translator} t
 * @param {LongText} long
 * @param {import('../../engine/protocol.js').TextSummary} summary
 * @param {{ onEncoding: (part: number, encoding: Encoding) => void, onEdit: () => void, shown: number, onScroll: (event: Event) => void }} view
 */
function renderLongText(t, long, summary, { onEncoding, onEdit, shown, onScroll }) {
  const unread = summary.parts.reduce((sum, part) => sum + part.unread, 0);
  return html`
    <div class="long-text">
      <p><b class="name">${long.name || t('longText.pasted')}</b>
        <span class="muted">${t('longText.length', { characters: summary.characters, lines: summary.lineCount })}</span></p>
      ${summary.cut ? html`<p class="warning">${t('longText.cut', { limit: limits.bytes })}</p>` : nothing}
      ${long.files.length > 1 ? html`<p class="warning">${t('longText.joined', { count: long.files.length })}</p>` : nothing}
      ${unread > 0 ? html`<p class="warning">${t('longText.unread', { count: unread })}</p>` : nothing}
      ${long.name === '' ? nothing : summary.parts.map((part, i) => renderEncoding(t, part.encoding, (encoding) => onEncoding(i, encoding)))}
      <pre class="beginning" tabindex="0" role="region" aria-label=${t('longText.beginning')} dir=${summary.direction} @scroll=${onScroll}>${summary.beginning.slice(0, shown)}</pre>
      <button type="button" class="small" @click=${onEdit}>${t('longText.edit')}</button>
    </div>
  `;
}

/** @param {Translator} t @param {Encoding | ''} now '' none @param {(encoding: Encoding) => void} onChange */
function renderEncoding(t, now, onChange) {
  return html`<label class="warning encoding">
    <span>${t('longText.readAs')}</span>
    <select @change=${(/** @type {any} */ { target }) => onChange(target.value)}>
      ${now ? nothing : html`<option value="">${t('text.chooseEncoding')}</option>`}
      ${encodings.map((encoding) => html`<option value=${encoding} .selected=${encoding === now}>${t(`text.encodings.${encoding}`)}</option>`)}
    </select>
  </label>`;
}

/**
 * @param {Translator} t
 * @param {{ typed: string }} edited follows what is typed, so that nothing that is rendered meanwhile takes it away
 * @param {(text: string | null) => void} onEnd null: as it was
 */
function renderEditor(t, edited, onEnd) {
  const follow = (/** @type {any} */ { target }) => {
    edited.typed = target.value;
  };
  const valueBeside = (/** @type {any} */ { currentTarget }) =>
    currentTarget.closest('.editor').querySelector('textarea').value;
  return html`<div class="editor">
    <textarea rows="3" dir="auto" aria-label=${t('text.label')} spellcheck="false" autocomplete="off" autocapitalize="off" .value=${live(edited.typed)} @input=${follow}></textarea>
    <p class="warning">${t('longText.editing')}</p>
    <button type="button" class="small" @click=${(/** @type {Event} */ event) => onEnd(valueBeside(event))}>${t('longText.done')}</button>
    <button type="button" class="small" @click=${() => onEnd(null)}>${t('longText.discard')}</button>
  </div>`;
}

/** @param {Translator} t @param {{ name: string, done: number, total: number }} opening @param {() => void} onCancel */
function renderOpening(t, { name, done, total }, onCancel) {
  const share = total > 0 ? done / total : 0;
  return html`<p class="warning opening">
    ${t('longText.reading', { name, share })}
    <progress max="1" .value=${share}></progress>
    <button type="button" class="link small" @click=${onCancel}>${t('longText.cancel')}</button>
  </p>`;
}

/** @param {Translator} t @param {{ name: string, take: () => void }} tooLarge */
function renderTooLarge(t, { name, take }) {
  const { bytes: limit } = limits;
  return html`<p class="error">${t('longText.tooLarge', { name, limit })}</p>
    <button type="button" class="small" @click=${take}>${t('longText.takeBeginning', { limit })}</button>`;
}

/** The whole text, its line ends as a text box has them. @param {LongText} long @param {import('../../engine/protocol.js').TextSummary} summary */
async function wholeText(long, summary) {
  const files = await Promise.all(
    long.files.map(async ({ source }) => {
      const stream = new Blob([/** @type {BlobPart} */ (source)]).stream();
      return new Uint8Array(await new Response(await unzipped(stream, source)).arrayBuffer());
    }),
  );
  // As the engine has read them: so many bytes of all of them together.
  let room = limits.bytes;
  const texts = summary.parts.map(({ encoding }, i) => {
    const bytes = files[i].subarray(0, room);
    room -= bytes.length;
    return new TextDecoder(encoding).decode(bytes, { stream: bytes.length < files[i].length });
  });
  return concatenated(texts).replace(/\r\n?/g, '\n');
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} stream @param {unknown} source */
async function unzipped(stream, source) {
  const head = source instanceof Blob ? new Uint8Array(await source.slice(0, 2).arrayBuffer()) : [];
  return head[0] === 0x1f && head[1] === 0x8b ? stream.pipeThrough(new DecompressionStream('gzip')) : stream;
}
