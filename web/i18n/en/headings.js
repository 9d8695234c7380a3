/** The headings of the panels that are loaded late: the navigation says them before. */
export default {
  lessons: { heading: 'Lessons' },
  step: { heading: 'Step through' },
  states: { heading: 'Hidden states' },
  units: { heading: 'What single units do' },
  weights: { heading: 'Weights and gradients' },
  memory: { heading: 'Memory' },
  check: { heading: 'Check the gradients' },
  flow: { heading: 'Gradient flow' },
  race: { heading: 'Race' },
};
