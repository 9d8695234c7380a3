// One parameter, three gradients, worked by hand from the definitions in torch.optim's documentation.
// Hyper-parameters are coarse (ε = 0.5, β₁ = 0.5 …) so that a term in the wrong place shows.

#include "rnn/optimizer.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "helpers.h"
#include "rnn/gradient_buffer.h"

namespace rnn {
namespace {

constexpr std::array<double, 3> kGradients{0.5, -0.25, 1.0};

OptimizerSettings coarse(OptimizerType type) {
  return {
      .type = type, .momentum = 0.9, .decay = 0.75, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.5, .weightDecay = 0.2};
}

/// θ after each of three updates from θ = 1 with learning rate 0.1.
std::vector<double> threeUpdates(OptimizerType type) {
  Optimizer optimizer(coarse(type), 1);
  Vector<float> parameters = Vector<float>::Ones(1);
  std::vector<double> path;
  for (const double gradient : kGradients) {
    optimizer.update(parameters, Vector<float>::Constant(1, static_cast<float>(gradient)), 0.1);
    path.push_back(static_cast<double>(parameters[0]));
  }
  return path;
}

void expectPath(OptimizerType type, const std::vector<double>& expected) {
  EXPECT_LT(testing::worstError(threeUpdates(type), expected), 2e-7) << nameOf(type);
}

TEST(Optimizer, SgdStepsAgainstTheGradient) {
  expectPath(OptimizerType::Sgd, {0.95, 0.975, 0.875});
}

// v = 0.5, then 0.9 · 0.5 − 0.25 = 0.2, then 0.9 · 0.2 + 1 = 1.18
TEST(Optimizer, MomentumStepsAgainstTheVelocity) {
  expectPath(OptimizerType::Momentum, {1 - 0.05, 0.95 - 0.02, 0.93 - 0.118});
}

// The same v; steps g + 0.9 v: 0.95, then −0.25 + 0.18 = −0.07, then 1 + 1.062 = 2.062
TEST(Optimizer, NesterovLooksOneStepAhead) {
  expectPath(OptimizerType::Nesterov, {1 - 0.095, 0.905 + 0.007, 0.912 - 0.2062});
}

// s = 0.25 g²: 1/16, then 3/4 · 1/16 + 1/4 · 1/16 = 1/16, then 3/64 + 1/4 = 19/64
TEST(Optimizer, RmsPropDividesByTheRootOfTheMeanSquare) {
  const double first = 1 - 0.1 * 0.5 / (0.25 + 0.5);
  const double second = first + 0.1 * 0.25 / (0.25 + 0.5);
  expectPath(OptimizerType::RmsProp, {first, second, second - 0.1 * 1 / (std::sqrt(19.0) / 8 + 0.5)});
}

// s = Σ g²: 1/4, 5/16, 21/16
TEST(Optimizer, AdagradDividesByTheRootOfTheSumOfSquares) {
  const double first = 1 - 0.1 * 0.5 / (0.5 + 0.5);
  const double second = first + 0.1 * 0.25 / (std::sqrt(5.0) / 4 + 0.5);
  expectPath(OptimizerType::Adagrad, {first, second, second - 0.1 / (std::sqrt(21.0) / 4 + 0.5)});
}

// m: 1/4, then 1/8 − 1/8 = 0, then 1/2           1 − 0.5ᵗ:  1/2, 3/4, 7/8
// s: 1/16, then 1/16, then 19/64 (as RMSProp's)  1 − 0.75ᵗ: 1/4, 7/16, 37/64
std::array<double, 3> adamSteps() {
  return {0.1 * (1.0 / 2) / (std::sqrt(1.0 / 4) + 0.5), 0,
          0.1 * (4.0 / 7) / (std::sqrt((19.0 / 64) / (37.0 / 64)) + 0.5)};
}

TEST(Optimizer, AdamCorrectsTheBiasOfItsMeans) {
  const auto steps = adamSteps();
  expectPath(OptimizerType::Adam, {1 - steps[0], 1 - steps[0], 1 - steps[0] - steps[2]});
}

// Before each step θ shrinks by 1 − 0.1 · 0.2
TEST(Optimizer, AdamWDecaysTheWeightsSeparatelyFromTheStep) {
  const auto steps = adamSteps();
  const double first = 0.98 - steps[0];
  const double second = 0.98 * first;
  expectPath(OptimizerType::AdamW, {first, second, 0.98 * second - steps[2]});
}

// 1 − 0.999 taken in single precision is off by 1.3e−5 of itself; PyTorch takes it in double.
TEST(Optimizer, SinglePrecisionRoundsTheMomentsAndNotTheirCoefficients) {
  OptimizerSettings settings{.type = OptimizerType::Adam, .beta1 = 0.999, .beta2 = 0.9999};
  Optimizer adam(settings, 1);
  Vector<float> parameters = Vector<float>::Ones(1);
  adam.update(parameters, Vector<float>::Ones(1), 0.1);
  EXPECT_NEAR(adam.firstMoment()[0] / 0.001, 1, 1e-7);
  EXPECT_NEAR(adam.secondMoment()[0] / 0.0001, 1, 1e-7);
  settings = {.type = OptimizerType::RmsProp, .decay = 0.999};
  Optimizer rmsProp(settings, 1);
  rmsProp.update(parameters, Vector<float>::Ones(1), 0.1);
  EXPECT_NEAR(rmsProp.secondMoment()[0] / 0.001, 1, 1e-7);
}

TEST(Optimizer, UpdatesEveryParameterIndependently) {
  for (const OptimizerType type :
       {OptimizerType::Sgd, OptimizerType::Momentum, OptimizerType::Nesterov, OptimizerType::RmsProp,
        OptimizerType::Adagrad, OptimizerType::Adam, OptimizerType::AdamW}) {
    Optimizer together(coarse(type), 9);
    Vector<float> all = Vector<float>::LinSpaced(9, -1, 1);
    std::vector<Optimizer> alone(9, Optimizer(coarse(type), 1));
    Vector<float> expected = all;
    for (const double scale : kGradients) {
      const Vector<float> gradient = static_cast<float>(scale) * Vector<float>::LinSpaced(9, 3, 1);
      together.update(all, gradient, 0.1);
      for (Index i = 0; i < 9; ++i) {
        Vector<float> one = expected.segment(i, 1);
        alone[static_cast<std::size_t>(i)].update(one, gradient.segment(i, 1), 0.1);
        expected[i] = one[0];
      }
    }
    EXPECT_EQ(all, expected) << nameOf(type);
  }
}

// A rare token's column has no gradient for thousands of steps. Subnormal averages would make every update of a
// large vocabulary some twenty times slower, and 0.9 times the smallest of them is itself again. From the first
// subnormal one on there are at most 15 updates until all of them are flushed.
TEST(Optimizer, FlushesTheMomentsOfUnusedParametersToZero) {
  OptimizerSettings settings;
  settings.decay = settings.beta2 = 0.9;
  for (const OptimizerType type :
       {OptimizerType::Momentum, OptimizerType::Nesterov, OptimizerType::RmsProp, OptimizerType::AdamW}) {
    settings.type = type;
    Optimizer optimizer(settings, 1);
    Vector<float> parameters = Vector<float>::Ones(1);
    optimizer.update(parameters, Vector<float>::Ones(1), 0.01);
    int subnormal = 0;
    for (int i = 0; i < 1200; ++i) {
      optimizer.update(parameters, Vector<float>::Zero(1), 0.01);
      for (const auto* averages : {&optimizer.firstMoment(), &optimizer.secondMoment()})
        subnormal += averages->size() > 0 && std::fpclassify((*averages)[0]) == FP_SUBNORMAL;
    }
    EXPECT_LT(subnormal, 16) << nameOf(type);
    EXPECT_EQ(optimizer.firstMoment().sum() + optimizer.secondMoment().sum(), 0) << nameOf(type);
  }
}

TEST(Optimizer, ResumesFromItsSavedState) {
  for (const OptimizerType type : {OptimizerType::Nesterov, OptimizerType::Adagrad, OptimizerType::AdamW}) {
    Optimizer optimizer(coarse(type), 1);
    Vector<float> parameters = Vector<float>::Ones(1);
    optimizer.update(parameters, Vector<float>::Constant(1, 0.5f), 0.1);
    Optimizer other(coarse(type), 1);
    other.restore(optimizer.steps(), optimizer.firstMoment(), optimizer.secondMoment());
    Vector<float> others = parameters;
    optimizer.update(parameters, Vector<float>::Constant(1, -0.25f), 0.1);
    other.update(others, Vector<float>::Constant(1, -0.25f), 0.1);
    EXPECT_EQ(others, parameters) << nameOf(type);
    EXPECT_EQ(other.steps(), 2);
  }
}

TEST(Optimizer, ResetsItsMomentsOnlyForAnotherRule) {
  Optimizer optimizer(coarse(OptimizerType::Adam), 1);
  Vector<float> parameters = Vector<float>::Ones(1);
  optimizer.update(parameters, parameters, 0.1);
  OptimizerSettings settings = coarse(OptimizerType::Adam);
  settings.beta1 = 0.8;
  optimizer.setSettings(settings);
  EXPECT_EQ(optimizer.firstMoment()[0], 0.5) << "the same rule keeps its averages";
  EXPECT_EQ(optimizer.steps(), 1);
  settings.type = OptimizerType::AdamW;
  optimizer.setSettings(settings);
  EXPECT_EQ(optimizer.steps(), 0);
  Optimizer fresh(settings, 1);
  Vector<float> others = parameters;
  fresh.update(others, parameters, 0.1);
  optimizer.update(parameters, Vector<float>(parameters), 0.1);
  EXPECT_EQ(parameters, others) << "another rule begins with zero moments";
  EXPECT_EQ(optimizer.firstMoment(), fresh.firstMoment());
  EXPECT_EQ(optimizer.secondMoment(), fresh.secondMoment());
  settings.type = OptimizerType::Sgd;
  optimizer.setSettings(settings);
  EXPECT_EQ(optimizer.firstMoment().size() + optimizer.secondMoment().size(), 0) << "SGD remembers nothing";
}

// ‖(3, 4, 12)‖ = 13
TEST(Clipping, MeasuresTheWholeGradient) {
  GradientBuffer gradient({CellType::Rnn, Activation::Tanh, 3, 2, 1, true});
  gradient.values().flat().setZero();
  gradient.values().outputLayer().bias << 3, 4, 12;
  EXPECT_EQ(gradient.norm(), 13);
}

// 902,100 numbers behind W_ih, which take two slices each, and two columns of W_ih. The sum and the norm once more by
// Eigen, in double.
TEST(GradientBuffer, IsAddedAndMeasuredInSlices) {
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 900, 600, 1, true};
  GradientBuffer sum(shape);
  GradientBuffer other(shape);
  const std::vector<float> columns(1200, 0.25F);
  sum.setInputs(std::vector<TokenId>{1, 899}, columns);
  other.setInputs(std::vector<TokenId>{899, 0}, columns);
  const Index rest = sum.values().flat().size() - 900 * 600;
  sum.values().flat().tail(rest).setLinSpaced(-1, 2);
  other.values().flat().tail(rest).setLinSpaced(3, -4);
  const Vector<double> expected = sum.values().flat().cast<double>() + other.values().flat().cast<double>();
  EXPECT_FALSE(sum.advanceAdd(other));
  EXPECT_TRUE(sum.advanceAdd(other));
  EXPECT_LT((sum.values().flat().cast<double>() - expected).cwiseAbs().maxCoeff(), 3e-7);
  EXPECT_EQ(sum.tokens().size(), 3);
  EXPECT_FALSE(sum.advanceNorm());
  EXPECT_TRUE(sum.advanceNorm());
  EXPECT_NEAR(sum.norm() / expected.norm(), 1, 1e-7);
}

TEST(Clipping, UpdatesWithTheGradientTimesItsFactor) {
  const Vector<float> gradient = Vector<float>::LinSpaced(13, -2, 3);
  for (const OptimizerType type :
       {OptimizerType::Sgd, OptimizerType::Momentum, OptimizerType::RmsProp, OptimizerType::Adam}) {
    Optimizer scaled(coarse(type), gradient.size());
    Optimizer byFactor(coarse(type), gradient.size());
    Vector<float> expected = Vector<float>::Ones(gradient.size());
    Vector<float> parameters = expected;
    scaled.update(expected, gradient * 0.25F, 0.1);
    byFactor.advance(parameters, gradient, 0.1, 0.25F);
    EXPECT_EQ(parameters, expected) << nameOf(type);
  }
}

TEST(Schedule, ConstantAndHalvingUseTheBaseRate) {
  EXPECT_EQ(scheduledRate({ScheduleType::Constant, 10, 20}, 0.3, 5), 0.3);
  EXPECT_EQ(scheduledRate({ScheduleType::Halving, 10, 20}, 0.3, 50), 0.3);
}

// Four steps up to the base rate, then half a cosine over eight.
TEST(Schedule, CosineRisesFromWarmUpAndFallsToZero) {
  const ScheduleSettings schedule{ScheduleType::Cosine, 4, 12};
  const double eighth = std::cos(std::numbers::pi / 8);
  const double quarter = std::sqrt(0.5);
  const std::vector<double> expected{0.25, 0.5, 0.75, 1, 1, (1 + eighth) / 2, (1 + quarter) / 2};
  for (std::size_t step = 0; step < expected.size(); ++step) {
    EXPECT_NEAR(scheduledRate(schedule, 0.2, static_cast<std::int64_t>(step)), 0.2 * expected[step], 1e-16);
  }
  EXPECT_NEAR(scheduledRate(schedule, 0.2, 8), 0.1, 1e-16);
  EXPECT_EQ(scheduledRate(schedule, 0.2, 12), 0);
  EXPECT_EQ(scheduledRate(schedule, 0.2, 1000), 0);
  EXPECT_EQ(scheduledRate({ScheduleType::Cosine, 0, 12}, 0.2, 0), 0.2) << "no warm-up";
}

// √(50 / step): √(1/4) and √(1/16) are exact.
TEST(Schedule, InverseSquareRootIsSteadyAndThenHalvesAtFourTimesTheSteps) {
  const ScheduleSettings schedule{.type = ScheduleType::InverseSqrt, .steadySteps = 50};
  for (const std::int64_t step : {0, 1, 49, 50})
    EXPECT_EQ(scheduledRate(schedule, 0.2, step), 0.2) << step;
  EXPECT_EQ(scheduledRate(schedule, 0.2, 200), 0.1);
  EXPECT_EQ(scheduledRate(schedule, 0.2, 800), 0.05);
  EXPECT_NEAR(scheduledRate(schedule, 0.2, 150), 0.2 / std::sqrt(3), 1e-16);
}

// As many parameters as take three calls of advance(), the last part with a tail of three numbers.
TEST(Optimizer, IsTheSameHoweverItIsCut) {
  constexpr Index kCount = 2 * (1 << 19) + 7;
  const Vector<float> gradient = Vector<float>::LinSpaced(kCount, -1, 1);
  for (const OptimizerType type : {OptimizerType::Sgd, OptimizerType::Nesterov, OptimizerType::AdamW}) {
    Optimizer whole(coarse(type), kCount);
    Optimizer cut(coarse(type), kCount);
    Vector<float> once = Vector<float>::Ones(kCount);
    Vector<float> inParts = once;
    for (int update = 0; update < 2; ++update) {
      whole.update(once, gradient, 0.1);
      int parts = 1;
      while (!cut.advance(inParts, gradient, 0.1))
        ++parts;
      EXPECT_EQ(parts, 3);
    }
    EXPECT_EQ(whole.steps(), cut.steps());
    // Each number as if it were the only one.
    Optimizer alone(coarse(type), 1);
    Vector<float> last = Vector<float>::Ones(1);
    for (int update = 0; update < 2; ++update)
      alone.update(last, gradient.tail(1), 0.1);
    EXPECT_EQ(once, inParts);
    EXPECT_EQ(inParts[kCount - 1], last[0]) << nameOf(type);
  }
}

}  // namespace
}  // namespace rnn
