/** The headings of the panels that are loaded late: the navigation says them before. */
export default {
  lessons: { heading: 'Lessons' },
  step: { heading: 'Step through' },
  states: { heading: 'Hidden states' },
  units: { heading: 'Hidden units' },
  weights: { heading: 'Weights and gradients' },
  memory: { heading: 'Memory' },
  check: { heading: 'Gradient check' },
  flow: { heading: 'Gradient flow' },
  race: { heading: 'Race' },
};
