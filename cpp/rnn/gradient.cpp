#include "rnn/gradient.h"

#include <algorithm>

#include "rnn/evaluation.h"

namespace rnn {

template <class S>
LossGradient<S> lossGradient(const Parameters<S>& parameters, const Dataset& data, Reduction reduction,
                             Index truncate) {
  const Batch batch(data, allOf(data));
  const std::int64_t targets = Window::whole(batch).targetCount();
  const bool mean = reduction == Reduction::Mean && targets > 0;
  const S scale = mean ? S(1) / static_cast<S>(targets) : S(1);
  LossGradient<S> result{0, targets, scale, Parameters<S>(parameters.shape())};
  NetworkRecord<S> record;
  const Index windowSteps = truncate > 0 ? truncate : std::max<Index>(1, batch.steps());
  forEachWindow(parameters, data, batch, windowSteps, record,
                [&](const Window& window, NetworkRecord<S>& now, double loss) {
                  result.loss += loss;
                  backward(parameters, window, scale, now, result.gradient);
                });
  if (mean) result.loss /= static_cast<double>(targets);
  return result;
}

template <class S>
double totalLoss(const Parameters<S>& parameters, const Dataset& data) {
  const Batch batch(data, allOf(data));
  NetworkRecord<S> record;
  double total = 0;
  forEachWindow(parameters, data, batch, std::max<Index>(1, batch.steps()), record,
                [&](const Window&, const NetworkRecord<S>&, double loss) { total += loss; });
  return total;
}

template LossGradient<float> lossGradient(const Parameters<float>&, const Dataset&, Reduction, Index);
template LossGradient<double> lossGradient(const Parameters<double>&, const Dataset&, Reduction, Index);
template double totalLoss(const Parameters<float>&, const Dataset&);
template double totalLoss(const Parameters<double>&, const Dataset&);

}  // namespace rnn
