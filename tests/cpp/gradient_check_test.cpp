// The gradients of BPTT against central differences of the loss: nothing here is taken from the
// engine's own backward pass but the thing under test.

#include "rnn/gradient_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "helpers.h"
#include "rnn/evaluation.h"
#include "rnn/gradient.h"
#include "rnn/trainer.h"

namespace rnn {
namespace {

double worstError(const Parameters<double>& parameters, const Dataset& data, Index truncate = 0) {
  GradientCheck check(parameters, data, truncate, 20000, 1);
  check.advance(check.total());
  double worst = 0;
  for (const CheckedParameter& parameter : check.result()) {
    worst = std::max(worst, parameter.worstRelativeError);
  }
  return worst;
}

class GradientCheckOfEveryNetwork : public ::testing::TestWithParam<NetworkShape> {};

TEST_P(GradientCheckOfEveryNetwork, HasGradientsThatMatchFiniteDifferences) {
  const NetworkShape shape = GetParam();
  const Dataset data = testing::randomData(shape.vocabularySize, {6, 3, 1}, 7);
  EXPECT_LE(worstError(testing::randomParameters(shape, 11), data), 1e-7);
}

INSTANTIATE_TEST_SUITE_P(CellsActivationsLayersBias, GradientCheckOfEveryNetwork,
                         ::testing::ValuesIn(testing::everyShape()),
                         [](const auto& test) { return testing::describe(test.param); });

TEST(GradientCheck, FindsTheErrorOfTheListing) {
  const NetworkShape shape{CellType::Rnn, Activation::Listing, 5, 4, 1, false};
  const Dataset data = testing::randomData(5, {6, 5}, 7);
  EXPECT_GT(worstError(testing::randomParameters(shape, 11), data), 1e-3);
}

TEST(GradientCheck, FindsThatTruncatedBpttIsNotTheGradient) {
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    const NetworkShape shape{cell, Activation::Tanh, 5, 4, 1, true};
    const Dataset data = testing::randomData(5, {8}, 7);
    const Parameters<double> parameters = testing::randomParameters(shape, 11);
    EXPECT_GT(worstError(parameters, data, 2), 1e-3);
    EXPECT_LE(worstError(parameters, data, 8), 1e-7) << "a window as long as the sequence";
  }
}

TEST(GradientCheck, PassesWithUnknownInputsAndIgnoredTargets) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 2, true};
  Dataset data = testing::randomData(5, {6, 4}, 7);
  data[0].inputs[2] = kUnknownToken;
  data[0].targets[4] = kIgnoredTarget;
  data[1].targets[3] = kIgnoredTarget;
  EXPECT_LE(worstError(testing::randomParameters(shape, 11), data), 1e-7);
}

TEST(GradientCheck, PassesFromANonzeroInitialState) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 2, true};
  Dataset data = testing::randomData(5, {5, 2}, 7);
  data[1].initialHidden = {.1, -.2, .3, -.4, .5, -.6, .7, -.8};
  data[1].initialCell = {-.8, .7, -.6, .5, -.4, .3, -.2, .1};
  EXPECT_LE(worstError(testing::randomParameters(shape, 11), data), 1e-7);
}

// Learnt by heart, the loss is so small that a rounding error of the logits' own size would hide its differences.
TEST(GradientCheck, PassesWhereTheLossIsNearlyZero) {
  const Dataset sentences{{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {}, {}}, {{5, 6, 7, 8, 9}, {6, 7, 8, 9, 0}, {}, {}}};
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    const NetworkShape shape{cell, Activation::Tanh, 10, 16, 1, true};
    Trainer<double> trainer(shape, {}, {}, 1, sentences, {});
    for (int step = 0; step < 4000; ++step)
      trainer.step();
    EXPECT_LT(evaluate(trainer.parameters(), sentences).totalLoss, 1e-2);
    EXPECT_LE(worstError(trainer.parameters(), sentences), 1e-7) << nameOf(cell);
  }
}

// Where nothing can be measured, nothing agrees.
TEST(GradientCheck, FailsWhereNumbersAreNotFinite) {
  const NetworkShape shape{CellType::Rnn, Activation::Identity, 5, 4, 1, true};
  const Dataset data = testing::randomData(5, {4}, 7);
  for (const double broken : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (const char* name : {"weight_hh_l0", "bias_ih_l0", "weight_out"}) {
      Parameters<double> parameters = testing::randomParameters(shape, 11);
      parameters.flat()[parameters.find(name)->offset] = broken;
      EXPECT_GT(worstError(parameters, data), 1) << broken << " in " << name;
    }
  }
}

TEST(GradientCheck, ChecksASeededSampleOfALargeNetwork) {
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 5, 4, 1, true};
  const Parameters<double> parameters = testing::randomParameters(shape, 11);
  const Dataset data = testing::randomData(5, {3}, 7);
  GradientCheck first(parameters, data, 0, 10, 5);
  GradientCheck second(parameters, data, 0, 10, 5);
  EXPECT_EQ(first.total(), 10);
  first.advance(4);
  first.advance(100);
  second.advance(10);
  const auto one = first.result();
  const auto other = second.result();
  for (std::size_t i = 0; i < one.size(); ++i)
    EXPECT_EQ(one[i].indices, other[i].indices);
}

}  // namespace
}  // namespace rnn
