#include "rnn/parameters.h"

#include <algorithm>

namespace rnn {

/// Of a number below 100; std::to_string would bring a table of all of them.
static std::string decimal(Index number) {
  const auto digit = [](Index value) { return static_cast<char>('0' + value); };
  return number < 10 ? std::string(1, digit(number)) : std::string{digit(number / 10), digit(number % 10)};
}

std::vector<ParameterInfo> parameterLayout(const NetworkShape& shape) {
  std::vector<ParameterInfo> list;
  std::int64_t offset = 0;
  const auto add = [&](std::string name, ParameterKind kind, Index layer, Index rows, Index columns) {
    list.push_back({std::move(name), kind, layer, rows, columns, offset});
    offset += list.back().size();
  };
  const Index gateRows = shape.gates() * shape.hiddenSize;
  for (Index k = 0; k < shape.layers; ++k) {
    const std::string suffix = "_l" + decimal(k);
    const Index inputSize = k == 0 ? shape.vocabularySize : shape.hiddenSize;
    add("weight_ih" + suffix, ParameterKind::InputWeights, k, gateRows, inputSize);
    add("weight_hh" + suffix, ParameterKind::RecurrentWeights, k, gateRows, shape.hiddenSize);
    if (shape.bias) {
      add("bias_ih" + suffix, ParameterKind::InputBias, k, gateRows, 1);
      add("bias_hh" + suffix, ParameterKind::RecurrentBias, k, gateRows, 1);
    }
  }
  add("weight_out", ParameterKind::OutputWeights, kOutputLayer, shape.vocabularySize, shape.hiddenSize);
  if (shape.bias) add("bias_out", ParameterKind::OutputBias, kOutputLayer, shape.vocabularySize, 1);
  return list;
}

std::int64_t parameterCount(const NetworkShape& shape) {
  const ParameterInfo last = parameterLayout(shape).back();
  return last.offset + last.size();
}

template <class S>
Parameters<S>::Parameters(const NetworkShape& shape) : Parameters(shape, Unset{}) {
  values_.setZero();
}

template <class S>
Parameters<S>::Parameters(const NetworkShape& shape, Unset)
    : shape_(shape),
      list_(parameterLayout(shape)),
      values_(static_cast<Index>(list_.back().offset + list_.back().size())) {}

template <class S>
const ParameterInfo* Parameters<S>::find(std::string_view name) const {
  const auto found =
      std::find_if(list_.begin(), list_.end(), [&](const ParameterInfo& entry) { return entry.name == name; });
  return found == list_.end() ? nullptr : &*found;
}

namespace {

template <class S>
MatrixView<S> matrixAt(S* values, const ParameterInfo& entry) {
  return {values + entry.offset, entry.rows, entry.columns};
}

template <class S>
VectorView<S> vectorAt(S* values, const ParameterInfo* entry) {
  return entry ? VectorView<S>(values + entry->offset, entry->rows) : VectorView<S>(nullptr, 0);
}

template <class S>
LayerParameters<S> layerAt(S* values, const ParameterInfo* first, bool bias) {
  return {matrixAt(values, first[0]), matrixAt(values, first[1]), vectorAt(values, bias ? first + 2 : nullptr),
          vectorAt(values, bias ? first + 3 : nullptr)};
}

template <class S>
OutputParameters<S> outputLayerAt(S* values, const ParameterInfo* first, bool bias) {
  return {matrixAt(values, first[0]), vectorAt(values, bias ? first + 1 : nullptr)};
}

}  // namespace

template <class S>
LayerParameters<S> Parameters<S>::layer(Index layer) {
  return layerAt<S>(values_.data(), &list_[indexOfLayer(layer)], shape_.bias);
}

template <class S>
LayerParameters<const S> Parameters<S>::layer(Index layer) const {
  return layerAt<const S>(values_.data(), &list_[indexOfLayer(layer)], shape_.bias);
}

template <class S>
OutputParameters<S> Parameters<S>::outputLayer() {
  return outputLayerAt<S>(values_.data(), &list_[indexOfLayer(shape_.layers)], shape_.bias);
}

template <class S>
OutputParameters<const S> Parameters<S>::outputLayer() const {
  return outputLayerAt<const S>(values_.data(), &list_[indexOfLayer(shape_.layers)], shape_.bias);
}

template <class S>
MatrixView<S> Parameters<S>::view(const ParameterInfo& entry) {
  return matrixAt<S>(values_.data(), entry);
}

template <class S>
MatrixView<const S> Parameters<S>::view(const ParameterInfo& entry) const {
  return matrixAt<const S>(values_.data(), entry);
}

namespace {

/// Calls with the row and column of each number of a matrix, sixteen rows at a time: one cache line of a column, and so
/// few lines of the rows that all stay in the cache until they are full.
template <class Visit>
void forEachInBlocks(Index rows, Index columns, const Visit& visit) {
  constexpr Index kBlock = 16;
  for (Index first = 0; first < rows; first += kBlock) {
    const Index end = std::min(first + kBlock, rows);
    for (Index column = 0; column < columns; ++column) {
      for (Index row = first; row < end; ++row)
        visit(row, column);
    }
  }
}

}  // namespace

template <class S>
std::vector<double> Parameters<S>::rowMajor(const ParameterInfo& entry) const {
  std::vector<double> values(static_cast<std::size_t>(entry.size()));
  const MatrixView<const S> from = view(entry);
  double* to = values.data();
  forEachInBlocks(entry.rows, entry.columns,
                  [&](Index row, Index column) { to[row * entry.columns + column] = from(row, column); });
  return values;
}

template <class S>
void Parameters<S>::setRows(const ParameterInfo& entry, Index first, Index rows, const double* values) {
  MatrixView<S> to = view(entry);
  forEachInBlocks(rows, entry.columns, [&](Index row, Index column) {
    to(first + row, column) = static_cast<S>(values[row * entry.columns + column]);
  });
}

template class Parameters<float>;
template class Parameters<double>;

}  // namespace rnn
