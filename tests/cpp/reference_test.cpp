// The network in plain loops: its values against the one of dual numbers (naive_network.h), its gradient against
// forward differentiation, and the fast engine, in double, against it: every intermediate and every gradient.

#include "rnn/reference.h"

#include <gtest/gtest.h>

#include <numeric>

#include "helpers.h"
#include "naive_network.h"
#include "rnn/gradient.h"

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
  sequence.targets[2] = kNoTarget;
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
  const auto parameters = testing::randomParameters(GetParam(), 17);
  const Sequence sequence = awkwardSequence(GetParam());
  const auto steps = reference::forward(Network(parameters), sequence);
  const testing::NaiveNetwork<double> naive(GetParam(), testing::naiveWeights<double>(parameters));
  const auto expected = naive.run(sequence);
  for (std::size_t t = 0; t < steps.size(); ++t) {
    for (std::size_t k = 0; k < steps[t].layers.size(); ++k)
      EXPECT_LT(worstError(steps[t].layers[k].hidden, expected.states[t][k].hidden), 1e-14);
    EXPECT_LT(worstError(steps[t].probabilities, expected.probabilities[t]), 1e-13);
  }
  EXPECT_NEAR(totalLoss(steps), expected.totalLoss(), 1e-12);
}

TEST_P(ReferenceOfAnyShape, HasTheGradientOfForwardDifferentiation) {
  const auto parameters = testing::randomParameters(GetParam(), 17);
  const Sequence sequence = awkwardSequence(GetParam());
  const Network network(parameters);
  auto steps = reference::forward(network, sequence);
  const Parameters<double> gradient = reference::backward(network, steps).parameters();
  const auto expected = testing::naiveGradient(parameters, {sequence});
  for (const ParameterInfo& entry : gradient.list())
    EXPECT_LT(worstError(gradient.rowMajor(entry), expected.at(entry.name)), 1e-13) << entry.name;
}

TEST_P(ReferenceOfAnyShape, HasEveryGradientOfTheEngine) {
  const auto parameters = testing::randomParameters(GetParam(), 5);
  const Sequence sequence = awkwardSequence(GetParam());
  const testing::EngineRun<double> engine(parameters, {sequence}, {0});
  const Network network(parameters);
  auto steps = reference::forward(network, sequence);
  EXPECT_NEAR(totalLoss(steps), engine.loss, 1e-12);
  EXPECT_LT(worstError(reference::backward(network, steps).parameters().flat(), engine.gradient.flat()), 1e-13);
}

TEST_P(ReferenceOfAnyShape, TruncatedSendsNothingFromOneWindowIntoTheOneBefore) {
  const auto parameters = testing::randomParameters(GetParam(), 5);
  const Sequence sequence = awkwardSequence(GetParam());
  const Dataset data{sequence};
  const Batch batch(data, {0});
  for (const Index truncate : {1, 2, 3, 7, 100}) {
    State<double> state = State<double>::initial(GetParam(), data, batch);
    Parameters<double> expected(GetParam());
    NetworkRecord<double> record;
    for (Index begin = 0; begin < batch.steps(); begin += truncate) {
      const Window window{batch, begin, std::min(begin + truncate, batch.steps())};
      forward(parameters, window, state, record);
      backward(parameters, window, 0.5, record, expected);
    }
    const Network network(parameters);
    auto steps = reference::forward(network, sequence);
    EXPECT_LT(worstError(reference::backward(network, steps, 0.5, truncate).parameters().flat(), expected.flat()),
              1e-13)
        << "windows of " << truncate;
  }
}

INSTANTIATE_TEST_SUITE_P(CellsActivationsLayersBias, ReferenceOfAnyShape, ::testing::ValuesIn(testing::everyShape()),
                         [](const auto& test) { return testing::describe(test.param); });

TEST(Reference, KeepsTheMistakeOfTheTutorialsProgram) {
  // Backward it multiplies by 1 − h², forward there is no tanh: the gradient is not that of forward differentiation.
  const NetworkShape shape{CellType::Rnn, Activation::Listing, 5, 4, 1, false};
  const auto parameters = testing::randomParameters(shape, 3);
  const Sequence sequence = awkwardSequence(shape);
  const Network network(parameters);
  auto steps = reference::forward(network, sequence);
  const auto gradient = reference::backward(network, steps).parameters();
  const testing::EngineRun<double> engine(parameters, {sequence}, {0});
  EXPECT_LT(worstError(gradient.flat(), engine.gradient.flat()), 1e-13);
  NetworkShape identity = shape;
  identity.activation = Activation::Identity;
  Parameters<double> same(identity);
  same.flat() = parameters.flat();
  const auto right = testing::naiveGradient(same, {sequence});
  EXPECT_GT(worstError(gradient.rowMajor(*gradient.find("weight_hh_l0")), right.at("weight_hh_l0")), 1e-3);
  EXPECT_LT(worstError(gradient.rowMajor(*gradient.find("weight_out")), right.at("weight_out")), 1e-13);
}

TEST(Reference, LossAndGradientStayFiniteWhereAProbabilityUnderflows) {
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 3, 2, 1, true};
  Parameters<double> parameters(shape);
  const ParameterInfo& bias = *parameters.find("bias_out");
  const std::vector<double> logits{2000, 0, -2000};
  parameters.setRowMajor(bias, logits.data());
  const Network network(parameters);
  auto steps = reference::forward(network, {{0}, {2}, {}, {}});
  EXPECT_EQ(steps[0].loss, 4000);
  const auto gradient = reference::backward(network, steps).parameters();
  EXPECT_EQ(gradient.rowMajor(bias), (std::vector<double>{1, 0, -1}));
}

TEST(Reference, AnEmptySequenceHasNoLossAndNoGradient) {
  const auto parameters = testing::randomParameters({CellType::Lstm, Activation::Tanh, 3, 2, 2, true}, 1);
  const Network network(parameters);
  auto steps = reference::forward(network, {});
  EXPECT_TRUE(steps.empty());
  EXPECT_EQ(reference::backward(network, steps).parameters().flat().cwiseAbs().maxCoeff(), 0);
}

}  // namespace
}  // namespace rnn
