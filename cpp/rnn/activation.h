#pragma once

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// h ← f(h), entry by entry.
///   tanh      f(a) = tanh a
///   relu      f(a) = max(a, 0)
///   identity  f(a) = a
///   listing   f(a) = a
template <class S>
void applyActivation(Activation activation, MatrixView<S> values) {
  if (activation == Activation::Tanh) values = values.array().tanh();
  if (activation == Activation::Relu) values = values.array().max(S(0));
}

/// δ ← f′(a) ⊙ δ, with f′(a) written in terms of h = f(a).
///   tanh      f′ = 1 − h²
///   relu      f′ = 1 where h > 0, else 0 (so 0 at the kink, as PyTorch takes it)
///   identity  f′ = 1
///   listing   the factor 1 − h², though f is the identity: the tutorial's mistake, kept on purpose
template <class S>
void multiplyByDerivative(Activation activation, MatrixView<const S> hidden, MatrixView<S> delta) {
  switch (activation) {
    case Activation::Tanh:
    case Activation::Listing:
      delta.array() *= S(1) - hidden.array().square();
      return;
    case Activation::Relu:
      delta.array() *= (hidden.array() > S(0)).template cast<S>();
      return;
    case Activation::Identity:
      return;
  }
}

}  // namespace rnn
