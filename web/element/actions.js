/** What an author's program can do with the element: its methods, once it has started. */
import { openModel, restoreState, stateOf } from '../state/element-state.js';
import { linkTo, linkWithin } from '../state/link.js';
import { encodePrompt, joinTokens } from '../text/index.js';

/**
 * @typedef {import('../state/store.js').Store} Store
 * @typedef {ReturnType<typeof actionsOf>} Actions
 */

/** Of a training. A misspelt one would be none, and it would go on until somebody pauses. */
const LIMITS = ['epochs', 'steps', 'seconds'];

/**
 * @param {Store} store
 * @param {{ linked: boolean, stepUnit: () => 'token' | 'window' | 'epoch' }} page stepUnit: chosen beside the Step button
 */
export function actionsOf(store, { linked, stepUnit }) {
  return {
    /** @param {import('../state/training-controller.js').Limits} [limits] */
    async train(limits = {}) {
      const unknown = Object.keys(limits).find((name) => !LIMITS.includes(name));
      if (unknown) throw new TypeError(`train has no “${unknown}”: there may be ${LIMITS.join(', ')}.`);
      const { reason } = await store.train(limits, { unattended: true });
      return { reason, epoch: store.status?.epoch ?? 0, step: store.status?.step ?? 0 };
    },
    pause: () => store.pause(),
    toggle: async () => {
      if (store.training) await store.pause();
      // Until it ends by itself is for `train` to say.
      else store.train();
    },
    /** @param {'token' | 'window' | 'epoch'} [unit] @param {number} [count] */
    step: (unit = stepUnit(), count = 1) => store.step(unit, count),
    reset: () => store.reset(),
    /** @param {string} beginning @param {{ temperature?: number, topK?: number, topP?: number }} [options] */
    predict: (beginning, options) => predict(store, beginning, options),
    /** @param {string} beginning @param {Record<string, unknown>} [options] */
    sample: (beginning, options) => sample(store, beginning, options),
    save: () => store.save(),
    /** @param {import('../engine/model-file/model-source.js').ModelSource} source */
    load: async (source) =>
      openModel(store, await (await import('../engine/model-file/model-source.js')).bytesOf(source)),
    /** @param {{ page?: string, training?: boolean }} [options] */
    link: async ({ page, training } = {}) =>
      page === undefined && linked
        ? linkTo(store, location, { training })
        : linkWithin(store, page ?? location.href, { training }),
    getState: () => stateOf(store),
    /** @param {string} state */
    setState: (state) => restoreState(store, state),
  };
}

/** @param {Store} store */
async function modelOf(store) {
  await store.settled();
  const { data } = store;
  if (!data) throw new Error('There is no network: the text cannot be trained on.');
  return data;
}

/** @param {Store} store @param {string} beginning @param {{ temperature?: number, topK?: number, topP?: number }} [options] */
async function predict(store, beginning, options = {}) {
  const data = await modelOf(store);
  const { inputs } = encodePrompt(data, String(beginning));
  const { probabilities } = await store.call('distribution', { inputs, ...options });
  return Array.from(probabilities, (probability, id) => ({ token: data.vocabulary.token(id), probability })).sort(
    (a, b) => b.probability - a.probability,
  );
}

/** @param {Store} store @param {string} beginning @param {Record<string, unknown>} [options] */
async function sample(store, beginning, options = {}) {
  const data = await modelOf(store);
  const { inputs, tokens: prompt } = encodePrompt(data, String(beginning));
  const { strategy, temperature, topK, topP, beamWidth, length } = store.settings;
  // A long text is written on line after line.
  const endId = data.long ? -1 : data.vocabulary.endId;
  const { ids } = await store.call('generate', {
    ...{ inputs, strategy, temperature, beamWidth, length, seed: 1 },
    ...(strategy === 'sample' ? { topK, topP } : {}),
    ...(endId >= 0 ? { endId } : {}),
    ...options,
  });
  const tokens = Array.from(ids, (id) => data.vocabulary.token(id));
  // In words, what is written may begin with a space, unless that is typed already.
  const behind = joinTokens([...prompt, ...tokens], data.unit).slice(joinTokens(prompt, data.unit).length);
  const written = /\s$/u.test(beginning) && !/^\s/u.test(tokens[0] ?? '') ? behind.trimStart() : behind;
  return endId < 0 ? written : written.replace(/\n$/, '');
}
