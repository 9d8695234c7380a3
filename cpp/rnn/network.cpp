#include "rnn/network.h"

#include "rnn/layer.h"

namespace rnn {
namespace {

template <class S>
LayerInput<S> inputOf(std::size_t layer, const Window& window, const NetworkActivations<S>& activations) {
  if (layer == 0) return {window.inputs(), nullptr};
  return {nullptr, &activations.layers[layer - 1].hidden};
}

}  // namespace

template <class S>
double forward(const Parameters<S>& parameters, const Window& window, State<S>& state,
               NetworkActivations<S>& activations) {
  const NetworkShape& shape = parameters.shape();
  activations.layers.resize(static_cast<std::size_t>(shape.layers));
  for (std::size_t k = 0; k < activations.layers.size(); ++k) {
    const LayerState<S> layerState{state.hidden[k], state.cell.empty() ? nullptr : &state.cell[k]};
    forwardLayer(shape, parameters.layer(static_cast<Index>(k)), window, inputOf(k, window, activations), layerState,
                 activations.layers[k]);
  }
  return forwardOutputLayer(parameters.outputLayer(), window, activations.layers.back().hidden, activations.output);
}

template <class S>
void backpropagate(const Parameters<S>& parameters, const Window& window, NetworkActivations<S>& activations,
                   Parameters<S>& gradient) {
  LayerActivations<S>& top = activations.layers.back();
  backwardOutputLayer(parameters.outputLayer(), top.hidden, activations.output, gradient.outputLayer(),
                      top.dHiddenFromOutput);
  for (std::size_t k = activations.layers.size(); k-- > 0;) {
    const auto layer = static_cast<Index>(k);
    backwardLayer(parameters.shape(), parameters.layer(layer), window, inputOf(k, window, activations),
                  activations.layers[k], gradient.layer(layer),
                  k > 0 ? &activations.layers[k - 1].dHiddenFromOutput : nullptr);
  }
}

double trainingMemory(const NetworkShape& shape, double windowTokens, double bytesPerNumber) {
  const ParameterInfo last = parameterLayout(shape).back();
  const auto parameters = static_cast<double>(last.offset + last.size());
  const double perToken = static_cast<double>(shape.layers) * LayerActivations<float>::numbersPerToken(shape) +
                          OutputActivations<float>::numbersPerToken(shape);
  // The current and the best parameters, each with two moments; the gradient; the snapshot.
  return (8 * parameters + perToken * windowTokens) * bytesPerNumber;
}

template double forward(const Parameters<float>&, const Window&, State<float>&, NetworkActivations<float>&);
template double forward(const Parameters<double>&, const Window&, State<double>&, NetworkActivations<double>&);
template void backpropagate(const Parameters<float>&, const Window&, NetworkActivations<float>&, Parameters<float>&);
template void backpropagate(const Parameters<double>&, const Window&, NetworkActivations<double>&, Parameters<double>&);

}  // namespace rnn
