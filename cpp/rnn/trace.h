#pragma once

#include <string>
#include <vector>

#include "rnn/batch.h"
#include "rnn/network.h"
#include "rnn/parameters.h"

namespace rnn {

/// One quantity at every step of a sequence.
struct TraceField {
  std::string name;
  Index layer;                 ///< kOutputLayer for the output layer
  Index rows;                  ///< numbers per step
  std::vector<double> values;  ///< step by step, T × rows
};

/// Every intermediate of one sequence, forward and backward, copied from the very activations and gradients that
/// training computes.
///
/// Per layer, forward: inputProjection W_ih x_t + b_ih, recurrentProjection W_hh h_{t−1} + b_hh, preActivation (their
/// sum; in block n of a GRU input_n + r ⊙ recurrent_n), gates (GRU, LSTM), previousHidden, hidden, previousCell, cell
/// and cellTanh (LSTM). Backward: dHiddenFromOutput, dHiddenFromNext, dHidden (their sum, ∂L/∂h_t), dCellFromNext and
/// dCell = ∂L/∂c_t (LSTM), delta, dRecurrentProjection. Output layer: logits, their maximum, exponentials
/// exp(o − maximum), exponentialSum, logProbabilities, probabilities, losses, dLogits. Shapes as in LayerActivations
/// and OutputActivations.
///
/// The contribution of one step to a weight gradient is an outer product of two of them, see contribution(); the
/// contributions of all steps add up to the gradient.
struct Trace {
  Index steps = 0;
  double loss = 0;   ///< Σ L_t · scale, nats
  double scale = 1;  ///< 1, or 1 / number of targets
  std::vector<TraceField> fields;
  std::vector<double> finalState;  ///< h of each layer after the last step, then c of each layer
};

template <class S>
Trace trace(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction);

/// The contribution of step t to the gradient of one parameter, row-major:
///
///   W_ih: δ_t x_tᵀ                               b_ih: δ_t
///   W_hh: ∂L/∂(W_hh h_{t−1} + b_hh) h_{t−1}ᵀ     b_hh: ∂L/∂(W_hh h_{t−1} + b_hh)
///   W_out: ∂L/∂o_t h_tᵀ                          b_out: ∂L/∂o_t
///
/// Empty if there is no parameter of that name.
template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction,
                                 const std::string& name, Index t);

/// The trace of a window of one sequence from its activations after backward(); `loss` and `scale` as in Trace, `state`
/// after the window's last step. Steps count from the window's begin.
template <class S>
Trace traceOf(const NetworkShape& shape, const NetworkActivations<S>& activations, const State<S>& state, double loss,
              double scale);
/// Likewise a contribution.
template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Window& window,
                                 const NetworkActivations<S>& activations, const ParameterInfo& entry, Index t);

}  // namespace rnn
