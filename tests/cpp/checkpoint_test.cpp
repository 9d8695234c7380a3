#include "rnn/checkpoint.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <memory>
#include <string>

#include "engine_in_tests.h"

namespace rnn {
namespace {

/// Seven sentences of 1 to 7 tokens over five, one with an unknown token, one without its last target.
Dataset sentences() {
  Dataset data;
  for (int length : {4, 7, 1, 5, 7, 2, 3}) {
    Sequence& sequence = data.emplace_back();
    for (int t = 0; t < length; ++t) {
      sequence.inputs.push_back((3 * t + length) % 5);
      sequence.targets.push_back((3 * t + length + 1) % 5);
    }
  }
  data[0].inputs[1] = kUnknownToken;
  data[1].targets.back() = kIgnoredTarget;
  return data;
}

/// Everything that moves while training is in use: batches, windows, shuffling, halving, clipping.
ModelSettings busySettings(CellType cell, OptimizerType optimizer) {
  ModelSettings settings;
  settings.shape = {cell, Activation::Tanh, 5, 3, 2, true};
  settings.initialization = {Initialization::Orthogonal, 1};
  settings.seed = 4'294'967'295;
  TrainingSettings& training = settings.training;
  training.optimizer.type = optimizer;
  training.schedule.type = ScheduleType::Halving;
  training.learningRate = 0.3;
  training.clipNorm = 0.5;
  training.evaluateEvery = 1;
  training.batchSize = 3;
  training.truncate = 2;
  training.shuffle = true;
  return settings;
}

template <class S>
using TrainerPointer = std::unique_ptr<testing::TrainerIn<S>>;

template <class S>
TrainerPointer<S> freshTrainer(const ModelSettings& settings, const Dataset& training, const Dataset& heldOut) {
  return std::make_unique<testing::TrainerIn<S>>(settings.shape, settings.initialization, settings.training,
                                                 settings.seed, training, heldOut);
}

/// A new trainer that goes on where this one is.
template <class S>
TrainerPointer<S> resumed(testing::TrainerIn<S>& trainer, ModelSettings settings) {
  settings.training = trainer.settings();
  auto other = freshTrainer<S>(settings, trainer.training(), trainer.heldOut());
  resume(*other, checkpointOf(trainer));
  return other;
}

template <class S>
bool sameBits(const Vector<S>& a, const Vector<S>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), sizeof(S) * static_cast<std::size_t>(a.size())) == 0;
}

/// Trains `steps` steps and gives the weights after each, and all evaluations on the way.
template <class S>
struct Course {
  std::vector<Vector<S>> weights;
  std::vector<double> losses;
  std::vector<EvaluationRecord> records;

  Course(testing::TrainerIn<S>& trainer, int steps) {
    for (int i = 0; i < steps; ++i) {
      losses.push_back(trainer.step().loss);
      weights.push_back(trainer.parameters().flat());
    }
    records = trainer.takeRecords();
  }
};

/// `got` is what `expected` did from its step `first` on.
template <class S>
void expectSameRun(const Course<S>& got, const Course<S>& expected, std::size_t first = 0) {
  for (std::size_t i = 0; i < got.weights.size(); ++i) {
    ASSERT_EQ(got.losses[i], expected.losses[first + i]) << "step " << i;
    ASSERT_TRUE(sameBits(got.weights[i], expected.weights[first + i])) << "step " << i;
  }
  std::size_t next = 0;
  for (const EvaluationRecord& record : expected.records) {
    if (next == got.records.size() || record.step != got.records[next].step) continue;
    EXPECT_EQ(got.records[next].trainingLoss, record.trainingLoss);
    EXPECT_EQ(got.records[next].heldOutLoss, record.heldOutLoss);
    EXPECT_EQ(got.records[next].learningRate, record.learningRate);
    EXPECT_EQ(got.records[next].halved, record.halved);
    ++next;
  }
  EXPECT_EQ(next, got.records.size());
}

/// Breaks off after each of `breaks` steps and compares the rest of the run. Gives back whether the learning rate was
/// halved in it.
template <class S>
bool expectResumption(const ModelSettings& settings, int breaks) {
  constexpr int kMore = 25;  // more than two epochs
  const auto whole = freshTrainer<S>(settings, sentences(), {sentences()[3]});
  const Course<S> run(*whole, breaks + kMore);
  const auto interrupted = freshTrainer<S>(settings, sentences(), {sentences()[3]});
  bool insideABatch = false;
  for (int n = 0; n <= breaks; ++n) {
    const auto other = resumed(*interrupted, settings);
    expectSameRun(Course<S>(*other, kMore), run, static_cast<std::size_t>(n));
    insideABatch = insideABatch || interrupted->position().windowBegin > 0;
    interrupted->step();
    interrupted->takeRecords();
  }
  bool halved = false;
  for (const EvaluationRecord& record : run.records)
    halved = halved || record.halved;
  EXPECT_TRUE(insideABatch) << "no break was in the middle of a sequence";
  return halved;
}

