/**
 * The instrument panels in reading order. The page loads a panel's code when the reader comes near it, and leaves out
 * what the setting `panels` does not name.
 *
 * @typedef {object} PanelEntry
 * @property {'lessons'|'step'|'states'|'weights'|'memory'|'check'|'flow'|'race'} id as in the setting `panels`
 * @property {string} tag
 * @property {() => Promise<typeof import('./shared/panel.js').PanelElement>} load
 */

/** @type {readonly PanelEntry[]} */
export const lazyPanels = [
  {
    id: 'lessons',
    tag: 'rnn-lessons-panel',
    load: async () => (await import('./lessons/lessons-panel.js')).LessonsPanel,
  },
  { id: 'step', tag: 'rnn-step-panel', load: async () => (await import('./step/step-panel.js')).StepPanel },
  {
    id: 'states',
    tag: 'rnn-states-panel',
    load: async () => (await import('./states/states-panel.js')).StatesPanel,
  },
  {
    id: 'weights',
    tag: 'rnn-weights-panel',
    load: async () => (await import('./weights/weights-panel.js')).WeightsPanel,
  },
  {
    id: 'memory',
    tag: 'rnn-memory-panel',
    load: async () => (await import('./memory/memory-panel.js')).MemoryPanel,
  },
  { id: 'check', tag: 'rnn-check-panel', load: async () => (await import('./check/check-panel.js')).CheckPanel },
  { id: 'flow', tag: 'rnn-flow-panel', load: async () => (await import('./flow/flow-panel.js')).FlowPanel },
  { id: 'race', tag: 'rnn-race-panel', load: async () => (await import('./race/race-panel.js')).RacePanel },
];
