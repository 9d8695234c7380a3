// The dry run of a step against the gradients and traces of the reference, and against the step that the engine, in
// float, then makes.

#include "rnn/step_dry_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine_in_tests.h"
#include "helpers.h"
#include "rnn/gradient.h"

namespace rnn {
namespace {

using reference::Network;

StepDryRunInput inputOf(Network weights, const TrainingSettings& settings, const Sequence& sequence, Index window) {
  const NetworkShape shape = weights.shape;
  return {std::move(weights),
          reference::OptimizerState::zero(settings.optimizer.type, shape),
          settings.optimizer,
          settings.learningRate,
          settings.clipNorm,
          settings.reduction,
          settings.truncate,
          sequence,
          window};
}

std::vector<double> valuesOf(const Trace& trace, const std::string& name, Index layer) {
  const auto fields = trace.fields();
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const TraceField& field) { return field.name == name && field.layer == layer; });
  return trace.valuesOf(*found);
}

class StepDryRunOfEveryNetwork : public ::testing::TestWithParam<NetworkShape> {};

TEST_P(StepDryRunOfEveryNetwork, HasContributionsThatAddUpToEverySumAndToTheGradient) {
  const Dataset data = testing::randomData(5, {6}, 7);
  const Network network = testing::randomNetwork(GetParam(), 11);
  const StepDryRun result = dryRunStep(inputOf(network, {}, data[0], 0));
  const LossGradient expected = differentiate(network, data, Reduction::Mean);
  for (std::size_t k = 0; k < result.parameters.size(); ++k) {
    const ParameterDryRun& parameter = result.parameters[k];
    const std::size_t size = parameter.gradient.size();
    EXPECT_EQ(parameter.gradient, expected.gradient.numbers(network.list[k]));
    EXPECT_EQ(parameter.gradient,
              std::vector<double>(parameter.sums.begin(), parameter.sums.begin() + static_cast<std::ptrdiff_t>(size)));
    std::vector<double> sum(size, 0.0);
    for (std::size_t t = 6; t-- > 0;) {
      for (std::size_t i = 0; i < size; ++i) {
        sum[i] += parameter.contributions[t * size + i];
        EXPECT_NEAR(parameter.sums[t * size + i], sum[i], 1e-14) << parameter.name << " step " << t;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(CellsActivationsLayersBias, StepDryRunOfEveryNetwork,
                         ::testing::ValuesIn(testing::everyShape()),
                         [](const auto& test) { return testing::describe(test.param); });

TEST(StepDryRun, IsTheStepOfTheReferencesOptimizer) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 2, true};
  const Sequence sequence = testing::randomData(5, {6}, 7).front();
  for (const std::string_view name : Names<OptimizerType>::list) {
    TrainingSettings settings;
    settings.optimizer.type = *fromName<OptimizerType>(name);
    settings.clipNorm = 0.1;
    Network weights = testing::randomNetwork(shape, 11);
    reference::OptimizerState state = reference::OptimizerState::zero(settings.optimizer.type, shape);
    for (int step = 0; step < 3; ++step) {
      StepDryRunInput input = inputOf(weights, settings, sequence, 0);
      input.optimizerState = state;
      const StepDryRun dryRun = dryRunStep(std::move(input));
      auto steps = reference::forward(weights, sequence);
      Network gradient = reference::backward(weights, steps, 1.0 / 6);
      EXPECT_NEAR(dryRun.gradientNorm, reference::globalNorm(gradient), 1e-15);
      EXPECT_LT(dryRun.clipFactor, 1);
      EXPECT_EQ(dryRun.clipFactor, reference::clippingFactor(dryRun.gradientNorm, 0.1));
      EXPECT_EQ(dryRun.optimizerSteps, step + 1);
      for (const ParameterInfo& entry : gradient.list)
        for (double& g : gradient.numbers(entry))
          g *= dryRun.clipFactor;
      const reference::OptimizerState before = state;
      reference::update(settings.optimizer, settings.learningRate, gradient, weights, state).finish();
      for (std::size_t k = 0; k < dryRun.parameters.size(); ++k) {
        const ParameterDryRun& parameter = dryRun.parameters[k];
        const ParameterInfo& entry = weights.list[k];
        const auto moment = [&](const std::optional<Network>& of) {
          return of ? of->numbers(entry) : reference::Numbers();
        };
        EXPECT_EQ(parameter.clipped, gradient.numbers(entry)) << name << " " << parameter.name;
        EXPECT_EQ(parameter.after, weights.numbers(entry)) << name << " " << parameter.name;
        EXPECT_EQ(parameter.firstMomentBefore, moment(before.firstMoment));
        EXPECT_EQ(parameter.firstMomentAfter, moment(state.firstMoment));
        EXPECT_EQ(parameter.secondMomentBefore, moment(before.secondMoment));
        EXPECT_EQ(parameter.secondMomentAfter, moment(state.secondMoment));
      }
    }
  }
}

// In double from the engine's weights in float, so not its numbers to the last bit: a float has 24 bits, 6e-8 of its
// size; a gradient is the sum of some hundred products of them, and the update of a weight near 1 has a size of 0.01.
TEST(StepDryRun, IsTheStepTheTrainerThenMakesUpToTheRoundingOfFloat) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 2, true};
  const Dataset data = testing::randomData(5, {6}, 7);
  for (const std::string_view name : Names<OptimizerType>::list) {
    TrainingSettings settings;
    settings.optimizer.type = *fromName<OptimizerType>(name);
    settings.clipNorm = 0.1;
    testing::TrainerIn<float> trainer(shape, {}, settings, 5, data, {});
    const StepDryRun dryRun = dryRunStep(inputOf(Network(trainer.parameters()), settings, data[0], 0));
    const StepReport report = trainer.step();
    EXPECT_NEAR(dryRun.trace.loss, report.loss, 1e-6);
    EXPECT_NEAR(dryRun.gradientNorm, report.gradientNorm, 1e-6);
    EXPECT_EQ(dryRun.learningRate, report.learningRate);
    double squares = 0;
    for (const ParameterDryRun& parameter : dryRun.parameters) {
      squares += parameter.norm * parameter.norm;
      EXPECT_LT(testing::worstError(trainer.parameters().rowMajor(*trainer.parameters().find(parameter.name)),
                                    parameter.after),
                1e-6)
          << name << " " << parameter.name;
    }
    EXPECT_NEAR(std::sqrt(squares), dryRun.gradientNorm, 1e-14);
  }
}

