#include "rnn/gradient_buffer.h"

#include <cmath>
#include <cstring>
#include <utility>

#include "rnn/kernels/simd.h"

namespace rnn {
namespace {

using kernels::Double2;

double squaredNorm(const float* values, Index count) {
  Double2 sums[2] = {};
  Index i = 0;
  for (; i + 4 <= count; i += 4) {
    const Double2 low{values[i], values[i + 1]};
    const Double2 high{values[i + 2], values[i + 3]};
    sums[0] += low * low;
    sums[1] += high * high;
  }
  double sum = (sums[0][0] + sums[0][1]) + (sums[1][0] + sums[1][1]);
  for (; i < count; ++i)
    sum += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return sum;
}

void addTo(float* sums, const float* values, Index count) {
  kernels::forEachLane(count, [&](const auto& at) { at.store(sums, at.load(sums) + at.load(values)); });
}

void addTo(double* sums, const float* values, Index count) {
  Index i = 0;
  for (; i + 2 <= count; i += 2) {
    Double2 two;
    std::memcpy(&two, sums + i, sizeof two);
    two += Double2{values[i], values[i + 1]};
    std::memcpy(sums + i, &two, sizeof two);
  }
  if (i < count) sums[i] += static_cast<double>(values[i]);
}

void scaleBy(float factor, float* values, Index count) {
  kernels::forEachLane(count, [&](const auto& at) { at.store(values, factor * at.load(values)); });
}

}  // namespace

void GradientBuffer::touch(TokenId id) {
  auto& flag = isTouched_[static_cast<std::size_t>(id)];
  if (flag) return;
  flag = 1;
  touched_.push_back(id);
}

void GradientBuffer::beginWindow() {
  MatrixView<float> inputWeights = values_.layer(0).inputWeights;
  for (const TokenId id : touched_) {
    inputWeights.col(id).setZero();
    isTouched_[static_cast<std::size_t>(id)] = 0;
  }
  touched_.clear();
}

void GradientBuffer::addInputs(const TokenId* inputs, MatrixView<const float> delta) {
  const auto next = [&](Index column) -> Index& { return nextColumn_[static_cast<std::size_t>(column)]; };
  if (static_cast<Index>(nextColumn_.size()) < delta.cols()) nextColumn_.resize(static_cast<std::size_t>(delta.cols()));
  met_.clear();
  // From the last column to the first, so that each list runs from the first to the last.
  for (Index column = delta.cols(); column-- > 0;) {
    if (inputs[column] == kUnknownToken) continue;
    Index& first = firstColumn_[static_cast<std::size_t>(inputs[column])];
    if (first == kNone) met_.push_back(inputs[column]);
    next(column) = std::exchange(first, column);
  }
  MatrixView<float> inputWeights = values_.layer(0).inputWeights;
  for (const TokenId id : met_) {
    touch(id);
    float* gradient = inputWeights.col(id).data();
    Index column = std::exchange(firstColumn_[static_cast<std::size_t>(id)], kNone);
    if (next(column) == kNone) {
      addTo(gradient, delta.col(column).data(), delta.rows());
      continue;
    }
    sum_.setZero(delta.rows());
    for (; column != kNone; column = next(column))
      addTo(sum_.data(), delta.col(column).data(), delta.rows());
    for (Index row = 0; row < delta.rows(); ++row)
      gradient[row] += static_cast<float>(sum_[row]);
  }
}

void GradientBuffer::setInputs(std::span<const TokenId> tokens, std::span<const float> columns) {
  beginWindow();
  MatrixView<float> inputWeights = values_.layer(0).inputWeights;
  const float* next = columns.data();
  for (const TokenId id : tokens) {
    touch(id);
    std::copy_n(next, inputWeights.rows(), inputWeights.col(id).data());
    next += inputWeights.rows();
  }
}

void GradientBuffer::add(const GradientBuffer& other) {
  const Index first = values_.layer(0).inputWeights.size();  // W_ih of the lowest layer stands at the front
  const Index rest = values_.flat().size() - first;
  addTo(values_.flat().data() + first, other.values_.flat().data() + first, rest);
  for (const TokenId id : other.touched_) {
    touch(id);
    const MatrixView<const float> added = other.values_.layer(0).inputWeights;
    addTo(values_.layer(0).inputWeights.col(id).data(), added.col(id).data(), added.rows());
  }
}

double GradientBuffer::norm() const {
  const MatrixView<const float> inputWeights = values_.layer(0).inputWeights;
  double sum = 0;
  // In the order of the vocabulary: the sum has the same bits in whatever order the columns were written.
  for (TokenId id = 0; id < inputWeights.cols(); ++id) {
    if (isTouched_[static_cast<std::size_t>(id)]) sum += squaredNorm(inputWeights.col(id).data(), inputWeights.rows());
  }
  const Index first = inputWeights.size();
  return std::sqrt(sum + squaredNorm(values_.flat().data() + first, values_.flat().size() - first));
}

void GradientBuffer::scale(float factor) {
  MatrixView<float> inputWeights = values_.layer(0).inputWeights;
  const Index first = inputWeights.size();
  scaleBy(factor, values_.flat().data() + first, values_.flat().size() - first);
  for (const TokenId id : touched_)
    scaleBy(factor, inputWeights.col(id).data(), inputWeights.rows());
}

}  // namespace rnn
