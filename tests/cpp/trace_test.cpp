// The trace against the same network in plain loops, forward; backward against exact derivatives by dual
// numbers, each with exactly one thing varied: h_t of one layer, or a weight as it is used at one step.

#include "rnn/trace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using testing::Dual;
using testing::NaiveNetwork;
using testing::worstError;

constexpr Index kSteps = 6;

Sequence sixSteps() {
  Random random(31);
  Sequence sequence = testing::randomSequence(5, kSteps, random);
  sequence.inputs[3] = kUnknownToken;
  sequence.targets[2] = kIgnoredTarget;
  return sequence;
}

/// The numbers of a field at one step.
std::vector<double> at(const Trace& trace, const std::string& name, Index layer, Index t) {
  for (const TraceField& field : trace.fields())
    if (field.name == name && field.layer == layer) return field.at(trace.steps[static_cast<std::size_t>(t)]);
  return {};
}

class TraceOfEveryCell : public ::testing::TestWithParam<NetworkShape> {
 protected:
  const NetworkShape shape = GetParam();
  const reference::Network network = testing::randomNetwork(shape, 17);
  const Sequence sequence = sixSteps();
  const Trace traced = trace(network, sequence, Reduction::Sum);
};

TEST_P(TraceOfEveryCell, ShowsTheForwardPassOfPlainLoops) {
  const NaiveNetwork<double> naive(shape, testing::naiveWeights<double>(network));
  const auto expected = naive.run(sequence);
  for (Index t = 0; t < kSteps; ++t) {
    const auto step = static_cast<std::size_t>(t);
    for (Index layer = 0; layer < 2; ++layer) {
      const auto& state = expected.states[step][static_cast<std::size_t>(layer)];
      EXPECT_LT(worstError(at(traced, "inputProjection", layer, t), state.inputProjection), 1e-14);
      EXPECT_LT(worstError(at(traced, "recurrentProjection", layer, t), state.recurrentProjection), 1e-14);
      EXPECT_LT(worstError(at(traced, "hidden", layer, t), state.hidden), 1e-14);
      if (shape.cell == CellType::Rnn) continue;
      EXPECT_LT(worstError(at(traced, "gates", layer, t), state.gates), 1e-14);
      if (shape.cell == CellType::Gru) continue;
      EXPECT_LT(worstError(at(traced, "cell", layer, t), state.cell), 1e-14);
    }
    const auto& probabilities = expected.probabilities[step];
    EXPECT_LT(worstError(at(traced, "logits", -1, t), expected.logits[step]), 1e-14);
    EXPECT_LT(worstError(at(traced, "probabilities", -1, t), probabilities), 1e-14);
    EXPECT_NEAR(at(traced, "losses", -1, t)[0], expected.losses[step], 1e-14);
    const auto logProbabilities = at(traced, "logProbabilities", -1, t);
    for (std::size_t id = 0; id < probabilities.size(); ++id)
      EXPECT_NEAR(logProbabilities[id], std::log(probabilities[id]), 1e-14);
  }
  EXPECT_NEAR(traced.loss, expected.totalLoss(), 1e-13);
}

TEST_P(TraceOfEveryCell, ShowsTheStatesOneStepBefore) {
  const std::vector<double> zero(4, 0.0);
  for (const char* now : {"hidden", "cell"}) {
    const std::string before = std::string(now) == "hidden" ? "previousHidden" : "previousCell";
    if (before == "previousCell" && shape.cell != CellType::Lstm) continue;
    for (Index layer = 0; layer < 2; ++layer) {
      EXPECT_EQ(at(traced, before, layer, 0), zero);
      for (Index t = 1; t < kSteps; ++t)
        EXPECT_EQ(at(traced, before, layer, t), at(traced, now, layer, t - 1));
    }
  }
}

// The sums inside tanh and σ: what they are applied to must give the gates, or the hidden state.
TEST_P(TraceOfEveryCell, ShowsThePreActivations) {
  for (Index t = 0; t < kSteps; ++t) {
    const auto sums = at(traced, "preActivation", 1, t);
    const bool gated = shape.cell != CellType::Rnn;
    const auto results = at(traced, gated ? "gates" : "hidden", 1, t);
    const std::size_t tanhBlock = gated ? 2 : 0;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const double expected = i / 4 == tanhBlock ? std::tanh(sums[i]) : 1 / (1 + std::exp(-sums[i]));
      EXPECT_NEAR(results[i], expected, 1e-14);
    }
  }
}

