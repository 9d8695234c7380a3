#include "rnn/influence.h"

#include <cmath>

namespace rnn {

using reference::Grid;
using reference::LayerStep;
using reference::Numbers;

namespace {

double squaredNorm(const Numbers& numbers) {
  double sum = 0;
  for (const double number : numbers)
    sum += number * number;
  return sum;
}

/// ‖Wᵀ δ‖₂
double normOfTransposedProduct(const Grid& W, const Numbers& delta) {
  Numbers product(W.columns);
  for (std::size_t i = 0; i < W.rows; ++i)
    for (std::size_t j = 0; j < W.columns; ++j)
      product[j] += W(i, j) * delta[i];
  return std::sqrt(squaredNorm(product));
}

}  // namespace

SingleOutputGradient::SingleOutputGradient(reference::Network network, Sequence sequence)
    : network_(std::move(network)),
      sequence_(std::move(sequence)),
      state_(initialState(network_, sequence_)),
      steps_(sequence_.inputs.size()),
      job_(forward(network_, sequence_, state_, steps_)) {}

void SingleOutputGradient::backpropagateLogit(Index position, TokenId token) {
  job_ = logitBackward(static_cast<std::size_t>(position), static_cast<std::size_t>(token));
}

void SingleOutputGradient::backpropagateLoss(Index position) {
  job_ = lossBackward(static_cast<std::size_t>(position));
}

/// The step of the way back at t; only `position` has a gradient of its own.
void SingleOutputGradient::backwardFrom(std::size_t position, std::size_t t) {
  if (t < position) steps_[t].dLogits.clear();
  backwardStep(network_, t < position ? &steps_[t + 1] : nullptr, steps_[t]);
}

//   ∂o_position[token]/∂x_s = W_ihᵀ δ_s, with ∂o_position[token]/∂o_position one-hot
Job SingleOutputGradient::logitBackward(std::size_t position, std::size_t token) {
  const Grid& weights = network_.layers.front().inputWeights;
  const double operations = reference::operationsPerStep(network_.shape) + static_cast<double>(weights.values.size());
  norms_.assign(position + 1, 0);
  Numbers& dLogits = steps_[position].dLogits;
  dLogits.assign(steps_[position].logits.size(), 0);
  dLogits[token] = 1;
  for (std::size_t s = position + 1; s-- > 0;) {
    backwardFrom(position, s);
    norms_[s] = normOfTransposedProduct(weights, steps_[s].layers.front().delta);
    co_yield operations;
  }
}

//   ∂L_t/∂h_s = dHidden     ∂L_t/∂c_s = dCellFromNext: the path from c_s to the loss through h_s is part of ∂L_t/∂h_s
Job SingleOutputGradient::lossBackward(std::size_t position) {
  const std::size_t L = network_.layers.size();
  norms_.assign(L * (position + 1), 0);
  differentiateLoss(1, steps_[position]);
  for (std::size_t s = position + 1; s-- > 0;) {
    backwardFrom(position, s);
    for (std::size_t k = 0; k < L; ++k) {
      const LayerStep& layer = steps_[s].layers[k];
      norms_[k * (position + 1) + position - s] =
          std::sqrt(squaredNorm(layer.dHidden) + squaredNorm(layer.dCellFromNext));
    }
    co_yield reference::operationsPerStep(network_.shape);
  }
}

namespace {

void finish(SingleOutputGradient& work) {
  while (!work.advance()) {
  }
}

}  // namespace

std::vector<double> inputGradientNorms(const reference::Network& network, const Sequence& sequence, Index position,
                                       TokenId token) {
  SingleOutputGradient gradient(network, sequence);
  finish(gradient);
  gradient.backpropagateLogit(position, token);
  finish(gradient);
  return gradient.norms();
}

std::vector<double> gradientNormsByLag(const reference::Network& network, const Sequence& sequence, Index position) {
  SingleOutputGradient gradient(network, sequence);
  finish(gradient);
  gradient.backpropagateLoss(position);
  finish(gradient);
  return gradient.norms();
}

}  // namespace rnn
