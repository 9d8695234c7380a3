// The engine against the same network in plain loops (naive_network.h), its gradients against exact
// derivatives by dual numbers.

#include "rnn/network.h"

#include <gtest/gtest.h>

#include <cmath>

#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using testing::EngineRun;
using testing::NaiveNetwork;
using testing::NaiveState;
using testing::worstError;

Sequence sevenSteps() {
  Random random(31);
  Sequence sequence = testing::randomSequence(5, 7, random);
  sequence.inputs[3] = kUnknownToken;
  sequence.targets[2] = kIgnoredTarget;
  return sequence;
}

class NetworkOfAnyShape : public ::testing::TestWithParam<NetworkShape> {};

TEST_P(NetworkOfAnyShape, ComputesWhatPlainLoopsCompute) {
  const auto parameters = testing::randomParameters(GetParam(), 17);
  const Sequence sequence = sevenSteps();
  const EngineRun<double> run(parameters, {sequence}, {0});
  const NaiveNetwork<double> naive(GetParam(), testing::naiveWeights<double>(parameters));
  const auto expected = naive.run(sequence);
  const auto& output = run.activations.output;
  for (Index t = 0; t < sequence.length(); ++t) {
    const auto step = static_cast<std::size_t>(t);
    for (std::size_t k = 0; k < run.activations.layers.size(); ++k) {
      const auto& layer = run.activations.layers[k];
      EXPECT_LT(worstError(Vector<double>(layer.hidden.col(t)), expected.states[step][k].hidden), 1e-14);
      if (GetParam().cell != CellType::Lstm) continue;
      EXPECT_LT(worstError(Vector<double>(layer.cell.col(t)), expected.states[step][k].cell), 1e-14);
    }
    EXPECT_LT(worstError(Vector<double>(output.logits.col(t)), expected.logits[step]), 1e-13);
    EXPECT_LT(worstError(Vector<double>(output.probabilities.col(t)), expected.probabilities[step]), 1e-13);
  }
  EXPECT_LT(worstError(Vector<double>(output.losses.head(7)), expected.losses), 1e-13);
  EXPECT_NEAR(run.loss, expected.totalLoss(), 1e-12);
}

TEST_P(NetworkOfAnyShape, HasTheGradientOfForwardDifferentiation) {
  const auto parameters = testing::randomParameters(GetParam(), 17);
  const Dataset data{sevenSteps()};
  const EngineRun<double> run(parameters, data, {0});
  const auto expected = testing::naiveGradient(parameters, data);
  for (const ParameterInfo& entry : parameters.list())
    EXPECT_LT(worstError(run.gradient.rowMajor(entry), expected.at(entry.name)), 1e-13) << entry.name;
}

TEST_P(NetworkOfAnyShape, GivesTheSameInSinglePrecisionUpToRounding) {
  const auto parameters = testing::randomParameters(GetParam(), 17);
  const EngineRun<double> wide(parameters, {sevenSteps()}, {0});
  const EngineRun<float> single(parameters.cast<float>(), {sevenSteps()}, {0});
  EXPECT_NEAR(single.loss, wide.loss, 1e-5);
  EXPECT_LT(worstError(single.gradient.flat(), wide.gradient.flat()), 2e-5);
}

INSTANTIATE_TEST_SUITE_P(CellsActivationsLayersBias, NetworkOfAnyShape, ::testing::ValuesIn(testing::everyShape()),
                         [](const auto& test) { return testing::describe(test.param); });

class NetworkInWindows : public ::testing::TestWithParam<NetworkShape> {};

TEST_P(NetworkInWindows, CarriesItsStateSoThatWindowsGiveOnePass) {
  const auto parameters = testing::randomParameters(GetParam(), 17);
  const Dataset data = testing::randomData(5, {7, 3, 5}, 23);
  const testing::NaiveNetwork<double> naive(GetParam(), testing::naiveWeights<double>(parameters));
  const Batch batch(data, {0, 1, 2});
  NetworkActivations<double> activations;
  for (const Index size : {1, 2, 3, 5, 7}) {
    double total = 0;
    State<double> state = State<double>::zero(GetParam(), 3);
    for (Index begin = 0; begin < batch.steps(); begin += size)
      total += forward(parameters, {batch, begin, std::min(begin + size, batch.steps())}, state, activations);
    double expected = 0;
    for (Index b = 0; b < 3; ++b) {
      const auto alone = naive.run(data[static_cast<std::size_t>(batch.sequenceAt(b))]);
      expected += alone.totalLoss();
      for (std::size_t k = 0; k < 2; ++k)
        EXPECT_LT(worstError(Vector<double>(state.hidden[k].col(b)), alone.states.back()[k].hidden), 1e-14);
    }
    EXPECT_NEAR(total, expected, 1e-12) << "windows of " << size;
  }
}

