#pragma once

#include <cstdint>

#include "rnn/settings.h"
#include "rnn/types.h"

namespace rnn {

/// One update rule over a flat parameter vector, with its moments (running averages of the gradient and of its square).
/// Definitions are PyTorch's (torch.optim), so that a run can be repeated there.
class Optimizer {
 public:
  Optimizer(const OptimizerSettings& settings, Index parameterCount);

  const OptimizerSettings& settings() const { return settings_; }
  /// Another rule starts with zero moments; other hyperparameters of the same rule keep them.
  void setSettings(const OptimizerSettings& settings);

  /// One update of `parameters`; `gradient` has the same length.
  void update(Vector<float>& parameters, const Vector<float>& gradient, double learningRate);
  /// About a millisecond of it, whose result does not depend on how it is cut. True when all parameters are updated;
  /// until then parameters and moments are in between.
  /// @param factor of the gradient, below 1 where it is clipped
  bool advance(Vector<float>& parameters, const Vector<float>& gradient, double learningRate, float factor = 1);

  // The state, for saving and restoring. Moments that the rule does not use are empty. Before the first update all
  // moments are zero, whatever stands in them: the update sets them, in its slices.
  std::int64_t steps() const { return steps_; }
  const Vector<float>& firstMoment() const { return firstMoment_; }
  const Vector<float>& secondMoment() const { return secondMoment_; }
  void restore(std::int64_t steps, Vector<float> firstMoment, Vector<float> secondMoment);

 private:
  /// Consecutive parameters and what belongs to them; a moment that the rule does not use is null.
  struct Part {
    float* parameters;
    const float* gradient;
    float* firstMoment;
    float* secondMoment;
    Index count;
    float factor;
  };

  // Parts are passed by value, so that the compiler keeps their pointers in registers: a store of a float could change
  // what a reference refers to.
  void clear();
  void updatePart(Part part, double learningRate);
  static void flush(const Part& part);
  void updateMomentum(Part part, float rate);
  void updateByRoot(Part part, float rate);
  void updateAdam(Part part, double rate);

  OptimizerSettings settings_;
  Index parameterCount_;
  std::int64_t steps_ = 0;      ///< updates made, one in progress included
  Index next_ = 0;              ///< parameter of the update in progress
  Vector<float> firstMoment_;   ///< the velocity of momentum; Adam's mean of g
  Vector<float> secondMoment_;  ///< the mean (RMSProp, Adam) or sum (Adagrad) of g²
};

/// The learning rate of optimizer step number `step` (from 0), given the base rate. The cosine: Loshchilov & Hutter
/// 2017.
///   constant, halving   base (halving lowers the base itself, see Trainer)
///   cosine              base · (step + 1) / warmup        while step < warmup
///                       base · ½ (1 + cos(π · progress))  after, progress = (step − warmup) / (totalSteps − warmup)
///   inverseSqrt         base                          while step < steady
///                       base · √(steady / step)       after
double scheduledRate(const ScheduleSettings& schedule, double base, std::int64_t step);

}  // namespace rnn
