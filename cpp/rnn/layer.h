#pragma once

#include "rnn/layer_activations.h"
#include "rnn/parameters.h"

namespace rnn {

/// What a layer reads: token ids (layer 0, where the product with a one-hot vector is a column lookup) or the
/// hidden states of the layer below.
template <class S>
struct LayerInput {
  const TokenId* ids = nullptr;       ///< one per column of the window, or null
  const Matrix<S>* hidden = nullptr;  ///< H × N of the layer below, or null
};

/// The state of one layer that is carried from window to window; updated in place.
template <class S>
struct LayerState {
  Matrix<S>& hidden;  ///< H × B
  Matrix<S>* cell;    ///< H × B, LSTM only
};

/// Runs one layer through a window. `state`: in, before the window's first step; out, after each sequence's last step
/// in the window.
template <class S>
void forwardLayer(const NetworkShape& shape, const LayerParameters<const S>& parameters, const Window& window,
                  const LayerInput<S>& input, LayerState<S> state, LayerActivations<S>& activations);

/// Backpropagation through time within the window: from activations.dHiddenFromOutput computes the other gradients in
/// `activations` and adds the weights' to `gradient`. No gradient reaches steps before the window (truncated BPTT).
/// `dHiddenBelow`, when not null, receives W_ihᵀ δ_t: dHiddenFromOutput of the layer below.
template <class S>
void backwardLayer(const NetworkShape& shape, const LayerParameters<const S>& parameters, const Window& window,
                   const LayerInput<S>& input, LayerActivations<S>& activations, LayerParameters<S> gradient,
                   Matrix<S>* dHiddenBelow);

}  // namespace rnn
