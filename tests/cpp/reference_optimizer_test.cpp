// The update rules of the reference: one weight, three gradients, worked by hand from the definitions in torch.optim's
// documentation, with coarse hyperparameters (ε = 0.5, β₁ = 0.5 …) so that a term in the wrong place shows; and the
// engine's optimizer, in float, against them.

#include "rnn/reference_optimizer.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "helpers.h"
#include "rnn/optimizer.h"

namespace rnn {
namespace {

using reference::Network;
using reference::OptimizerState;
using reference::UpdateRule;

constexpr std::array<double, 3> kGradients{0.5, -0.25, 1.0};

OptimizerSettings coarse(OptimizerType type) {
  return {
      .type = type, .momentum = 0.9, .decay = 0.75, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.5, .weightDecay = 0.2};
}

/// θ after each of three updates from θ = 1 with learning rate 0.1.
void expectPath(OptimizerType type, const std::vector<double>& expected) {
  double theta = 1, m = 0, s = 0;
  std::vector<double> path;
  for (std::size_t i = 0; i < kGradients.size(); ++i) {
    UpdateRule(coarse(type), 0.1, static_cast<std::int64_t>(i) + 1)(kGradients[i], theta, m, s);
    path.push_back(theta);
  }
  EXPECT_LT(testing::worstError(path, expected), 1e-15) << nameOf(type);
}

TEST(ReferenceOptimizer, FollowsTheDefinitionOfEveryRule) {
  expectPath(OptimizerType::Sgd, {0.95, 0.975, 0.875});
  // v = 0.5, then 0.9 · 0.5 − 0.25 = 0.2, then 0.9 · 0.2 + 1 = 1.18
  expectPath(OptimizerType::Momentum, {1 - 0.05, 0.95 - 0.02, 0.93 - 0.118});
  // the same v; steps g + 0.9 v: 0.95, then −0.25 + 0.18 = −0.07, then 1 + 1.062 = 2.062
  expectPath(OptimizerType::Nesterov, {1 - 0.095, 0.905 + 0.007, 0.912 - 0.2062});
  // s: 1/16, then 3/4 · 1/16 + 1/4 · 1/16 = 1/16, then 3/64 + 1/4 = 19/64
  const double rms = 1 - 0.1 * 0.5 / (0.25 + 0.5) + 0.1 * 0.25 / (0.25 + 0.5);
  expectPath(OptimizerType::RmsProp, {1 - 0.1 * 0.5 / 0.75, rms, rms - 0.1 / (std::sqrt(19.0) / 8 + 0.5)});
  // s = Σ g²: 1/4, 5/16, 21/16
  const double ada = 0.95 + 0.1 * 0.25 / (std::sqrt(5.0) / 4 + 0.5);
  expectPath(OptimizerType::Adagrad, {0.95, ada, ada - 0.1 / (std::sqrt(21.0) / 4 + 0.5)});
  // m: 1/4, then 1/8 − 1/8 = 0, then 1/2           1 − 0.5ᵗ:  1/2, 3/4, 7/8
  // s: 1/16, then 1/16, then 19/64 (as RMSProp's)  1 − 0.75ᵗ: 1/4, 7/16, 37/64
  const double first = 0.1 * (1.0 / 2) / (std::sqrt(1.0 / 4) + 0.5);
  const double third = 0.1 * (4.0 / 7) / (std::sqrt((19.0 / 64) / (37.0 / 64)) + 0.5);
  expectPath(OptimizerType::Adam, {1 - first, 1 - first, 1 - first - third});
  // before each step θ shrinks by 1 − 0.1 · 0.2
  const double one = 0.98 - first, two = 0.98 * one;
  expectPath(OptimizerType::AdamW, {one, two, 0.98 * two - third});
}

// An ε of any size keeps the division finite: with g = 0 from the start the step is 0 / (0 + ε).
TEST(ReferenceOptimizer, DoesNotMoveAWeightWithoutGradientHoweverSmallEpsilon) {
  for (const auto type : {OptimizerType::RmsProp, OptimizerType::Adagrad, OptimizerType::Adam}) {
    for (const double epsilon : {1e-8, 1e-46, 1e-300, std::numeric_limits<double>::denorm_min()}) {
      OptimizerSettings settings = coarse(type);
      settings.epsilon = epsilon;
      double theta = 1, m = 0, s = 0;
      UpdateRule(settings, 0.1, 1)(0, theta, m, s);
      EXPECT_EQ(theta, 1) << nameOf(type) << " " << epsilon;
    }
  }
}

// Adam's first step is η g / |g| for every size of g that a float can have, where ε is far below.
TEST(ReferenceOptimizer, OfAdamTakesAFirstStepThatDoesNotDependOnTheSizeOfTheGradient) {
  OptimizerSettings settings;
  settings.type = OptimizerType::Adam;
  settings.epsilon = 1e-100;
  for (const double g : {1e-45, 1e-30, 1e-19, 1.0, 1e19, 1e38}) {
    double theta = 1, m = 0, s = 0;
    UpdateRule(settings, 0.1, 1)(g, theta, m, s);
    EXPECT_NEAR(theta, 0.9, 1e-14) << g;
  }
}

TEST(ReferenceOptimizer, ClipsByTheGlobalNormAsTorchDoes) {
  Network gradient({CellType::Rnn, Activation::Tanh, 2, 1, 1, true});
  gradient.layers[0].inputWeights.values = {3, 0};
  gradient.outputBias = {0, 4};
  EXPECT_EQ(reference::globalNorm(gradient), 5);
  EXPECT_EQ(reference::clippingFactor(5, 0), 1);
  EXPECT_EQ(reference::clippingFactor(5, 10), 1);
  EXPECT_EQ(reference::clippingFactor(5, 1), 1 / (5 + 1e-6));
}

// The engine computes in float: each of ten updates rounds θ and the moments to 24 bits, 6e-8 of their size, which is
// near 1; a quotient such as m / √s takes over twice its operands' error.
TEST(ReferenceOptimizer, AgreesWithTheEnginesOptimizerUpToItsRounding) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 3, 4, 2, true};
  for (const std::string_view name : Names<OptimizerType>::list) {
    OptimizerSettings settings;
    settings.type = *fromName<OptimizerType>(name);
    Parameters<float> parameters(shape);
    Random random(5);
    for (float& value : parameters.flat())
      value = static_cast<float>(random.uniform(-1, 1));
    Network weights(parameters);
    OptimizerState state = OptimizerState::zero(settings.type, shape);
    Optimizer optimizer(settings, parameters.flat().size());
    for (int step = 0; step < 10; ++step) {
      Parameters<float> gradient(shape);
      for (float& value : gradient.flat())
        value = static_cast<float>(random.uniform(-1, 1));
      optimizer.update(parameters.flat(), gradient.flat(), 0.05);
      reference::update(settings, 0.05, Network(gradient), weights, state).finish();
    }
    EXPECT_EQ(state.steps, 10);
    for (const ParameterInfo& entry : weights.list)
      EXPECT_LT(testing::worstError(parameters.rowMajor(entry), weights.numbers(entry)), 1e-5)
          << name << " " << entry.name;
  }
}

TEST(ReferenceOptimizer, UpdatesInSlicesTheSameAsAtOnce) {
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 50, 60, 1, true};
  const Network gradient(testing::randomParameters(shape, 2));
  for (const OptimizerType type : {OptimizerType::Sgd, OptimizerType::RmsProp, OptimizerType::Adam}) {
    const OptimizerSettings settings{.type = type};
    const auto updated = [&](double operations) {
      Network weights(testing::randomParameters(shape, 1));
      OptimizerState state = OptimizerState::zero(type, shape);
      int slices = 1;
      for (Job job = update(settings, 0.05, gradient, weights, state); !job.advance(operations);)
        ++slices;
      return std::pair{weights.all(), slices};
    };
    const auto [inSlices, count] = updated(1);
    EXPECT_GE(count, 9);  // 9,650 weights, some 1,000 a slice
    EXPECT_EQ(inSlices, updated(1e9).first);
  }
}

}  // namespace
}  // namespace rnn
