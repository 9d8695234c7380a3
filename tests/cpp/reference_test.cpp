// The network in plain loops: its values against the one of dual numbers (naive_network.h), its gradient against
// forward differentiation; and the fast engine, in float, against it.

#include "rnn/reference.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "helpers.h"
#include "naive_network.h"
#include "rnn/gradient.h"
#include "rnn/network.h"

namespace rnn {
namespace {

using reference::LayerStep;
using reference::Network;
using reference::Numbers;
using reference::Step;
using testing::worstError;

Sequence awkwardSequence(const NetworkShape& shape) {
  Random random(31);
  Sequence sequence = testing::randomSequence(shape.vocabularySize, 7, random);
  sequence.inputs[3] = kUnknownToken;
  sequence.targets[2] = kIgnoredTarget;
  for (Index i = 0; i < shape.layers * shape.hiddenSize; ++i) {
    sequence.initialHidden.push_back(random.uniform(-0.5, 0.5));
    if (shape.cell == CellType::Lstm) sequence.initialCell.push_back(random.uniform(-0.5, 0.5));
  }
  return sequence;
}

double totalLoss(const std::vector<Step>& steps) {
  return std::accumulate(steps.begin(), steps.end(), 0.0, [](double sum, const Step& step) { return sum + step.loss; });
}

class ReferenceOfAnyShape : public ::testing::TestWithParam<NetworkShape> {};

TEST_P(ReferenceOfAnyShape, ComputesWhatTheNetworkOfDualNumbersComputes) {
  const Network network = testing::randomNetwork(GetParam(), 17);
  const Sequence sequence = awkwardSequence(GetParam());
  const auto steps = reference::forward(network, sequence);
  const testing::NaiveNetwork<double> naive(GetParam(), testing::naiveWeights<double>(network));
  const auto expected = naive.run(sequence);
  for (std::size_t t = 0; t < steps.size(); ++t) {
    for (std::size_t k = 0; k < steps[t].layers.size(); ++k)
      EXPECT_LT(worstError(steps[t].layers[k].hidden, expected.states[t][k].hidden), 1e-14);
    EXPECT_LT(worstError(steps[t].probabilities, expected.probabilities[t]), 1e-13);
  }
  EXPECT_NEAR(totalLoss(steps), expected.totalLoss(), 1e-12);
}

TEST_P(ReferenceOfAnyShape, HasTheGradientOfForwardDifferentiation) {
  const Network network = testing::randomNetwork(GetParam(), 17);
  const Sequence sequence = awkwardSequence(GetParam());
  auto steps = reference::forward(network, sequence);
  const Network gradient = reference::backward(network, steps);
  const auto expected = testing::naiveGradient(network, {sequence});
  for (const ParameterInfo& entry : gradient.list)
    EXPECT_LT(worstError(gradient.numbers(entry), expected.at(entry.name)), 1e-13) << entry.name;
}

TEST_P(ReferenceOfAnyShape, TruncatedSendsNothingFromOneWindowIntoTheOneBefore) {
  const Network network = testing::randomNetwork(GetParam(), 5);
  const Sequence sequence = awkwardSequence(GetParam());
  auto steps = reference::forward(network, sequence);
  for (const Index truncate : {1, 2, 3, 7, 100}) {
    const Network gradient = reference::backward(network, steps, 1, truncate);
    const auto expected =
        testing::naiveTruncatedGradient(network, GetParam(), sequence, static_cast<std::size_t>(truncate));
    for (const ParameterInfo& entry : gradient.list)
      EXPECT_LT(worstError(gradient.numbers(entry), expected.at(entry.name)), 1e-13)
          << entry.name << " in windows of " << truncate;
  }
}

// Stepping with one buffer, as the gradient check does, is forward().
TEST_P(ReferenceOfAnyShape, ComputesTheSameStepByStep) {
  const Network network = testing::randomNetwork(GetParam(), 5);
  const Sequence sequence = awkwardSequence(GetParam());
  const auto steps = reference::forward(network, sequence);
  reference::State state = reference::initialState(network, sequence);
  Step step;
  for (std::size_t t = 0; t < steps.size(); ++t) {
    reference::forwardStep(network, sequence.inputs[t], sequence.targets[t], state, step);
    EXPECT_EQ(step.loss, steps[t].loss);
    EXPECT_EQ(step.probabilities, steps[t].probabilities);
    for (std::size_t k = 0; k < steps[t].layers.size(); ++k) {
      EXPECT_EQ(state.hidden[k], steps[t].layers[k].hidden);
      EXPECT_EQ(state.cell[k], steps[t].layers[k].cell);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(CellsActivationsLayersBias, ReferenceOfAnyShape, ::testing::ValuesIn(testing::everyShape()),
                         [](const auto& test) { return testing::describe(test.param); });

// One unit, one token, two steps from h = 0 with U = u, W = w, V = (v, 0), worked by hand: backward the tutorial's
// program multiplies by 1 − h², forward there is no tanh.
TEST(Reference, KeepsTheMistakeOfTheTutorialsProgram) {
  Network network({CellType::Rnn, Activation::Listing, 2, 1, 1, false});
  const double u = 0.5, w = -0.4, v = 0.8;
  network.layers[0].inputWeights.values = {u, 0};
  network.layers[0].recurrentWeights.values = {w};
  network.outputWeights.values = {v, 0};
  auto steps = reference::forward(network, {{0, 0}, {1, 0}, {}, {}});
  const Network gradient = reference::backward(network, steps);
  const double h0 = u, h1 = u + w * h0;
  const double p0 = 1 / (1 + std::exp(-v * h0)), p1 = 1 / (1 + std::exp(-v * h1));  // softmax of (v h, 0)
  const double delta1 = (1 - h1 * h1) * v * (p1 - 1);
  const double delta0 = (1 - h0 * h0) * (v * p0 + w * delta1);
  EXPECT_NEAR(totalLoss(steps), -std::log(1 - p0) - std::log(p1), 1e-15);
  EXPECT_LT(worstError(gradient.layers[0].inputWeights.values, Numbers{delta0 + delta1, 0}), 1e-15);
  EXPECT_LT(worstError(gradient.layers[0].recurrentWeights.values, Numbers{delta1 * h0}), 1e-15);
  EXPECT_LT(worstError(gradient.outputWeights.values, Numbers{p0 * h0 + (p1 - 1) * h1, -p0 * h0 + (1 - p1) * h1}),
            1e-15);
}

// ReLU at its kink: PyTorch takes the derivative there as 0.
TEST(Reference, TakesTheDerivativeOfReluAtItsKinkAsZero) {
  Network network({CellType::Rnn, Activation::Relu, 2, 1, 1, false});
  network.outputWeights.values = {1, 0};
  auto steps = reference::forward(network, {{0}, {0}, {}, {}});
  EXPECT_EQ(reference::backward(network, steps).layers[0].inputWeights.values, (Numbers{0, 0}));
}

TEST(Reference, LossAndGradientStayFiniteWhereAProbabilityUnderflows) {
  Network network({CellType::Rnn, Activation::Tanh, 3, 2, 1, true});
  network.outputBias = {2000, 0, -2000};
  auto steps = reference::forward(network, {{0}, {2}, {}, {}});
  EXPECT_EQ(steps[0].loss, 4000);
  EXPECT_EQ(reference::backward(network, steps).outputBias, (Numbers{1, 0, -1}));
}

// −ln p = ln(1 + e^−40) is e^−40 up to its square: 1 + e^−40 would round to 1.
TEST(Reference, LossIsExactWhereAProbabilityIsNearlyOne) {
  Network network({CellType::Rnn, Activation::Tanh, 2, 1, 1, true});
  network.outputBias = {40, 0};
  EXPECT_NEAR(reference::forward(network, {{0}, {0}, {}, {}})[0].loss / std::exp(-40), 1, 1e-15);
}

TEST(Reference, AnEmptySequenceHasNoLossAndNoGradient) {
  const Network network = testing::randomNetwork({CellType::Lstm, Activation::Tanh, 3, 2, 2, true}, 1);
  auto steps = reference::forward(network, {});
  EXPECT_TRUE(steps.empty());
  const Network gradient = reference::backward(network, steps);
  for (const ParameterInfo& entry : gradient.list)
    EXPECT_EQ(gradient.numbers(entry), Numbers(static_cast<std::size_t>(entry.size())));
}

TEST(NumbersPerStep, IsNoLessThanTheNumbersOfAStep) {
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    const NetworkShape shape{cell, Activation::Tanh, 7, 5, 3, true};
    const Network network = testing::randomNetwork(shape, 3);
    auto steps = reference::forward(network, {{0, 1, 2}, {1, 2, 3}, {}, {}});
    reference::backward(network, steps);
    const Step& s = steps[1];
    double numbers = 0;
    for (const Numbers* all : {&s.logits, &s.exponentials, &s.probabilities, &s.dLogits})
      numbers += static_cast<double>(all->size());
    for (const LayerStep& l : s.layers) {
      for (const Numbers* all :
           {&l.below, &l.previousHidden, &l.previousCell, &l.inputProjection, &l.recurrentProjection, &l.preActivation,
            &l.gates, &l.hidden, &l.cell, &l.cellTanh, &l.dHiddenFromOutput, &l.dHiddenFromNext, &l.dHidden,
            &l.dCellFromNext, &l.dCell, &l.delta, &l.dRecurrentProjection})
        numbers += static_cast<double>(all->size());
    }
    const double buffers = 17.0 * 3 * 3 + 5 * 3;  // three doubles each, beside its numbers
    EXPECT_GE(reference::numbersPerStep(shape), numbers + buffers);
    EXPECT_LE(reference::numbersPerStep(shape), 1.6 * (numbers + buffers));
  }
}

}  // namespace
}  // namespace rnn
