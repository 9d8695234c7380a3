// The gradients of BPTT against central differences of the loss: nothing here is taken from the
// engine's own backward pass but the thing under test.

#include "rnn/gradient_check.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "engine_in_tests.h"
#include "helpers.h"
#include "rnn/evaluation.h"

namespace rnn {
namespace {

double worstError(const reference::Network& network, const Dataset& data, Index truncate = 0) {
  GradientCheck check(network, data, truncate, 20000, 1);
  while (!check.advance()) {
  }
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
  EXPECT_LE(worstError(testing::randomNetwork(shape, 11), data), 1e-7);
}

INSTANTIATE_TEST_SUITE_P(CellsActivationsLayersBias, GradientCheckOfEveryNetwork,
                         ::testing::ValuesIn(testing::everyShape()),
                         [](const auto& test) { return testing::describe(test.param); });

// Large weights and a long sequence: the loss bends so much that the stencil is off by more than 10⁻⁷ at ε = 10⁻³.
TEST(GradientCheck, PassesWhereTheLossBendsMuch) {
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    const NetworkShape shape{cell, Activation::Tanh, 6, 12, 1, true};
    reference::Network network = testing::randomNetwork(shape, 11);
    for (const ParameterInfo& entry : network.list)
      for (double& value : network.numbers(entry))
        value *= 3;
    EXPECT_LE(worstError(network, testing::randomData(6, {30, 12}, 7)), 1e-7);
  }
}

TEST(GradientCheck, FindsTheErrorOfTheListing) {
  const NetworkShape shape{CellType::Rnn, Activation::Listing, 5, 4, 1, false};
  const Dataset data = testing::randomData(5, {6, 5}, 7);
  EXPECT_GT(worstError(testing::randomNetwork(shape, 11), data), 1e-3);
}

// It is not measured with every ε there is: that would take four times as long as where the gradient is right.
TEST(GradientCheck, TakesTwoQuotientsThatAgreeForTheDerivative) {
  const auto slicesOf = [](Activation activation) {
    const NetworkShape shape{CellType::Rnn, activation, 5, 4, 1, false};
    GradientCheck check(testing::randomNetwork(shape, 11), testing::randomData(5, {6, 5}, 7), 0, 20000, 1);
    int slices = 1;
    while (!check.advance(1))
      ++slices;
    return slices;
  };
  EXPECT_LT(slicesOf(Activation::Listing), 2.2 * slicesOf(Activation::Tanh));
}

TEST(GradientCheck, FindsThatTruncatedBpttIsNotTheGradient) {
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    const NetworkShape shape{cell, Activation::Tanh, 5, 4, 1, true};
    const Dataset data = testing::randomData(5, {8}, 7);
    const reference::Network network = testing::randomNetwork(shape, 11);
    EXPECT_GT(worstError(network, data, 2), 1e-3);
    EXPECT_LE(worstError(network, data, 8), 1e-7) << "a window as long as the sequence";
  }
}

TEST(GradientCheck, PassesWithUnknownInputsAndIgnoredTargets) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 2, true};
  Dataset data = testing::randomData(5, {6, 4}, 7);
  data[0].inputs[2] = kUnknownToken;
  data[0].targets[4] = kIgnoredTarget;
  data[1].targets[3] = kIgnoredTarget;
  EXPECT_LE(worstError(testing::randomNetwork(shape, 11), data), 1e-7);
}

TEST(GradientCheck, PassesFromANonzeroInitialState) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 2, true};
  Dataset data = testing::randomData(5, {5, 2}, 7);
  data[1].initialHidden = {.1, -.2, .3, -.4, .5, -.6, .7, -.8};
  data[1].initialCell = {-.8, .7, -.6, .5, -.4, .3, -.2, .1};
  EXPECT_LE(worstError(testing::randomNetwork(shape, 11), data), 1e-7);
}

// Learnt by heart, the loss is so small that a rounding error of the logits' own size would hide its differences.
TEST(GradientCheck, PassesWhereTheLossIsNearlyZero) {
  const Dataset sentences{{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {}, {}}, {{5, 6, 7, 8, 9}, {6, 7, 8, 9, 0}, {}, {}}};
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    const NetworkShape shape{cell, Activation::Tanh, 10, 16, 1, true};
    testing::TrainerIn<float> trainer(shape, {}, {}, 1, sentences, {});
    for (int step = 0; step < 4000; ++step)
      trainer.step();
    EXPECT_LT(testing::evaluate(trainer.parameters(), sentences).totalLoss, 1e-2);
    EXPECT_LE(worstError(reference::Network(trainer.parameters()), sentences), 1e-7) << nameOf(cell);
  }
}

// Where nothing can be measured, nothing agrees.
TEST(GradientCheck, FailsWhereNumbersAreNotFinite) {
  const NetworkShape shape{CellType::Rnn, Activation::Identity, 5, 4, 1, true};
  const Dataset data = testing::randomData(5, {4}, 7);
  for (const double broken : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    for (const char* name : {"weight_hh_l0", "bias_ih_l0", "weight_out"}) {
      reference::Network network = testing::randomNetwork(shape, 11);
      network.numbers(*network.find(name))[0] = broken;
      EXPECT_GT(worstError(network, data), 1) << broken << " in " << name;
    }
  }
}

TEST(GradientCheck, ChecksASeededSampleOfALargeNetworkInSlicesThatDoNotMatter) {
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 5, 4, 1, true};
  const reference::Network network = testing::randomNetwork(shape, 11);
  const Dataset data = testing::randomData(5, {3, 2}, 7);
  GradientCheck first(network, data, 0, 10, 5);
  GradientCheck second(network, data, 0, 10, 5);
  EXPECT_EQ(first.total(), 10);
  Index doneBefore = 0;
  int slicesInsideEntries = 0;
  while (!first.advance(1)) {
    slicesInsideEntries += first.done() == doneBefore;
    doneBefore = first.done();
  }
  EXPECT_GE(slicesInsideEntries, 40);  // five time steps each: one entry is no unit of work
  EXPECT_EQ(first.done(), 10);
  EXPECT_TRUE(second.advance(1e12));
  const auto one = first.result();
  const auto other = second.result();
  std::size_t checked = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    checked += one[i].indices.size();
    EXPECT_EQ(one[i].indices, other[i].indices);
    EXPECT_EQ(one[i].analytic, other[i].analytic);
    EXPECT_EQ(one[i].numeric, other[i].numeric);
    EXPECT_TRUE(std::is_sorted(one[i].indices.begin(), one[i].indices.end()));
  }
  EXPECT_EQ(checked, 10U);
}

TEST(GradientCheck, DrawsEveryEntryEquallyOften) {
  const reference::Network network = testing::randomNetwork({CellType::Rnn, Activation::Tanh, 2, 1, 1, false}, 11);
  std::vector<int> counts(5, 0);
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    GradientCheck check(network, testing::randomData(2, {1}, 7), 0, 2, seed);
    while (!check.advance()) {
    }
    std::size_t offset = 0;
    const auto result = check.result();
    for (std::size_t i = 0; i < result.size(); ++i) {
      for (const Index index : result[i].indices)
        ++counts[offset + static_cast<std::size_t>(index)];
      offset += static_cast<std::size_t>(network.list[i].size());
    }
  }
  // 400 expected of each; the standard deviation is √(1000 · 0.4 · 0.6) = 15.5
  for (const int count : counts)
    EXPECT_NEAR(count, 400, 5 * 15.5);
}

}  // namespace
}  // namespace rnn
