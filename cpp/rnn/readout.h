#pragma once

#include "rnn/batch.h"
#include "rnn/parameters.h"

namespace rnn {

/// What the output layer computes for one window; columns as in LayerRecord.
template <class S>
struct ReadoutRecord {
  Index columns = 0;
  Matrix<S> logits;         ///< o_t = W_out h_t + b_out                V × N
  Vector<S> logNormalizer;  ///< log Σ_k exp o_t[k]                     N
  Matrix<S> probabilities;  ///< p_t = softmax(o_t)                     V × N
  Vector<S> losses;         ///< L_t = −log p_t[target], 0 where none   N
  Matrix<S> dLogits;        ///< ∂L/∂o_t                                V × N

  void prepare(Index vocabularySize, Index tokens);
};

/// Logits, their softmax and the cross-entropy of each token. Returns Σ_t L_t in nats.
template <class S>
double forwardReadout(const ReadoutParameters<const S>& parameters, const Window& window, const Matrix<S>& hidden,
                      ReadoutRecord<S>& record);

/// ∂(scale · Σ_t L_t)/∂o_t into record.dLogits.
template <class S>
void differentiateLoss(const Window& window, S scale, ReadoutRecord<S>& record);

/// From record.dLogits: adds to `gradient`, and writes ∂L/∂h_t through the output.
template <class S>
void backwardReadout(const ReadoutParameters<const S>& parameters, const Matrix<S>& hidden,
                     const ReadoutRecord<S>& record, ReadoutParameters<S> gradient, Matrix<S>& hiddenFromOutput);

}  // namespace rnn
