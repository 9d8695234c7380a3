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
  Index layer;                 ///< −1 for the readout
  Index rows;                  ///< numbers per step
  std::vector<double> values;  ///< step by step, T × rows
};

/// Every intermediate of one sequence, forward and backward, copied out of the very records that
/// training uses.
///
/// Per layer, forward: inputProjection W_ih x_t + b_ih, recurrentProjection W_hh h_{t−1} + b_hh,
/// preActivation (their sum; for a GRU's n: i_n + r ⊙ q_n), gates (GRU, LSTM), previousHidden,
/// hidden, previousCell, cell and cellTanh (LSTM). Backward: hiddenFromOutput, hiddenFromFuture,
/// dHidden (the sum of both), cellFromFuture and dCell = ∂L/∂c_t (LSTM), delta, deltaRecurrent.
/// Readout: logits, maximum of them, exponentials exp(o − maximum), exponentialSum, logProbabilities,
/// probabilities, losses, dLogits. Shapes as in LayerRecord and ReadoutRecord.
///
/// A step's own contribution to a weight gradient is an outer product of two of them
/// (see contribution()); the contributions of all steps add up to the gradient.
struct Trace {
  Index steps = 0;
  double loss = 0;   ///< Σ L_t · scale, nats
  double scale = 1;  ///< 1, or 1 / number of targets
  std::vector<TraceField> fields;
  std::vector<double> finalState;  ///< h of each layer after the last step, then c of each layer
};

template <class S>
Trace trace(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction);

/// What step t alone adds to the gradient of one parameter, row-major:
///
///   W_ih: δ_t ⊗ x_t  (layer 0; above: δ_t ⊗ h_t of the layer below)     b_ih: δ_t
///   W_hh: ∂L/∂q_t ⊗ h_{t−1}                                             b_hh: ∂L/∂q_t
///   W_out: ∂L/∂o_t ⊗ h_t                                                b_out: ∂L/∂o_t
///
/// Empty if there is no parameter of that name.
template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Sequence& sequence, Reduction reduction,
                                 const std::string& name, Index t);

/// The fields of a trace, and a contribution, of a window of one sequence that has been run forward
/// and backward. Steps count from the window's begin.
template <class S>
std::vector<TraceField> traceFields(const NetworkShape& shape, const NetworkRecord<S>& record);
template <class S>
std::vector<double> contribution(const Parameters<S>& parameters, const Window& window, const NetworkRecord<S>& record,
                                 const ParameterInfo& entry, Index t);

}  // namespace rnn
