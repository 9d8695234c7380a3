#pragma once

#include "rnn/batch.h"
#include "rnn/parameters.h"

namespace rnn {

/// The activations and gradients of the output layer in one window; columns as in LayerActivations.
template <class S>
struct OutputActivations {
  Index columns = 0;
  Matrix<S> logits;         ///< o_t = W_out h_t + b_out                V × N
  Vector<S> logNormalizer;  ///< log Σ_k exp o_t[k]                     N
  Matrix<S> probabilities;  ///< p_t = softmax(o_t)                     V × N
  Vector<S> losses;         ///< L_t = −log p_t[target], 0 if ignored   N
  Matrix<S> dLogits;        ///< ∂L/∂o_t                                V × N

  void prepare(Index vocabularySize, Index tokens);

  /// The numbers that prepare() reserves per token, but for two.
  static double numbersPerToken(const NetworkShape& shape) { return 3.0 * static_cast<double>(shape.vocabularySize); }
};

/// Logits, softmax and cross-entropy of each token. Returns Σ_t L_t in nats.
template <class S>
double forwardOutputLayer(const OutputParameters<const S>& parameters, const Window& window, const Matrix<S>& hidden,
                          OutputActivations<S>& activations);

/// Sets activations.dLogits to ∂(scale · Σ_t L_t)/∂o_t.
template <class S>
void backwardSoftmaxCrossEntropy(const Window& window, S scale, OutputActivations<S>& activations);

/// From activations.dLogits: adds the gradients of W_out and b_out to `gradient`, and sets dHiddenFromOutput, the part
/// of ∂L/∂h_t of the top layer that comes through the output layer.
template <class S>
void backwardOutputLayer(const OutputParameters<const S>& parameters, const Matrix<S>& hidden,
                         const OutputActivations<S>& activations, OutputParameters<S> gradient,
                         Matrix<S>& dHiddenFromOutput);

}  // namespace rnn