TEST(StepDryRun, DoesNotDependOnTheSlicesItIsWorkedOutIn) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 2, true};
  const Sequence sequence = testing::randomData(5, {23}, 7).front();
  TrainingSettings settings;
  settings.truncate = 3;
  StepDryRun result;
  for (Job job = dryRunStep(inputOf(testing::randomNetwork(shape, 11), settings, sequence, 2), result);
       !job.advance(1);) {
  }
  const StepDryRun atOnce = dryRunStep(inputOf(testing::randomNetwork(shape, 11), settings, sequence, 2));
  EXPECT_EQ(result.trace.loss, atOnce.trace.loss);
  EXPECT_EQ(result.gradientNorm, atOnce.gradientNorm);
  EXPECT_EQ(result.dHiddenBeyondWindow, atOnce.dHiddenBeyondWindow);
  EXPECT_EQ(result.dCellBeyondWindow, atOnce.dCellBeyondWindow);
  for (std::size_t k = 0; k < atOnce.parameters.size(); ++k) {
    EXPECT_EQ(result.parameters[k].sums, atOnce.parameters[k].sums);
    EXPECT_EQ(result.parameters[k].after, atOnce.parameters[k].after);
  }
}

TEST(StepDryRun, OfTruncatedTrainingCoversOneWindowAndSaysWhatIsCutOff) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 2, true};
  for (const Index length : {7, 23}) {
    const Sequence sequence = testing::randomData(5, {length}, 7).front();
    TrainingSettings settings;
    settings.truncate = 3;
    settings.reduction = Reduction::Sum;
    const Network network = testing::randomNetwork(shape, 11);
    const Trace whole = trace(network, sequence, Reduction::Sum);
    const Index windows = (length + 2) / 3;
    for (Index window = 0; window < windows; ++window) {
      const StepDryRun part = dryRunStep(inputOf(network, settings, sequence, window));
      ASSERT_EQ(part.begin, 3 * window);
      ASSERT_EQ(part.end, std::min<Index>(length, 3 * window + 3));
      EXPECT_EQ(part.dHiddenBeyondWindow.size(), window + 1 == windows ? 0U : 8U);
      for (Index layer = 0; layer < 2; ++layer) {
        const auto h = valuesOf(part.trace, "hidden", layer), all = valuesOf(whole, "hidden", layer);
        EXPECT_TRUE(std::equal(h.begin(), h.end(), all.begin() + part.begin * 4));
        if (window + 1 == windows) continue;
        for (const auto& [cut, name] :
             {std::pair{&part.dHiddenBeyondWindow, "dHiddenFromNext"}, {&part.dCellBeyondWindow, "dCellFromNext"}}) {
          const auto future = valuesOf(whole, name, layer);
          EXPECT_TRUE(
              std::equal(cut->begin() + layer * 4, cut->begin() + layer * 4 + 4, future.begin() + (part.end - 1) * 4))
              << name << " of window " << window;
        }
      }
    }
  }
}

TEST(Trace, HasTheIntermediatesOfSoftmaxAndCellGradient) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 1, true};
  const Dataset data = testing::randomData(5, {4}, 7);
  const Trace result = trace(testing::randomNetwork(shape, 11), data[0], Reduction::Sum);
  const auto& logits = valuesOf(result, "logits", -1);
  for (std::size_t t = 0; t < 4; ++t) {
    double sum = 0;
    for (std::size_t k = 0; k < 5; ++k) {
      const double exponential = valuesOf(result, "exponentials", -1)[t * 5 + k];
      EXPECT_NEAR(exponential, std::exp(logits[t * 5 + k] - valuesOf(result, "maximum", -1)[t]), 1e-15);
      EXPECT_NEAR(exponential / valuesOf(result, "exponentialSum", -1)[t],
                  valuesOf(result, "probabilities", -1)[t * 5 + k], 1e-15);
      sum += exponential;
    }
    EXPECT_NEAR(valuesOf(result, "exponentialSum", -1)[t], sum, 1e-15);
  }
  //   ∂L/∂c_{t−1} from the future is ∂L/∂c_t ⊙ f_t
  for (std::size_t t = 1; t < 4; ++t) {
    for (std::size_t k = 0; k < 4; ++k) {
      EXPECT_NEAR(valuesOf(result, "dCellFromNext", 0)[(t - 1) * 4 + k],
                  valuesOf(result, "dCell", 0)[t * 4 + k] * valuesOf(result, "gates", 0)[t * 16 + 4 + k], 1e-15);
    }
  }
}

}  // namespace
}  // namespace rnn
