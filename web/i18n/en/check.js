export default /** @satisfies {import('../index.js').Strings} */ ({
  lede: 'Backpropagation claims to know how the loss changes with every parameter. Change parameters a little, one by one, and see.',
  explanation:
    'For each parameter θ (of a large network, 20,000 of them; of a long text, 2,000 on its first tokens) the engine computes the loss at θ + ε, θ − ε, θ + 2ε and θ − 2ε, all other parameters unchanged, and from the four values the slope: the numerical gradient. ε is 10⁻³; where the two gradients then differ because the loss curves strongly, steps down to 10⁻⁶ are tried as well. It needs no backpropagation, only patience. The analytic gradient is what backpropagation through time computed in one pass.\n\nEach dot is one parameter: numerical gradient to the right, analytic gradient upward. If backpropagation is right, all dots lie on the diagonal. Both axes are stretched around 0 (a signed square root) so that small gradients can be seen too.\n\nBoth are computed in double precision, whatever precision the network is trained in. The relative error is |a − n| / max(|a|, |n|), where the denominator is at least a thousandth of the largest gradient; up to 10⁻⁷ is rounding.',
  start: 'Check the gradients',
  again: 'Check again',
  cancel: 'Cancel',
  working: '{done} of {total} parameters measured',
  plot: 'Analytic against numerical gradient',
  analytic: 'analytic (backpropagation)',
  numeric: 'finite differences',
  axis: '{name} (±√ scale)',
  hint: 'Tap a dot or point at it, or use the arrow keys, to read it. A hollow one is off the diagonal.',
  parameter: 'parameter',
  perMatrix: 'Worst error per matrix',
  shape: 'shape',
  worst: 'relative error',
  where: 'index',
  point: '{name}: {analytic} by backpropagation, {numeric} by finite differences',
  stale: 'Checked after update {step}; the network has changed since.',
  'verdict.passed': 'The gradients are right.',
  'verdict.listing': 'The gradients are wrong: the tutorial forgot the tanh.',
  'verdict.truncated': 'This is not the gradient of the loss: backpropagation is cut off every {steps} time steps.',
  'verdict.kink': 'Some gradients cannot be measured here: a ReLU is at its kink.',
  'verdict.mismatch': 'Backpropagation and the measurement disagree.',
  'reason.passed':
    '{checked} of {total} parameters were checked, and all of them agree; the worst relative error is {error}.',
  'reason.listing':
    'In its forward pass, this variant computes hₜ = U xₜ + W hₜ₋₁ without a tanh. In its backward pass, it multiplies by 1 − h², the derivative of the tanh that is not there. So the gradients point in the wrong direction, and every parameter that acts through h is off the diagonal; only those of the output layer are right. It can learn all the same, as long as the wrong direction happens to lead downhill.',
  'reason.truncated':
    'With truncated BPTT no gradient goes back beyond the start of a window of {steps} time steps; that part of the gradient is left out. That is cheaper and often good enough, but it is not the gradient of the loss. The output layer does not look back, so its entries stay on the diagonal.',
  'reason.kink':
    'A ReLU has no slope at exactly 0, and the differences reach across that kink. Backpropagation takes 0 there. Train for one update and check again: the kink will be elsewhere.',
  'reason.mismatch':
    'The worst relative error is {error}, far more than rounding. This is a bug in the engine; please report it.',
  'repair.listing': 'Put the tanh in and check again',
  'repair.truncated': 'Backpropagate through the whole sentence and check again',
});
