// The fast engine, in float, against the reference, in double, and against itself: what a number is must not depend on
// what it is computed beside.

#include "rnn/float_learner.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <vector>

#include "engine_in_tests.h"
#include "helpers.h"
#include "rnn/shard.h"

namespace rnn {
namespace {

using testing::TrainerIn;

/// Sequences of random lengths up to `longest`, some tokens unknown, some targets ignored, some with a state to start
/// from.
Dataset anyData(const NetworkShape& shape, Index sequences, Index longest, Random& random) {
  Dataset data;
  const auto draw = [&] {
    return static_cast<TokenId>(random.below(static_cast<std::uint64_t>(shape.vocabularySize) + 1)) - 1;
  };
  for (Index i = 0; i < sequences; ++i) {
    Sequence sequence;
    const auto length = static_cast<Index>(1 + random.below(static_cast<std::uint64_t>(longest)));
    for (Index t = 0; t < length; ++t) {
      sequence.inputs.push_back(draw());
      sequence.targets.push_back(draw());
    }
    for (Index k = 0; k < shape.layers * shape.hiddenSize && i % 2 == 1; ++k) {
      sequence.initialHidden.push_back(random.uniform(-1, 1));
      if (shape.cell == CellType::Lstm) sequence.initialCell.push_back(random.uniform(-1, 1));
    }
    data.push_back(sequence);
  }
  return data;
}

NetworkShape anyShape(CellType cell, Random& random) {
  const auto upTo = [&](std::uint64_t most) { return static_cast<Index>(1 + random.below(most)); };
  return {cell, static_cast<Activation>(random.below(4)), upTo(17), upTo(17), upTo(3), random.below(2) == 0};
}

/// The largest difference, relative to the largest number or 1.
double difference(const Vector<float>& got, const Vector<double>& expected) {
  return (got.cast<double>() - expected).cwiseAbs().maxCoeff() / std::max(1.0, expected.cwiseAbs().maxCoeff());
}

class FloatAgainstDouble : public ::testing::TestWithParam<CellType> {};
INSTANTIATE_TEST_SUITE_P(RnnGruLstm, FloatAgainstDouble,
                         ::testing::Values(CellType::Rnn, CellType::Gru, CellType::Lstm),
                         [](const auto& test) { return std::string(nameOf(test.param)); });

// The bound: some hundred roundings of 6·10⁻⁸ in a sum of at most 17 · 9 terms. H, V from 1 to 17 are all the tails
// that a tile of 8 × 4 and a vector of 4 can have.
TEST_P(FloatAgainstDouble, TrainsTheSameUpToRoundingForShapesAndBatchesOfEveryKind) {
  Random random(11);
  double worst = 0;
  for (int i = 0; i < 60; ++i) {
    const NetworkShape shape = anyShape(GetParam(), random);
    const Dataset data = anyData(shape, 1 + static_cast<Index>(random.below(7)), 9, random);
    TrainingSettings settings;
    settings.optimizer.type = OptimizerType::Sgd;
    settings.batchSize = static_cast<Index>(random.below(4));
    settings.truncate = static_cast<Index>(random.below(4));
    settings.shards = 1 + static_cast<Index>(random.below(3));
    settings.reduction = random.below(2) == 0 ? Reduction::Sum : Reduction::Mean;
    settings.clipNorm = 1;
    settings.learningRate = 1;  // so that a weight is off by as much as its gradient
    TrainerIn<float> single(shape, {}, settings, static_cast<std::uint64_t>(i), data, {});
    TrainerIn<double> wide(shape, {}, settings, static_cast<std::uint64_t>(i), data, {});
    for (int step = 0; step < 5; ++step) {
      const StepReport got = single.step();
      const StepReport expected = wide.step();
      worst = std::max(worst, std::abs(got.loss - expected.loss) / std::max(1.0, expected.loss));
      worst =
          std::max(worst, std::abs(got.gradientNorm - expected.gradientNorm) / std::max(1.0, expected.gradientNorm));
      worst = std::max(worst, difference(single.parameters().flat(), wide.parameters().flat()));
    }
  }
  EXPECT_LT(worst, 5e-6);
}

// As many rows as a product cuts into tiles of every height, and windows that leave one to three columns over.
TEST_P(FloatAgainstDouble, TrainsTheSameUpToRoundingInLayersOfManyTiles) {
  double worst = 0;
  for (const Index hidden : {36, 40, 44, 52, 56, 64, 80, 100, 132}) {
    const NetworkShape shape{GetParam(), Activation::Tanh, 11, hidden, 1, true};
    for (const Index length : {5, 6, 7, 9, 12, 13}) {
      const Dataset data = testing::randomData(11, {length}, static_cast<std::uint64_t>(hidden + length));
      TrainingSettings settings;
      settings.optimizer.type = OptimizerType::Sgd;
      settings.learningRate = 1;
      settings.clipNorm = 1;
      TrainerIn<float> single(shape, {}, settings, 3, data, {});
      TrainerIn<double> wide(shape, {}, settings, 3, data, {});
      single.step();
      wide.step();
      worst = std::max(worst, difference(single.parameters().flat(), wide.parameters().flat()));
    }
  }
  EXPECT_LT(worst, 5e-6);
}

/// All that can be read of the units, layer by layer.
std::vector<UnitNumbers> unitNumbersOf(const NetworkShape& shape) {
  std::vector<UnitNumbers> all;
  for (Index layer = 0; layer < shape.layers; ++layer) {
    all.push_back({layer});
    if (shape.cell == CellType::Lstm) all.push_back({layer, UnitNumbers::Kind::Cell});
    for (Index gate = 0; shape.cell != CellType::Rnn && gate < shape.gates(); ++gate)
      all.push_back({layer, UnitNumbers::Kind::Gate, gate});
  }
  return all;
}

TEST_P(FloatAgainstDouble, GivesASequenceTheSameBitsAloneInABatchAndInWindows) {
  const NetworkShape shape{GetParam(), Activation::Tanh, 7, 10, 2, true};
  Random random(12);
  const Dataset data = anyData(shape, 9, 12, random);
  FloatNetwork network(shape);
  initialize(network, {}, random);
  Batch together(data, allOf(data));
  const auto pass = network.forwardPass();
  pass->start(data, together);
  pass->read(Window::whole(together));
  std::vector<double> expected(10);
  std::vector<double> got(10);
  for (Index b = 0; b < together.sequences(); ++b) {
    const Batch alone(data, {together.sequenceAt(b)});
    for (const Index size : {1, 3, 100}) {
      const auto inWindows = network.forwardPass();
      inWindows->start(data, alone);
      for (Index begin = 0; begin < alone.steps(); begin += size) {
        const Window window{alone, begin, std::min(begin + size, alone.steps())};
        inWindows->read(window);
        for (Index t = begin; t < window.end; ++t) {
          for (const UnitNumbers& which : unitNumbersOf(shape)) {
            pass->units(which, together.firstColumn(t) + b, expected);
            inWindows->units(which, t - begin, got);
            ASSERT_EQ(got, expected) << "step " << t << " of sequence " << b << " in windows of " << size;
          }
          ASSERT_EQ(inWindows->loss(t - begin), pass->loss(together.firstColumn(t) + b));
        }
      }
    }
  }
}

TEST_P(FloatAgainstDouble, ComputesTheSameInManySlicesUpToRounding) {
  const NetworkShape shape{GetParam(), Activation::Tanh, 7, 10, 3, true};
  Random random(13);
  const Dataset data = anyData(shape, 6, 40, random);
  FloatNetwork network(shape);
  initialize(network, {}, random);
  testing::EngineRun whole(network.parameters(), data, allOf(data));
  State state;
  state.start(shape, data, whole.batch);
  GradientBuffer gradient(shape);
  WindowPass pass(5000);
  pass.begin(network.parameters(), Window::whole(whole.batch), state, 1, gradient);
  int slices = 1;
  while (!pass.advance())
    ++slices;
  EXPECT_GT(slices, 20);
  EXPECT_NEAR(pass.loss(), whole.loss(), 1e-9) << "the losses have the same bits, added up in another order";
  EXPECT_LT(difference(gradient.values().flat(), whole.gradient.values().flat().cast<double>()), 1e-6);
  EXPECT_EQ(pass.state().hidden.back(), whole.pass.state().hidden.back());
}

// A gradient of 3·10²⁶ is finite; its square is not, in float.
TEST(Clipping, BringsAnExplodingButFiniteGradientToItsLimit) {
  TrainingSettings settings;
  settings.optimizer.type = OptimizerType::Sgd;
  settings.clipNorm = 1;
  settings.learningRate = 0.1;
  TrainerIn<float> trainer({CellType::Rnn, Activation::Identity, 5, 4, 1, true}, {}, settings, 7,
                           testing::randomData(5, {40}, 3), {});
  Parameters<float> large = trainer.parameters();
  large.layer(0).recurrentWeights *= 12;
  trainer.setParameters(large);
  const Vector<float> before = large.flat();
  const StepReport report = trainer.step();
  EXPECT_GT(report.gradientNorm, 1e20);
  EXPECT_TRUE(std::isfinite(report.gradientNorm));
  EXPECT_FALSE(report.diverged);
  EXPECT_NEAR((trainer.parameters().flat() - before).norm(), 0.1, 1e-3);
}

TEST(Clipping, MeasuresAGradientTooSmallForItsSquareInFloat) {
  GradientBuffer gradient({CellType::Rnn, Activation::Tanh, 3, 2, 1, true});
  gradient.values().flat().setZero();
  gradient.values().outputLayer().bias << 3e-30F, 4e-30F, 0;
  EXPECT_NEAR(gradient.norm() / 5e-30, 1, 1e-6);
}

// 100,000 equal numbers, added one after the other in float, would be off in the fourth digit.
TEST(GradientBuffer, KeepsTheDigitsOfAColumnThatIsWrittenVeryOften) {
  GradientBuffer gradient({CellType::Rnn, Activation::Tanh, 3, 2, 1, true});
  constexpr Index kTimes = 100'000;
  const std::vector<TokenId> inputs(kTimes, 1);
  const Matrix<float> delta = Matrix<float>::Constant(2, kTimes, 0.1F);
  gradient.beginWindow();
  gradient.addInputs(inputs.data(), {delta.data(), 2, kTimes});
  EXPECT_NEAR(gradient.values().layer(0).inputWeights(0, 1) / (kTimes * static_cast<double>(0.1F)), 1, 2e-6);
  gradient.beginWindow();
  EXPECT_EQ(gradient.values().layer(0).inputWeights.norm(), 0);
}

// Whoever packs sequences may give all of them a cell state that only an LSTM has.
TEST_P(FloatAgainstDouble, IgnoresACellStateThatTheCellDoesNotHave) {
  const NetworkShape shape{GetParam(), Activation::Tanh, 5, 4, 2, true};
  Dataset data = testing::randomData(5, {4, 7}, 3);
  for (Sequence& sequence : data) {
    sequence.initialHidden.assign(8, 0.25);
    if (GetParam() == CellType::Lstm) sequence.initialCell.assign(8, 0.5);
  }
  Dataset withCell = data;
  for (Sequence& sequence : withCell)
    sequence.initialCell.assign(8, 0.5);
  TrainingSettings settings;
  settings.batchSize = 0;
  const auto lossesOf = [&]<class S>(const Dataset& given, S) {
    TrainerIn<S> trainer(shape, {}, settings, 7, given, given);
    std::vector<double> losses;
    for (int i = 0; i < 3; ++i)
      losses.push_back(trainer.step().loss);
    return losses;
  };
  EXPECT_EQ(lossesOf(withCell, 0.0), lossesOf(data, 0.0));
  EXPECT_EQ(lossesOf(withCell, 0.0F), lossesOf(data, 0.0F));
}

// Which shard is computed where, or first, cannot be told from the sum; how many there are can.
TEST(Shards, GiveTheGradientOfTheWholeBatchUpToRounding) {
  Random random(14);
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 7, 6, 2, true};
  const Dataset data = anyData(shape, 8, 12, random);
  TrainingSettings settings;
  settings.batchSize = 0;
  settings.truncate = 5;
  TrainerIn<float> whole(shape, {}, settings, 7, data, {});
  settings.shards = 3;
  TrainerIn<float> cut(shape, {}, settings, 7, data, {});
  for (int i = 0; i < 12; ++i) {
    const StepReport one = whole.step();
    const StepReport other = cut.step();
    EXPECT_EQ(other.tokens, one.tokens);
    EXPECT_NEAR(other.loss, one.loss, 1e-5);
  }
  EXPECT_EQ(cut.position().epoch, whole.position().epoch);
}

TEST(Shards, ChangedInTheMiddleOfABatchAreThoseOfATrainerThatGoesOnThere) {
  Random random(15);
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 7, 6, 1, true};
  const Dataset data = anyData(shape, 5, 12, random);
  TrainingSettings settings;
  settings.batchSize = 0;
  settings.truncate = 2;
  settings.shards = 2;
  TrainerIn<float> one(shape, {}, settings, 7, data, {});
  one.step();
  settings.shards = 3;
  TrainerIn<float> resumed(shape, {}, settings, 7, data, {});
  TrainingPosition position = one.position();
  position.state = one.carriedState();
  resumed.setParameters(one.parameters());
  resumed.restore(one.learner().moments(), position, one.random().state());
  EXPECT_FALSE(one.advance().has_value()) << "the step in progress begins anew";
  one.setSettings(settings);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(resumed.step().loss, one.step().loss);
}

