#pragma once

// A recurrent network and backpropagation through time (BPTT) in plain loops: one sequence at a time, in double. This
// is the file to read; reference.cpp has the formulas above each function that computes them, forward beside backward.
// The tests hold the fast engine (window_pass.h) against it, and what the page opens for reading is computed with it:
// traces, the gradient check, influence, gradient flow, the dry run of a step. Beside it: reference_network.cpp, how
// weights and initial states are stored; reference_optimizer.cpp, clipping and the update rules; trainer.cpp, batches,
// windows and epochs.
//
//   symbol                 shape      meaning
//   T                                 time steps of the sequence, t = 0 … T−1
//   V, H                              tokens in the vocabulary, hidden units of a layer
//   G                                 blocks of H rows in a cell's matrices: RNN 1; GRU 3 (r, z, n);
//                                     LSTM 4 (i, f, g, o)
//   x_t                    V or H     input of a layer: a one-hot token, or h_t of the layer below
//   h_t, c_t               H          hidden state, and cell state of an LSTM
//   W_ih, b_ih             G·H × V|H  from input to state (the tutorial's U)
//   W_hh, b_hh             G·H × H    from state to state (the tutorial's W)
//   W_out, b_out           V × H      from the top layer's state to the logits (the tutorial's matrix V)
//   o_t, p_t, y_t          V          logits, softmax(o_t), one-hot target
//   L_t                               −ln p_t[target], nats; 0 where there is no target
//   ⊙, ⊗                              product entry by entry, outer product
//
// d… is the gradient of the loss L = scale · Σ_t L_t with respect to what follows the d:
// dHidden = ∂L/∂h_t. δ_t is the gradient with respect to W_ih x_t + b_ih. A gate without a time is that of step t. The
// initial state is given, not learned: it has no gradient.

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "rnn/batch.h"
#include "rnn/job.h"
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
  std::vector<ParameterInfo> list;  ///< name and size of each matrix and bias, in PyTorch's order
  std::vector<Layer> layers;
  Grid outputWeights;  ///< W_out
  Numbers outputBias;  ///< b_out; likewise

  /// All zero.
  explicit Network(const NetworkShape& networkShape);

  /// The weights of the engine, in double.
  template <class S>
  explicit Network(const Parameters<S>& parameters) : Network(parameters.shape()) {
    for (const ParameterInfo& entry : list)
      numbers(entry) = parameters.rowMajor(entry);
  }

  /// From all numbers, one entry of the list after the other, each row by row.
  Network(const NetworkShape& networkShape, const Numbers& all);
  /// The inverse.
  Numbers all() const;

  /// The numbers of one entry of the list, row by row.
  Numbers& numbers(const ParameterInfo& entry);
  const Numbers& numbers(const ParameterInfo& entry) const;
  /// The entry of that name, or null.
  const ParameterInfo* find(std::string_view name) const;
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
  Numbers preActivation;          ///< what tanh, σ or f is applied to   G·H
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
  TokenId target = kIgnoredTarget;
  Numbers logits;             ///< o_t
  double maximum = 0;         ///< m, the largest logit
  Numbers exponentials;       ///< exp(o_t − m)
  double exponentialSum = 0;  ///< Σ_v exp(o_t[v] − m)
  Numbers probabilities;      ///< p_t
  double loss = 0;            ///< L_t
  Numbers dLogits;            ///< ∂L/∂o_t; may be empty (zero) for backwardStep(), not for addContribution()
};

/// What a time step hands to the next: h of each layer, and c of an LSTM's.
struct State {
  std::vector<Numbers> hidden;
  std::vector<Numbers> cell;
};

/// The state before a sequence's first step, zero if it has none.
State initialState(const Network& network, const Sequence& sequence);

/// One time step: from the state of the step before to that of this one. Fills in the forward part of `step`, whose
/// buffers are used again if it has any.
void forwardStep(const Network& network, TokenId input, TokenId target, State& state, Step& step);

/// Reads a sequence: fills in the forward part of its T steps, and leaves in `state` that after the last one. A slice
/// at a time, see job.h: the arguments must outlive the job.
Job forward(const Network& network, const Sequence& sequence, State& state, std::span<Step> steps);

/// The same at once, from its initial state.
/// @returns T steps; the loss is their Σ L_t
std::vector<Step> forward(const Network& network, const Sequence& sequence);

/// Sets ∂L/∂o_t = scale · (p_t − y_t), the gradient at which the way back begins.
void differentiateLoss(double scale, Step& step);

/// One step of backpropagation through time, from ∂L/∂o_t: fills in the backward part of `step`.
/// @param next step t + 1, which has been through this before; null if no gradient comes from there
void backwardStep(const Network& network, const Step* next, Step& step);

/// Adds what one step contributes to the gradient of every weight, after backwardStep().
void addContribution(const Step& step, Network& gradient);

/// Backpropagation through time, the last step first: fills in the backward part of the steps, and adds ∂L/∂θ of every
/// weight to `gradient`, unless that is null. A slice at a time, see job.h: the arguments must outlive the job.
///
/// @param steps of forward()
/// @param scale factor of every L_t: 1 for the sum of the losses, 1 / (number of targets) for their mean
/// @param truncate time steps per window, 0 = all: no gradient flows from a window into the one before
Job backward(const Network& network, std::span<Step> steps, double scale, Index truncate, Network* gradient);

/// The same at once.
/// @returns ∂L/∂θ of every weight
Network backward(const Network& network, std::vector<Step>& steps, double scale = 1, Index truncate = 0);

/// About how many multiply-adds one time step takes, forward or backward; as many again for the gradient of the
/// weights.
double operationsPerStep(const NetworkShape& shape);

/// How many doubles fit into the memory of one Step at most, forward and backward, what its buffers cost beside their
/// numbers included.
double numbersPerStep(const NetworkShape& shape);

}  // namespace rnn::reference
