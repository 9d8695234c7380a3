#include "rnn/state.h"

namespace rnn {

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
