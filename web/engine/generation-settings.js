/**
 * What a call that generates tokens can set, a row each, in the manner of engine-settings.js. A page may allow less
 * (web/state/settings.js).
 */

/**
 * @typedef {import('./settings-schema.js').Setting} Setting
 * @typedef {import('./settings-schema.js').Described & import('./settings-schema.js').NumberRule} RequiredNumber without a default
 */

export const generationSettings = Object.freeze(
  /** @satisfies {Readonly<Record<string, Setting | RequiredNumber>>} */ (
    /** @type {const} */ ({
      strategy: {
        type: 'choice',
        default: 'sample',
        choices: ['sample', 'greedy', 'beam'],
        help: 'How the next token is chosen: drawn by its probability, the most probable one, or by beam search.',
      },
      temperature: {
        type: 'number',
        default: 1,
        min: 0,
        max: 1000,
        help: 'Logits are divided by it; 0 is greedy.',
      },
      topK: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 1e6,
        when: { strategy: ['sample'] },
        help: 'Only the k most probable tokens are drawn from; 0 is off.',
      },
      topP: {
        type: 'number',
        default: 1,
        min: 0,
        max: 1,
        exclusiveMin: true,
        when: { strategy: ['sample'] },
        help: 'Only the most probable tokens that together reach this probability are drawn from; 1 is off.',
      },
      beamWidth: {
        type: 'integer',
        default: 4,
        min: 1,
        max: 64,
        when: { strategy: ['beam'] },
        help: 'Continuations that beam search keeps at a time.',
      },
      length: {
        type: 'integer',
        min: 1,
        max: 100_000,
        help: 'Tokens to generate, at most. It has to be given.',
      },
    })
  ),
);
