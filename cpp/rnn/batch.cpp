#include "rnn/batch.h"

#include <algorithm>

namespace rnn {

Batch::Batch(const Dataset& data, std::vector<Index> chosen) : chosen_(std::move(chosen)) {
  const auto at = [&](Index i) -> const Sequence& { return data[static_cast<std::size_t>(i)]; };
  std::stable_sort(chosen_.begin(), chosen_.end(), [&](Index a, Index b) { return at(a).length() > at(b).length(); });
  const Index steps = chosen_.empty() ? 0 : at(chosen_.front()).length();
  std::size_t tokens = 0;
  for (const Index index : chosen_)
    tokens += at(index).inputs.size();
  inputs_.reserve(tokens);
  targets_.reserve(tokens);
  stepOffsets_.reserve(static_cast<std::size_t>(steps) + 1);
  stepOffsets_.push_back(0);
  for (Index t = 0; t < steps; ++t) {
    for (const Index index : chosen_) {
      const Sequence& sequence = at(index);
      if (sequence.length() <= t) break;
      inputs_.push_back(sequence.inputs[static_cast<std::size_t>(t)]);
      targets_.push_back(sequence.targets[static_cast<std::size_t>(t)]);
    }
    stepOffsets_.push_back(static_cast<Index>(inputs_.size()));
  }
}

Index Window::targetCount() const {
  return columns() - std::count(targets(), targets() + columns(), kNoTarget);
}

template <class S>
State<S> State<S>::zero(const NetworkShape& shape, Index sequences) {
  const auto layers = static_cast<std::size_t>(shape.layers);
  const Matrix<S> zero = Matrix<S>::Zero(shape.hiddenSize, sequences);
  State state{std::vector<Matrix<S>>(layers, zero), {}};
  if (shape.cell == CellType::Lstm) state.cell = state.hidden;
  return state;
}

template <class S>
State<S> State<S>::initial(const NetworkShape& shape, const Dataset& data, const Batch& batch) {
  State state = zero(shape, batch.sequences());
  const Index size = shape.hiddenSize;
  const auto copy = [&](const std::vector<double>& from, std::vector<Matrix<S>>& to, Index column) {
    if (from.empty()) return;
    for (std::size_t k = 0; k < to.size(); ++k) {
      const double* layer = from.data() + static_cast<Index>(k) * size;
      to[k].col(column) = Eigen::Map<const Vector<double>>(layer, size).template cast<S>();
    }
  };
  for (Index b = 0; b < batch.sequences(); ++b) {
    const Sequence& sequence = data[static_cast<std::size_t>(batch.sequenceAt(b))];
    copy(sequence.initialHidden, state.hidden, b);
    copy(sequence.initialCell, state.cell, b);
  }
  return state;
}

template struct State<float>;
template struct State<double>;

}  // namespace rnn
