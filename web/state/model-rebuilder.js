/** When a new model is made: a moment after the last change that needs one, and why. */
import { changedNames } from './form.js';
import { settingsTable } from './settings.js';

/**
 * @typedef {object} Reset why there is a new model
 * @property {'start'|'text'|'setting'|'preset'|'user'|'undo'} code
 * @property {readonly string[]} settings names of those that differ from the model before
 * @property {string} [preset] its id
 */

/** @typedef {{ code: 'start'|'change'|'preset'|'user'|'undo', preset?: string }} Cause */

export class Remaking {
  #form;
  #model;
  #listeners;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Promise<unknown>} the model being made */
  #making = Promise.resolve();
  /** @type {import('./settings.js').Settings | null} of the model being made */
  #wanted = null;

  /**
   * @param {import('./form.js').Form} form
   * @param {import('./live-model.js').LiveModel} model
   * @param {{ changed: () => void, remade: (reset: Reset) => void }} listeners
   */
  constructor(form, model, listeners) {
    this.#form = form;
    this.#model = model;
    this.#listeners = listeners;
    /** @type {Cause | null} why a model is to be made, from the first change until it is there */
    this.due = null;
    /** @type {Reset | null} why the present one was made */
    this.last = null;
  }

  /**
   * After a structural change. A text that cannot be trained on makes no model: the one before goes on.
   *
   * @param {Cause} cause
   * @param {number} delay ms; further changes within it are part of the same
   */
  schedule(cause, delay) {
    this.cancel();
    const coming = this.#wanted ?? this.#model.settings;
    const needed = this.#form.draft.valid && (!coming || this.#differencesFrom(coming).length > 0);
    if (!needed && this.#wanted) return;
    this.due = needed ? cause : null;
    if (!needed) return;
    if (delay === 0) this.now(cause);
    else this.#timer = setTimeout(() => this.now(cause), delay);
  }

  /**
   * @param {Cause} cause
   * @param {{ rest?: boolean }} [options] rest: the new model does not train, even if the old one did
   */
  async now(cause, { rest = false } = {}) {
    this.cancel();
    const { draft, settings } = this.#form;
    if (!draft.valid) return;
    this.due = cause;
    const before = this.#model.settings;
    const reset = resetOf(cause, before ? this.#differencesFrom(before) : []);
    const making = this.#model.make(draft, settings, { rest, adopted: () => this.#adopted(reset) });
    this.#making = making;
    this.#wanted = settings;
    this.#listeners.changed();
    await making;
    // One that a later attempt replaced is not the end of the matter.
    if (this.#making === making) this.#end();
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
    this.#end();
    this.last = reset;
    this.#listeners.changed();
    this.#listeners.remade(reset);
  }

  /** No model is being made any more; a change that came meanwhile still waits. */
  #end() {
    this.#wanted = null;
    if (this.#timer === undefined) this.due = null;
  }

  /**
   * Names of the settings that make another model than these.
   *
   * @param {import('./settings.js').Settings} settings
   */
  #differencesFrom(settings) {
    return changedNames(settings, this.#form.settings).filter((name) => settingsTable[name].effect === 'structural');
  }
}

/**
 * @param {Cause} cause
 * @param {readonly string[]} settings
 * @returns {Reset}
 */
function resetOf({ code, preset }, settings) {
  if (code === 'preset') return { code, settings, preset };
  if (code === 'change') return { code: settings.includes('text') ? 'text' : 'setting', settings };
  return { code, settings };
}
