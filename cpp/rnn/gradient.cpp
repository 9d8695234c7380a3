#include "rnn/gradient.h"

#include <algorithm>
#include <span>

namespace rnn {

template <class S>
LossGradient<S> lossGradient(const Parameters<S>& parameters, const Dataset& data, Reduction reduction,
                             Index truncate) {
  const std::int64_t targets = targetCount(data);
  const bool mean = reduction == Reduction::Mean && targets > 0;
  const S scale = mean ? S(1) / static_cast<S>(targets) : S(1);
  LossGradient<S> result{0, targets, scale, Parameters<S>(parameters.shape())};
  NetworkActivations<S> activations;
  const auto add = [&](const Window& window, NetworkActivations<S>& now, double loss) {
    result.loss += loss;
    backward(parameters, window, scale, now, result.gradient);
  };
  const std::vector<Index> all = allOf(data);
  constexpr auto kAtOnce = static_cast<std::size_t>(kMaxParallelSequences);
  for (std::size_t first = 0; first < all.size(); first += kAtOnce) {
    const auto chosen = std::span(all).subspan(first, std::min(kAtOnce, all.size() - first));
    const Batch batch(data, {chosen.begin(), chosen.end()});
    forEachWindow(parameters, data, batch, truncate > 0 ? truncate : batch.steps(), activations, add);
  }
  if (mean) result.loss /= static_cast<double>(targets);
  return result;
}

template LossGradient<float> lossGradient(const Parameters<float>&, const Dataset&, Reduction, Index);
template LossGradient<double> lossGradient(const Parameters<double>&, const Dataset&, Reduction, Index);

}  // namespace rnn
