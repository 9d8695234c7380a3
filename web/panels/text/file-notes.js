import { html, nothing } from 'lit';
import { decodeChosen, encodings } from '../../text/files.js';

export { readTextFile } from '../../text/files.js';

/**
 * @typedef {import('../../text/files.js').TextFile} TextFile
 * @typedef {import('../../text/files.js').Encoding} Encoding
 */

/**
 * The texts of several files concatenated, each starting on a new line.
 * @param {readonly TextFile[]} files
 * @returns {string | null} null if one of them could not be decoded
 */
export function joinedText(files) {
  const texts = files.map(({ decoded }) => decoded?.text);
  if (texts.includes(undefined)) return null;
  return concatenated(/** @type {string[]} */ (texts));
}

/** @param {readonly string[]} texts @returns {string} each starting on a new line */
export const concatenated = (texts) =>
  texts.reduce((all, text) => all + (all === '' || /[\r\n]$/.test(all) ? '' : '\n') + text, '');

/**
 * @param {TextFile} file
 * @param {Encoding} encoding
 * @returns {TextFile}
 */
export const readAs = ({ name, bytes }, encoding) => ({
  name,
  bytes,
  decoded: decodeChosen(/** @type {Uint8Array} */ (bytes), encoding),
});

/**
 * Notes on the files just opened: why one was refused, its encoding, undecodable bytes.
 * @param {readonly TextFile[]} files
 * @param {import('../../i18n/index.js').Translator} t
 * @param {(file: TextFile, encoding: Encoding) => void} onEncoding
 */
export function renderFileNotes(files, t, onEncoding) {
  const joined = files.length > 1 && joinedText(files) !== null;
  return html`
    ${joined ? html`<p class="warning">${t('text.joined', { count: files.length, names: files.map(({ name }) => name) })}</p>` : nothing}
    ${files.map((file) => renderFile(file, t, onEncoding))}
  `;
}

/**
 * @param {TextFile} file
 * @param {import('../../i18n/index.js').Translator} t
 * @param {(file: TextFile, encoding: Encoding) => void} onEncoding
 */
function renderFile(file, t, onEncoding) {
  const { name, decoded, issue } = file;
  return html`
    ${issue ? html`<p class="error">${t.issue(issue)}</p>` : nothing}
    ${decoded?.cut ? html`<p class="warning">${t('text.cut', { name })}</p>` : nothing}
    ${decoded?.unread ? html`<p class="warning">${t('text.unread', { name, count: decoded.unread })}</p>` : nothing}
    ${file.bytes && (issue || decoded?.guessed) ? renderChoice(file, t, onEncoding) : nothing}
  `;
}

/**
 * @param {TextFile} file
 * @param {import('../../i18n/index.js').Translator} t
 * @param {(file: TextFile, encoding: Encoding) => void} onEncoding
 */
function renderChoice(file, t, onEncoding) {
  const now = file.decoded?.encoding;
  const choose = (/** @type {Event} */ { target }) => {
    const { value } = /** @type {HTMLSelectElement} */ (target);
    if (value) onEncoding(file, /** @type {Encoding} */ (value));
  };
  return html`<label class="warning encoding">
    <span>${t('text.readAs', { name: file.name })}</span>
    <select @change=${choose}>
      ${now ? nothing : html`<option value="">${t('text.chooseEncoding')}</option>`}
      ${encodings.map((encoding) => html`<option value=${encoding} .selected=${encoding === now}>${t(`text.encodings.${encoding}`)}</option>`)}
    </select>
  </label>`;
}
