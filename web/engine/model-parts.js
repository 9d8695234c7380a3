/**
 * What it takes to make a model beside the engine, loaded when it is made: most models need none of it.
 */
import { loadedCode } from './loaded-code.js';

/**
 * @typedef {import('./protocol.js').Calls} Calls
 * @typedef {import('./relaxed-module.js').LoadedEngine} LoadedEngine
 * @typedef {typeof import('./corpus.js')} Corpus
 * @typedef {typeof import('./sample.js')} Sampling
 * @typedef {typeof import('./model-file/reopened.js')} Reader
 * @typedef {typeof import('./model-file/naming.js')} Naming
 */

/**
 * @param {import('./engine-in-use.js').EngineInUse} engines
 * @param {Calls['create']['args']} args
 * @returns {Promise<[LoadedEngine, Corpus | null, Sampling | null, Reader | null, Naming | null]>} null: what is not needed
 */
export function partsFor(engines, args) {
  const isRelaxed = args.settings?.arithmetic === 'relaxed';
  const isSampled = 'text' in args || Number(args.settings?.evaluationSample) > 0;
  return Promise.all([
    isRelaxed ? engines.relaxed() : engines.exact,
    'text' in args ? loadedCode(() => import('./corpus.js'), 'create') : null,
    isSampled ? loadSampling() : null,
    args.checkpoint ? loadedCode(() => import('./model-file/reopened.js'), 'create') : null,
    'tokens' in args || 'meta' in args ? loadedCode(() => import('./model-file/naming.js'), 'create') : null,
  ]);
}

/**
 * @param {import('./engine-in-use.js').EngineInUse} engines
 * @param {import('./types.js').EngineSettings} settings of a saved model
 * @returns {Promise<[LoadedEngine, Sampling | null]>}
 */
export const partsForSaved = async (engines, settings) => [
  settings.arithmetic === 'relaxed' ? await engines.relaxed() : engines.exact,
  settings.evaluationSample > 0 ? await loadSampling() : null,
];

const loadSampling = () => loadedCode(() => import('./sample.js'), 'evaluate');

/** The long text read last, which is not read twice. */
export class TextReader {
  /** @type {{ key: string, text: Awaited<ReturnType<Corpus['readText']>> } | null} */
  #last = null;

  /**
   * In slices, beside the training.
   * @param {Corpus} corpus
   * @param {import('./protocol.js').TextSource} source
   * @param {import('./protocol.js').CallOptions} options
   * @param {() => void} refuseDisposed
   */
  async read({ checkText, keyOf, readText }, source, { signal, onProgress }, refuseDisposed) {
    checkText(source);
    const key = keyOf(source);
    if (this.#last?.key === key) return this.#last.text;
    const check = () => {
      signal?.throwIfAborted();
      refuseDisposed();
    };
    const text = await readText(source, check, onProgress);
    this.#last = { key, text };
    return text;
  }

  /** No network is of that text any more. */
  forget() {
    this.#last = null;
  }
}
