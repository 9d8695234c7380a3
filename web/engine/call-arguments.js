/**
 * The names that the arguments of each call of a model may have. A misspelt one would be ignored otherwise, and `train({ epoch: 2 })`
 * go on for ever. tsc holds this table against the types of the calls: no name may be missing, and none be too much.
 */
import { EngineError } from './errors.js';

/** @typedef {import('./protocol.js').Calls} Calls */
/** @typedef {Exclude<keyof Calls, 'create' | 'load' | 'openText'>} ModelCall a call of a model that there is already */
/** @template T @typedef {T extends unknown ? keyof T : never} NamesOf those of each member of a union */

const sequence = /** @type {const} */ ({
  sequence: 1,
  heldOut: 1,
  place: 1,
  limit: 1,
  inputs: 1,
  targets: 1,
  initialState: 1,
});
const differentiated = /** @type {const} */ ({ ...sequence, reduction: 1 });
const part = /** @type {const} */ ({ which: 1, sample: 1 });
const drawn = /** @type {const} */ ({ temperature: 1, topK: 1, topP: 1 });

/**
 * needed: whether the call says nothing without arguments. names: null stands for those of the table of settings, which are checked there
 */
const table =
  /** @satisfies {{[Name in ModelCall]: {needed: undefined extends Calls[Name]['args'] ? false : true, names: null | Record<NamesOf<NonNullable<Calls[Name]['args']>>, 1>}}} */ (
    /** @type {const} */ ({
      train: { needed: false, names: { epochs: 1, steps: 1, seconds: 1, pace: 1 } },
      pause: { needed: false, names: {} },
      step: { needed: false, names: { unit: 1, count: 1 } },
      updateSettings: { needed: true, names: null },
      rollBack: { needed: false, names: { halveRate: 1 } },
      setParameter: { needed: true, names: { name: 1, values: 1 } },
      watch: { needed: true, names: { views: 1 } },
      status: { needed: false, names: {} },
      peekNextBatch: { needed: false, names: {} },
      info: { needed: false, names: {} },
      evaluate: { needed: false, names: part },
      passages: { needed: true, names: { place: 1, find: 1 } },
      predictAll: { needed: false, names: { which: 1, from: 1, count: 1, limit: 1, place: 1 } },
      predict: { needed: true, names: sequence },
      distribution: { needed: true, names: { ...sequence, ...drawn, position: 1 } },
      generate: {
        needed: true,
        names: { ...drawn, inputs: 1, length: 1, strategy: 1, beamWidth: 1, uniforms: 1, seed: 1, endId: 1 },
      },
      trace: { needed: true, names: differentiated },
      contribution: { needed: true, names: { ...differentiated, t: 1, name: 1 } },
      dryRunStep: { needed: true, names: { ...sequence, window: 1 } },
      parameters: { needed: false, names: { name: 1 } },
      gradients: { needed: true, names: { ...differentiated, all: 1, name: 1 } },
      gradientCheck: { needed: true, names: { ...sequence, all: 1, sample: 1, seed: 1, truncate: 1 } },
      influence: { needed: true, names: { ...sequence, positions: 1, target: 1 } },
      gradientFlow: { needed: true, names: { ...sequence, position: 1 } },
      unitActivity: {
        needed: true,
        names: { which: 1, from: 1, count: 1, layer: 1, quantity: 1, unit: 1, labels: 1 },
      },
      ngramLosses: { needed: false, names: { sample: 1 } },
      save: { needed: false, names: { weightsOnly: 1, tokens: 1, meta: 1, text: 1 } },
      checkpoint: { needed: false, names: { since: 1, delay: 1, meta: 1 } },
    })
  );

/** What a call takes besides, as its last argument. */
const OPTIONS = ['signal', 'onProgress'];

/** Where a network is made, likewise. */
const PLACE = ['worker', 'workers', 'wasm', ...OPTIONS];

const DATA = ['training', 'heldOut', 'tokens', 'vocabularySize', 'meta'];
/** `line`: where prepareText (rnn-playground/text) found it; nothing follows from it here. */
const SEQUENCE = ['inputs', 'targets', 'initialState', 'line'];
const TEXT = ['id', 'files', 'unit', 'endOfSentence', 'locale', 'cut', 'streams', 'heldOut'];

/**
 * @param {string} name
 * @param {unknown} [args]
 * @param {unknown} [options]
 * @throws {EngineError} 'unknownCall', 'badArgument'
 */
export function checkCall(name, args, options) {
  if (!Object.hasOwn(table, name)) throw new EngineError('unknownCall', `${name} is not a call of a model.`, { name });
  const { needed, names } = table[/** @type {ModelCall} */ (name)];
  if (args === undefined && needed) throw missing(name, names ?? {});
  if (args !== undefined) {
    refuseUnknown(name, args, names ? Object.keys(names) : null, OPTIONS);
    if (name === 'train') checkPace(/** @type {{pace?: unknown}} */ (args));
    if (name === 'watch') checkViews(/** @type {{views?: unknown}} */ (args));
    if (names && 'inputs' in names) refuseUnknownState(/** @type {any} */ (args).initialState, name);
  }
  checkOptions(name, options, OPTIONS);
}