TEST(Checkpoint, ResumesTrainingBitForBitForEveryCellAndOptimizer) {
  bool halved = false;
  for (CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    for (std::size_t optimizer = 0; optimizer < Names<OptimizerType>::list.size(); ++optimizer) {
      SCOPED_TRACE(std::string(nameOf(cell)) + " " + std::string(Names<OptimizerType>::list[optimizer]));
      const ModelSettings settings = busySettings(cell, static_cast<OptimizerType>(optimizer));
      halved |= expectResumption<float>(settings, 12);
      halved |= expectResumption<double>(settings, 12);
    }
  }
  EXPECT_TRUE(halved) << "no run had its learning rate halved";
}

TEST(Checkpoint, ResumesTrainingBitForBitWithCosineScheduleAndWithoutBias) {
  ModelSettings settings = busySettings(CellType::Gru, OptimizerType::AdamW);
  settings.shape.bias = false;
  settings.training.schedule = {ScheduleType::Cosine, 5, 30};
  expectResumption<float>(settings, 12);
}

TEST(Checkpoint, ResumesTrainingOnSequencesWithInitialStates) {
  const ModelSettings settings = busySettings(CellType::Lstm, OptimizerType::Sgd);
  Dataset data = sentences();
  data[1].initialHidden = {0.1, -0.2, 0.3, 0.4, 0.5, -0.6};
  data[1].initialCell = {1, 2, 3, -4, 5, 6};
  const auto trainer = freshTrainer<double>(settings, data, {data[0]});
  trainer->step();
  trainer->takeRecords();
  const auto other = resumed(*trainer, settings);
  const Course<double> expected(*trainer, 20);
  expectSameRun(Course<double>(*other, 20), expected);
}

/// In the middle of a batch of the second epoch.
TrainerPointer<float> trainerInsideABatch(const ModelSettings& settings) {
  auto trainer = freshTrainer<float>(settings, sentences(), {});
  while (trainer->position().windowBegin == 0 || trainer->position().epoch == 0)
    trainer->step();
  return trainer;
}

TEST(Checkpoint, HasTheParametersInRowMajorOrderAndTheStateSequenceBySequence) {
  const ModelSettings settings = busySettings(CellType::Lstm, OptimizerType::Adam);
  const auto trainer = trainerInsideABatch(settings);
  const Checkpoint checkpoint = checkpointOf(*trainer);

  const Parameters<float> parameters = trainer->parameters();
  const auto weights = parameters.outputLayer().weights;  // V × H
  const auto all = static_cast<std::size_t>(parameters.flat().size());
  ASSERT_EQ(checkpoint.parameters.size(), all);
  EXPECT_EQ(checkpoint.moments.first.size(), all);
  EXPECT_EQ(checkpoint.moments.second.size(), all);
  for (Index row = 0; row < 5; ++row) {
    for (Index column = 0; column < 3; ++column) {
      const auto at = static_cast<std::size_t>(3 * row + column);
      EXPECT_EQ(checkpoint.parameters[all - 5 - 15 + at], weights(row, column));  // b_out comes last
    }
  }

  const std::vector<CarriedState> shards = trainer->learner().state();
  ASSERT_EQ(shards.size(), 1u);
  State state;
  state.assign(settings.shape, shards.front());
  const Index sequences = state.hidden[0].cols();
  ASSERT_GT(sequences, 1);
  ASSERT_EQ(checkpoint.position.state.hidden.size(), static_cast<std::size_t>(2 * sequences * 3));
  ASSERT_EQ(checkpoint.position.state.cell.size(), checkpoint.position.state.hidden.size());
  for (Index b = 0; b < sequences; ++b) {
    for (Index unit = 0; unit < 3; ++unit) {
      const auto at = static_cast<std::size_t>((sequences + b) * 3 + unit);  // in the upper layer
      EXPECT_EQ(checkpoint.position.state.hidden[at], state.hidden[1](unit, b));
      EXPECT_EQ(checkpoint.position.state.cell[at], state.cell[1](unit, b));
    }
  }
}

TEST(Checkpoint, HasNoMomentsThatTheUpdateRuleDoesNotUseAndNoStateBetweenBatches) {
  const auto trainer = freshTrainer<double>(busySettings(CellType::Gru, OptimizerType::RmsProp), sentences(), {});
  const Checkpoint checkpoint = checkpointOf(*trainer);
  EXPECT_TRUE(checkpoint.moments.first.empty());
  EXPECT_EQ(checkpoint.moments.second.size(), checkpoint.parameters.size());
  EXPECT_TRUE(checkpoint.position.state.hidden.empty());
  EXPECT_TRUE(checkpoint.position.state.cell.empty());
}

TEST(Checkpoint, KeepsTheBitsOfValuesThatAreNotFinite) {
  const ModelSettings settings = busySettings(CellType::Lstm, OptimizerType::Adam);
  const auto trainer = trainerInsideABatch(settings);
  Parameters<float> parameters = trainer->parameters();
  parameters.flat()[0] = std::numeric_limits<float>::quiet_NaN();
  parameters.flat()[1] = -std::numeric_limits<float>::infinity();
  parameters.flat()[2] = -0.0f;
  trainer->setParameters(parameters);
  Checkpoint checkpoint = checkpointOf(*trainer);
  checkpoint.position.lastRecordedLoss = std::numeric_limits<double>::infinity();
  const auto other = freshTrainer<float>(settings, sentences(), {});
  resume(*other, checkpoint);
  EXPECT_TRUE(sameBits(other->parameters().flat(), parameters.flat()));
  EXPECT_EQ(other->position().lastRecordedLoss, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace rnn
