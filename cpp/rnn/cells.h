#pragma once

// What the three cells have in common: one time step of one layer, forward and backward, for all sequences active at
// that step. The products with the weight matrices are in layer.cpp; a cell is what happens between them, entry by
// entry.
//
// Symbols and shapes, in all of rnn/:
//
//   T  time steps of a sequence        V  vocabulary size
//   B  sequences active at one step    H  hidden units
//   N  tokens of a window, all steps packed side by side: the columns of its matrices (batch.h)
//   G  blocks of H rows, one below the other: 1 in the RNN, 3 in the GRU (r, z, n), 4 in the LSTM (i, f, g, o)
//
//   x_t   input: one-hot token, V (layer 0), or h_t of the layer below, H        W_ih   G·H × V or G·H × H
//   h_t   hidden state, H                                                        W_hh   G·H × H
//   c_t   cell state of an LSTM, H                                               W_out  V × H
//   o_t   logits W_out h_t + b_out, V         p_t  softmax(o_t), V         y_t  one-hot target, V
//   L     Σ_t L_t, the loss; L_t = −log(p_t · y_t). In a shape such as L·H, L is the number of layers.
//   δ_t   ∂L/∂(W_ih x_t + b_ih), G·H          dX   ∂L/∂X, of the shape of X
//
// Backpropagation through time, for the RNN with one layer (for every cell and layer: layer.cpp):
//
//   ∂L/∂h_t = W_outᵀ (p_t − y_t) + W_hhᵀ δ_{t+1}        output_layer.cpp, layer.cpp
//   δ_t     = f′(a_t) ⊙ ∂L/∂h_t                         elman_cell.h
//   dW_hh   = Σ_t δ_t h_{t−1}ᵀ   dW_ih = Σ_t δ_t x_tᵀ   layer.cpp

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
  MatrixView<const S> dHidden;              // ∂L/∂h_t, all of it             H × B
  MatrixView<const S> dCellFromNext;        // ∂L/∂c_t through c_{t+1}        H × B (LSTM)
  MatrixView<const S> recurrentProjection;  // this and the next five as in ForwardStep
  MatrixView<const S> gates;
  MatrixView<const S> previousHidden;
  MatrixView<const S> hidden;
  MatrixView<const S> previousCell;
  MatrixView<const S> cellTanh;
  MatrixView<S> delta;                 // δ_t                           G·H × B
  MatrixView<S> dRecurrentProjection;  // ∂L/∂(W_hh h_{t−1} + b_hh)     G·H × B (GRU)
  MatrixView<S> dPreviousHidden;       // z ⊙ ∂L/∂h_t, the part of ∂L/∂h_{t−1} that bypasses W_hh  H × B (GRU)
  MatrixView<S> dPreviousCell;         // ∂L/∂c_{t−1}                   H × B (LSTM)
};

/// σ(a) = 1 / (1 + e^{−a})
template <class Derived>
auto sigmoid(const Eigen::ArrayBase<Derived>& a) {
  return a.logistic();
}

}  // namespace rnn
