#include "rnn/gradient.h"

#include <algorithm>
#include <span>

#include "rnn/trace.h"

namespace rnn {

LossGradient::LossGradient(reference::Network network, Dataset data, Reduction reduction, Index truncate)
    : network_(std::move(network)),
      data_(std::move(data)),
      truncate_(truncate),
      targets_(targetCount(data_)),
      scale_(lossScale(reduction, targets_)),
      gradient_(network_.shape),
      job_(run()) {}

// One sequence after the other. Their steps share one buffer, which grows to the longest.
Job LossGradient::run() {
  for (const Sequence& sequence : data_) {
    steps_.resize(std::max(steps_.size(), sequence.inputs.size()));
    const auto steps = std::span(steps_).first(sequence.inputs.size());
    reference::State state = initialState(network_, sequence);
    co_yield forward(network_, sequence, state, steps);
    for (const reference::Step& step : steps)
      loss_ += scale_ * step.loss;
    co_yield backward(network_, steps, scale_, truncate_, gradient_);
  }
  co_yield releaseSteps(steps_);
}

}  // namespace rnn
