#include "rnn/gradient_buffer.h"

#include <algorithm>
#include <cmath>

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

}  // namespace

void GradientBuffer::touch(TokenId id) {
  isTouched_.resize(static_cast<std::size_t>(values_.shape().vocabularySize));
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
  order_.clear();
  for (Index column = 0; column < delta.cols(); ++column) {
    if (inputs[column] != kUnknownToken) order_.emplace_back(inputs[column], column);
  }
  std::sort(order_.begin(), order_.end());
  MatrixView<float> inputWeights = values_.layer(0).inputWeights;
  for (std::size_t i = 0; i < order_.size();) {
    const TokenId id = order_[i].first;
    touch(id);
    auto gradient = inputWeights.col(id);
    std::size_t end = i + 1;
    while (end < order_.size() && order_[end].first == id)
      ++end;
    if (end == i + 1) {
      gradient += delta.col(order_[i].second);
    } else {
      sum_ = delta.col(order_[i].second).cast<double>();
      for (std::size_t j = i + 1; j < end; ++j)
        sum_ += delta.col(order_[j].second).cast<double>();
      gradient += sum_.cast<float>();
    }
    i = end;
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
  values_.flat().tail(rest) += other.values_.flat().tail(rest);
  for (const TokenId id : other.touched_) {
    touch(id);
    values_.layer(0).inputWeights.col(id) += other.values_.layer(0).inputWeights.col(id);
  }
}

double GradientBuffer::norm() {
  const MatrixView<float> inputWeights = values_.layer(0).inputWeights;
  std::sort(touched_.begin(), touched_.end());  // the sum has the same bits in whatever order they were written
  double sum = 0;
  for (const TokenId id : touched_)
    sum += squaredNorm(inputWeights.col(id).data(), inputWeights.rows());
  const Index first = inputWeights.size();
  return std::sqrt(sum + squaredNorm(values_.flat().data() + first, values_.flat().size() - first));
}

void GradientBuffer::scale(float factor) {
  const Index first = values_.layer(0).inputWeights.size();
  values_.flat().tail(values_.flat().size() - first) *= factor;
  for (const TokenId id : touched_)
    values_.layer(0).inputWeights.col(id) *= factor;
}

}  // namespace rnn