TEST_P(TraceOfEveryCell, SplitsTheGradientOfAHiddenStateIntoOutputAndNextStep) {
  NaiveNetwork<Dual> naive(shape, testing::naiveWeights<Dual>(network));
  for (Index layer = 0; layer < 2; ++layer) {
    for (Index t = 0; t < kSteps; ++t) {
      std::vector<double> expected;
      for (std::size_t unit = 0; unit < 4; ++unit) {
        const auto vary = [&](Index step, Index k, testing::NaiveState<Dual>& state) {
          if (step == t && k == layer) state.hidden[unit].derivative = 1;
        };
        expected.push_back(naive.run(sequence, vary).totalLoss().derivative);
      }
      const auto dHidden = at(traced, "dHidden", layer, t);
      EXPECT_LT(worstError(dHidden, expected), 1e-14) << "layer " << layer << " step " << t;
      const auto output = at(traced, "dHiddenFromOutput", layer, t);
      const auto future = at(traced, "dHiddenFromNext", layer, t);
      for (std::size_t unit = 0; unit < 4; ++unit)
        EXPECT_EQ(output[unit] + future[unit], dHidden[unit]);
    }
    EXPECT_EQ(at(traced, "dHiddenFromNext", layer, kSteps - 1), std::vector<double>(4, 0.0));
  }
}

//   top layer: ∂L/∂h_t through this step's output = W_outᵀ ∂L/∂o_t
TEST_P(TraceOfEveryCell, PropagatesTheGradientOfTheLogitsToTheTopLayer) {
  const auto weights = testing::naiveWeights<double>(network).at("weight_out");
  for (Index t = 0; t < kSteps; ++t) {
    const auto dLogits = at(traced, "dLogits", -1, t);
    std::vector<double> expected(4, 0.0);
    for (std::size_t id = 0; id < 5; ++id) {
      for (std::size_t unit = 0; unit < 4; ++unit)
        expected[unit] += weights[id * 4 + unit] * dLogits[id];
    }
    EXPECT_LT(worstError(at(traced, "dHiddenFromOutput", 1, t), expected), 1e-14);
  }
}

TEST_P(TraceOfEveryCell, HasProbabilitiesMinusOneHotAsGradientOfTheLogits) {
  for (const Reduction reduction : {Reduction::Sum, Reduction::Mean}) {
    const Trace result = trace(network, sequence, reduction);
    const double scale = reduction == Reduction::Sum ? 1 : 1.0 / 5;  // one of six has no target
    EXPECT_EQ(result.scale, scale);
    EXPECT_NEAR(result.loss, traced.loss * scale, 1e-15);
    for (Index t = 0; t < kSteps; ++t) {
      std::vector<double> expected = at(traced, "probabilities", -1, t);
      const TokenId target = sequence.targets[static_cast<std::size_t>(t)];
      for (double& probability : expected)
        probability *= target == kIgnoredTarget ? 0 : scale;
      if (target != kIgnoredTarget) expected[static_cast<std::size_t>(target)] -= scale;
      EXPECT_LT(worstError(at(result, "dLogits", -1, t), expected), 1e-15);
    }
  }
}

/// Lets a weight vary where it is used at step t, and only there: a layer's from the end of the step
/// before to its own turn, the output layer's from the top layer's turn to the next step.
testing::Nudge<Dual> varyAt(Index t, const std::string& name, Dual& weight) {
  const bool output = name.ends_with("_out");
  const Index layer = output ? 1 : name.back() - '0';
  weight.derivative = t == 0 && !output ? 1 : 0;
  return [=, &weight](Index step, Index k, testing::NaiveState<Dual>&) {
    if (output) weight.derivative = step == t && k == 1 ? 1 : 0;
    if (!output && step == t - 1 && k == 1) weight.derivative = 1;
    if (!output && step == t && k == layer) weight.derivative = 0;
  };
}

