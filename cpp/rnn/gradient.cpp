#include "rnn/gradient.h"

#include <algorithm>
#include <span>

#include "rnn/trace.h"

namespace rnn {

// One sequence after the other. Their steps share one buffer, which grows to the longest.
Job differentiate(const reference::Network& network, const Dataset& data, Reduction reduction, Index truncate,
                  LossGradient& result) {
  result.targets = targetCount(data);
  result.scale = lossScale(reduction, result.targets);
  result.loss = 0;
  result.gradient = reference::Network(network.shape);
  std::vector<reference::Step> buffer;
  for (const Sequence& sequence : data) {
    buffer.resize(std::max(buffer.size(), sequence.inputs.size()));
    const auto steps = std::span(buffer).first(sequence.inputs.size());
    reference::State state = initialState(network, sequence);
    co_yield forward(network, sequence, state, steps);
    for (const reference::Step& step : steps)
      result.loss += result.scale * step.loss;
    co_yield backward(network, steps, result.scale, truncate, &result.gradient);
  }
  co_yield releaseSteps(buffer);
}

LossGradient differentiate(const reference::Network& network, const Dataset& data, Reduction reduction,
                           Index truncate) {
  LossGradient result{.gradient = reference::Network(network.shape)};
  differentiate(network, data, reduction, truncate, result).finish();
  return result;
}

}  // namespace rnn
