#pragma once

#include <algorithm>
#include <vector>

#include "rnn/layer_activations.h"
#include "rnn/output_layer.h"
#include "rnn/parameters.h"
#include "rnn/state.h"

namespace rnn {

/// The activations of one window, and after backpropagate() their gradients.
template <class S>
struct NetworkActivations {
  std::vector<LayerActivations<S>> layers;
  OutputActivations<S> output;
};

/// Runs the network through a window, from `state` to `state`. Returns Σ_t L_t in nats.
template <class S>
double forward(const Parameters<S>& parameters, const Window& window, State<S>& state,
               NetworkActivations<S>& activations);

/// Backpropagation through time: from the gradient in activations.output.dLogits back through all layers and all steps
/// of the window, adding to `gradient`. Needs the activations of forward() of this window.
template <class S>
void backpropagate(const Parameters<S>& parameters, const Window& window, NetworkActivations<S>& activations,
                   Parameters<S>& gradient);

/// The whole backward pass: adds ∂(scale · Σ_t L_t)/∂θ to `gradient`.
template <class S>
void backward(const Parameters<S>& parameters, const Window& window, S scale, NetworkActivations<S>& activations,
              Parameters<S>& gradient) {
  backwardSoftmaxCrossEntropy(window, scale, activations.output);
  backpropagate(parameters, window, activations, gradient);
}

/// Runs a batch through the network window by window, `visit(window, activations, windowLoss)` after each, so that a
/// text of any length needs the memory of one window.
template <class S, class Visit>
void forEachWindow(const Parameters<S>& parameters, const Dataset& data, const Batch& batch, Index windowSteps,
                   NetworkActivations<S>& activations, Visit visit) {
  State<S> state = State<S>::initial(parameters.shape(), data, batch);
  for (Index begin = 0; begin < batch.steps(); begin += windowSteps) {
    const Window window{batch, begin, std::min(begin + windowSteps, batch.steps())};
    const double loss = forward(parameters, window, state, activations);
    visit(window, activations, loss);
  }
}

/// Bytes that training needs at most: parameters, gradient, optimizer state, the best weights, a snapshot being read,
/// and the activations of a window of so many tokens.
double trainingMemory(const NetworkShape& shape, double windowTokens, double bytesPerNumber);

}  // namespace rnn
