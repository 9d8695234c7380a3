// Divergence, the way back from it, and going on after a break.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "engine_in_tests.h"
#include "helpers.h"

namespace rnn {
namespace {

using testing::TrainerIn;

Dataset fiveSequences() {
  return testing::randomData(5, {4, 7, 2, 7, 5}, 41);
}

// Identity units multiply an unbounded state by W at every step: a large rate blows it up within a few steps.
TrainerIn<float> explosive(double learningRate) {
  TrainingSettings settings;
  settings.optimizer.type = OptimizerType::Sgd;
  settings.learningRate = learningRate;
  settings.reduction = Reduction::Sum;
  settings.evaluateEvery = 1;
  return {{CellType::Rnn, Activation::Identity, 5, 4, 1, true}, {}, settings, 7, fiveSequences(), {}};
}

template <class S>
struct Everything {
  Vector<S> parameters;
  std::vector<double> first;
  std::vector<double> second;
  std::int64_t step;
  std::int64_t epoch;
  Index firstSequence;
  Index windowBegin;
  Random::State random;

  explicit Everything(const TrainerIn<S>& trainer)
      : parameters(trainer.parameters().flat()),
        first(trainer.learner().moments().first),
        second(trainer.learner().moments().second),
        step(trainer.position().step),
        epoch(trainer.position().epoch),
        firstSequence(trainer.position().firstSequence),
        windowBegin(trainer.position().windowBegin),
        random(trainer.random().state()) {}

  bool operator==(const Everything&) const = default;
};

TEST(Divergence, LeavesWeightsAndPositionUnchanged) {
  TrainerIn<float> trainer = explosive(1000);
  Everything<float> before(trainer);
  StepReport report;
  for (int i = 0; i < 100 && !report.diverged; ++i) {
    before = Everything<float>(trainer);
    report = trainer.step();
  }
  ASSERT_TRUE(report.diverged);
  EXPECT_FALSE(std::isfinite(report.loss) && std::isfinite(report.gradientNorm));
  EXPECT_TRUE(Everything<float>(trainer) == before);
  EXPECT_TRUE(trainer.parameters().flat().allFinite());
  EXPECT_TRUE(trainer.step().diverged) << "and again, until something is changed";
}

TEST(Divergence, IsDetectedInTheGradientEvenWhereEveryTargetIsIgnored) {
  TrainerIn<double> trainer({CellType::Rnn, Activation::Tanh, 5, 4, 1, true}, {}, {}, 7,
                            {{{0, 1}, {kIgnoredTarget, kIgnoredTarget}, {}, {}}}, {});
  Parameters<double> broken = trainer.parameters();
  broken.flat()[0] = std::numeric_limits<double>::quiet_NaN();
  trainer.setParameters(broken);
  EXPECT_TRUE(trainer.step().diverged);
}

TEST(RestoreBest, GoesBackToTheLowestRecordedLossWithALowerRate) {
  TrainerIn<float> trainer = explosive(0.01);
  std::vector<Vector<float>> weights;
  std::vector<EvaluationRecord> records;
  const auto trainEpochs = [&](int epochs) {
    for (int i = 0; i < epochs; ++i) {
      weights.push_back(trainer.parameters().flat());
      for (int s = 0; s < 5; ++s)
        trainer.step();
      const auto fresh = trainer.takeRecords();
      records.insert(records.end(), fresh.begin(), fresh.end());
    }
  };
  trainEpochs(10);
  TrainingSettings reckless = trainer.settings();
  reckless.learningRate = 0.5;
  trainer.setSettings(reckless);
  trainEpochs(4);
  std::size_t best = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].trainingLoss < records[best].trainingLoss) best = i;
  }
  ASSERT_LT(best + 1, records.size()) << "the last must not be the best for this test to mean anything";
  ASSERT_GT(best, 0u);
  EXPECT_TRUE(trainer.restoreBest(0.5));
  EXPECT_EQ(trainer.parameters().flat(), weights[best]);
  EXPECT_EQ(trainer.settings().learningRate, 0.25);
  EXPECT_EQ(trainer.position().epoch, records[best].epoch);
  EXPECT_EQ(trainer.position().step, records[best].step);
  EXPECT_FALSE(trainer.step().diverged);
}

