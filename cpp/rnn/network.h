#pragma once

#include <vector>

#include "rnn/layer_record.h"
#include "rnn/parameters.h"
#include "rnn/readout.h"

namespace rnn {

/// Every intermediate of one window, layer by layer: forward, and after backpropagate() backward.
template <class S>
struct NetworkRecord {
  std::vector<LayerRecord<S>> layers;
  ReadoutRecord<S> readout;
};

/// Runs the network through a window, from `state` to `state`. Returns Σ_t L_t in nats.
template <class S>
double forward(const Parameters<S>& parameters, const Window& window, State<S>& state, NetworkRecord<S>& record);

/// Backpropagation through time: from whatever stands in record.readout.dLogits back through all
/// layers and all steps of the window, adding to `gradient`. Needs the record of forward() of this
/// very window.
template <class S>
void backpropagate(const Parameters<S>& parameters, const Window& window, NetworkRecord<S>& record,
                   Parameters<S>& gradient);

/// The whole backward pass: adds ∂(scale · Σ_t L_t)/∂θ to `gradient`.
template <class S>
void backward(const Parameters<S>& parameters, const Window& window, S scale, NetworkRecord<S>& record,
              Parameters<S>& gradient) {
  differentiateLoss(window, scale, record.readout);
  backpropagate(parameters, window, record, gradient);
}

}  // namespace rnn
