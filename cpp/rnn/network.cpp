#include "rnn/network.h"

#include "rnn/double_network.h"
#include "rnn/float_network.h"

namespace rnn {

std::unique_ptr<Network> Network::create(const NetworkShape& shape, Precision precision) {
  if (precision == Precision::Float64) return std::make_unique<DoubleNetwork>(shape);
  return std::make_unique<FloatNetwork>(shape);
}

std::unique_ptr<Learner> Learner::create(const NetworkShape& shape, Precision precision,
                                         const OptimizerSettings& settings) {
  if (precision == Precision::Float64) return std::make_unique<DoubleLearner>(shape, settings);
  return std::make_unique<FloatLearner>(shape, settings);
}

}  // namespace rnn
