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

/// ‖factor · v‖² in float.
[[gnu::noinline]] float squaredNorm(const float* values, Index count, float factor) {
  Float4 sums[2] = {};
  const auto add = [&](Float4& sum, Float4 value) {
    value *= factor;
    sum += value * value;
  };
  Index i = 0;
  for (; i + 8 <= count; i += 8) {
    add(sums[0], kernels::load(values + i));
    add(sums[1], kernels::load(values + i + 4));
  }
  kernels::forEachLane(count - i, [&](const auto& at) { add(sums[0], at.load(values + i)); });
  return kernels::sumOf(sums[0] + sums[1]);
}

/// Blocks of so few numbers that a sum in float keeps its digits; these sums in double.
double squaredNorm(const float* values, Index count) {
  constexpr Index kBlock = 128;
  // Times this power of two no square of a normal float underflows, and divided by it no sum of 128 squares overflows.
  constexpr float kScale = 0x1p70F;
  double total = 0;
  for (Index begin = 0; begin < count; begin += kBlock) {
    const auto sumTimes = [&](float factor) {
      return static_cast<double>(squaredNorm(values + begin, std::min(kBlock, count - begin), factor));
    };
    double sum = sumTimes(1);
    // What underflows in a sum as large as 10⁻²⁴ is below its last digit.
    if (sum < 1e-24) sum = sumTimes(kScale) * 0x1p-140;
    if (!(sum < 1e37)) sum = sumTimes(1 / kScale) * 0x1p140;
    total += sum;
  }
  return total;
}

[[gnu::noinline]] void addTo(float* sums, const float* values, Index count) {
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

// W_ih of the lowest layer stands at the front. Of it only the columns that were written are read, in the first slice.

bool GradientBuffer::advanceAdd(const GradientBuffer& other) {
  const MatrixView<const float> inputWeights = other.values_.layer(0).inputWeights;
  const Vector<float>& added = other.values_.flat();
  float* sums = values_.flat().data();
  if (next_ == 0) {
    for (const TokenId id : other.touched_) {
      touch(id);
      addTo(sums + id * inputWeights.rows(), inputWeights.col(id).data(), inputWeights.rows());
    }
    next_ = inputWeights.size();
  }
  const Index count = std::min(kSliceNumbers, added.size() - next_);
  addTo(sums + next_, added.data() + next_, count);
  next_ += count;
  if (next_ < added.size()) return false;
  next_ = 0;
  return true;
}

bool GradientBuffer::advanceNorm() {
  constexpr Index kSmallInputWeights = 1 << 12;  // read sooner than its columns are looked up
  const MatrixView<float> inputWeights = values_.layer(0).inputWeights;
  const Vector<float>& all = values_.flat();
  // Of a small W_ih, whole: its other columns are 0.
  if (next_ == 0 && inputWeights.size() > kSmallInputWeights) {
    // In the order of the vocabulary: the sum has the same bits in whatever order the columns were written.
    for (TokenId id = 0; id < inputWeights.cols(); ++id) {
      if (isTouched_[static_cast<std::size_t>(id)])
        squares_ += squaredNorm(inputWeights.col(id).data(), inputWeights.rows());
    }
    next_ = inputWeights.size();
  }
  const Index count = std::min(kSliceNumbers, all.size() - next_);
  squares_ += squaredNorm(all.data() + next_, count);
  next_ += count;
  return next_ == all.size();
}

double GradientBuffer::norm() {
  while (!advanceNorm()) {
  }
  return std::sqrt(squares_);
}

}  // namespace rnn
