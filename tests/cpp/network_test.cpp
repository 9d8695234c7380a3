// The engine against the same network in plain loops (naive_network.h), its gradients against exact
// derivatives by dual numbers. In single precision, so up to its rounding; random shapes and batches:
// float_network_test.

#include "rnn/window_pass.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine_in_tests.h"
#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using testing::EngineRun;
using testing::NaiveNetwork;
using testing::worstError;

/// How far single precision may be from double for numbers of order 1.
constexpr double kRounding = 1e-6;

Sequence sevenSteps() {
  Random random(31);
  Sequence sequence = testing::randomSequence(5, 7, random);
  sequence.inputs[3] = kUnknownToken;
  sequence.targets[2] = kIgnoredTarget;
  return sequence;
}

class NetworkOfAnyShape : public ::testing::TestWithParam<NetworkShape> {};

TEST_P(NetworkOfAnyShape, ComputesWhatPlainLoopsCompute) {
  const Parameters<float> parameters = testing::randomParameters(GetParam(), 17).cast<float>();
  const Sequence sequence = sevenSteps();
  const EngineRun run(parameters, {sequence}, {0});
  const NaiveNetwork<double> naive(GetParam(), testing::naiveWeights<double>(parameters.cast<double>()));
  const auto expected = naive.run(sequence);
  const auto& output = run.activations().output;
  for (Index t = 0; t < sequence.length(); ++t) {
    const auto step = static_cast<std::size_t>(t);
    for (std::size_t k = 0; k < run.activations().layers.size(); ++k) {
      const Vector<float> hidden = run.activations().layers[k].hidden.col(t);
      EXPECT_LT(worstError(hidden, expected.states[step][k].hidden), kRounding);
    }
    EXPECT_LT(worstError(Vector<float>(output.logits.col(t)), expected.logits[step]), kRounding);
    EXPECT_LT(worstError(Vector<float>(output.probabilities.col(t)), expected.probabilities[step]), kRounding);
  }
  EXPECT_LT(worstError(Vector<float>(output.losses.head(7)), expected.losses), kRounding);
  EXPECT_NEAR(run.loss(), expected.totalLoss(), 10 * kRounding);
}

TEST_P(NetworkOfAnyShape, HasTheGradientOfForwardDifferentiation) {
  const Parameters<float> parameters = testing::randomParameters(GetParam(), 17).cast<float>();
  const Dataset data{sevenSteps()};
  const EngineRun run(parameters, data, {0});
  const auto expected = testing::naiveGradient(parameters.cast<double>(), data);
  for (const ParameterInfo& entry : parameters.list())
    EXPECT_LT(worstError(run.gradient.values().rowMajor(entry), expected.at(entry.name)), 10 * kRounding) << entry.name;
}

INSTANTIATE_TEST_SUITE_P(CellsActivationsLayersBias, NetworkOfAnyShape, ::testing::ValuesIn(testing::everyShape()),
                         [](const auto& test) { return testing::describe(test.param); });

// The tutorial's cell: h = a forward, 1 − h² backward. Expected: its numpy loop for one unit, one token,
// worked by hand: two steps from h = 0 with U = u, W = w, V = (v, 0).
TEST(ListingActivation, IsTheIdentityForwardAndTanhsDerivativeBackward) {
  Parameters<float> parameters({CellType::Rnn, Activation::Listing, 2, 1, 1, false});
  const double u = 0.5;
  const double w = -0.4;
  const double v = 0.8;
  parameters.flat() << 0.5F, 0, -0.4F, 0.8F, 0;
  const EngineRun run(parameters, {{{0, 0}, {1, 0}, {}, {}}}, {0});
  const double h0 = u;
  const double h1 = u + w * h0;
  const double p0 = 1 / (1 + std::exp(-v * h0));  // softmax of (v h, 0)
  const double p1 = 1 / (1 + std::exp(-v * h1));
  const double delta1 = (1 - h1 * h1) * v * (p1 - 1);
  const double delta0 = (1 - h0 * h0) * (v * p0 + w * delta1);
  EXPECT_NEAR(run.loss(), -std::log(1 - p0) - std::log(p1), kRounding);
  const std::vector<double> expected{delta0 + delta1, 0, delta1 * h0, p0 * h0 + (p1 - 1) * h1,
                                     -p0 * h0 + (1 - p1) * h1};
  EXPECT_LT(worstError(run.gradient.values().flat(), expected), kRounding);
}

// ReLU at its kink: PyTorch takes the derivative there as 0.
TEST(ReluActivation, HasDerivativeZeroAtTheKink) {
  Parameters<float> parameters({CellType::Rnn, Activation::Relu, 2, 1, 1, false});
  parameters.flat() << 0, 0, 0, 1, 0;
  const EngineRun run(parameters, {{{0}, {0}, {}, {}}}, {0});
  EXPECT_EQ(run.gradient.values().flat(), Vector<float>::Zero(5));
}

// softmax(1000, 0, −1000): e^1000 overflows, e^−1000 underflows, the loss is 1000 and 2000 all the same.
TEST(OutputLayer, HasExactLossesForLargeLogits) {
  Parameters<float> parameters({CellType::Rnn, Activation::Tanh, 3, 2, 1, true});
  parameters.outputLayer().bias << 1000, 0, -1000;
  const EngineRun run(parameters, {{{0, 0, 0}, {0, 1, 2}, {}, {}}}, {0});
  EXPECT_EQ(Vector<float>(run.activations().output.losses.head(3)), (Vector<float>(3) << 0, 1000, 2000).finished());
  EXPECT_EQ(Vector<float>(run.activations().output.dLogits.col(1)), (Vector<float>(3) << 1, -1, 0).finished());
  EXPECT_EQ(run.loss(), 3000);
}

}  // namespace
}  // namespace rnn
