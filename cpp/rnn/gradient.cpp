#include "rnn/gradient.h"

#include <algorithm>

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
  const double operations = reference::operationsPerStep(network_.shape);
  for (const Sequence& sequence : data_) {
    const std::size_t T = sequence.inputs.size();
    steps_.resize(std::max(steps_.size(), T));
    reference::State state = initialState(network_, sequence);
    for (std::size_t t = 0; t < T; ++t) {
      forwardStep(network_, sequence.inputs[t], sequence.targets[t], state, steps_[t]);
      loss_ += scale_ * steps_[t].loss;
      co_yield operations;
    }
    for (std::size_t t = T; t-- > 0;) {
      differentiateLoss(scale_, steps_[t]);
      backwardStep(network_, reference::isLastOfWindow(t, T, truncate_) ? nullptr : &steps_[t + 1], steps_[t]);
      addContribution(steps_[t], gradient_);
      co_yield 2 * operations;
    }
  }
  for (Job part = releaseSteps(steps_); !part.advance();)
    co_yield kSliceOperations;
}

}  // namespace rnn
