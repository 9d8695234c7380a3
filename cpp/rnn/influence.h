#pragma once

#include <vector>

#include "rnn/batch.h"
#include "rnn/parameters.h"

namespace rnn {

/// How strongly each input moves one logit: entry s is ‖∂ o_position[target] / ∂x_s‖₂ for
/// s = 0 … position, x_s the one-hot input vector of step s. By backpropagation from that one logit.
template <class S>
std::vector<double> influence(const Parameters<S>& parameters, const Sequence& sequence, Index position,
                              TokenId target);

/// How the gradient fares on its way back: row k of layer l is the mean over steps t of
/// ‖∂L_t/∂h_{t−k}‖₂, where L_t is the loss of step t alone; of an LSTM, ‖∂L_t/∂(h_{t−k}, c_{t−k})‖₂: all that
/// a step hands on to the next one.
struct GradientFlow {
  Index layers = 0;
  Index distances = 0;        ///< k = 0 … distances − 1
  std::vector<double> norms;  ///< layers × distances, row by row; NaN where the mean is over no step
  std::vector<Index> counts;  ///< of steps t the mean at distance k is over
};

/// From every step t with a target, or from `position` alone when it is not negative.
template <class S>
GradientFlow gradientFlow(const Parameters<S>& parameters, const Sequence& sequence, Index position = -1);

}  // namespace rnn