TEST(RestoreBest, RepeatsTheRunWhenTheRateIsKept) {
  TrainingSettings settings;
  settings.shuffle = true;
  settings.evaluateEvery = 100;
  TrainerIn<double> trainer({CellType::Lstm, Activation::Tanh, 5, 4, 1, true}, {}, settings, 7, fiveSequences(), {});
  std::vector<double> first;
  for (int i = 0; i < 12; ++i)
    first.push_back(trainer.step().loss);
  EXPECT_TRUE(trainer.restoreBest(1));
  for (const double loss : first)
    EXPECT_EQ(trainer.step().loss, loss);
}

// 1,442,700 parameters are copied in three slices, the first at once. What would change them waits, or copies the rest.
TEST(RestoreBest, KeepsTheWeightsOfALargeNetworkInSlices) {
  TrainingSettings settings;
  settings.evaluateEvery = 0;
  TrainerIn<float> trainer({CellType::Rnn, Activation::Tanh, 900, 600, 1, true}, {}, settings, 7,
                           testing::randomData(900, {2}, 3), {});
  trainer.step();
  const Everything<float> best(trainer);
  trainer.recordLosses(1);
  EXPECT_FALSE(trainer.advanceEvaluation());
  EXPECT_TRUE(trainer.advanceEvaluation());
  trainer.step();
  EXPECT_TRUE(trainer.restoreBest(1));
  EXPECT_EQ(Everything<float>(trainer), best);

  trainer.recordLosses(0.5);
  EXPECT_FALSE(trainer.advance()) << "no step before the copy is whole";
  trainer.step();
  EXPECT_TRUE(trainer.restoreBest(1));
  EXPECT_EQ(Everything<float>(trainer), best);

  trainer.recordLosses(0.25);
  const ParameterInfo weights = *trainer.parameters().find("weight_out");
  trainer.network().setParameter(weights, std::vector<double>(static_cast<std::size_t>(weights.size())));
  EXPECT_TRUE(trainer.restoreBest(1));
  EXPECT_EQ(Everything<float>(trainer), best);
}

template <class S>
void goBackUnderAnotherRule(OptimizerType kept, OptimizerType now) {
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 5, 4, 1, true};
  TrainingSettings settings;
  settings.evaluateEvery = 0;
  settings.optimizer.type = kept;
  TrainerIn<S> trainer(shape, {}, settings, 7, fiveSequences(), {});
  for (int i = 0; i < 3; ++i)
    trainer.step();
  trainer.recordLosses(1);
  while (!trainer.advanceEvaluation())
    continue;
  const auto best = trainer.parameters().flat();
  trainer.step();
  settings.optimizer.type = now;
  trainer.setSettings(settings);
  trainer.step();
  ASSERT_TRUE(trainer.restoreBest(1));
  EXPECT_EQ(trainer.parameters().flat(), best);
  const Moments moments = trainer.learner().moments();
  const Moments fresh = TrainerIn<S>(shape, {}, settings, 7, fiveSequences(), {}).learner().moments();
  EXPECT_EQ(moments.first, fresh.first);
  EXPECT_EQ(moments.second, fresh.second);
  EXPECT_EQ(moments.steps, fresh.steps);
}

// The moments that were kept belong to the rule of then.
TEST(RestoreBest, StartsWithZeroMomentsWhereTheRuleIsAnotherNow) {
  constexpr std::array kRules{OptimizerType::Sgd,  OptimizerType::Momentum, OptimizerType::RmsProp,
                              OptimizerType::Adam, OptimizerType::AdamW,    OptimizerType::Adagrad};
  for (const OptimizerType kept : kRules) {
    for (const OptimizerType now : kRules) {
      if (kept == now) continue;
      SCOPED_TRACE(static_cast<int>(kept) * 100 + static_cast<int>(now));
      goBackUnderAnotherRule<float>(kept, now);
      goBackUnderAnotherRule<double>(kept, now);
    }
  }
}

