#include "rnn/output_layer.h"

#include <cmath>
#include <limits>
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

/// log(1 + x) for x ≥ 0, by Kahan's correction of the rounding of 1 + x: the library's log1p takes several times as
/// long.
float log1p(float x) {
  const float u = 1 + x;
  return u == 1 ? x : std::log(u) * (x / (u - 1));
}

//   o = W_out h + b_out, of which `logits` has the product; b_out may be null
//   p = softmax(o)
//   log Σ_j exp o[j] = max + log(1 + Σ exp(o[j] − max) over all j but one of the largest): no exponential overflows,
//   and
//                      log1p is exact where one token has nearly all the probability
//   L = −log p[target] = log(1 + …) + (max − o[target]), as precise for a loss near 0 as for any other
float softmaxCrossEntropy(float* logits, const float* bias, Index size, TokenId target, float* probabilities) {
  constexpr float kNone = -std::numeric_limits<float>::max();  // beyond the last logit
  Float4 largest = kernels::splat(kNone);
  kernels::forEachLane(size, [&](const auto& at) {
    Float4 o = at.load(logits, kNone);
    if (bias) {
      o += at.load(bias);
      at.store(logits, o);
    }
    largest = kernels::select(o > largest, o, largest);
  });
  const float max = kernels::maxOf(largest);
  Float4 smaller{};
  Float4 equal{};
  kernels::forEachLane(size, [&](const auto& at) {
    const Float4 o = at.load(logits, kNone);
    const Float4 power = kernels::exp(o - max);
    at.store(probabilities, power);
    smaller += kernels::select(o == max, Float4{}, power);
    equal += kernels::select(o == max, power, Float4{});
  });
  const float others = kernels::sumOf(smaller) + (kernels::sumOf(equal) - 1);
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
  auto logits = block(now.logits, begin, end);
  now.weights.assign(p.weights, Transpose::No, end - begin, end - begin);
  now.weights.multiply(block(hidden, begin, end), logits);
  const float* bias = p.bias.size() > 0 ? p.bias.data() : nullptr;
  double total = 0;
  for (Index column = begin; column < end; ++column) {
    now.losses[column] = softmaxCrossEntropy(now.logits.col(column).data(), bias, p.weights.rows(), targets[column],
                                             now.probabilities.col(column).data());
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
