#pragma once

#include "rnn/network.h"

namespace rnn {

template <class S>
struct LossGradient {
  double loss;             ///< Σ or mean of L_t over all targets, nats
  std::int64_t targets;    ///< how many there are
  S scale;                 ///< what Σ L_t was multiplied by: 1, or 1 / targets
  Parameters<S> gradient;  ///< ∂loss/∂θ, unclipped
};

/// The loss of all sequences of a data set and its gradient at these parameters. With truncate = k,
/// BPTT in windows of k steps, state carried and gradient stopped at their edges: not the gradient
/// of the loss any more, but what truncated training follows. 0 = whole sequences, exact.
template <class S>
LossGradient<S> lossGradient(const Parameters<S>& parameters, const Dataset& data, Reduction reduction,
                             Index truncate = 0);

}  // namespace rnn
