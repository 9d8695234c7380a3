#include "engine_in_tests.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using testing::TrainerIn;

const NetworkShape kShape{CellType::Gru, Activation::Tanh, 5, 4, 2, true};

/// Learning rate 0: the weights stay, so every step's loss can be predicted from the first weights.
TrainingSettings standingStill() {
  TrainingSettings settings;
  settings.optimizer.type = OptimizerType::Sgd;
  settings.learningRate = 0;
  settings.reduction = Reduction::Sum;
  return settings;
}

Dataset sixSequences() {
  return testing::randomData(5, {4, 7, 2, 7, 1, 5}, 41);
}

/// Σ L_t of one sequence at the trainer's weights, by plain loops.
std::vector<double> naiveLosses(const TrainerIn<double>& trainer, const Sequence& sequence) {
  const testing::NaiveNetwork<double> naive(trainer.parameters().shape(),
                                            testing::naiveWeights<double>(trainer.parameters()));
  return naive.run(sequence).losses;
}

double sum(const std::vector<double>& numbers, std::size_t begin, std::size_t end) {
  double total = 0;
  for (std::size_t i = begin; i < std::min(end, numbers.size()); ++i)
    total += numbers[i];
  return total;
}

std::vector<double> losses(TrainerIn<double>& trainer, int steps) {
  std::vector<double> all;
  for (int i = 0; i < steps; ++i)
    all.push_back(trainer.step().loss);
  return all;
}

TEST(Trainer, WithOneSeedGivesOneRun) {
  TrainingSettings settings;
  settings.batchSize = 2;
  settings.truncate = 3;
  settings.shuffle = true;
  TrainerIn<double> one(kShape, {}, settings, 7, sixSequences(), {});
  TrainerIn<double> same(kShape, {}, settings, 7, sixSequences(), {});
  TrainerIn<double> other(kShape, {}, settings, 8, sixSequences(), {});
  const auto curve = losses(one, 40);
  EXPECT_EQ(losses(same, 40), curve);
  EXPECT_EQ(same.parameters().flat(), one.parameters().flat());
  EXPECT_NE(losses(other, 40), curve);
}

TEST(Trainer, TellsWhatTheNextStepReadsWithoutChangingTheRun) {
  const Dataset data = sixSequences();
  TrainingSettings settings = standingStill();
  settings.batchSize = 2;
  settings.truncate = 3;
  settings.shuffle = true;
  TrainerIn<double> queried(kShape, {}, settings, 7, data, {});
  TrainerIn<double> untouched(kShape, {}, settings, 7, data, {});
  for (int step = 0; step < 30; ++step) {
    const UpcomingWindow upcoming = queried.upcoming();
    double expected = 0;
    for (const Index sequence : upcoming.sequences) {
      expected += sum(naiveLosses(queried, data[static_cast<std::size_t>(sequence)]),
                      static_cast<std::size_t>(upcoming.begin), static_cast<std::size_t>(upcoming.end));
    }
    const double loss = queried.step().loss;
    EXPECT_NEAR(loss, expected, 1e-12);
    EXPECT_EQ(loss, untouched.step().loss);
  }
}

TEST(Trainer, MakesOneStepPerSequenceInOrder) {
  const Dataset data = sixSequences();
  TrainerIn<double> trainer(kShape, {}, standingStill(), 7, data, {});
  for (int epoch = 0; epoch < 2; ++epoch) {
    for (std::size_t i = 0; i < data.size(); ++i) {
      const StepReport report = trainer.step();
      EXPECT_NEAR(report.loss, sum(naiveLosses(trainer, data[i]), 0, 100), 1e-12);
      EXPECT_EQ(report.tokens, data[i].length());
      EXPECT_EQ(report.epochEnded, i + 1 == data.size());
    }
  }
  EXPECT_EQ(trainer.position().epoch, 2);
  EXPECT_EQ(trainer.position().step, 12);
  EXPECT_EQ(trainer.position().sequencesSeen, 12);
  EXPECT_EQ(trainer.position().tokensSeen, 2 * 26);
}

// Lengths 7, 7, 5, 4 in the first batch, 2, 1 in the second; windows of three steps.
TEST(Trainer, VisitsEachTokenOnceInBatchesAndWindows) {
  TrainingSettings settings = standingStill();
  settings.batchSize = 4;
  settings.truncate = 3;
  const Dataset data = testing::randomData(5, {4, 7, 5, 7, 1, 2}, 41);
  TrainerIn<double> trainer(kShape, {}, settings, 7, data, {});
  const std::vector<std::vector<std::size_t>> batches{{0, 1, 2, 3}, {4, 5}};
  const std::vector<std::vector<std::size_t>> windows{{0, 3, 6}, {0}};
  std::int64_t tokens = 0;
  for (std::size_t batch = 0; batch < 2; ++batch) {
    for (const std::size_t begin : windows[batch]) {
      double expected = 0;
      for (const std::size_t i : batches[batch])
        expected += sum(naiveLosses(trainer, data[i]), begin, begin + 3);
      const StepReport report = trainer.step();
      EXPECT_NEAR(report.loss, expected, 1e-12) << "batch " << batch << ", window at " << begin;
      tokens += report.tokens;
    }
  }
  EXPECT_EQ(tokens, 26);
  EXPECT_EQ(trainer.position().epoch, 1);
}

