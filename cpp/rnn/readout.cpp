#include "rnn/readout.h"

#include <cmath>

#include "rnn/kernels/product.h"

namespace rnn {

using kernels::LeftFactor;
using kernels::Side;

template <class S>
void ReadoutRecord<S>::prepare(Index vocabularySize, Index tokens) {
  columns = tokens;
  for (Matrix<S>* matrix : {&logits, &probabilities, &dLogits})
    reserveColumns(*matrix, vocabularySize, tokens);
  if (logNormalizer.size() < tokens) {
    logNormalizer.resize(tokens);
    losses.resize(tokens);
  }
}

//   o_t = W_out h_t + b_out
//   log Σ_j exp o_t[j] = max + log(1 + Σ_{j≠top} exp(o_t[j] − max)): no exponential overflows, and the
//             logarithm is exact where the top token has nearly all the probability
//   L_t = −log p_t[y_t] = log(1 + …) + (max − o_t[y_t]), as precise for a loss near 0 as for any other
template <class S>
double forwardReadout(const ReadoutParameters<const S>& p, const Window& window, const Matrix<S>& hidden,
                      ReadoutRecord<S>& record) {
  record.prepare(p.weights.rows(), window.columns());
  auto logits = record.logits.leftCols(record.columns);
  LeftFactor<S>(p.weights, record.columns).multiply(hidden.leftCols(record.columns), logits);
  if (p.bias.size() > 0) logits.colwise() += p.bias;
  double total = 0;
  for (Index column = 0; column < record.columns; ++column) {
    const auto o = logits.col(column).array();
    auto probabilities = record.probabilities.col(column).array();
    Index top = 0;
    const S largest = o.maxCoeff(&top);
    probabilities = (o - largest).exp();
    probabilities[top] = S(0);
    const S others = probabilities.sum();
    probabilities[top] = S(1);
    probabilities /= S(1) + others;
    const S logSum = std::log1p(others);
    record.logNormalizer[column] = largest + logSum;
    const TokenId target = window.targets()[column];
    record.losses[column] = target == kNoTarget ? S(0) : logSum + (largest - o[target]);
    total += static_cast<double>(record.losses[column]);
  }
  return total;
}

//   ∂L/∂o_t = p_t − onehot(y_t)
template <class S>
void differentiateLoss(const Window& window, S scale, ReadoutRecord<S>& record) {
  record.dLogits.leftCols(record.columns) = scale * record.probabilities.leftCols(record.columns);
  for (Index column = 0; column < record.columns; ++column) {
    const TokenId target = window.targets()[column];
    if (target == kNoTarget) {
      record.dLogits.col(column).setZero();
    } else {
      record.dLogits(target, column) -= scale;
    }
  }
}

//   dW_out = Σ_t ∂L/∂o_t ⊗ h_t    db_out = Σ_t ∂L/∂o_t    ∂L/∂h_t = W_outᵀ ∂L/∂o_t
template <class S>
void backwardReadout(const ReadoutParameters<const S>& p, const Matrix<S>& hidden, const ReadoutRecord<S>& record,
                     ReadoutParameters<S> gradient, Matrix<S>& hiddenFromOutput) {
  const auto dLogits = record.dLogits.leftCols(record.columns);
  kernels::addOuterProducts<S>(dLogits, hidden.leftCols(record.columns), gradient.weights);
  if (gradient.bias.size() > 0) addColumns<S>(dLogits, gradient.bias);
  LeftFactor<S>(p.weights, record.columns, Side::Transposed)
      .multiply(dLogits, hiddenFromOutput.leftCols(record.columns));
}

template struct ReadoutRecord<float>;
template struct ReadoutRecord<double>;
template double forwardReadout(const ReadoutParameters<const float>&, const Window&, const Matrix<float>&,
                               ReadoutRecord<float>&);
template double forwardReadout(const ReadoutParameters<const double>&, const Window&, const Matrix<double>&,
                               ReadoutRecord<double>&);
template void differentiateLoss(const Window&, float, ReadoutRecord<float>&);
template void differentiateLoss(const Window&, double, ReadoutRecord<double>&);
template void backwardReadout(const ReadoutParameters<const float>&, const Matrix<float>&, const ReadoutRecord<float>&,
                              ReadoutParameters<float>, Matrix<float>&);
template void backwardReadout(const ReadoutParameters<const double>&, const Matrix<double>&,
                              const ReadoutRecord<double>&, ReadoutParameters<double>, Matrix<double>&);

}  // namespace rnn
