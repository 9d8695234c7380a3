/**
 * The errors of the engine. Each has a `code` (stable, for programs and for translations), a `message` (one
 * English sentence, for developers) and `details` (plain data: what a translated sentence needs to name).
 */

/**
 * @typedef {'noModel' | 'badArgument' | 'badData' | 'noHeldOut' | 'nothingToRollBack' | 'badFile' | 'diverged'
 *   | 'disposed' | 'replaced' | 'tooLarge' | 'tooLong' | 'noData' | 'badText' | 'textTooLarge' | 'workerFailed' | 'workerUnavailable' | 'loadFailed' | 'unsupported' | 'unknownCall' | 'internal' | SettingsProblem} EngineErrorCode
 */

/** A call to the engine that could not be answered. */
export class EngineError extends Error {
  /**
   * @param {EngineErrorCode} code
   * @param {string} message one sentence: what is wrong and what would be right
   * @param {Record<string, unknown>} [details] structured-cloneable
   */
  constructor(code, message, details = {}) {
    super(message);
    this.name = 'EngineError';
    /** @readonly */
    this.code = code;
    /** @readonly */
    this.details = details;
  }
}

/** Whether nothing is wrong with what was asked: a mistake in the code, or code that did not come. @param {{ code?: unknown } | undefined} error */
export const isOurs = (error) => error?.code === 'internal' || error?.code === 'loadFailed';

/**
 * @typedef {'unknownSetting' | 'notAChoice' | 'notABoolean' | 'notANumber' | 'notAnInteger' | 'outOfRange' | 'notLive'} SettingsProblem
 * @typedef {{choices?: readonly string[], min?: number, max?: number, exclusiveMin?: boolean, exclusiveMax?: boolean}} Range
 */

/** A setting that is not one, or has a value outside its range. Its `code` says which. */
export class SettingsError extends EngineError {
  /**
   * @param {SettingsProblem} code
   * @param {string} setting
   * @param {unknown} value
   * @param {string} expected what would be right, in words
   * @param {Range} [range] the same, as data
   */
  constructor(code, setting, value, expected, range = {}) {
    super(code, sentence(code, setting, value, expected), { setting, value: cloneable(value), expected, range });
    this.name = 'SettingsError';
    /** @readonly */
    this.setting = setting;
    /** @readonly */
    this.value = value;
    /** @readonly */
    this.expected = expected;
    /** @readonly */
    this.range = range;
  }
}

/**
 * @param {SettingsProblem} code
 * @param {string} setting
 * @param {unknown} value
 * @param {string} expected
 */
function sentence(code, setting, value, expected) {
  if (code === 'unknownSetting') return `${setting} is not a setting; it must be ${expected}.`;
  if (code === 'notLive') return `${setting} cannot be changed while the network exists; it must be ${expected}.`;
  return `${setting} is ${printed(value)}, but must be ${expected}.`;
}

/** Of the trap of a module, which ends it. @param {Error} error @returns {EngineError} 'workerFailed' */
export function trapped({ message }) {
  // Compiled without exceptions, the engine aborts where an allocation fails. (Of settings that do not exist, too: they are checked before.)
  const outOfMemory = /^Abort/.test(message);
  const reason = outOfMemory ? 'it is out of memory' : message;
  return new EngineError('workerFailed', `The engine has stopped: ${reason}.`, { reason, outOfMemory });
}

/**
 * What a caller who aborted gets: the signal's own reason, as fetch does.
 * @param {AbortSignal} signal
 * @returns {unknown}
 */
export function abortReason(signal) {
  return signal.reason ?? new DOMException('The call was aborted.', 'AbortError');
}

/** @param {unknown} value */
function printed(value) {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  return String(value);
}

/** @param {unknown} value */
function cloneable(value) {
  return typeof value === 'function' || typeof value === 'symbol' ? String(value) : value;
}
