#pragma once

// What the three cells have in common: one time step of one layer, forward and backward, for all
// sequences alive at that step (B columns). The products with the weight matrices are done outside
// (layer.cpp); a cell is what happens between them, entry by entry.

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

template <class S>
struct ForwardStep {
  ConstMatrixRef<S> inputProjection;      // W_ih x_t + b_ih      G·H × B
  ConstMatrixRef<S> recurrentProjection;  // W_hh h_{t−1} + b_hh  G·H × B
  ConstMatrixRef<S> previousHidden;       // h_{t−1}              H × B
  ConstMatrixRef<S> previousCell;         // c_{t−1}              H × B (LSTM)
  MatrixRef<S> gates;                     //                      G·H × B (GRU, LSTM)
  MatrixRef<S> hidden;                    // h_t                  H × B
  MatrixRef<S> cell;                      // c_t                  H × B (LSTM)
  MatrixRef<S> cellTanh;                  // tanh c_t             H × B (LSTM)
};

template <class S>
struct BackwardStep {
  ConstMatrixRef<S> dHidden;         // ∂L/∂h_t, both parts   H × B
  ConstMatrixRef<S> cellFromFuture;  // ∂L/∂c_t via c_{t+1}   H × B (LSTM)
  ConstMatrixRef<S> recurrentProjection;
  ConstMatrixRef<S> gates;
  ConstMatrixRef<S> previousHidden;
  ConstMatrixRef<S> hidden;
  ConstMatrixRef<S> previousCell;
  ConstMatrixRef<S> cellTanh;
  MatrixRef<S> delta;            // ∂L/∂(W_ih x_t + b_ih)      G·H × B
  MatrixRef<S> deltaRecurrent;   // ∂L/∂(W_hh h_{t−1} + b_hh)  G·H × B (GRU)
  MatrixRef<S> dPreviousHidden;  // the part of ∂L/∂h_{t−1} that does not pass W_hh  H × B (GRU)
  MatrixRef<S> dPreviousCell;    // ∂L/∂c_{t−1}                H × B (LSTM)
};

/// σ(a) = 1 / (1 + e^{−a})
template <class Derived>
auto sigmoid(const Eigen::ArrayBase<Derived>& a) {
  return a.logistic();
}

}  // namespace rnn
