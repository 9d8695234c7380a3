import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { languages, locales } from '../../i18n/index.js';
import { lessons } from '../../lessons/lessons.js';
import { choiceName, settingLabel } from '../../panels/shared/setting-words.js';
import { StoreElement } from '../../panels/shared/store-element.js';
import { LAZY_PANELS, PANELS, partsOf } from '../../state/panel-names.js';
import { settingNames } from '../../state/settings.js';
import { download } from '../../export/download.js';
import { drawCard } from './card.js';
import { dialogStyles } from '../dialog-styles.js';
import { embedBuilderStyles } from './embed-builder-styles.js';
import { FORMS, snippetOf, TITLE } from './snippets.js';
import { wantedOf } from './wanted.js';

/** @typedef {import('./wanted.js').Choice} Choice @typedef {import('./snippets.js').Wanted} Wanted */

/** After the last change of a choice, until the preview begins anew, ms. */
const PREVIEW_DELAY_MS = 400;

const ALL_PANELS = Object.freeze([...partsOf(PANELS)]);

const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);

/** Forms of which there is something to be said, see the words of `about`. */
const EXPLAINED = new Set(['markdown', 'notebook', 'picture']);

/**
 * Makes the code that puts the playground into another page, as it is now: what of it is shown, and what it begins with. Loaded when it
 * is first opened.
 *
 * @fires close detail.focus: the focus goes back to what opened it
 */
export class EmbedBuilder extends StoreElement {
  static properties = {
    shown: { state: true },
    form: { state: true },
    choice: { state: true },
    wanted: { state: true },
    copied: { state: true },
    refused: { state: true },
    problem: { state: true },
    hasCode: { state: true },
  };

  static styles = [...StoreElement.styles, dialogStyles, embedBuilderStyles];

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;

  /** Attributes of the preview, as JSON: it begins anew only with others. */
  #previewed = '';

  constructor() {
    super();
    /** Whether it is open. */
    this.shown = false;
    /** @type {import('./snippets.js').Form} */
    this.form = 'element';
    /** @type {Choice} */
    this.choice = {
      ...{ panels: new Set(ALL_PANELS), hidden: new Set(), lesson: '', language: 'auto', theme: 'auto' },
      ...{ autoplay: false, manual: false, poster: '', base: '' },
    };
    /** What the choice comes to; null while it is worked out, or cannot be. @type {Wanted | null} */
    this.wanted = null;
    /** Index of the part that was copied last. */
    this.copied = -1;
    /** Index of the part that the clipboard refused. */
    this.refused = -1;
    /** Whether the address of the files cannot be one. */
    this.problem = false;
    /** Whether the link is short enough for the picture's QR code. */
    this.hasCode = true;
  }

