#include "rnn/output_layer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "rnn/kernels/math.h"

namespace rnn {

using kernels::Accumulate;
using kernels::Float4;
using kernels::Transpose;

namespace {

MatrixView<float> block(Matrix<float>& matrix, Index begin, Index end) {
  return {matrix.data() + begin * matrix.rows(), matrix.rows(), end - begin};
}
MatrixView<const float> block(const Matrix<float>& matrix, Index begin, Index end) {
  return {matrix.data() + begin * matrix.rows(), matrix.rows(), end - begin};
}

/// The index of the largest of `size` ≥ 1 numbers, of equal ones the lowest; any if one is NaN.
Index argmax(const float* values, Index size) {
  Float4 largest = kernels::splat(values[0]);
  Index i = 0;
  for (; i + 4 <= size; i += 4) {
    const Float4 four = kernels::load(values + i);
    largest = kernels::select(four > largest, four, largest);
  }
  float max = std::max({largest[0], largest[1], largest[2], largest[3]});
  for (; i < size; ++i)
    max = std::max(max, values[i]);
  const float* found = std::find(values, values + size, max);
  return found == values + size ? 0 : found - values;
}

/// log(1 + x) for x ≥ 0, by Kahan's correction of the rounding of 1 + x: the library's log1p takes several times as
/// long.
float log1p(float x) {
  const float u = 1 + x;
  return u == 1 ? x : std::log(u) * (x / (u - 1));
}

//   p = softmax(o)
//   log Σ_j exp o[j] = max + log(1 + Σ_{j≠argmax} exp(o[j] − max)): no exponential overflows, and log1p is exact where
//                      one token has nearly all the probability
//   L = −log p[target] = log(1 + …) + (max − o[target]), as precise for a loss near 0 as for any other
float softmaxCrossEntropy(const float* logits, Index size, TokenId target, float* probabilities) {
  const Index top = argmax(logits, size);
  const float max = logits[top];
  kernels::forEachLane(size, [&](const auto& at) { at.store(probabilities, kernels::exp(at.load(logits) - max)); });
  probabilities[top] = 0;
  Float4 sums{};
  kernels::forEachLane(size, [&](const auto& at) { sums += at.load(probabilities); });
  const float others = kernels::sumOf(sums);
  probabilities[top] = 1;
  const float sum = 1 + others;
  kernels::forEachLane(size, [&](const auto& at) { at.store(probabilities, at.load(probabilities) / sum); });
  return target == kIgnoredTarget ? 0.0F : log1p(others) + (max - logits[target]);
}

}  // namespace

void OutputActivations::prepare(Index vocabularySize, Index tokens) {
  columns = tokens;
  reserveColumns(logits, vocabularySize, tokens);
  reserveColumns(probabilities, vocabularySize, tokens);
  if (losses.size() < tokens) losses.resize(tokens);
}

//   o_t = W_out h_t + b_out
double forwardOutputLayer(const OutputParameters<const float>& p, const TokenId* targets, const Matrix<float>& hidden,
                          Index begin, Index end, OutputActivations& now) {
  const Index size = p.weights.rows();
  auto logits = block(now.logits, begin, end);
  now.weights.assign(p.weights, Transpose::No, end - begin, end - begin);
  now.weights.multiply(block(hidden, begin, end), logits);
  double total = 0;
  for (Index column = begin; column < end; ++column) {
    float* o = now.logits.col(column).data();
    if (p.bias.size() > 0)
      kernels::forEachLane(size, [&](const auto& at) { at.store(o, at.load(o) + at.load(p.bias.data())); });
    now.losses[column] = softmaxCrossEntropy(o, size, targets[column], now.probabilities.col(column).data());
    total += static_cast<double>(now.losses[column]);
  }
  return total;
}

//   ∂L/∂o_t = p_t − y_t, times scale; 0 at an ignored target
//   dW_out = Σ_t ∂L/∂o_t h_tᵀ    db_out = Σ_t ∂L/∂o_t
//   ∂L/∂h_t through the output layer = W_outᵀ ∂L/∂o_t
void backwardOutputLayer(const OutputParameters<const float>& p, const TokenId* targets, float scale,
                         const Matrix<float>& hidden, Index begin, Index end, OutputActivations& now,
                         OutputParameters<float> gradient, Matrix<float>& dHiddenFromOutput) {
  reserveColumns(now.dLogits, p.weights.rows(), now.columns);
  const auto dLogits = block(std::as_const(now.dLogits), begin, end);
  for (Index column = begin; column < end; ++column) {
    if (targets[column] == kIgnoredTarget) {
      now.dLogits.col(column).setZero();
    } else {
      const float* probabilities = now.probabilities.col(column).data();
      float* d = now.dLogits.col(column).data();
      kernels::forEachLane(p.weights.rows(), [&](const auto& at) { at.store(d, scale * at.load(probabilities)); });
      now.dLogits(targets[column], column) -= scale;
    }
  }
  const Accumulate accumulate = begin == 0 ? Accumulate::No : Accumulate::Yes;
  kernels::outerProducts(dLogits, block(hidden, begin, end), gradient.weights, accumulate, now.scratch);
  if (gradient.bias.size() > 0) kernels::sumColumns(dLogits, gradient.bias, accumulate, now.scratch);
  now.weights.assign(p.weights, Transpose::Yes, end - begin, end - begin);
  now.weights.multiply(dLogits, block(dHiddenFromOutput, begin, end));
}

}  // namespace rnn
