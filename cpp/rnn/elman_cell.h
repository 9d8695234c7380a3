#pragma once

#include "rnn/activation.h"
#include "rnn/cells.h"

namespace rnn {

/// The Elman RNN (Elman 1990); W_ih and W_hh are the listing's U and W:
///
///   a_t = (W_ih x_t + b_ih) + (W_hh h_{t−1} + b_hh)
///   h_t = f(a_t)
template <class S>
void elmanForward(Activation f, ForwardStep<S>& step) {
  step.hidden = step.inputProjection + step.recurrentProjection;
  applyActivation<S>(f, step.hidden);
}

///   δ_t = ∂L/∂a_t = f′(a_t) ⊙ ∂L/∂h_t        (∂L/∂h_t: layer.cpp)
template <class S>
void elmanBackward(Activation f, BackwardStep<S>& step) {
  step.delta = step.dHidden;
  multiplyByDerivative<S>(f, step.hidden, step.delta);
}

}  // namespace rnn