  get #dialog() {
    return /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#waiting);
  }

  /** With what the page shows now. */
  async open() {
    this.shown = true;
    const { settings, hidden } = this.requiredStore;
    await this.#choose({
      ...{
        panels: partsOf(settings.panels),
        hidden: new Set(hidden),
        language: settings.language,
        theme: settings.theme,
      },
      base: this.choice.base || (location.protocol === 'file:' ? '' : new URL('.', location.href).href),
    });
    this.#dialog.showModal();
    this.#renew();
  }

  /** @param {Partial<Choice>} changes */
  async #choose(changes) {
    const choice = { ...this.choice, ...changes };
    Object.assign(this, { choice, copied: -1, refused: -1 });
    this.problem = !/^https?:/.test(choice.base) || !URL.canParse(choice.base);
    const wanted = this.problem ? null : await wantedOf(this.requiredStore.given, choice);
    if (this.choice !== choice) return;
    this.wanted = wanted;
    await this.updateComplete;
    if (!this.#dialog?.open) return;
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#renew(), PREVIEW_DELAY_MS);
  }

  /** The element itself, with the attributes of the code. */
  #renew() {
    if (!this.wanted) return;
    const attributes = JSON.stringify(this.wanted.attributes);
    const place = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.preview'));
    if (attributes === this.#previewed && place.firstChild) return;
    this.#previewed = attributes;
    const preview = document.createElement('rnn-playground');
    for (const [name, value] of Object.entries(this.wanted.attributes)) preview.setAttribute(name, value);
    place.replaceChildren(preview);
  }

  updated() {
    const canvas = /** @type {HTMLCanvasElement | null} */ (this.renderRoot.querySelector('canvas'));
    if (!canvas || !this.wanted) return;
    const { text } = this.requiredStore.settings;
    this.hasCode = drawCard(canvas, { link: this.wanted.link, title: TITLE, text, invitation: this.t('embed.scan') });
  }

  render() {
    const { store, t } = this;
    if (!store || !this.shown) return nothing;
    return html`<dialog aria-labelledby="heading" @click=${this.#onClick} @close=${this.#onClose} @keydown=${(/** @type {Event} */ event) => event.stopPropagation()}>
      <header>
        <h2 id="heading">${t('embed.heading')}</h2>
        <button type="button" class="quiet" @click=${() => this.#dialog.close()}>${t('embed.close')}</button>
      </header>
      <div class="columns">
        <div class="choices">
          ${this.#renderPanels()} ${this.#renderLook()} ${this.#renderBeginning()} ${this.#renderHidden()} ${this.#renderBase()}
        </div>
        <div class="result">
          <section aria-labelledby="preview">
            <h3 id="preview">${t('embed.preview')}</h3>
            <div class="preview"></div>
          </section>
          ${this.#renderForms()}
        </div>
      </div>
    </dialog>`;
  }

  /** @param {string} label @param {boolean} checked @param {(checked: boolean) => void} set */
  #renderCheck(label, checked, set) {
    return html`<label class="check"><input type="checkbox" .checked=${live(checked)} @change=${(/** @type {Event} */ { target }) => set(/** @type {HTMLInputElement} */ (target).checked)} />${label}</label>`;
  }

  /** @param {'panels' | 'hidden'} list @param {string} name @param {boolean} on */
  #toggle(list, name, on) {
    const names = new Set(this.choice[list]);
    if (on) names.add(name);
    else names.delete(name);
    this.#choose({ [list]: names });
  }

  #renderPanels() {
    const { t } = this;
    const { panels } = this.choice;
    const label = (/** @type {string} */ id) =>
      t.dynamic(LAZY_PANELS.some((one) => one === id) ? `${id}.heading` : `embed.panel.${id}`);
    return html`<fieldset>
      <legend>${t('embed.panels')}</legend>
      <div class="list">${ALL_PANELS.map((id) => this.#renderCheck(label(id), panels.has(id), (on) => this.#toggle('panels', id, on)))}</div>
    </fieldset>`;
  }

  #renderHidden() {
    const { t } = this;
    return html`<details>
      <summary>${t('embed.hidden')}</summary>
      <div class="list">${settingNames.map((name) => this.#renderCheck(settingLabel(t, name), this.choice.hidden.has(name), (on) => this.#toggle('hidden', name, on)))}</div>
    </details>`;
  }

  /** @param {'language' | 'theme' | 'lesson'} name @param {string} label @param {readonly (readonly [string, string])[]} options value and words */
  #renderSelect(name, label, options) {
    const value = this.choice[name];
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} .value=${live(value)} @change=${(/** @type {Event} */ { target }) => this.#choose({ [name]: /** @type {HTMLSelectElement} */ (target).value })}>
        ${options.map(([one, words]) => html`<option value=${one} .selected=${one === value}>${words}</option>`)}
      </select>
    </div>`;
  }

  #renderLook() {
    const { t } = this;
    const auto = /** @type {const} */ (['auto', choiceName(t, 'language', 'auto')]);
    return html`<div class="pair">
      ${this.#renderSelect('language', settingLabel(t, 'language'), [auto, ...locales.map((one) => /** @type {const} */ ([one, languages[one].name]))])}
      ${this.#renderSelect(
        'theme',
        settingLabel(t, 'theme'),
        THEMES.map((one) => [one, choiceName(t, 'theme', one)]),
      )}
    </div>`;
  }

  #renderBeginning() {
    const { t } = this;
    const { autoplay, manual, poster } = this.choice;
    const names = lessons.map(
      ({ id }, i) =>
        /** @type {const} */ ([id, t('embed.lessonName', { number: i + 1, title: t.dynamic(`lessons.${id}.title`) })]),
    );
    return html`${this.#renderSelect('lesson', t('embed.lesson'), [['', t('embed.noLesson')], ...names])}
      <div>
        ${this.#renderCheck(t('embed.autoplay'), autoplay, (on) => this.#choose({ autoplay: on }))}
        ${this.#renderCheck(t('embed.manual'), manual, (on) => this.#choose({ manual: on, ...(on ? {} : { poster: '' }) }))}
      </div>
      ${
        manual
          ? html`<div class="field">
        <label for="poster">${t('embed.poster')}</label>
        <input id="poster" type="url" dir="ltr" spellcheck="false" .value=${live(poster)} @input=${(/** @type {Event} */ { target }) => this.#choose({ poster: /** @type {HTMLInputElement} */ (target).value.trim() })} />
      </div>`
          : nothing
      }`;
  }

  #renderBase() {
    const { t, problem } = this;
    return html`<div class="field">
      <label for="base">${t('embed.base')}</label>
      <input id="base" type="url" dir="ltr" spellcheck="false" .value=${live(this.choice.base)} aria-invalid=${problem ? 'true' : 'false'} aria-describedby="problem" @input=${(/** @type {Event} */ { target }) => this.#choose({ base: /** @type {HTMLInputElement} */ (target).value.trim() })} />
      <p id="problem" class=${problem ? 'error' : 'muted small'} role="status">${problem ? t(this.choice.base ? 'embed.badAddress' : 'embed.fromDisk') : nothing}</p>
    </div>`;
  }

  #renderForms() {
    const { t, form, wanted } = this;
    return html`<div class="field">
        <label for="form">${t('embed.form')}</label>
        <select id="form" @change=${this.#onForm}>
          ${FORMS.map((one) => html`<option value=${one} .selected=${one === form}>${t.dynamic(`embed.forms.${one}`)}</option>`)}
        </select>
      </div>
      ${EXPLAINED.has(form) ? html`<p class="small">${t.dynamic(`embed.about.${form}`)}</p>` : nothing}
      ${this.requiredStore.long ? html`<p class="small">${t('longText.notInLink')}</p>` : nothing}
      ${form === 'picture' && wanted ? this.#renderPicture() : nothing}
      ${wanted ? snippetOf(form, wanted).map((part, i) => this.#renderPart(part, i)) : nothing}
      <span class="visually-hidden" role="status">${this.copied >= 0 ? t('embed.copied') : nothing}</span>`;
  }

  /** @param {import('./snippets.js').Part} part @param {number} i */
  #renderPart({ code, file }, i) {
    const { t, form } = this;
    const isNew = form === 'hugo' || form === 'hexo';
    const what = file
      ? t(isNew ? 'embed.inFileOrAs' : 'embed.inFile', { file })
      : t(form === 'picture' && i === 0 ? 'embed.link' : 'embed.inPage');
    return html`<div class="part">
      <label for="code-${i}">${what}</label>
      <button type="button" aria-label=${t('embed.copy.of', { what })} @click=${() => this.#copy(i)}>${t(this.copied === i ? 'embed.copied' : 'embed.copy')}</button>
      ${this.refused === i ? html`<p class="error" role="alert">${t('embed.copyByHand')}</p>` : nothing}
      <textarea id="code-${i}" readonly dir="ltr" spellcheck="false" rows=${Math.min(12, code.split('\n').length + 3)} .value=${code}></textarea>
    </div>`;
  }

  #renderPicture() {
    const { t } = this;
    return html`<div>
      <canvas role="img" aria-label=${t('embed.pictureOf')}></canvas>
      ${this.hasCode ? nothing : html`<p class="small" role="status">${t('embed.tooLong')}</p>`}
      <button type="button" @click=${this.#savePicture}>${t('embed.savePicture')}</button>
    </div>`;
  }

  /** @param {Event} event */
  #onForm({ target }) {
    this.form = /** @type {import('./snippets.js').Form} */ (/** @type {HTMLSelectElement} */ (target).value);
    Object.assign(this, { copied: -1, refused: -1 });
  }

  #savePicture() {
    /** @type {HTMLCanvasElement | null} */ (this.renderRoot.querySelector('canvas'))?.toBlob(
      (blob) => blob && download(blob, 'rnn-playground.png'),
    );
  }

  /** @param {number} i of the part */
  async #copy(i) {
    const field = /** @type {HTMLTextAreaElement} */ (this.renderRoot.querySelector(`#code-${i}`));
    Object.assign(this, { copied: -1, refused: -1 });
    try {
      await navigator.clipboard.writeText(field.value);
      this.copied = i;
    } catch {
      this.refused = i;
      await this.updateComplete;
      field.focus();
      field.select();
    }
  }

  /** A press beside the dialog closes it. @param {Event} event */
  #onClick({ target }) {
    if (target === this.#dialog) this.#dialog.close();
  }

  #onClose() {
    clearTimeout(this.#waiting);
    this.shown = false;
    this.dispatchEvent(new CustomEvent('close', { detail: { focus: true } }));
  }
}
