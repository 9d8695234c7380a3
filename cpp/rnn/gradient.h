#pragma once

#include "rnn/job.h"
#include "rnn/reference.h"

namespace rnn {

/// The loss of all sequences of a data set and its gradient with respect to the parameters. With truncate = k > 0, that
/// of truncated BPTT: in windows of k steps the state is carried on and the gradient is not, so it is no longer the
/// gradient of the loss. 0 = whole sequences, exact.
class LossGradient {
 public:
  LossGradient(reference::Network network, Dataset data, Reduction reduction, Index truncate = 0);
  LossGradient(const LossGradient&) = delete;

  bool advance(double operations = kSliceOperations) { return job_.advance(operations); }

  // When it is done.
  double loss() const { return loss_; }                             ///< Σ or mean of L_t over all targets, nats
  std::int64_t targets() const { return targets_; }                 ///< how many there are
  double scale() const { return scale_; }                           ///< 1, or 1 / targets: loss = scale · Σ L_t
  const reference::Network& gradient() const { return gradient_; }  ///< ∂loss/∂θ, unclipped

 private:
  Job run();

  reference::Network network_;
  Dataset data_;
  Index truncate_;
  std::int64_t targets_;
  double scale_;
  double loss_ = 0;
  reference::Network gradient_;
  std::vector<reference::Step> steps_;
  Job job_;
};

}  // namespace rnn