// As char-rnn trains: streams of one text side by side, state carried along each.
TEST(Trainer, CarriesTheStateAlongStreams) {
  TrainingSettings settings = standingStill();
  settings.batchSize = 0;
  settings.truncate = 4;
  const Dataset streams = testing::randomData(5, {12, 12, 12}, 43);
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    TrainerIn<double> trainer({cell, Activation::Tanh, 5, 4, 1, true}, {}, settings, 7, streams, {});
    for (std::size_t begin = 0; begin < 12; begin += 4) {
      double expected = 0;
      for (const Sequence& stream : streams)
        expected += sum(naiveLosses(trainer, stream), begin, begin + 4);
      EXPECT_NEAR(trainer.step().loss, expected, 1e-12) << nameOf(cell) << " at " << begin;
    }
    EXPECT_EQ(trainer.position().epoch, 1);
  }
}

TEST(Trainer, FollowsTheGradientOfTheGivenReduction) {
  const Dataset data = testing::randomData(5, {4, 7}, 41);
  for (const Reduction reduction : {Reduction::Sum, Reduction::Mean}) {
    TrainingSettings settings = standingStill();
    settings.reduction = reduction;
    settings.batchSize = 0;
    settings.learningRate = 0.5;
    TrainerIn<double> trainer(kShape, {}, settings, 7, data, {});
    const Parameters<double> before = trainer.parameters();
    const auto gradient = testing::naiveGradient(before, data);
    const double scale = reduction == Reduction::Sum ? 1 : 1.0 / 11;
    const StepReport report = trainer.step();
    double squares = 0;
    for (const ParameterInfo& entry : before.list()) {
      std::vector<double> expected = before.rowMajor(entry);
      for (std::size_t i = 0; i < expected.size(); ++i) {
        const double g = scale * gradient.at(entry.name)[i];
        squares += g * g;
        expected[i] -= 0.5 * g;
      }
      EXPECT_LT(testing::worstError(trainer.parameters().rowMajor(entry), expected), 1e-13) << entry.name;
    }
    EXPECT_NEAR(report.gradientNorm, std::sqrt(squares), 1e-12);
  }
}

TEST(Trainer, ShufflesTheOrderInEveryEpoch) {
  TrainingSettings settings = standingStill();
  settings.shuffle = true;
  TrainerIn<double> trainer(kShape, {}, settings, 7, sixSequences(), {});
  std::set<std::vector<Index>> orders;
  for (int epoch = 0; epoch < 5; ++epoch) {
    const StepReport first = trainer.step();
    std::vector<Index> order = trainer.position().order;
    const Sequence& expected = trainer.training()[static_cast<std::size_t>(order[0])];
    EXPECT_NEAR(first.loss, sum(naiveLosses(trainer, expected), 0, 100), 1e-12);
    orders.insert(order);
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, (std::vector<Index>{0, 1, 2, 3, 4, 5}));
    losses(trainer, 5);
  }
  EXPECT_GT(orders.size(), 2u);
  EXPECT_EQ(trainer.position().epoch, 5);
}

// The gradient of a window without targets is 0. As in PyTorch that is an update all the same: momentum goes on, and
// weight decay takes its part.
TEST(Trainer, ChangesNoParameterByPlainSgdInAWindowWithoutTargets) {
  TrainingSettings settings = standingStill();
  settings.learningRate = 0.5;
  settings.reduction = Reduction::Mean;
  settings.truncate = 2;
  TrainerIn<double> trainer(kShape, {}, settings, 7, {{{0, 1, 2, 3}, {kIgnoredTarget, kIgnoredTarget, 1, 2}, {}, {}}},
                            {});
  const Vector<double> before = trainer.parameters().flat();
  const StepReport first = trainer.step();
  EXPECT_EQ(first.tokens, 0);
  EXPECT_EQ(first.loss, 0);
  EXPECT_FALSE(first.diverged);
  EXPECT_EQ(trainer.parameters().flat(), before);
  EXPECT_EQ(trainer.step().tokens, 2);
  EXPECT_NE(trainer.parameters().flat(), before);
}

TEST(Trainer, TrainsOnEveryTokenOnceWhenBatchSizeAndTruncationChange) {
  TrainingSettings settings = standingStill();
  settings.batchSize = 3;
  settings.truncate = 2;
  TrainerIn<double> trainer(kShape, {}, settings, 7, sixSequences(), {});
  Random random(3);
  while (trainer.position().epoch < 20) {
    trainer.step();
    settings.batchSize = static_cast<Index>(random.below(5));
    settings.truncate = static_cast<Index>(random.below(5));
    trainer.setSettings(settings);
  }
  EXPECT_EQ(trainer.position().tokensSeen, 20 * 26);
  EXPECT_EQ(trainer.position().sequencesSeen, 20 * 6);
}

