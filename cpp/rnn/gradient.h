#pragma once

#include "rnn/job.h"
#include "rnn/reference.h"

namespace rnn {

/// The loss of all sequences of a data set and its gradient with respect to the parameters.
struct LossGradient {
  std::int64_t targets = 0;     ///< how many there are
  double scale = 1;             ///< 1, or 1 / targets: loss = scale · Σ L_t
  double loss = 0;              ///< Σ or mean of L_t over all targets, nats
  reference::Network gradient;  ///< ∂loss/∂θ, unclipped
};

/// Computes it, a slice at a time: the arguments must outlive the job. With truncate = k > 0, that of truncated BPTT:
/// in windows of k steps the state is carried on and the gradient is not, so it is no longer the gradient of the loss.
/// 0 = whole sequences, exact.
Job differentiate(const reference::Network& network, const Dataset& data, Reduction reduction, Index truncate,
                  LossGradient& result);

/// The same at once.
LossGradient differentiate(const reference::Network& network, const Dataset& data, Reduction reduction,
                           Index truncate = 0);

}  // namespace rnn
