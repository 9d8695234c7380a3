#pragma once

#include "rnn/activation.h"
#include "rnn/cells.h"

namespace rnn {

/// The vanilla RNN (Elman 1990), with U = W_ih and W = W_hh of the listing:
///
///   a_t = (U x_t + b_ih) + (W h_{t−1} + b_hh)
///   h_t = f(a_t)
template <class S>
void elmanForward(Activation f, ForwardStep<S>& step) {
  step.hidden = step.inputProjection + step.recurrentProjection;
  applyActivation<S>(f, step.hidden);
}

///   δ_t = ∂L/∂a_t = f′(a_t) ⊙ ∂L/∂h_t
template <class S>
void elmanBackward(Activation f, BackwardStep<S>& step) {
  step.delta = step.dHidden;
  multiplyByDerivative<S>(f, step.hidden, step.delta);
}

}  // namespace rnn