/// One step, of which some shards are computed by a helper, those that it takes and does not bring back by the trainer.
double stepWithHelper(Trainer& trainer, ShardHelper& helper, Random& random) {
  while (!trainer.advanceEvaluation())
    continue;
  ShardLender* lender = trainer.beginStepToLend(1000);
  std::vector<ShardTask> lent;
  while (lender->lendable() > 0 && random.below(4) > 0)
    lent.push_back(lender->lend());
  std::optional<StepReport> report;
  for (int i = static_cast<int>(random.below(3)); i > 0 && !report; --i)
    report = trainer.advance();
  std::ranges::copy(lender->weights(), helper.weights().begin());
  for (const ShardTask& task : lent) {
    if (random.below(5) == 0) continue;
    const std::span<float> gradient = lender->accept(helper.compute(task));
    std::ranges::copy(helper.gradient(), gradient.begin());
  }
  while (!report && !lender->waiting())
    report = trainer.advance();
  lender->withdraw();
  while (!report)
    report = trainer.advance();
  return report->loss;
}

TEST_P(FloatAgainstDouble, HasTheSameBitsWhoeverComputesTheShards) {
  Random random(16);
  for (int i = 0; i < 30; ++i) {
    const NetworkShape shape{GetParam(),
                             Activation::Tanh,
                             1 + static_cast<Index>(random.below(9)),
                             1 + static_cast<Index>(random.below(17)),
                             1 + static_cast<Index>(random.below(3)),
                             random.below(3) > 0};
    const Dataset data = anyData(shape, 1 + static_cast<Index>(random.below(9)), 12, random);
    TrainingSettings settings;
    settings.batchSize = static_cast<Index>(random.below(9));
    settings.truncate = static_cast<Index>(random.below(5));
    settings.shards = 1 + static_cast<Index>(random.below(5));
    settings.clipNorm = 0.1;
    TrainerIn<float> alone(shape, {}, settings, 5, data, {});
    TrainerIn<float> helped(shape, {}, settings, 5, data, {});
    ShardHelper helper(shape);
    for (int step = 0; step < 12; ++step)
      ASSERT_EQ(stepWithHelper(helped, helper, random), alone.step().loss);
    ASSERT_EQ(helped.parameters().flat(), alone.parameters().flat());
  }
}

TEST(Trainer, NeverKeepsALossThatIsNotANumberAsTheBest) {
  TrainingSettings settings;
  settings.evaluateEvery = 1;
  TrainerIn<float> trainer({CellType::Rnn, Activation::Tanh, 5, 4, 1, true}, {}, settings, 7,
                           testing::randomData(5, {4}, 3), {});
  const Parameters<float> sound = trainer.parameters();
  Parameters<float> broken = sound;
  broken.flat().setConstant(std::numeric_limits<float>::quiet_NaN());
  trainer.setParameters(broken);
  while (!trainer.advanceEvaluation())
    continue;
  EXPECT_FALSE(trainer.restoreBest(1)) << "there is no best yet";
  trainer.setParameters(sound);
  EXPECT_FALSE(trainer.step().diverged);
}

}  // namespace
}  // namespace rnn