TEST(Trainer, RecordsTheMeanLossOfTrainingAndHeldOutDataEveryFewEpochs) {
  TrainingSettings settings = standingStill();
  settings.evaluateEvery = 2;
  const Dataset heldOut = testing::randomData(5, {3, 9}, 47);
  TrainerIn<double> trainer(kShape, {}, settings, 7, sixSequences(), heldOut);
  losses(trainer, 6 * 4 + 1);
  const auto records = trainer.takeRecords();
  ASSERT_EQ(records.size(), 3u);
  double training = 0;
  for (const Sequence& sequence : sixSequences())
    training += sum(naiveLosses(trainer, sequence), 0, 100);
  const double held = sum(naiveLosses(trainer, heldOut[0]), 0, 9) + sum(naiveLosses(trainer, heldOut[1]), 0, 9);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(records[i].epoch, static_cast<std::int64_t>(2 * i));
    EXPECT_EQ(records[i].step, static_cast<std::int64_t>(12 * i));
    EXPECT_NEAR(records[i].trainingLoss, training / 26, 1e-13);
    EXPECT_NEAR(records[i].heldOutLoss, held / 12, 1e-13);
  }
  EXPECT_TRUE(trainer.takeRecords().empty()) << "each record is taken once";
}

TEST(Trainer, TrainsTheSameWhenPreparedInSlices) {
  TrainingSettings settings;
  settings.shuffle = true;
  settings.evaluateEvery = 1;
  std::vector<Index> lengths(100, 5);
  const Dataset data = testing::randomData(5, lengths, 51);
  TrainerIn<double> whole(kShape, {}, settings, 7, data, data);
  TrainerIn<double> parts(kShape, {}, settings, 7, data, data);
  int pieces = 0;
  for (int i = 0; i < 150; ++i) {
    while (!parts.advanceEvaluation())
      ++pieces;
    EXPECT_EQ(parts.step().loss, whole.step().loss);
  }
  EXPECT_GE(pieces, 2) << "200 sequences are more than are evaluated at once";
  const auto one = whole.takeRecords();
  const auto other = parts.takeRecords();
  ASSERT_EQ(one.size(), 2u);
  ASSERT_EQ(other.size(), 2u);
  EXPECT_EQ(one[1].heldOutLoss, other[1].heldOutLoss);
}

// --- an update that is cut ------------------------------------------------------------------------------------------

/// More parameters than are updated in one call, on a text of two characters.
struct LargeTrainer {
  static constexpr Index kVocabulary = 200'000;
  Trainer trainer{
      {CellType::Rnn, Activation::Tanh, kVocabulary, 2, 1, true}, {}, {}, 5, {{{1, 2}, {2, 3}, {}, {}}}, {}};

  Vector<float> weights() const {
    return static_cast<const FloatNetwork&>(std::as_const(trainer).network()).parameters().flat();
  }
  /// Until the weights have begun to change, but not all of them have.
  void advanceIntoUpdate() {
    const Vector<float> before = weights();
    while (before == weights())
      ASSERT_FALSE(trainer.advance()) << "the update was done in one call";
  }
};

TEST(Trainer, EndsAnUpdateBeforeItsWeightsAreRead) {
  LargeTrainer whole;
  const StepReport expected = whole.trainer.step();
  LargeTrainer cut;
  cut.advanceIntoUpdate();
  EXPECT_NE(cut.weights(), whole.weights());
  EXPECT_EQ(cut.trainer.position().step, 0);
  cut.trainer.finishUpdate();
  EXPECT_EQ(cut.weights(), whole.weights());
  EXPECT_EQ(cut.trainer.position().step, 1);
  const std::optional<StepReport> report = cut.trainer.advance();
  ASSERT_TRUE(report);
  EXPECT_EQ(report->loss, expected.loss);
  EXPECT_TRUE(report->epochEnded);
  whole.trainer.step();
  cut.trainer.step();
  EXPECT_EQ(cut.weights(), whole.weights());
}

TEST(Trainer, ChangesSettingsAfterAnUpdateInProgress) {
  LargeTrainer whole;
  LargeTrainer cut;
  cut.advanceIntoUpdate();
  TrainingSettings settings;
  settings.learningRate = 0.5;
  cut.trainer.setSettings(settings);
  whole.trainer.step();
  whole.trainer.setSettings(settings);
  EXPECT_EQ(cut.trainer.step().learningRate, TrainingSettings{}.learningRate) << "the report of the step in progress";
  EXPECT_EQ(cut.trainer.step().learningRate, whole.trainer.step().learningRate);
  EXPECT_EQ(cut.weights(), whole.weights());
}

}  // namespace
}  // namespace rnn
