#include "rnn/network.h"

#include <optional>

#include "rnn/double_network.h"
#include "rnn/float_learner.h"

namespace rnn {

std::unique_ptr<Learner> Learner::create(const NetworkShape& shape, Precision precision,
                                         const OptimizerSettings& settings) {
  if (precision == Precision::Float64) return std::make_unique<DoubleLearner>(shape, settings);
  return std::make_unique<FloatLearner>(shape, settings);
}

reference::OptimizerState momentsInDouble(const NetworkShape& shape, const Moments& moments) {
  const auto network = [&](const std::vector<double>& all) {
    return all.empty() ? std::nullopt : std::optional(reference::Network(shape, all));
  };
  return {moments.steps, network(moments.first), network(moments.second)};
}

}  // namespace rnn
