#pragma once

// The update rules, one weight at a time, in double. Definitions are PyTorch's (torch.optim). Sources: Nesterov's
// momentum in the form of Sutskever et al. 2013; Adagrad, Duchi et al. 2011; RMSProp, Tieleman & Hinton 2012; Adam,
// Kingma & Ba 2015; AdamW, Loshchilov & Hutter 2019; clipping by the global norm, Pascanu et al. 2013. Symbols: θ a
// weight, g its gradient, η the learning rate, m and s the moments (of Adam and
// RMSProp, running averages of g and of g²; of momentum the velocity, of Adagrad the sum of g²), t the updates made
// with this one.

#include <cstdint>
#include <optional>

#include "rnn/job.h"
#include "rnn/reference.h"
#include "rnn/settings.h"

namespace rnn::reference {

/// What an optimizer remembers from one step to the next.
struct OptimizerState {
  std::int64_t steps = 0;               ///< updates made
  std::optional<Network> firstMoment;   ///< the velocity of momentum; Adam's mean of g; none where the rule has none
  std::optional<Network> secondMoment;  ///< the mean (RMSProp, Adam) or sum (Adagrad) of g²; likewise

  /// Zero moments, as many as the rule has.
  static OptimizerState zero(OptimizerType type, const NetworkShape& shape);
};

/// The rule of one optimizer step.
class UpdateRule {
 public:
  /// @param rate η of this step
  /// @param t updates made with this one, from 1
  UpdateRule(const OptimizerSettings& settings, double rate, std::int64_t t);

  /// Updates one weight and its moments. A moment that the rule does not have is left alone.
  void operator()(double g, double& theta, double& m, double& s) const;

 private:
  void momentum(double g, double& theta, double& v) const;
  void rmsProp(double g, double& theta, double& s) const;
  void adagrad(double g, double& theta, double& s) const;
  void adam(double g, double& theta, double& m, double& s) const;

  OptimizerSettings settings_;
  double rate_;
  double firstCorrection_;   ///< 1 − β₁ᵗ
  double secondCorrection_;  ///< 1 − β₂ᵗ
};

/// One optimizer step on all weights. What it is given by reference must outlive it.
Job update(OptimizerSettings settings, double rate, const Network& gradient, Network& weights, OptimizerState& state);

/// ‖g‖₂ over all weights together.
double globalNorm(const Network& gradient);

/// Clipping by the global norm: the factor min(1, limit / (norm + 1e−6)), as torch.nn.utils.clip_grad_norm_; 1 without
/// a limit (0).
double clippingFactor(double norm, double limit);

}  // namespace rnn::reference
