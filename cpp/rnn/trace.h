#pragma once

#include <vector>

#include "rnn/job.h"
#include "rnn/reference.h"

namespace rnn {

/// One quantity at every step of a sequence. Its numbers lie in the steps of the trace.
struct TraceField {
  const char* name;
  Index layer;              ///< kOutputLayer for the output layer
  Index rows = 0;           ///< numbers per step
  bool isGradient = false;  ///< of a layer: computed on the way back
  bool isScalar = false;    ///< one number per step by definition, not because V or H is 1

  reference::Numbers reference::LayerStep::* ofLayer = nullptr;
  reference::Numbers (*ofOutput)(const reference::Step&) = nullptr;

  /// Its numbers at one step.
  reference::Numbers at(const reference::Step& step) const {
    return ofLayer ? step.layers[static_cast<std::size_t>(layer)].*ofLayer : ofOutput(step);
  }
};

/// Every intermediate of one sequence, forward and backward, in double whatever the precision of the engine.
///
/// Per layer, forward: inputProjection W_ih x_t + b_ih, recurrentProjection W_hh h_{t−1} + b_hh, preActivation (their
/// sum; in block n of a GRU input_n + r ⊙ recurrent_n), gates (GRU, LSTM), previousHidden, hidden, previousCell, cell
/// and cellTanh (LSTM). Backward: dHiddenFromOutput, dHiddenFromNext, dHidden (their sum, ∂L/∂h_t), dCellFromNext and
/// dCell = ∂L/∂c_t (LSTM), delta, dRecurrentProjection. Output layer: logits, their maximum, exponentials
/// exp(o − maximum), exponentialSum, logProbabilities, probabilities, losses, dLogits. Shapes as in
/// reference::LayerStep and reference::Step.
struct Trace {
  NetworkShape shape;
  double loss = 0;   ///< Σ L_t · scale, nats
  double scale = 1;  ///< 1, or 1 / number of targets
  std::vector<reference::Step> steps;

  /// What there is for this cell: layer by layer, then the output layer.
  std::vector<TraceField> fields() const;
  /// A field at all steps, T × rows.
  std::vector<double> valuesOf(const TraceField& field) const;
};

/// The contribution of one step of a trace to the gradient of one parameter, row-major:
///
///   W_ih: δ_t x_tᵀ                               b_ih: δ_t
///   W_hh: ∂L/∂(W_hh h_{t−1} + b_hh) h_{t−1}ᵀ     b_hh: ∂L/∂(W_hh h_{t−1} + b_hh)
///   W_out: ∂L/∂o_t h_tᵀ                          b_out: ∂L/∂o_t
///
/// The contributions of all steps add up to the gradient.
std::vector<double> contribution(const reference::Step& step, const ParameterInfo& entry);

/// Computes the trace of a sequence, a slice at a time: the arguments must outlive the job.
Job trace(const reference::Network& network, const Sequence& sequence, Reduction reduction, Trace& result);

/// The same at once.
Trace trace(const reference::Network& network, const Sequence& sequence, Reduction reduction);

/// Frees steps, the last first: each has some twenty buffers, and a sequence may have a hundred thousand of steps.
Job releaseSteps(std::vector<reference::Step>& steps);

/// 1, or 1 / targets for the mean over them (1 where there are none).
double lossScale(Reduction reduction, std::int64_t targets);

}  // namespace rnn
