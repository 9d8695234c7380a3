#include "rnn/output_layer.h"

#include <cmath>

#include "rnn/kernels/product.h"

namespace rnn {

using kernels::PackedMatrix;
using kernels::Transpose;

template <class S>
void OutputActivations<S>::prepare(Index vocabularySize, Index tokens) {
  columns = tokens;
  for (Matrix<S>* matrix : {&logits, &probabilities, &dLogits})
    reserveColumns(*matrix, vocabularySize, tokens);
  if (logNormalizer.size() < tokens) {
    logNormalizer.resize(tokens);
    losses.resize(tokens);
  }
}

//   o_t = W_out h_t + b_out
//   p_t = softmax(o_t)
//   log Σ_j exp o_t[j] = max + log(1 + Σ_{j≠argmax} exp(o_t[j] − max)): no exponential overflows, and log1p is exact
//                        where one token has nearly all the probability
//   L_t = −log p_t[target] = log(1 + …) + (max − o_t[target]), as precise for a loss near 0 as for any other
template <class S>
double forwardOutputLayer(const OutputParameters<const S>& p, const Window& window, const Matrix<S>& hidden,
                          OutputActivations<S>& activations) {
  activations.prepare(p.weights.rows(), window.columns());
  auto logits = activations.logits.leftCols(activations.columns);
  PackedMatrix<S>(p.weights, activations.columns).multiply(hidden.leftCols(activations.columns), logits);
  if (p.bias.size() > 0) logits.colwise() += p.bias;
  double total = 0;
  for (Index column = 0; column < activations.columns; ++column) {
    const auto o = logits.col(column).array();
    auto probabilities = activations.probabilities.col(column).array();
    Index argmax = 0;
    const S max = o.maxCoeff(&argmax);
    probabilities = (o - max).exp();
    probabilities[argmax] = S(0);
    const S others = probabilities.sum();
    probabilities[argmax] = S(1);
    probabilities /= S(1) + others;
    const S logSum = std::log1p(others);
    activations.logNormalizer[column] = max + logSum;
    const TokenId target = window.targets()[column];
    activations.losses[column] = target == kIgnoredTarget ? S(0) : logSum + (max - o[target]);
    total += static_cast<double>(activations.losses[column]);
  }
  return total;
}

//   ∂L/∂o_t = p_t − y_t, times scale; 0 at an ignored target
template <class S>
void backwardSoftmaxCrossEntropy(const Window& window, S scale, OutputActivations<S>& activations) {
  activations.dLogits.leftCols(activations.columns) = scale * activations.probabilities.leftCols(activations.columns);
  for (Index column = 0; column < activations.columns; ++column) {
    const TokenId target = window.targets()[column];
    if (target == kIgnoredTarget) {
      activations.dLogits.col(column).setZero();
    } else {
      activations.dLogits(target, column) -= scale;
    }
  }
}

//   dW_out = Σ_t (p_t − y_t) h_tᵀ    db_out = Σ_t (p_t − y_t)
//   ∂L/∂h_t through the output layer = W_outᵀ (p_t − y_t)
template <class S>
void backwardOutputLayer(const OutputParameters<const S>& p, const Matrix<S>& hidden,
                         const OutputActivations<S>& activations, OutputParameters<S> gradient,
                         Matrix<S>& dHiddenFromOutput) {
  const auto dLogits = activations.dLogits.leftCols(activations.columns);
  kernels::addOuterProducts<S>(dLogits, hidden.leftCols(activations.columns), gradient.weights);
  if (gradient.bias.size() > 0) addColumns<S>(dLogits, gradient.bias);
  PackedMatrix<S>(p.weights, activations.columns, Transpose::Yes)
      .multiply(dLogits, dHiddenFromOutput.leftCols(activations.columns));
}

template struct OutputActivations<float>;
template struct OutputActivations<double>;
template double forwardOutputLayer(const OutputParameters<const float>&, const Window&, const Matrix<float>&,
                                   OutputActivations<float>&);
template double forwardOutputLayer(const OutputParameters<const double>&, const Window&, const Matrix<double>&,
                                   OutputActivations<double>&);
template void backwardSoftmaxCrossEntropy(const Window&, float, OutputActivations<float>&);
template void backwardSoftmaxCrossEntropy(const Window&, double, OutputActivations<double>&);
template void backwardOutputLayer(const OutputParameters<const float>&, const Matrix<float>&,
                                  const OutputActivations<float>&, OutputParameters<float>, Matrix<float>&);
template void backwardOutputLayer(const OutputParameters<const double>&, const Matrix<double>&,
                                  const OutputActivations<double>&, OutputParameters<double>, Matrix<double>&);

}  // namespace rnn
