/** What the element says before its language is loaded; `reading`: that takes long; `failed`: the rest of its code does not come. */
export default {
  start: 'Start',
  loading: 'Loading …',
  reading: 'Reading what this browser has kept …',
  failed: 'This playground could not be loaded. It is tried again by itself.',
};
