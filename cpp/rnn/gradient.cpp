#include "rnn/gradient.h"

#include <algorithm>
#include <span>

#include "rnn/evaluation.h"

namespace rnn {
namespace {

// BPTT keeps every step of these: few enough for a phone's memory, enough for large products.
constexpr std::size_t kSequencesAtOnce = 32;

std::int64_t targetCount(const Dataset& data) {
  std::int64_t count = 0;
  for (const Sequence& sequence : data) {
    count += sequence.length() - std::count(sequence.targets.begin(), sequence.targets.end(), kNoTarget);
  }
  return count;
}

}  // namespace

template <class S>
LossGradient<S> lossGradient(const Parameters<S>& parameters, const Dataset& data, Reduction reduction,
                             Index truncate) {
  const std::int64_t targets = targetCount(data);
  const bool mean = reduction == Reduction::Mean && targets > 0;
  const S scale = mean ? S(1) / static_cast<S>(targets) : S(1);
  LossGradient<S> result{0, targets, scale, Parameters<S>(parameters.shape())};
  NetworkRecord<S> record;
  const auto add = [&](const Window& window, NetworkRecord<S>& now, double loss) {
    result.loss += loss;
    backward(parameters, window, scale, now, result.gradient);
  };
  const std::vector<Index> all = allOf(data);
  for (std::size_t first = 0; first < all.size(); first += kSequencesAtOnce) {
    const auto chosen = std::span(all).subspan(first, std::min(kSequencesAtOnce, all.size() - first));
    const Batch batch(data, {chosen.begin(), chosen.end()});
    forEachWindow(parameters, data, batch, truncate > 0 ? truncate : batch.steps(), record, add);
  }
  if (mean) result.loss /= static_cast<double>(targets);
  return result;
}

template LossGradient<float> lossGradient(const Parameters<float>&, const Dataset&, Reduction, Index);
template LossGradient<double> lossGradient(const Parameters<double>&, const Dataset&, Reduction, Index);

}  // namespace rnn
