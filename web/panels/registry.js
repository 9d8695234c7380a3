/** The code of the panels, by their names (web/state/panel-names.js): each is loaded when it is shown. */

/** @typedef {Exclude<import('../state/panel-names.js').Panel, import('../state/panel-names.js').PlayPanel>} PanelName those that are a PanelElement */

/** Written out, one import for each: bundlers make a chunk of what they can read. @satisfies {Record<PanelName, () => Promise<object>>} */
const modules = {
  network: () => import('./network/network-panel.js'),
  loss: () => import('./loss/loss-panel.js'),
  predictions: () => import('./predictions/predictions-panel.js'),
  writing: () => import('./writing/writing-panel.js'),
  lessons: () => import('./lessons/lessons-panel.js'),
  step: () => import('./step/step-panel.js'),
  states: () => import('./states/states-panel.js'),
  units: () => import('./units/units-panel.js'),
  weights: () => import('./weights/weights-panel.js'),
  memory: () => import('./memory/memory-panel.js'),
  check: () => import('./check/check-panel.js'),
  flow: () => import('./flow/flow-panel.js'),
  race: () => import('./race/race-panel.js'),
};

/** @param {PanelName} id */
export const tagOfPanel = (id) => `rnn-${id}-panel`;

/**
 * @param {PanelName} id
 * @returns {Promise<typeof import('./shared/panel.js').PanelElement>} the class in its file whose `static id` this is
 */
export async function loadPanel(id) {
  const panel = Object.values(await modules[id]()).find((exported) => exported.id === id);
  if (!panel) throw new Error(`${id}-panel.js has no class with the id ${id}.`);
  return panel;
}