// In double, too, a step comes in slices: 300 time steps of 64 LSTM units are some thirty million multiply-adds.
TEST(Trainer, ComesBackFromAStepInDoubleBeforeItIsDone) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 64, 1, true};
  TrainingSettings settings;
  settings.evaluateEvery = 0;
  TrainerIn<double> trainer(shape, {}, settings, 7, testing::randomData(5, {300}, 3), {});
  int slices = 1;
  while (!trainer.advance())
    ++slices;
  const double operations = 4 * 300 * reference::operationsPerStep(shape);
  EXPECT_GE(slices, operations / (2 * kSliceOperations));
}

TEST(RestoreBest, ChangesNothingBeforeTheFirstEvaluation) {
  TrainerIn<float> trainer = explosive(0.01);
  const Everything<float> before(trainer);
  EXPECT_FALSE(trainer.restoreBest(0.5));
  EXPECT_TRUE(Everything<float>(trainer) == before);
  EXPECT_EQ(trainer.settings().learningRate, 0.01);
}

/// All that makes a break hard: shuffled order, batches, windows in their middle, averages, a cosine.
TrainingSettings demanding(OptimizerType optimizer) {
  TrainingSettings settings;
  settings.optimizer.type = optimizer;
  settings.schedule = {ScheduleType::Cosine, 5, 60};
  settings.clipNorm = 1;
  settings.batchSize = 2;
  settings.truncate = 3;
  settings.shuffle = true;
  settings.evaluateEvery = 2;
  return settings;
}

template <class S>
void goOnFrom(const TrainerIn<S>& source, TrainerIn<S>& target) {
  target.setParameters(source.parameters());
  TrainingPosition position = source.position();
  position.state = source.carriedState();
  target.restore(source.learner().moments(), position, source.random().state());
}

class ResumingInEveryCell : public ::testing::TestWithParam<NetworkShape> {};

template <class S>
void expectSameRunAfterABreak(const NetworkShape& shape, OptimizerType optimizer) {
  for (const int before : {0, 1, 2, 3, 7, 14}) {
    TrainerIn<S> straight(shape, {}, demanding(optimizer), 7, fiveSequences(), {});
    for (int i = 0; i < before; ++i)
      straight.step();
    TrainerIn<S> resumed(shape, {}, demanding(optimizer), 99, fiveSequences(), {});
    resumed.step();
    goOnFrom(straight, resumed);
    for (int i = 0; i < 25; ++i)
      EXPECT_EQ(resumed.step().loss, straight.step().loss) << before << " + " << i;
    EXPECT_TRUE(Everything<S>(resumed) == Everything<S>(straight)) << nameOf(optimizer) << " after " << before;
  }
}

TEST_P(ResumingInEveryCell, GivesBitForBitTheUninterruptedRun) {
  for (const OptimizerType optimizer : {OptimizerType::Momentum, OptimizerType::RmsProp, OptimizerType::AdamW}) {
    expectSameRunAfterABreak<float>(GetParam(), optimizer);
    expectSameRunAfterABreak<double>(GetParam(), optimizer);
  }
}

INSTANTIATE_TEST_SUITE_P(RnnGruLstm, ResumingInEveryCell, ::testing::ValuesIn(testing::everyCell()),
                         [](const auto& test) { return testing::describe(test.param); });

