/** The panels there are, in the order they stand on the page; `panels` in the settings chooses among them. */
export const PANELS = /** @type {const} */ ([
  'play',
  'network',
  'loss',
  'predictions',
  'writing',
  'lessons',
  'step',
  'states',
  'weights',
  'memory',
  'check',
  'flow',
  'race',
]);
