#pragma once

#include <cstdint>

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// One update rule over a flat parameter vector, with the running averages it needs. Definitions
/// are PyTorch's (torch.optim), so that a run can be repeated there.
template <class S>
class Optimizer {
 public:
  Optimizer(const OptimizerSettings& settings, Index parameterCount);

  const OptimizerSettings& settings() const { return settings_; }
  /// Another rule starts with empty averages; other hyper-parameters of the same rule keep them.
  void setSettings(const OptimizerSettings& settings);

  /// Moves `parameters` against `gradient`; all of one length.
  void update(Vector<S>& parameters, const Vector<S>& gradient, double learningRate);

  // The state, to be saved and restored. Averages the rule does not use are empty.
  std::int64_t steps() const { return steps_; }
  const Vector<S>& first() const { return first_; }
  const Vector<S>& second() const { return second_; }
  void restore(std::int64_t steps, Vector<S> first, Vector<S> second);

 private:
  void clear();
  void updateMomentum(Vector<S>& parameters, const Vector<S>& gradient, S rate);
  void updateRmsProp(Vector<S>& parameters, const Vector<S>& gradient, S rate);
  void updateAdagrad(Vector<S>& parameters, const Vector<S>& gradient, S rate);
  void updateAdam(Vector<S>& parameters, const Vector<S>& gradient, double rate);

  OptimizerSettings settings_;
  Index parameterCount_;
  std::int64_t steps_ = 0;  ///< updates made
  Vector<S> first_;         ///< momentum's velocity, Adam's mean of g
  Vector<S> second_;        ///< mean (RMSProp, Adam) or sum (Adagrad) of g²
};

/// What a gradient of this Euclidean norm is multiplied by so that it is at most `limit` long
/// (0 = no limit): min(1, limit / (norm + 1e−6)), as torch.nn.utils.clip_grad_norm_.
double clipFactor(double norm, double limit);

/// Multiplies the gradient by that factor; the norm is over all parameters together.
/// Returns ‖g‖ before.
template <class S>
double clipGlobalNorm(Vector<S>& gradient, double limit);

/// The learning rate of optimizer step number `step` (from 0), given the base rate.
///   constant, halving   base (halving lowers the base itself, see Trainer)
///   cosine              base · (step + 1) / warmup        while step < warmup
///                       base · ½ (1 + cos(π · progress))  after, progress from 0 to 1 at totalSteps
double scheduledRate(const ScheduleSettings& schedule, double base, std::int64_t step);

}  // namespace rnn
