#include "rnn/evaluation.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace rnn {
namespace {

// Wide enough for large products, small enough to stay in the cache and in a phone's memory.
constexpr Index kSequencesAtOnce = 32;
constexpr Index kStepsAtOnce = 64;

template <class S>
TokenId mostProbable(const ReadoutRecord<S>& record, Index column) {
  Index best = 0;
  record.logits.col(column).maxCoeff(&best);
  return static_cast<TokenId>(best);
}

}  // namespace

std::vector<Index> allOf(const Dataset& data) {
  std::vector<Index> all(data.size());
  std::iota(all.begin(), all.end(), Index{0});
  return all;
}

template <class S>
Evaluation evaluate(const Parameters<S>& parameters, const Dataset& data) {
  Evaluation result;
  NetworkRecord<S> record;
  const std::vector<Index> all = allOf(data);
  const auto count = [&](const Window& window, const NetworkRecord<S>& now, double loss) {
    result.totalLoss += loss;
    result.tokens += window.targetCount();
    for (Index column = 0; column < window.columns(); ++column) {
      const TokenId target = window.targets()[column];
      result.correct += target != kNoTarget && target == mostProbable(now.readout, column);
    }
  };
  for (Index first = 0; first < static_cast<Index>(all.size()); first += kSequencesAtOnce) {
    const auto last = std::min(first + kSequencesAtOnce, static_cast<Index>(all.size()));
    const Batch batch(data, {all.begin() + first, all.begin() + last});
    forEachWindow(parameters, data, batch, kStepsAtOnce, record, count);
  }
  return result;
}

template <class S>
Prediction predict(const Parameters<S>& parameters, const Sequence& sequence) {
  Prediction result;
  NetworkRecord<S> record;
  const Dataset data{sequence};
  const Batch batch(data, {0});
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  forEachWindow(
      parameters, data, batch, kStepsAtOnce, record, [&](const Window& window, const NetworkRecord<S>& now, double) {
        for (Index column = 0; column < window.columns(); ++column) {
          const ReadoutRecord<S>& readout = now.readout;
          const TokenId best = mostProbable(readout, column);
          const TokenId target = window.targets()[column];
          const bool asked = target != kNoTarget;
          result.mostProbable.push_back(best);
          result.probability.push_back(readout.probabilities(best, column));
          result.targetProbability.push_back(asked ? static_cast<double>(readout.probabilities(target, column))
                                                   : kNone);
          result.loss.push_back(asked ? static_cast<double>(readout.losses[column]) : kNone);
        }
      });
  return result;
}

template Evaluation evaluate(const Parameters<float>&, const Dataset&);
template Evaluation evaluate(const Parameters<double>&, const Dataset&);
template Prediction predict(const Parameters<float>&, const Sequence&);
template Prediction predict(const Parameters<double>&, const Sequence&);

}  // namespace rnn
