#pragma once

#include <vector>

#include "rnn/batch.h"
#include "rnn/parameters.h"

namespace rnn {

/// The influence of each input on one logit: entry s is ‖∂ o_position[target] / ∂x_s‖₂ for s = 0 … position, x_s the
/// one-hot input of step s. By backpropagation from that logit alone.
template <class S>
std::vector<double> inputGradientNorms(const Parameters<S>& parameters, const Sequence& sequence, Index position,
                                       TokenId target);

/// The gradient norm by time lag k, of the loss L_t of step t = `position` alone: ‖∂L_t/∂h_{t−k}‖₂, and in an LSTM
/// ‖∂L_t/∂(h_{t−k}, c_{t−k})‖₂, the whole state that a step passes to the next one. Layers × (position + 1), row by
/// row; the target at `position` is not ignored.
template <class S>
std::vector<double> gradientNormsByLag(const Parameters<S>& parameters, const Sequence& sequence, Index position);

}  // namespace rnn