TEST_P(NetworkInWindows, StopsOnlyTheGradientAtTheirEdges) {
  const auto parameters = testing::randomParameters(GetParam(), 17);
  const Sequence sequence = sevenSteps();
  for (const Index size : {1, 3, 6}) {
    const Dataset data{sequence};
    NetworkActivations<double> activations;
    Parameters<double> truncated(GetParam());
    forEachWindow(parameters, data, Batch(data, {0}), size, activations,
                  [&](const Window& window, NetworkActivations<double>& now, double) {
                    backward(parameters, window, 1.0, now, truncated);
                  });
    const auto expected =
        testing::naiveTruncatedGradient(parameters, GetParam(), sequence, static_cast<std::size_t>(size));
    for (const ParameterInfo& entry : parameters.list())
      EXPECT_LT(worstError(truncated.rowMajor(entry), expected.at(entry.name)), 1e-13)
          << entry.name << " in windows of " << size;
  }
}

INSTANTIATE_TEST_SUITE_P(EveryCell, NetworkInWindows, ::testing::ValuesIn(testing::everyCell()),
                         [](const auto& test) { return testing::describe(test.param); });

// The tutorial's cell: h = a forward, 1 − h² backward. Expected: its numpy loop for one unit, one token,
// worked by hand: two steps from h = 0 with U = u, W = w, V = (v, 0).
TEST(ListingActivation, IsTheIdentityForwardAndTanhsDerivativeBackward) {
  Parameters<double> parameters({CellType::Rnn, Activation::Listing, 2, 1, 1, false});
  const double u = 0.5;
  const double w = -0.4;
  const double v = 0.8;
  parameters.flat() << u, 0, w, v, 0;
  const EngineRun<double> run(parameters, {{{0, 0}, {1, 0}, {}, {}}}, {0});
  const double h0 = u;
  const double h1 = u + w * h0;
  const double p0 = 1 / (1 + std::exp(-v * h0));  // softmax of (v h, 0)
  const double p1 = 1 / (1 + std::exp(-v * h1));
  const double delta1 = (1 - h1 * h1) * v * (p1 - 1);
  const double delta0 = (1 - h0 * h0) * (v * p0 + w * delta1);
  EXPECT_NEAR(run.loss, -std::log(1 - p0) - std::log(p1), 1e-15);
  const std::vector<double> expected{delta0 + delta1, 0, delta1 * h0, p0 * h0 + (p1 - 1) * h1,
                                     -p0 * h0 + (1 - p1) * h1};
  EXPECT_LT(worstError(run.gradient.flat(), expected), 1e-15);
}

// ReLU at its kink: PyTorch takes the derivative there as 0.
TEST(ReluActivation, HasDerivativeZeroAtTheKink) {
  Parameters<double> parameters({CellType::Rnn, Activation::Relu, 2, 1, 1, false});
  parameters.flat() << 0, 0, 0, 1, 0;
  const EngineRun<double> run(parameters, {{{0}, {0}, {}, {}}}, {0});
  EXPECT_EQ(run.gradient.flat(), Vector<double>::Zero(5));
}

// softmax(1000, 0, −1000): e^1000 overflows, e^−1000 underflows, the loss is 1000 and 2000 all the same.
TEST(OutputLayer, HasExactLossesForLargeLogits) {
  Parameters<double> parameters({CellType::Rnn, Activation::Tanh, 3, 2, 1, true});
  parameters.outputLayer().bias << 1000, 0, -1000;
  const EngineRun<double> wide(parameters, {{{0, 0, 0}, {0, 1, 2}, {}, {}}}, {0});
  EXPECT_EQ(Vector<double>(wide.activations.output.losses.head(3)), (Vector<double>(3) << 0, 1000, 2000).finished());
  EXPECT_EQ(Vector<double>(wide.activations.output.dLogits.col(1)), (Vector<double>(3) << 1, -1, 0).finished());
  const EngineRun<float> single(parameters.cast<float>(), {{{0}, {2}, {}, {}}}, {0});
  EXPECT_EQ(single.loss, 2000);
}

}  // namespace
}  // namespace rnn
