#include "rnn/state.h"

#include <algorithm>

namespace rnn {

CarriedState CarriedState::zero(const NetworkShape& shape, Index sequences) {
  CarriedState state;
  state.hidden.resize(static_cast<std::size_t>(shape.layers * sequences * shape.hiddenSize));
  if (shape.cell == CellType::Lstm) state.cell = state.hidden;
  return state;
}

CarriedState CarriedState::initial(const NetworkShape& shape, const Dataset& data, const Batch& batch) {
  CarriedState state = zero(shape, batch.sequences());
  const Index size = shape.hiddenSize;
  const auto copy = [&](const std::vector<double>& from, std::vector<double>& to, Index b) {
    if (from.empty() || to.empty()) return;  // a cell state that only an LSTM has may be given to all
    for (Index k = 0; k < shape.layers; ++k)
      std::copy_n(from.begin() + k * size, size, to.begin() + placeOf(shape, batch.sequences(), k, b));
  };
  for (Index b = 0; b < batch.sequences(); ++b) {
    const Sequence& sequence = data[static_cast<std::size_t>(batch.sequenceAt(b))];
    copy(sequence.initialHidden, state.hidden, b);
    copy(sequence.initialCell, state.cell, b);
  }
  return state;
}

void State::assign(const NetworkShape& shape, const CarriedState& state) {
  const auto layers = static_cast<std::size_t>(shape.layers);
  const Index columns = static_cast<Index>(state.hidden.size()) / (shape.layers * shape.hiddenSize);
  const auto copy = [&](const std::vector<double>& from, std::vector<Matrix<float>>& to) {
    to.resize(from.empty() ? 0 : layers);
    const double* next = from.data();
    for (Matrix<float>& layer : to) {
      layer.resize(shape.hiddenSize, columns);
      std::transform(next, next + layer.size(), layer.data(), [](double x) { return static_cast<float>(x); });
      next += layer.size();
    }
  };
  copy(state.hidden, hidden);
  copy(state.cell, cell);
}

void State::start(const NetworkShape& shape, const Dataset& data, const Batch& batch) {
  hidden.resize(static_cast<std::size_t>(shape.layers));
  cell.resize(shape.cell == CellType::Lstm ? hidden.size() : 0);
  const auto copy = [&](const std::vector<double>& from, std::vector<Matrix<float>>& to, Index b) {
    if (from.empty()) return;
    for (std::size_t k = 0; k < to.size(); ++k) {
      for (Index i = 0; i < shape.hiddenSize; ++i)
        to[k](i, b) =
            static_cast<float>(from[k * static_cast<std::size_t>(shape.hiddenSize) + static_cast<std::size_t>(i)]);
    }
  };
  for (auto* layers : {&hidden, &cell}) {
    for (Matrix<float>& layer : *layers)
      layer.setZero(shape.hiddenSize, batch.sequences());
  }
  for (Index b = 0; b < batch.sequences(); ++b) {
    const Sequence& sequence = data[static_cast<std::size_t>(batch.sequenceAt(b))];
    copy(sequence.initialHidden, hidden, b);
    copy(sequence.initialCell, cell, b);
  }
}

CarriedState State::carried() const {
  CarriedState state;
  const auto append = [](const std::vector<Matrix<float>>& from, std::vector<double>& to) {
    for (const Matrix<float>& layer : from)
      to.insert(to.end(), layer.data(), layer.data() + layer.size());
  };
  append(hidden, state.hidden);
  append(cell, state.cell);
  return state;
}

std::vector<float> State::flat() const {
  std::vector<float> numbers;
  for (const auto* layers : {&hidden, &cell}) {
    for (const Matrix<float>& layer : *layers)
      numbers.insert(numbers.end(), layer.data(), layer.data() + layer.size());
  }
  return numbers;
}

void State::assignFlat(const NetworkShape& shape, std::span<const float> numbers) {
  hidden.resize(static_cast<std::size_t>(shape.layers));
  cell.resize(shape.cell == CellType::Lstm ? hidden.size() : 0);
  const auto matrices = static_cast<Index>(hidden.size() + cell.size());
  const Index columns = static_cast<Index>(numbers.size()) / (matrices * shape.hiddenSize);
  const float* next = numbers.data();
  for (auto* layers : {&hidden, &cell}) {
    for (Matrix<float>& layer : *layers) {
      layer.resize(shape.hiddenSize, columns);
      std::copy_n(next, layer.size(), layer.data());
      next += layer.size();
    }
  }
}

}  // namespace rnn
