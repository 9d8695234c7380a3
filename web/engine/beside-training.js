/**
 * What goes on beside the training of a long text, and how much of the time each may take: a twentieth, all together. Each kind keeps
 * to its share by waiting after it has worked, longer the longer that took, so that none has to know of the others.
 */

/** Of the worker's time. */
export const SHARES = Object.freeze({
  /** Views that a page watches. */
  views: 1 / 50,
  /** Telling the page of steps and evaluations. */
  updates: 1 / 100,
  /** Evaluations on samples, which are counted in tokens instead of timed: the same training has the same ones, see sample.js. */
  evaluations: 1 / 100,
  /** Checkpoints of the training, of any text. */
  checkpoints: 1 / 100,
});

/**
 * @param {number} milliseconds that one turn took
 * @param {number} share of the time
 * @returns {number} milliseconds from its end to the next turn
 */
export const pauseAfter = (milliseconds, share) => milliseconds * (1 / share - 1);
