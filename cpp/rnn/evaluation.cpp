#include "rnn/evaluation.h"

#include <algorithm>
#include <limits>
#include <span>

#include "rnn/sampling.h"

namespace rnn {
namespace {

// Steps of one window: enough for large products, few enough to stay in the cache.
constexpr Index kMaxWindowSteps = 64;
// Multiply-adds in one window of an Evaluator: a few milliseconds.
constexpr Index kMaxWindowWork = Index{1} << 25;

template <class S>
TokenId mostProbable(const OutputActivations<S>& output, Index column) {
  return argmax(std::span<const S>(output.logits.col(column).data(), static_cast<std::size_t>(output.logits.rows())));
}

/// The state after the last step of a window of one sequence.
template <class S>
FinalState stateAfter(const Window& window, const NetworkActivations<S>& activations) {
  FinalState state;
  const auto append = [&](const Matrix<S>& from, std::vector<double>& to) {
    if (from.size() == 0) return;
    const auto last = from.col(window.columns() - 1);
    to.insert(to.end(), last.begin(), last.end());
  };
  for (const LayerActivations<S>& layer : activations.layers) {
    append(layer.hidden, state.hidden);
    append(layer.cell, state.cell);
  }
  return state;
}

/// The columns of a window, one after the other.
template <class S>
void appendColumns(const Window& window, const Matrix<S>& from, std::vector<S>& to) {
  to.insert(to.end(), from.data(), from.data() + from.rows() * window.columns());
}

}  // namespace

template <class S>
void Evaluator<S>::beginBatch(const NetworkShape& shape, const Dataset& data) {
  const auto last = std::min(first_ + kMaxParallelSequences, static_cast<Index>(all_.size()));
  batch_.emplace(data, std::vector<Index>(all_.begin() + first_, all_.begin() + last));
  begin_ = 0;
  state_ = State<S>::initial(shape, data, *batch_);
}

template <class S>
void Evaluator<S>::advance(const Parameters<S>& parameters, const Dataset& data) {
  if (!batch_) beginBatch(parameters.shape(), data);
  const Index stepWork = batch_->active(begin_) * parameters.flat().size();
  const Index steps = std::clamp<Index>(kMaxWindowWork / stepWork, 1, kMaxWindowSteps);
  const Window window{*batch_, begin_, std::min(begin_ + steps, batch_->steps())};
  count(window, forward(parameters, window, state_, activations_));
  begin_ = window.end;
  if (begin_ < batch_->steps()) return;
  first_ += batch_->sequences();
  batch_.reset();
}

template <class S>
void Evaluator<S>::count(const Window& window, double loss) {
  result_.totalLoss += loss;
  result_.tokens += window.targetCount();
  for (Index column = 0; column < window.columns(); ++column) {
    const TokenId target = window.targets()[column];
    result_.correct += target != kIgnoredTarget && target == mostProbable(activations_.output, column);
  }
}

template <class S>
Evaluation evaluate(const Parameters<S>& parameters, const Dataset& data) {
  Evaluator<S> evaluator(data);
  while (!evaluator.done())
    evaluator.advance(parameters, data);
  return evaluator.result();
}

template <class S>
Prediction predict(const Parameters<S>& parameters, const Sequence& sequence) {
  Prediction result;
  NetworkActivations<S> activations;
  const Dataset data{sequence};
  const Batch batch(data, {0});
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  forEachWindow(parameters, data, batch, kMaxWindowSteps, activations,
                [&](const Window& window, const NetworkActivations<S>& now, double) {
                  const OutputActivations<S>& output = now.output;
                  for (Index column = 0; column < window.columns(); ++column) {
                    const TokenId best = mostProbable(output, column);
                    const TokenId target = window.targets()[column];
                    const bool hasTarget = target != kIgnoredTarget;
                    result.mostProbable.push_back(best);
                    result.probability.push_back(output.probabilities(best, column));
                    result.targetProbability.push_back(
                        hasTarget ? static_cast<double>(output.probabilities(target, column)) : kNone);
                    result.loss.push_back(hasTarget ? static_cast<double>(output.losses[column]) : kNone);
                  }
                  result.finalState = stateAfter(window, now);
                });
  return result;
}

template <class S>
Outputs<S> outputs(const Parameters<S>& parameters, const Sequence& sequence) {
  Outputs<S> result;
  NetworkActivations<S> activations;
  const Dataset data{sequence};
  const Batch batch(data, {0});
  forEachWindow(parameters, data, batch, kMaxWindowSteps, activations,
                [&](const Window& window, const NetworkActivations<S>& now, double) {
                  appendColumns(window, now.output.logits, result.logits);
                  appendColumns(window, now.output.probabilities, result.probabilities);
                  appendColumns(window, now.layers.back().hidden, result.hidden);
                  result.finalState = stateAfter(window, now);
                });
  return result;
}

template class Evaluator<float>;
template class Evaluator<double>;
template Evaluation evaluate(const Parameters<float>&, const Dataset&);
template Evaluation evaluate(const Parameters<double>&, const Dataset&);
template Prediction predict(const Parameters<float>&, const Sequence&);
template Prediction predict(const Parameters<double>&, const Sequence&);
template Outputs<float> outputs(const Parameters<float>&, const Sequence&);
template Outputs<double> outputs(const Parameters<double>&, const Sequence&);

}  // namespace rnn