/** @param {unknown} settings @param {unknown} data @param {unknown} options @throws {EngineError} */
export function checkCreation(settings, data, options) {
  if (settings !== undefined) refuseUnknown('createModel', settings, null, []);
  if (data === undefined)
    throw new EngineError('badArgument', 'createModel needs data: { training } or { text }.', { name: 'data' });
  const given = /** @type {any} */ (data);
  if (isObject(data) && 'text' in data) {
    refuseUnknown('The data of createModel', data, ['text', 'meta'], PLACE);
    checkText(given.text);
  } else {
    refuseUnknown('The data of createModel', data, DATA, PLACE);
    for (const which of ['training', 'heldOut']) if (Array.isArray(given[which])) checkSequences(given[which], which);
  }
  checkOptions('createModel', options, PLACE);
}

/** @param {unknown} options @throws {EngineError} */
export const checkLoading = (options) => checkOptions('loadModel', options, PLACE);

/** @param {unknown} text @throws {EngineError} */
function checkText(text) {
  if (isTextSource(text)) return;
  if (isObject(text)) {
    refuseUnknown('text', text, TEXT, []);
    const { files } = /** @type {{files?: unknown}} */ (text);
    if (Array.isArray(files) && files.length > 0 && files.every((file) => isTextSource(file?.source))) return;
  }
  const expected = 'a string, a Blob, bytes, or { files: [{ source }, …] } with such';
  throw new EngineError('badArgument', `text must be ${expected}.`, { name: 'text' });
}

/** @param {readonly unknown[]} sequences @param {string} which */
function checkSequences(sequences, which) {
  for (const [i, one] of sequences.entries()) {
    if (!isObject(one)) continue; // the data are checked where the network is
    refuseUnknown(`${which}[${i}]`, one, SEQUENCE, []);
    refuseUnknownState(/** @type {any} */ (one).initialState, `${which}[${i}]`);
  }
}

/** @param {unknown} state @param {string} where */
function refuseUnknownState(state, where) {
  if (state !== undefined) refuseUnknown(`initialState of ${where}`, state, ['h', 'c'], []);
}

/** @param {{pace?: unknown}} limits */
function checkPace({ pace }) {
  if (pace !== undefined) refuseUnknown('pace', pace, ['unit', 'perSecond'], []);
}

/** @param {{views?: unknown}} args */
function checkViews({ views }) {
  if (!isObject(views)) throw new EngineError('badArgument', 'views must be an object.', { name: 'views' });
  for (const [name, view] of Object.entries(views)) {
    refuseUnknown(`The view ${name}`, view, ['call', 'args'], []);
    const { call, args } = /** @type {any} */ (view);
    if (Object.hasOwn(table, call)) checkCall(call, args); // others are refused where the network is
  }
}

/** @param {string} name @param {unknown} options @param {readonly string[]} allowed */
function checkOptions(name, options, allowed) {
  if (options === undefined) return;
  refuseUnknown(`The last argument of ${name}`, options, allowed, []);
  const { signal, onProgress } = /** @type {any} */ (options);
  // By what is used of it: one of another realm, such as a frame's, is no instance of AbortSignal here.
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    throw new EngineError('badArgument', 'signal must be an AbortSignal.', { name: 'signal' });
  if (onProgress !== undefined && typeof onProgress !== 'function')
    throw new EngineError('badArgument', 'onProgress must be a function.', { name: 'onProgress' });
}

/**
 * @param {string} of what has these names, for the sentence
 * @param {unknown} given
 * @param {readonly string[] | null} allowed null: any
 * @param {readonly string[]} last names that belong into the last argument
 * @throws {EngineError} 'badArgument'; details: name, allowed
 */
function refuseUnknown(of, given, allowed, last) {
  if (!isObject(given)) throw new EngineError('badArgument', `${of} takes an object with names, not ${kindOf(given)}.`);
  const name = allowed && Object.keys(given).find((one) => !allowed.includes(one));
  if (!allowed || name === null || name === undefined) return;
  const instead = last.includes(name)
    ? 'it belongs into the last argument, an object of its own'
    : `there may be ${allowed.join(', ') || 'none'}`;
  throw new EngineError('badArgument', `${of} has no “${name}”: ${instead}.`, { name, allowed });
}

/** @param {string} name @param {object} names */
const missing = (name, names) =>
  new EngineError('badArgument', `${name} needs an argument: an object with ${Object.keys(names).join(', ')}.`, {
    name,
  });

/** @param {unknown} value @returns {value is object} */
const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is string | Blob | ArrayBuffer | ArrayBufferView} */
export const isTextSource = (value) =>
  typeof value === 'string' || value instanceof Blob || value instanceof ArrayBuffer || ArrayBuffer.isView(value);

/** @param {unknown} value */
const kindOf = (value) => (value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`);
