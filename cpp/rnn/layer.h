#pragma once

#include "rnn/gradient_buffer.h"
#include "rnn/layer_activations.h"
#include "rnn/parameters.h"

namespace rnn {

/// One layer on one window. What it reads is token ids (the lowest layer, where the product with a one-hot vector is a
/// column lookup) or the hidden states of the layer below.
struct LayerPass {
  const NetworkShape& shape;
  Index layer;
  LayerParameters<const float> parameters;
  const Window& window;
  const Matrix<float>* below;  ///< H × N of the layer below, or null
  LayerActivations& activations;
};

/// Runs the layer through steps [begin, end) of its window: from the window's begin to its end, in one call or several.
///
/// @param hidden H × B, likewise `cell` of an LSTM (else null): in, before the window's first step; out, after each
///   sequence's last step in the window
void forwardLayer(const LayerPass& pass, Index begin, Index end, Matrix<float>& hidden, Matrix<float>* cell);

/// Backpropagation through time within the window: from activations.dHiddenFromOutput computes the other gradients and
/// the weights'. No gradient reaches steps before the window (truncated BPTT). Steps [begin, end), from the window's
/// end to its begin, in one call or several.
///
/// @param dHiddenBelow when not null, receives W_ihᵀ δ_t: dHiddenFromOutput of the layer below
void backwardLayer(const LayerPass& pass, Index begin, Index end, GradientBuffer& gradient,
                   Matrix<float>* dHiddenBelow);

}  // namespace rnn
