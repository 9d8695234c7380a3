#pragma once

#include "rnn/network.h"

namespace rnn {

template <class S>
struct LossGradient {
  double loss;             ///< Σ or mean of L_t over all targets, nats
  std::int64_t targets;    ///< how many there are
  S scale;                 ///< 1, or 1 / targets: loss = scale · Σ L_t
  Parameters<S> gradient;  ///< ∂loss/∂θ, unclipped
};

/// The loss of all sequences of a data set and its gradient with respect to the parameters. With truncate = k > 0, that
/// of truncated BPTT: in windows of k steps the state is carried on and the gradient is not, so it is no longer the
/// gradient of the loss. 0 = whole sequences, exact.
template <class S>
LossGradient<S> lossGradient(const Parameters<S>& parameters, const Dataset& data, Reduction reduction,
                             Index truncate = 0);

}  // namespace rnn
