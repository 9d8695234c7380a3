/** The words that are loaded with the panels that speak them, see `wordsOf` in web/state/panel-names.js. */
export default {
  text: () => import('./text.js'),
  presets: () => import('./presets.js'),
  issues: () => import('./issues.js'),
  network: () => import('./network.js'),
  loss: () => import('./loss.js'),
  lessons: () => import('./lessons.js'),
  step: () => import('./step.js'),
  states: () => import('./states.js'),
  weights: () => import('./weights.js'),
  memory: () => import('./memory.js'),
  check: () => import('./check.js'),
  flow: () => import('./flow.js'),
  race: () => import('./race.js'),
  share: () => import('./share.js'),
  files: () => import('./files.js'),
  keep: () => import('./keep.js'),
};
