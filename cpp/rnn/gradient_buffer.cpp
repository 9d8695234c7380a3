#include "rnn/gradient_buffer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>

#include "rnn/job.h"
#include "rnn/kernels/simd.h"

namespace rnn {
namespace {

using kernels::Double2;
using kernels::Float4;

double squaredNormInDouble(const float* values, Index count) {
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

/// In float, some times as fast, for so few numbers that the sum keeps its digits; these sums in double. Where squares
/// of floats overflow or vanish, in double.
double squaredNorm(const float* values, Index count) {
  constexpr Index kBlock = 128;
  double total = 0;
  for (Index first = 0; first < count; first += kBlock, values += kBlock) {
    const Index size = std::min(kBlock, count - first);
    Float4 sums[4] = {};
    const auto add = [&](Float4& sum, Float4 x) { sum += x * x; };
    Index i = 0;
    for (; i + 16 <= size; i += 16) {
      for (Index k = 0; k < 4; ++k)
        add(sums[k], kernels::load(values + i + 4 * k));
    }
    kernels::forEachLane(size - i, [&](const auto& at) { add(sums[0], at.load(values + i)); });
    const float sum = kernels::sumOf((sums[0] + sums[1]) + (sums[2] + sums[3]));
    // What vanishes of a sum as large as this is below its last digit.
    total += sum > 1e-24F && sum < 1e37F ? static_cast<double>(sum) : squaredNormInDouble(values, size);
  }
  return total;
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
  next_ = 0;
  squares_ = 0;
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

bool GradientBuffer::advanceAdd(const GradientBuffer& other) {
  // W_ih of the lowest layer stands at the front, of which only the columns that were written are added, in the end.
  const Index first = values_.layer(0).inputWeights.size();
  const Index rest = values_.flat().size() - first;
  if (next_ < rest) {
    const Index count = std::min(kSliceNumbers, rest - next_);
    addTo(values_.flat().data() + first + next_, other.values_.flat().data() + first + next_, count);
    next_ += count;
    if (next_ < rest) return false;
  }
  const MatrixView<const float> added = other.values_.layer(0).inputWeights;
  const auto columns = static_cast<Index>(other.touched_.size());
  Index column = next_ - rest;
  const Index end = std::min(columns, column + std::max<Index>(1, kSliceNumbers / added.rows()));
  for (; column < end; ++column) {
    const TokenId id = other.touched_[static_cast<std::size_t>(column)];
    touch(id);
    addTo(values_.layer(0).inputWeights.col(id).data(), added.col(id).data(), added.rows());
  }
  next_ = end < columns ? rest + end : 0;
  return end == columns;
}

bool GradientBuffer::advanceNorm() {
  const Index rows = values_.layer(0).inputWeights.rows();
  const Index first = values_.layer(0).inputWeights.size();
  const float* values = values_.flat().data();
  Index left = kSliceNumbers;
  // In the order of the vocabulary: the sum has the same bits in whatever order the columns were written.
  for (; next_ < first && left > 0; next_ += rows) {
    if (!isTouched_[static_cast<std::size_t>(next_ / rows)]) continue;
    squares_ += squaredNorm(values + next_, rows);
    left -= rows;
  }
  if (next_ < first || left <= 0) return false;
  const Index count = std::min(left, values_.flat().size() - next_);
  squares_ += squaredNorm(values + next_, count);
  next_ += count;
  return next_ == values_.flat().size();
}

double GradientBuffer::norm() {
  while (!advanceNorm()) {
  }
  return std::sqrt(squares_);
}

}  // namespace rnn
