/** When a new model is made: a moment after the last change that needs one, and why. */
import { changedNames } from './form.js';
import { settingsTable } from './settings.js';

/**
 * @typedef {object} Reset why there is a new model
 * @property {'start'|'text'|'setting'|'preset'|'user'|'undo'} code
 * @property {readonly string[]} settings names of those that changed
 * @property {string} [preset] its id
 */

export class Remaking {
  #form;
  #model;
  #listeners;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Promise<unknown>} the model being made */
  #making = Promise.resolve();

  /**
   * @param {import('./form.js').Form} form
   * @param {import('./live-model.js').LiveModel} model
   * @param {{ changed: () => void, remade: (reset: Reset) => void }} listeners
   */
  constructor(form, model, listeners) {
    this.#form = form;
    this.#model = model;
    this.#listeners = listeners;
    /** @type {Reset | null} why a model is to be made, from the first change until it is there */
    this.due = null;
    /** @type {Reset | null} why the present one was made */
    this.last = null;
  }

  /**
   * After a structural change. A text that cannot be trained on makes no model: the one before goes on.
   *
   * @param {Reset} reset
   * @param {number} delay ms; further changes within it are part of the same
   */
  schedule(reset, delay) {
    this.cancel();
    const due = merged(this.due, reset);
    this.due = null;
    if (!this.#form.draft.valid || !this.#differs()) return;
    this.due = due;
    if (delay === 0) this.now(due);
    else this.#timer = setTimeout(() => this.now(due), delay);
  }

  /**
   * @param {Reset} reset
   * @param {{ rest?: boolean }} [options] rest: the new model does not train, even if the old one did
   */
  async now(reset, { rest = false } = {}) {
    this.cancel();
    const { draft, settings } = this.#form;
    if (!draft.valid) return;
    this.due = reset;
    const making = this.#model.make(draft, settings, { rest, adopted: () => this.#adopted(reset) });
    this.#making = making;
    this.#listeners.changed();
    const made = await making;
    // A failed attempt is over; one that a later attempt replaced is not.
    if (!made && this.#making === making) this.due = null;
    this.#listeners.changed();
  }

  /** Does at once what waits; resolves when it is done. */
  async settled() {
    if (this.#timer !== undefined && this.due) this.now(this.due);
    await this.#making;
  }

  /** What waits is not done. */
  cancel() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** @param {Reset} reset */
  #adopted(reset) {
    this.due = null;
    this.last = reset;
    this.#listeners.changed();
    this.#listeners.remade(reset);
  }

  /** Whether the present model is not the one that the settings describe. */
  #differs() {
    const { settings } = this.#model;
    if (!settings) return true;
    return changedNames(settings, this.#form.settings).some((name) => settingsTable[name].effect === 'structural');
  }
}

/**
 * One reason for several changes: a text typed and a size chosen within the same moment are both named.
 *
 * @param {Reset | null} before
 * @param {Reset} after
 * @returns {Reset}
 */
function merged(before, after) {
  if (!before || after.code === 'preset' || after.code === 'undo') return after;
  const settings = [...new Set([...before.settings, ...after.settings])];
  return { ...after, code: settings.includes('text') ? 'text' : 'setting', settings };
}
