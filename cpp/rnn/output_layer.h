#pragma once

#include "rnn/batch.h"
#include "rnn/kernels/product.h"
#include "rnn/parameters.h"

namespace rnn {

/// The activations and gradients of the output layer in one window; columns as in LayerActivations.
struct OutputActivations {
  Index columns = 0;
  Matrix<float> logits;         ///< o_t = W_out h_t + b_out                V × N
  Matrix<float> probabilities;  ///< p_t = softmax(o_t)                     V × N
  Vector<float> losses;         ///< L_t = −log p_t[target], 0 if ignored   N
  Matrix<float> dLogits;        ///< ∂L/∂o_t                                V × N

  // Kept for their capacity
  kernels::PackedMatrix weights;
  kernels::Scratch scratch;

  void prepare(Index vocabularySize, Index tokens);

  /// Floats per token: logits, probabilities and dLogits; the loss, one more, is neglected.
  static double numbersPerToken(const NetworkShape& shape) { return 3.0 * static_cast<double>(shape.vocabularySize); }
};

/// Logits, softmax and cross-entropy of columns [begin, end) of the window. Returns Σ_t L_t in nats.
double forwardOutputLayer(const OutputParameters<const float>& parameters, const TokenId* targets,
                          const Matrix<float>& hidden, Index begin, Index end, OutputActivations& activations);

/// For columns [begin, end): sets activations.dLogits to ∂(scale · Σ_t L_t)/∂o_t; computes the gradients of W_out and
/// b_out, overwriting them if begin is 0, else adding to them; and sets dHiddenFromOutput, the part of ∂L/∂h_t of the
/// top layer that comes through the output layer.
void backwardOutputLayer(const OutputParameters<const float>& parameters, const TokenId* targets, float scale,
                         const Matrix<float>& hidden, Index begin, Index end, OutputActivations& activations,
                         OutputParameters<float> gradient, Matrix<float>& dHiddenFromOutput);

}  // namespace rnn