TEST(Resuming, KeepsTheLossThatDecidesTheNextHalving) {
  TrainingSettings settings;
  settings.optimizer.type = OptimizerType::Sgd;
  settings.schedule.type = ScheduleType::Halving;
  settings.learningRate = 3;  // rises now and then
  settings.evaluateEvery = 1;
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 5, 4, 1, true};
  TrainerIn<double> straight(shape, {}, settings, 7, fiveSequences(), {});
  for (int i = 0; i < 7; ++i)
    straight.step();
  TrainerIn<double> resumed(shape, {}, straight.settings(), 7, fiveSequences(), {});
  goOnFrom(straight, resumed);
  for (int i = 0; i < 30; ++i)
    EXPECT_EQ(resumed.step().learningRate, straight.step().learningRate);
  EXPECT_LT(straight.settings().learningRate, 3);
}

// The batch in progress keeps its sequences: the carried state has a column for each of them.
TEST(Resuming, InTheMiddleOfABatchUsesANewBatchSizeFromTheNextBatchOn) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 1, true};
  TrainerIn<double> straight(shape, {}, demanding(OptimizerType::Adam), 7, fiveSequences(), {});
  straight.step();
  ASSERT_GT(straight.position().windowBegin, 0);
  TrainingSettings settings = demanding(OptimizerType::Adam);
  settings.batchSize = 5;
  TrainerIn<double> resumed(shape, {}, demanding(OptimizerType::Adam), 7, fiveSequences(), {});
  goOnFrom(straight, resumed);
  resumed.setSettings(settings);
  straight.setSettings(settings);
  for (int i = 0; i < 20; ++i)
    EXPECT_EQ(resumed.step().loss, straight.step().loss);
}

TEST(Resuming, CanRestoreTheStateItResumedFrom) {
  TrainingSettings settings;
  settings.evaluateEvery = 1000;
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 5, 4, 1, true};
  TrainerIn<double> source(shape, {}, settings, 7, fiveSequences(), {});
  for (int i = 0; i < 8; ++i)
    source.step();
  TrainerIn<double> resumed(shape, {}, settings, 7, fiveSequences(), {});
  goOnFrom(source, resumed);
  for (int i = 0; i < 3; ++i)
    resumed.step();
  EXPECT_TRUE(resumed.restoreBest(0.5));
  EXPECT_EQ(resumed.parameters().flat(), source.parameters().flat());
  EXPECT_EQ(resumed.position().step, 8);
  EXPECT_EQ(resumed.settings().learningRate, 0.005);
}

// An evaluation elsewhere takes some steps: what is gone back to is what it was of, not what had become of it
// meanwhile.
template <class S>
void goBackToWhatWasEvaluated() {
  TrainingSettings settings;
  settings.evaluateEvery = 0;
  settings.optimizer.type = OptimizerType::Adam;
  TrainerIn<S> trainer({CellType::Gru, Activation::Tanh, 5, 4, 1, true}, {}, settings, 7, fiveSequences(), {});
  const auto evaluateOver = [&](int steps, double loss) {
    trainer.beginEvaluation();
    const Everything<S> evaluated(trainer);
    for (int i = 0; i < steps; ++i)
      trainer.step();
    trainer.recordLosses(loss);
    trainer.step();
    return evaluated;
  };
  evaluateOver(2, 3);
  const Everything<S> best = evaluateOver(3, 1);
  evaluateOver(2, 2);
  trainer.beginEvaluation();  // of which nothing comes
  trainer.step();
  ASSERT_TRUE(trainer.restoreBest(1));
  EXPECT_EQ(Everything<S>(trainer), best);
  trainer.step();
  trainer.recordLosses(0.5);  // one that is given up when the weights go back; this is of the weights as they are
  const Everything<S> now(trainer);
  trainer.step();
  ASSERT_TRUE(trainer.restoreBest(1));
  EXPECT_EQ(Everything<S>(trainer), now);
}

TEST(RestoreBest, GoesBackToWhatWasEvaluatedInFloat) {
  goBackToWhatWasEvaluated<float>();
}
TEST(RestoreBest, GoesBackToWhatWasEvaluatedInDouble) {
  goBackToWhatWasEvaluated<double>();
}

}  // namespace
}  // namespace rnn
