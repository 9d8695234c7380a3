#pragma once

#include "rnn/layer_record.h"
#include "rnn/parameters.h"

namespace rnn {

/// What a layer reads: token ids (layer 0, where the product with a one-hot vector is a column
/// look-up) or the hidden states of the layer below.
template <class S>
struct LayerInput {
  const TokenId* ids = nullptr;       ///< one per column of the window, or null
  const Matrix<S>* hidden = nullptr;  ///< H × N of the layer below, or null
};

/// What a layer remembers between windows; written in place.
template <class S>
struct LayerState {
  Matrix<S>& hidden;  ///< H × B
  Matrix<S>* cell;    ///< H × B, LSTM only
};

/// Runs one layer through a window. In: the state before its first step. Out: the record, and the
/// state after each sequence's last step in the window.
template <class S>
void forwardLayer(const NetworkShape& shape, const LayerParameters<const S>& parameters, const Window& window,
                  const LayerInput<S>& input, LayerState<S> state, LayerRecord<S>& record);

/// Backpropagation through time within the window: from record.hiddenFromOutput it fills the other
/// backward fields, and adds to `gradient`. Nothing is passed on to steps before the window: that
/// is the truncation. `belowFromOutput`, when not null, receives W_ihᵀ δ for the layer below.
template <class S>
void backwardLayer(const NetworkShape& shape, const LayerParameters<const S>& parameters, const Window& window,
                   const LayerInput<S>& input, LayerRecord<S>& record, LayerParameters<S> gradient,
                   Matrix<S>* belowFromOutput);

}  // namespace rnn
