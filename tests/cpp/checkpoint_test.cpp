#include "rnn/checkpoint.h"

#include <gtest/gtest.h>

#include <cstring>
#include <limits>
#include <string>

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
Trainer<S> freshTrainer(const ModelSettings& settings, Dataset training, Dataset heldOut) {
  return {settings.shape, settings.initialization, settings.training,
          settings.seed,  std::move(training),     std::move(heldOut)};
}

/// A new trainer that goes on where this one is.
template <class S>
Trainer<S> resumed(const Trainer<S>& trainer, ModelSettings settings) {
  settings.training = trainer.settings();
  Trainer<S> other = freshTrainer<S>(settings, trainer.training(), trainer.heldOut());
  resume(other, checkpointOf(trainer));
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

  Course(Trainer<S>& trainer, int steps) {
    for (int i = 0; i < steps; ++i) {
      losses.push_back(trainer.step().loss);
      weights.push_back(trainer.parameters().flat());
    }
    records = trainer.takeRecords();
  }
};

template <class S>
void expectSameRun(const Course<S>& got, const Course<S>& expected) {
  EXPECT_EQ(got.losses, expected.losses);
  for (std::size_t i = 0; i < expected.weights.size(); ++i) {
    ASSERT_TRUE(sameBits(got.weights[i], expected.weights[i])) << "step " << i;
  }
  ASSERT_EQ(got.records.size(), expected.records.size());
  for (std::size_t i = 0; i < expected.records.size(); ++i) {
    EXPECT_EQ(got.records[i].trainingLoss, expected.records[i].trainingLoss);
    EXPECT_EQ(got.records[i].heldOutLoss, expected.records[i].heldOutLoss);
    EXPECT_EQ(got.records[i].learningRate, expected.records[i].learningRate);
    EXPECT_EQ(got.records[i].halved, expected.records[i].halved);
  }
}

/// Breaks off after each of `breaks` steps and compares the rest of the run. Gives back whether the learning rate was
/// halved in it.
template <class S>
bool expectResumption(const ModelSettings& settings, int breaks) {
  constexpr int kMore = 25;  // more than two epochs
  Trainer<S> uninterrupted = freshTrainer<S>(settings, sentences(), {sentences()[3]});
  bool insideABatch = false;
  bool halved = false;
  for (int n = 0; n <= breaks; ++n) {
    Trainer<S> other = resumed(uninterrupted, settings);
    Trainer<S> expected = uninterrupted;
    const Course<S> run(expected, kMore);
    expectSameRun(Course<S>(other, kMore), run);
    insideABatch = insideABatch || uninterrupted.position().windowBegin > 0;
    for (const EvaluationRecord& record : run.records)
      halved = halved || record.halved;
    uninterrupted.step();
    uninterrupted.takeRecords();
  }
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
  Trainer<double> trainer = freshTrainer<double>(settings, data, {data[0]});
  trainer.step();
  trainer.takeRecords();
  Trainer<double> other = resumed(trainer, settings);
  const Course<double> expected(trainer, 20);
  expectSameRun(Course<double>(other, 20), expected);
}

/// In the middle of a batch of the second epoch.
Trainer<float> trainerInsideABatch(const ModelSettings& settings) {
  Trainer<float> trainer = freshTrainer<float>(settings, sentences(), {});
  while (trainer.position().windowBegin == 0 || trainer.position().epoch == 0)
    trainer.step();
  return trainer;
}

TEST(Checkpoint, HasTheParametersInRowMajorOrderAndTheStateSequenceBySequence) {
  const ModelSettings settings = busySettings(CellType::Lstm, OptimizerType::Adam);
  const Trainer<float> trainer = trainerInsideABatch(settings);
  const Checkpoint checkpoint = checkpointOf(trainer);

  const auto weights = trainer.parameters().outputLayer().weights;  // V × H
  const std::size_t all = static_cast<std::size_t>(trainer.parameters().flat().size());
  ASSERT_EQ(checkpoint.parameters.size(), all);
  EXPECT_EQ(checkpoint.firstMoment.size(), all);
  EXPECT_EQ(checkpoint.secondMoment.size(), all);
  for (Index row = 0; row < 5; ++row) {
    for (Index column = 0; column < 3; ++column) {
      const auto at = static_cast<std::size_t>(3 * row + column);
      EXPECT_EQ(checkpoint.parameters[all - 5 - 15 + at], weights(row, column));  // b_out comes last
    }
  }

  const State<float>& state = trainer.position().state;
  const Index sequences = state.hidden[0].cols();
  ASSERT_GT(sequences, 1);
  ASSERT_EQ(checkpoint.position.hidden.size(), static_cast<std::size_t>(2 * sequences * 3));
  ASSERT_EQ(checkpoint.position.cell.size(), checkpoint.position.hidden.size());
  for (Index b = 0; b < sequences; ++b) {
    for (Index unit = 0; unit < 3; ++unit) {
      const auto at = static_cast<std::size_t>((sequences + b) * 3 + unit);  // in the upper layer
      EXPECT_EQ(checkpoint.position.hidden[at], state.hidden[1](unit, b));
      EXPECT_EQ(checkpoint.position.cell[at], state.cell[1](unit, b));
    }
  }
}

TEST(Checkpoint, HasNoMomentsThatTheUpdateRuleDoesNotUseAndNoStateBetweenBatches) {
  const Trainer<double> trainer =
      freshTrainer<double>(busySettings(CellType::Gru, OptimizerType::RmsProp), sentences(), {});
  const Checkpoint checkpoint = checkpointOf(trainer);
  EXPECT_TRUE(checkpoint.firstMoment.empty());
  EXPECT_EQ(checkpoint.secondMoment.size(), checkpoint.parameters.size());
  EXPECT_TRUE(checkpoint.position.hidden.empty());
  EXPECT_TRUE(checkpoint.position.cell.empty());
}

TEST(Checkpoint, KeepsTheBitsOfValuesThatAreNotFinite) {
  const ModelSettings settings = busySettings(CellType::Lstm, OptimizerType::Adam);
  Trainer<float> trainer = trainerInsideABatch(settings);
  trainer.parameters().flat()[0] = std::numeric_limits<float>::quiet_NaN();
  trainer.parameters().flat()[1] = -std::numeric_limits<float>::infinity();
  trainer.parameters().flat()[2] = -0.0f;
  Checkpoint checkpoint = checkpointOf(trainer);
  checkpoint.position.lastRecordedLoss = std::numeric_limits<double>::infinity();
  Trainer<float> other = freshTrainer<float>(settings, sentences(), {});
  resume(other, checkpoint);
  EXPECT_TRUE(sameBits(std::as_const(other).parameters().flat(), std::as_const(trainer).parameters().flat()));
  EXPECT_EQ(other.position().lastRecordedLoss, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace rnn
