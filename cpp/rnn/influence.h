#pragma once

#include <vector>

#include "rnn/job.h"
#include "rnn/reference.h"
#include "rnn/trace.h"

namespace rnn {

/// Backpropagation from one logit, or from the loss of one step alone, to the inputs and states before it. The sequence
/// is read once, however many logits and losses are asked for; no gradient of a weight is computed.
class SingleOutputGradient {
 public:
  /// Its first work, to be done by advance(): the forward pass.
  SingleOutputGradient(reference::Network network, Sequence sequence);
  SingleOutputGradient(const SingleOutputGradient&) = delete;

  /// A slice of the work at hand; true when it is done.
  bool advance(double operations = kSliceOperations) { return job_.advance(operations); }

  /// The next work. Influence of each input on one logit: norms()[s] = ‖∂ o_position[token] / ∂x_s‖₂ for
  /// s = 0 … position, x_s the one-hot input of step s.
  void backpropagateLogit(Index position, TokenId token);
  /// The next work. The gradient norm by time lag k, of the loss L_t of step t = `position` alone: ‖∂L_t/∂h_{t−k}‖₂,
  /// and in an LSTM ‖∂L_t/∂(h_{t−k}, c_{t−k})‖₂, the whole state that a step passes to the next one. norms(): layers ×
  /// (position + 1), row by row. The target at `position` is not ignored.
  void backpropagateLoss(Index position);

  /// The last work: frees the steps. Without it the destructor does, all at once.
  void release() { job_ = releaseSteps(steps_); }

  const std::vector<double>& norms() const { return norms_; }

 private:
  Job logitBackward(std::size_t position, std::size_t token);
  Job lossBackward(std::size_t position);
  void backwardFrom(std::size_t position, std::size_t t);

  reference::Network network_;
  Sequence sequence_;
  reference::State state_;
  std::vector<reference::Step> steps_;
  std::vector<double> norms_;
  Job job_;
};

/// All at once.
std::vector<double> inputGradientNorms(const reference::Network& network, const Sequence& sequence, Index position,
                                       TokenId token);
std::vector<double> gradientNormsByLag(const reference::Network& network, const Sequence& sequence, Index position);

}  // namespace rnn
