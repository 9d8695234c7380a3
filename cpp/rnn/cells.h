#pragma once

// What the three cells have in common: one time step of one layer, forward and backward, for all
// sequences alive at that step (B columns). The products with the weight matrices are done outside
// (layer.cpp); a cell is what happens between them, entry by entry.

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

template <class S>
struct ForwardStep {
  MatrixView<const S> inputProjection;      // W_ih x_t + b_ih      G·H × B
  MatrixView<const S> recurrentProjection;  // W_hh h_{t−1} + b_hh  G·H × B
  MatrixView<const S> previousHidden;       // h_{t−1}              H × B
  MatrixView<const S> previousCell;         // c_{t−1}              H × B (LSTM)
  MatrixView<S> gates;                      //                      G·H × B (GRU, LSTM)
  MatrixView<S> hidden;                     // h_t                  H × B
  MatrixView<S> cell;                       // c_t                  H × B (LSTM)
  MatrixView<S> cellTanh;                   // tanh c_t             H × B (LSTM)
};

template <class S>
struct BackwardStep {
  MatrixView<const S> dHidden;         // ∂L/∂h_t, both parts   H × B
  MatrixView<const S> cellFromFuture;  // ∂L/∂c_t via c_{t+1}   H × B (LSTM)
  MatrixView<const S> recurrentProjection;
  MatrixView<const S> gates;
  MatrixView<const S> previousHidden;
  MatrixView<const S> hidden;
  MatrixView<const S> previousCell;
  MatrixView<const S> cellTanh;
  MatrixView<S> delta;            // ∂L/∂(W_ih x_t + b_ih)      G·H × B
  MatrixView<S> deltaRecurrent;   // ∂L/∂(W_hh h_{t−1} + b_hh)  G·H × B (GRU)
  MatrixView<S> dPreviousHidden;  // the part of ∂L/∂h_{t−1} that does not pass W_hh  H × B (GRU)
  MatrixView<S> dPreviousCell;    // ∂L/∂c_{t−1}                H × B (LSTM)
};

/// σ(a) = 1 / (1 + e^{−a})
template <class Derived>
auto sigmoid(const Eigen::ArrayBase<Derived>& a) {
  return a.logistic();
}

}  // namespace rnn
