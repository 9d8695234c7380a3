#pragma once

// A recurrent network and backpropagation through time (BPTT) in plain loops: one sequence, one number
// at a time, in double. This is the file to read; reference.cpp has each formula above the line that
// computes it, forward beside backward. The tests hold the fast engine (network.h) against it.
//
//   symbol                 shape      meaning
//   T                                 time steps of the sequence, t = 0 … T−1
//   V, H, L                           tokens in the vocabulary, hidden units of a layer, layers
//   G                                 blocks of H rows in a cell's matrices: RNN 1; GRU 3 (r, z, n);
//                                     LSTM 4 (i, f, g, o)
//   x_t                    V or H     input of a layer: a one-hot token, or h_t of the layer below
//   h_t, c_t               H          hidden state, and cell state of an LSTM
//   W_ih (U), b_ih         G·H × V|H  from input to state         (in brackets: the tutorial's letters)
//   W_hh (W), b_hh         G·H × H    from state to state
//   W_out (V), b_out       V × H      from the top layer's state to the logits
//   o_t, p_t, y_t          V          logits, softmax(o_t), one-hot target
//   L_t                               −ln p_t[target], nats; 0 where there is no target
//   ⊙, ⊗                              product entry by entry, outer product
//
// d… is the gradient of the loss L = scale · Σ_t L_t with respect to what follows the d:
// dHidden = ∂L/∂h_t. δ is the gradient with respect to W_ih x_t + b_ih.

#include <cstddef>
#include <vector>

#include "rnn/batch.h"
#include "rnn/parameters.h"

namespace rnn::reference {

using Numbers = std::vector<double>;

/// A matrix, row by row, as on paper, in numpy and in PyTorch.
struct Grid {
  std::size_t rows = 0;
  std::size_t columns = 0;
  Numbers values;

  Grid() = default;
  Grid(std::size_t rowCount, std::size_t columnCount)
      : rows(rowCount), columns(columnCount), values(rowCount * columnCount) {}

  double& operator()(std::size_t row, std::size_t column) { return values[row * columns + column]; }
  double operator()(std::size_t row, std::size_t column) const { return values[row * columns + column]; }
};

/// The weights of one layer, or their gradients.
struct Layer {
  Grid inputWeights;      ///< W_ih
  Grid recurrentWeights;  ///< W_hh
  Numbers inputBias;      ///< b_ih; empty where the network has no biases
  Numbers recurrentBias;  ///< b_hh; likewise
};

/// All weights of a network, or their gradients.
struct Network {
  NetworkShape shape;
  std::vector<Layer> layers;
  Grid outputWeights;  ///< W_out
  Numbers outputBias;  ///< b_out; likewise

  /// All zero.
  explicit Network(const NetworkShape& networkShape);
  explicit Network(const Parameters<double>& parameters);

  /// In the flat form of the engine.
  Parameters<double> parameters() const;
};

/// What one layer computes at one time step.
struct LayerStep {
  // Forward, kept because the way back needs it.
  TokenId token = kUnknownToken;  ///< the input of the lowest layer
  Numbers below;                  ///< h_t of the layer below; empty in the lowest
  Numbers previousHidden;         ///< h_{t−1}
  Numbers previousCell;           ///< c_{t−1}, LSTM
  Numbers inputProjection;        ///< W_ih x_t + b_ih       G·H
  Numbers recurrentProjection;    ///< W_hh h_{t−1} + b_hh   G·H
  Numbers gates;                  ///< GRU r, z, n; LSTM i, f, g, o: one below the other
  Numbers hidden;                 ///< h_t
  Numbers cell;                   ///< c_t, LSTM
  Numbers cellTanh;               ///< tanh c_t, LSTM

  // Backward.
  Numbers dHiddenFromOutput;     ///< ∂L/∂h_t by way of this step's output, or of the layer above
  Numbers dHiddenFromNext;       ///< ∂L/∂h_t by way of the next time step
  Numbers dHidden;               ///< the sum of both
  Numbers dCellFromNext;         ///< ∂L/∂c_t by way of c_{t+1}, LSTM
  Numbers dCell;                 ///< ∂L/∂c_t
  Numbers delta;                 ///< δ_t = ∂L/∂(W_ih x_t + b_ih)          G·H
  Numbers dRecurrentProjection;  ///< ∂L/∂(W_hh h_{t−1} + b_hh): δ_t too, but for the n of a GRU
};

/// What the network computes at one time step.
struct Step {
  std::vector<LayerStep> layers;
  TokenId target = kNoTarget;
  Numbers logits;         ///< o_t
  Numbers probabilities;  ///< p_t
  double loss = 0;        ///< L_t
  Numbers dLogits;        ///< ∂L/∂o_t
};

/// Reads a sequence from its initial state, which is zero if it has none.
/// @returns T steps, their forward part filled in; the loss is their Σ L_t
std::vector<Step> forward(const Network& network, const Sequence& sequence);

/// Backpropagation through time, the last step first. Fills in the backward part of the steps.
///
/// @param steps of forward()
/// @param scale factor of every L_t: 1 for the sum of the losses, 1 / (number of targets) for their mean
/// @param truncate time steps per window, 0 = all: no gradient flows from a window into the one before
/// @returns ∂L/∂θ of every weight
Network backward(const Network& network, std::vector<Step>& steps, double scale = 1, Index truncate = 0);

}  // namespace rnn::reference
