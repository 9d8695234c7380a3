// The dry run of a step against the step that the trainer then makes, and against the gradients and traces that the
// engine gives elsewhere.

#include "rnn/step_dry_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "helpers.h"
#include "rnn/gradient.h"

namespace rnn {
namespace {

Trainer<double> trainerOf(const NetworkShape& shape, const TrainingSettings& settings, const Dataset& data) {
  Trainer<double> trainer(shape, {}, settings, 5, data, {});
  trainer.parameters() = testing::randomParameters(shape, 11);
  return trainer;
}

const TraceField& fieldOf(const Trace& trace, const std::string& name, Index layer) {
  return *std::find_if(trace.fields.begin(), trace.fields.end(),
                       [&](const TraceField& field) { return field.name == name && field.layer == layer; });
}

class StepDryRunOfEveryNetwork : public ::testing::TestWithParam<NetworkShape> {};

TEST_P(StepDryRunOfEveryNetwork, HasContributionsThatAddUpToEverySumAndToTheGradient) {
  const Dataset data = testing::randomData(5, {6}, 7);
  const Trainer<double> trainer = trainerOf(GetParam(), {}, data);
  const StepDryRun result = dryRunStep(trainer, data[0], 0);
  const LossGradient<double> expected = lossGradient(trainer.parameters(), data, Reduction::Mean);
  for (std::size_t k = 0; k < result.parameters.size(); ++k) {
    const ParameterDryRun& parameter = result.parameters[k];
    const std::size_t size = parameter.gradient.size();
    EXPECT_EQ(parameter.gradient, expected.gradient.rowMajor(expected.gradient.list()[k]));
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

TEST(StepDryRun, IsTheStepTheTrainerThenMakesWithEveryOptimizer) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 2, true};
  const Dataset data = testing::randomData(5, {6}, 7);
  for (const std::string_view name : Names<OptimizerType>::list) {
    TrainingSettings settings;
    settings.optimizer.type = *fromName<OptimizerType>(name);
    settings.schedule.type = ScheduleType::Cosine;
    settings.schedule.totalSteps = 10;
    settings.clipNorm = 0.1;
    Trainer<double> trainer = trainerOf(shape, settings, data);
    for (int step = 0; step < 3; ++step) {
      const StepDryRun dryRun = dryRunStep(trainer, data[0], 0);
      const StepReport report = trainer.step();
      EXPECT_EQ(dryRun.trace.loss, report.loss);
      EXPECT_EQ(dryRun.gradientNorm, report.gradientNorm);
      EXPECT_EQ(dryRun.learningRate, report.learningRate);
      EXPECT_LT(dryRun.clipFactor, 1);
      EXPECT_EQ(dryRun.optimizerSteps, step + 1);
      double squares = 0;
      for (const ParameterDryRun& parameter : dryRun.parameters) {
        squares += parameter.norm * parameter.norm;
        EXPECT_EQ(parameter.after, trainer.parameters().rowMajor(*trainer.parameters().find(parameter.name)))
            << name << " " << parameter.name;
      }
      EXPECT_NEAR(std::sqrt(squares), dryRun.gradientNorm, 1e-14);
    }
  }
}

TEST(StepDryRun, OfTruncatedTrainingCoversOneWindowAndGivesTheTruncatedGradient) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 2, true};
  const Dataset data = testing::randomData(5, {7}, 7);
  TrainingSettings settings;
  settings.truncate = 3;
  settings.reduction = Reduction::Sum;
  const Trainer<double> trainer = trainerOf(shape, settings, data);
  const Trace whole = trace(trainer.parameters(), data[0], Reduction::Sum);
  for (Index window = 0; window < 3; ++window) {
    const StepDryRun part = dryRunStep(trainer, data[0], window);
    ASSERT_EQ(part.begin, 3 * window);
    ASSERT_EQ(part.end, std::min<Index>(7, 3 * window + 3));
    EXPECT_EQ(part.dHiddenBeyondWindow.size(), window == 2 ? 0U : 8U);
    for (Index layer = 0; layer < 2; ++layer) {
      const TraceField& h = fieldOf(part.trace, "hidden", layer);
      const TraceField& all = fieldOf(whole, "hidden", layer);
      for (std::size_t i = 0; i < h.values.size(); ++i)
        EXPECT_EQ(h.values[i], all.values[static_cast<std::size_t>(part.begin) * 4 + i]);
      if (window == 2) continue;
      for (const auto& [cut, name] :
           {std::pair{&part.dHiddenBeyondWindow, "dHiddenFromNext"}, {&part.dCellBeyondWindow, "dCellFromNext"}}) {
        const TraceField& future = fieldOf(whole, name, layer);
        for (std::size_t i = 0; i < 4; ++i) {
          EXPECT_NEAR((*cut)[static_cast<std::size_t>(layer) * 4 + i],
                      future.values[static_cast<std::size_t>(part.end - 1) * 4 + i], 1e-15);
        }
      }
    }
  }
}

TEST(Trace, HasTheIntermediatesOfSoftmaxAndCellGradient) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 1, true};
  const Dataset data = testing::randomData(5, {4}, 7);
  const Trace result = trace(testing::randomParameters(shape, 11), data[0], Reduction::Sum);
  const auto& logits = fieldOf(result, "logits", -1).values;
  for (std::size_t t = 0; t < 4; ++t) {
    double sum = 0;
    for (std::size_t k = 0; k < 5; ++k) {
      const double exponential = fieldOf(result, "exponentials", -1).values[t * 5 + k];
      EXPECT_NEAR(exponential, std::exp(logits[t * 5 + k] - fieldOf(result, "maximum", -1).values[t]), 1e-15);
      EXPECT_NEAR(exponential / fieldOf(result, "exponentialSum", -1).values[t],
                  fieldOf(result, "probabilities", -1).values[t * 5 + k], 1e-15);
      sum += exponential;
    }
    EXPECT_NEAR(fieldOf(result, "exponentialSum", -1).values[t], sum, 1e-15);
  }
  //   ∂L/∂c_{t−1} from the future is ∂L/∂c_t ⊙ f_t
  for (std::size_t t = 1; t < 4; ++t) {
    for (std::size_t k = 0; k < 4; ++k) {
      EXPECT_NEAR(fieldOf(result, "dCellFromNext", 0).values[(t - 1) * 4 + k],
                  fieldOf(result, "dCell", 0).values[t * 4 + k] * fieldOf(result, "gates", 0).values[t * 16 + 4 + k],
                  1e-15);
    }
  }
}

}  // namespace
}  // namespace rnn
