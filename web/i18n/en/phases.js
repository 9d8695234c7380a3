/** What the network is doing. */

/** @type {import('../index.js').Strings} */
export default {
  loading: 'Loading …',
  empty: 'Waiting for a text',
  idle: 'Ready',
  training: 'Training',
  diverged: 'Diverged',
  failed: 'Stopped by an error',
};
