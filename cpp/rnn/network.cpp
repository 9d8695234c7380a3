#include "rnn/network.h"

#include "rnn/layer.h"

namespace rnn {
namespace {

template <class S>
LayerInput<S> inputOf(std::size_t layer, const Window& window, const NetworkRecord<S>& record) {
  if (layer == 0) return {window.inputs(), nullptr};
  return {nullptr, &record.layers[layer - 1].hidden};
}

}  // namespace

template <class S>
double forward(const Parameters<S>& parameters, const Window& window, State<S>& state, NetworkRecord<S>& record) {
  const NetworkShape& shape = parameters.shape();
  record.layers.resize(static_cast<std::size_t>(shape.layers));
  for (std::size_t k = 0; k < record.layers.size(); ++k) {
    const LayerState<S> layerState{state.hidden[k], state.cell.empty() ? nullptr : &state.cell[k]};
    forwardLayer(shape, parameters.layer(static_cast<Index>(k)), window, inputOf(k, window, record), layerState,
                 record.layers[k]);
  }
  return forwardReadout(parameters.readout(), window, record.layers.back().hidden, record.readout);
}

template <class S>
void backpropagate(const Parameters<S>& parameters, const Window& window, NetworkRecord<S>& record,
                   Parameters<S>& gradient) {
  LayerRecord<S>& top = record.layers.back();
  backwardReadout(parameters.readout(), top.hidden, record.readout, gradient.readout(), top.hiddenFromOutput);
  for (std::size_t k = record.layers.size(); k-- > 0;) {
    const auto layer = static_cast<Index>(k);
    backwardLayer(parameters.shape(), parameters.layer(layer), window, inputOf(k, window, record), record.layers[k],
                  gradient.layer(layer), k > 0 ? &record.layers[k - 1].hiddenFromOutput : nullptr);
  }
}

template double forward(const Parameters<float>&, const Window&, State<float>&, NetworkRecord<float>&);
template double forward(const Parameters<double>&, const Window&, State<double>&, NetworkRecord<double>&);
template void backpropagate(const Parameters<float>&, const Window&, NetworkRecord<float>&, Parameters<float>&);
template void backpropagate(const Parameters<double>&, const Window&, NetworkRecord<double>&, Parameters<double>&);

}  // namespace rnn