TEST_P(TraceOfEveryCell, HasContributionsThatAreDerivativesWithRespectToTheWeightsAtOneStep) {
  NaiveNetwork<Dual> naive(shape, testing::naiveWeights<Dual>(network));
  for (auto& [name, weights] : naive.weights()) {
    for (Index t = 0; t < kSteps; ++t) {
      std::vector<double> expected;
      for (Dual& weight : weights) {
        expected.push_back(naive.run(sequence, varyAt(t, name, weight)).totalLoss().derivative);
        weight.derivative = 0;
      }
      EXPECT_LT(worstError(contribution(traced.steps[static_cast<std::size_t>(t)], *network.find(name)), expected),
                1e-14)
          << name << " at step " << t;
    }
  }
}

TEST_P(TraceOfEveryCell, HasContributionsThatAddUpToTheGradient) {
  for (const Reduction reduction : {Reduction::Sum, Reduction::Mean}) {
    const Trace result = trace(network, sequence, reduction);
    auto steps = reference::forward(network, sequence);
    const auto gradient = reference::backward(network, steps, result.scale);
    for (const ParameterInfo& entry : network.list) {
      std::vector<double> sum(static_cast<std::size_t>(entry.size()), 0.0);
      for (Index t = 0; t < kSteps; ++t) {
        const auto part = contribution(result.steps[static_cast<std::size_t>(t)], entry);
        std::transform(sum.begin(), sum.end(), part.begin(), sum.begin(), std::plus<>());
      }
      EXPECT_LT(worstError(sum, gradient.numbers(entry)), 1e-14) << entry.name;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(RnnGruLstm, TraceOfEveryCell, ::testing::ValuesIn(testing::everyCell()),
                         [](const auto& test) { return testing::describe(test.param); });

TEST(Trace, HasEveryFieldOfItsCell) {
  const auto names = [](CellType cell) {
    const auto network = testing::randomNetwork({cell, Activation::Tanh, 5, 4, 1, true}, 1);
    const Trace result = trace(network, sixSteps(), Reduction::Sum);
    std::vector<std::string> list;
    for (const TraceField& field : result.fields()) {
      list.push_back(std::string(field.name) + " " + std::to_string(field.rows));
      EXPECT_EQ(static_cast<Index>(result.valuesOf(field).size()), kSteps * field.rows) << field.name;
    }
    return list;
  };
  using Names = std::vector<std::string>;
  const Names output{"logits 5",           "maximum 1",       "exponentials 5", "exponentialSum 1",
                     "logProbabilities 5", "probabilities 5", "losses 1",       "dLogits 5"};
  Names rnn{"inputProjection 4", "recurrentProjection 4", "preActivation 4",   "previousHidden 4",
            "hidden 4",          "dHiddenFromOutput 4",   "dHiddenFromNext 4", "dHidden 4",
            "delta 4",           "dRecurrentProjection 4"};
  Names lstm{"inputProjection 16", "recurrentProjection 16",
             "preActivation 16",   "gates 16",
             "previousHidden 4",   "hidden 4",
             "previousCell 4",     "cell 4",
             "cellTanh 4",         "dHiddenFromOutput 4",
             "dHiddenFromNext 4",  "dHidden 4",
             "dCellFromNext 4",    "dCell 4",
             "delta 16",           "dRecurrentProjection 16"};
  rnn.insert(rnn.end(), output.begin(), output.end());
  lstm.insert(lstm.end(), output.begin(), output.end());
  EXPECT_EQ(names(CellType::Rnn), rnn);
  EXPECT_EQ(names(CellType::Lstm), lstm);
}

TEST(Trace, KnowsNoParameterThatTheNetworkDoesNotHave) {
  const auto network = testing::randomNetwork({CellType::Rnn, Activation::Tanh, 5, 4, 1, false}, 1);
  EXPECT_EQ(network.find("bias_ih_l0"), nullptr);
  EXPECT_EQ(network.find("weight_ih_l1"), nullptr);
}

TEST(Trace, DoesNotDependOnTheSlicesItIsWorkedOutIn) {
  const auto network = testing::randomNetwork({CellType::Gru, Activation::Tanh, 5, 4, 2, true}, 1);
  const Trace atOnce = trace(network, sixSteps(), Reduction::Mean);
  const Sequence sequence = sixSteps();
  Trace inSlices;
  for (Job job = trace(network, sequence, Reduction::Mean, inSlices); !job.advance(1);) {
  }
  EXPECT_EQ(inSlices.loss, atOnce.loss);
  for (const TraceField& field : atOnce.fields())
    EXPECT_EQ(inSlices.valuesOf(field), atOnce.valuesOf(field)) << field.name;
}

}  // namespace
}  // namespace rnn
