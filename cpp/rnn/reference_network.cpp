// The weights and states of the reference by their names and places, and the size of its work.

#include <utility>

#include "rnn/reference.h"

namespace rnn::reference {

Network::Network(const NetworkShape& networkShape) : shape(networkShape), list(parameterLayout(networkShape)) {
  const auto H = static_cast<std::size_t>(shape.hiddenSize), V = static_cast<std::size_t>(shape.vocabularySize);
  const auto GH = static_cast<std::size_t>(shape.gates()) * H;
  const Numbers noBias;
  for (Index k = 0; k < shape.layers; ++k) {
    layers.push_back(
        {Grid(GH, k == 0 ? V : H), Grid(GH, H), shape.bias ? Numbers(GH) : noBias, shape.bias ? Numbers(GH) : noBias});
  }
  outputWeights = Grid(V, H);
  if (shape.bias) outputBias.resize(V);
}

Network::Network(const NetworkShape& networkShape, const Numbers& all) : Network(networkShape) {
  for (const ParameterInfo& entry : list) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(entry.offset);
    numbers(entry).assign(first, first + static_cast<std::ptrdiff_t>(entry.size()));
  }
}

Numbers Network::all() const {
  Numbers result;
  for (const ParameterInfo& entry : list)
    result.insert(result.end(), numbers(entry).begin(), numbers(entry).end());
  return result;
}

const Numbers& Network::numbers(const ParameterInfo& entry) const {
  if (entry.kind == ParameterKind::OutputWeights) return outputWeights.values;
  if (entry.kind == ParameterKind::OutputBias) return outputBias;
  const Layer& layer = layers[static_cast<std::size_t>(entry.layer)];
  if (entry.kind == ParameterKind::InputWeights) return layer.inputWeights.values;
  if (entry.kind == ParameterKind::RecurrentWeights) return layer.recurrentWeights.values;
  return entry.kind == ParameterKind::InputBias ? layer.inputBias : layer.recurrentBias;
}

Numbers& Network::numbers(const ParameterInfo& entry) {
  return const_cast<Numbers&>(std::as_const(*this).numbers(entry));
}

const ParameterInfo* Network::find(std::string_view name) const {
  for (const ParameterInfo& entry : list)
    if (entry.name == name) return &entry;
  return nullptr;
}

State initialState(const Network& network, const Sequence& sequence) {
  const auto H = static_cast<std::ptrdiff_t>(network.shape.hiddenSize);
  const auto part = [&](const std::vector<double>& all, std::ptrdiff_t k) {
    return all.empty() ? Numbers(static_cast<std::size_t>(H)) : Numbers(&all[0] + k * H, &all[0] + (k + 1) * H);
  };
  State state;
  for (std::ptrdiff_t k = 0; k < network.shape.layers; ++k) {
    state.hidden.push_back(part(sequence.initialHidden, k));
    state.cell.push_back(network.shape.cell == CellType::Lstm ? part(sequence.initialCell, k) : Numbers());
  }
  return state;
}

// A one-hot input takes no product; an exponential takes as long as some twenty multiply-adds, a call of a function and
// the room for its results as long as some hundred.
double operationsPerStep(const NetworkShape& shape) {
  const auto H = static_cast<double>(shape.hiddenSize), V = static_cast<double>(shape.vocabularySize);
  const auto GH = static_cast<double>(shape.gates()) * H, L = static_cast<double>(shape.layers);
  return GH * H * (2 * L - 1) + V * H + 20 * (GH * L + V) + 100 * (L + 1);
}

// The buffers of a LayerStep have 6 · G·H numbers, 6 · H, and in an LSTM 5 · H more; those of a Step 4 · V. Each of the
// 17 and 5 costs some 24 bytes beside.
double numbersPerStep(const NetworkShape& shape) {
  const auto H = static_cast<double>(shape.hiddenSize), V = static_cast<double>(shape.vocabularySize);
  const auto G = static_cast<double>(shape.gates()), L = static_cast<double>(shape.layers);
  return L * ((6 * G + 11) * H + 17 * 3) + 4 * V + 5 * 3;
}

}  // namespace rnn::reference
