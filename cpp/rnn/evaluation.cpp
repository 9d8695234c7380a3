#include "rnn/evaluation.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace rnn {
namespace {

// The most sequences side by side: enough for large products, few enough for a phone's memory.
constexpr Index kMaxParallelSequences = 32;
// Steps of one window: enough for large products, few enough to stay in the cache.
constexpr Index kMaxWindowSteps = 64;
// Multiply-adds in one window of an Evaluator: a few milliseconds.
constexpr Index kMaxWindowWork = Index{1} << 25;

/// Reads a sequence; `visit(pass, targets, column)` after each token.
template <class Visit>
CarriedState readSequence(const Network& network, const Sequence& sequence, const Visit& visit) {
  const Dataset data{sequence};
  const Batch batch(data, {0});
  const std::unique_ptr<ForwardPass> pass = network.forwardPass();
  pass->start(data, batch);
  for (Index begin = 0; begin < batch.steps(); begin += kMaxWindowSteps) {
    const Window window{batch, begin, std::min(begin + kMaxWindowSteps, batch.steps())};
    pass->read(window);
    for (Index column = 0; column < window.columns(); ++column)
      visit(*pass, window.targets()[column], column);
  }
  return pass->state();
}

}  // namespace

Evaluator::Evaluator(const Network& network, const Dataset& data)
    : data_(data), parameterCount_(static_cast<Index>(parameterCount(network.shape()))), pass_(network.forwardPass()) {}

void Evaluator::restart() {
  first_ = 0;
  inBatch_ = false;
  result_ = {};
}

void Evaluator::beginBatch() {
  chosen_.resize(static_cast<std::size_t>(std::min(kMaxParallelSequences, static_cast<Index>(data_.size()) - first_)));
  std::iota(chosen_.begin(), chosen_.end(), first_);
  batch_.choose(data_, chosen_);
  inBatch_ = true;
  begin_ = 0;
  pass_->start(data_, batch_);
}

void Evaluator::advance() {
  if (!inBatch_) beginBatch();
  const std::int64_t stepWork = std::int64_t{batch_.active(begin_)} * parameterCount_;
  const Index steps = static_cast<Index>(std::clamp<std::int64_t>(kMaxWindowWork / stepWork, 1, kMaxWindowSteps));
  const Window window{batch_, begin_, std::min(begin_ + steps, batch_.steps())};
  batch_.pack(data_, window.begin, window.end);
  result_.totalLoss += pass_->read(window);
  for (Index column = 0; column < window.columns(); ++column) {
    const TokenId target = window.targets()[column];
    if (target == kIgnoredTarget) continue;
    ++result_.tokens;
    result_.correct += target == pass_->mostProbable(column);
  }
  begin_ = window.end;
  if (begin_ < batch_.steps()) return;
  first_ += batch_.sequences();
  inBatch_ = false;
}

double evaluationTokens(double parameters) {
  constexpr auto kSequences = static_cast<double>(kMaxParallelSequences);
  const double steps = static_cast<double>(kMaxWindowWork) / (kSequences * parameters);
  return kSequences * std::clamp(steps, 1.0, static_cast<double>(kMaxWindowSteps));
}

Evaluation evaluate(const Network& network, const Dataset& data) {
  Evaluator evaluator(network, data);
  while (!evaluator.done())
    evaluator.advance();
  return evaluator.result();
}

Prediction predict(const Network& network, const Sequence& sequence) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  Prediction result;
  std::vector<double> probabilities(static_cast<std::size_t>(network.shape().vocabularySize));
  result.finalState = readSequence(network, sequence, [&](const ForwardPass& pass, TokenId target, Index column) {
    const TokenId best = pass.mostProbable(column);
    const bool hasTarget = target != kIgnoredTarget;
    pass.probabilities(column, probabilities);
    result.mostProbable.push_back(best);
    result.probability.push_back(probabilities[static_cast<std::size_t>(best)]);
    result.targetProbability.push_back(hasTarget ? probabilities[static_cast<std::size_t>(target)] : kNone);
    result.loss.push_back(hasTarget ? pass.loss(column) : kNone);
  });
  return result;
}

Outputs outputs(const Network& network, const Sequence& sequence) {
  Outputs result;
  const auto vocabularySize = static_cast<std::size_t>(network.shape().vocabularySize);
  const auto append = [](std::vector<double>& to, std::size_t count) {
    to.resize(to.size() + count);
    return std::span(to).last(count);
  };
  result.finalState = readSequence(network, sequence, [&](const ForwardPass& pass, TokenId, Index column) {
    pass.logits(column, append(result.logits, vocabularySize));
    pass.probabilities(column, append(result.probabilities, vocabularySize));
    pass.units({network.shape().layers - 1}, column,
               append(result.hidden, static_cast<std::size_t>(network.shape().hiddenSize)));
  });
  return result;
}

UnitActivity unitActivity(const Network& network, const Sequence& sequence, const UnitNumbers& which) {
  UnitActivity result;
  std::vector<double> values(static_cast<std::size_t>(network.shape().hiddenSize));
  result.finalState = readSequence(network, sequence, [&](const ForwardPass& pass, TokenId, Index column) {
    pass.units(which, column, values);
    result.values.insert(result.values.end(), values.begin(), values.end());
  });
  return result;
}

}  // namespace rnn
