#include "rnn/batch.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "engine_in_tests.h"
#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using Ids = std::vector<TokenId>;

/// Lengths 2, 4, 3, 4; token ids tell sequence and step.
Dataset fourSequences() {
  return {{{10, 11}, {110, 111}, {}, {}},
          {{20, 21, 22, 23}, {120, 121, 122, 123}, {}, {}},
          {{30, 31, 32}, {130, kIgnoredTarget, 132}, {}, {}},
          {{40, 41, 42, 43}, {140, 141, 142, 143}, {}, {}}};
}

TEST(Batch, PacksStepByStepWithTheLongestSequenceFirst) {
  const Batch batch(fourSequences(), {0, 1, 2, 3});
  EXPECT_EQ(batch.sequences(), 4);
  EXPECT_EQ(batch.steps(), 4);
  EXPECT_EQ(Ids(batch.inputs(0), batch.inputs(0) + batch.firstColumn(4)),
            (Ids{20, 40, 30, 10, 21, 41, 31, 11, 22, 42, 32, 23, 43}));
  EXPECT_EQ(Ids(batch.targets(0), batch.targets(0) + batch.firstColumn(4)),
            (Ids{120, 140, 130, 110, 121, 141, kIgnoredTarget, 111, 122, 142, 132, 123, 143}));
  const std::vector<Index> active{4, 4, 3, 2};
  const std::vector<Index> places{1, 3, 2, 0};
  for (Index t = 0; t < 4; ++t) {
    EXPECT_EQ(batch.active(t), active[static_cast<std::size_t>(t)]);
    EXPECT_EQ(batch.sequenceAt(t), places[static_cast<std::size_t>(t)]);
  }
}

TEST(Batch, HasOnlyTheChosenSequencesInTheirOrder) {
  const Batch batch(fourSequences(), {3, 0, 1});
  EXPECT_EQ(batch.sequenceAt(0), 3);
  EXPECT_EQ(batch.sequenceAt(1), 1);
  EXPECT_EQ(batch.sequenceAt(2), 0);
  EXPECT_EQ(batch.firstColumn(batch.steps()), 10);
}

TEST(Batch, HasWindowsThatCoverEveryTokenOnce) {
  const Batch batch(fourSequences(), {0, 1, 2, 3});
  const Window first{batch, 0, 3};
  const Window second{batch, 3, 4};
  EXPECT_EQ(first.columns(), 11);
  EXPECT_EQ(first.firstColumn(2), 8);
  EXPECT_EQ(first.targetCount(), 10) << "one position has no target";
  EXPECT_EQ(second.columns(), 2);
  EXPECT_EQ(second.firstColumn(3), 0);
  EXPECT_EQ(Ids(second.inputs(), second.inputs() + 2), (Ids{23, 43}));
  EXPECT_EQ(second.targetCount(), 2);
  EXPECT_EQ(Window::whole(batch).targetCount(), 12);
}

TEST(Batch, PacksAWindowAtATime) {
  const Dataset data = fourSequences();
  const Batch whole(data, {0, 1, 2, 3});
  Batch batch;
  batch.choose(data, std::vector<Index>{0, 1, 2, 3});
  for (const auto& [begin, end] : {std::pair{0, 1}, {1, 3}, {3, 4}, {0, 4}, {2, 2}}) {
    batch.pack(data, begin, end);
    const Window expected{whole, begin, end};
    const Window window{batch, begin, end};
    ASSERT_EQ(window.columns(), expected.columns());
    EXPECT_EQ(Ids(window.inputs(), window.inputs() + window.columns()),
              Ids(expected.inputs(), expected.inputs() + expected.columns()));
    EXPECT_EQ(Ids(window.targets(), window.targets() + window.columns()),
              Ids(expected.targets(), expected.targets() + expected.columns()));
  }
}

/// Lengths 2, 6, 1, 4, 6, with an unknown input, positions without target and a state to start from.
Dataset unevenData() {
  Dataset data = testing::randomData(5, {2, 6, 1, 4, 6}, 21);
  data[1].inputs[3] = kUnknownToken;
  data[3].targets[3] = kIgnoredTarget;
  data[4].targets[0] = kIgnoredTarget;
  data[3].initialHidden = {.1, -.2, .3, -.4, .5, -.6, .7, -.8};
  data[3].initialCell = {-.8, .7, -.6, .5, -.4, .3, -.2, .1};
  return data;
}

/// How far single precision may be from plain loops in double, for numbers of order 1.
constexpr double kRounding = 1e-6;

class PackedBatch : public ::testing::TestWithParam<NetworkShape> {};

/// Expected: each sequence alone through plain loops (naive_network.h).
TEST_P(PackedBatch, GivesEachSequenceItsOwnLossesAndStates) {
  const Dataset data = unevenData();
  const Parameters<float> parameters = testing::randomParameters(GetParam(), 5).cast<float>();
  testing::EngineRun run(parameters, data, {0, 1, 2, 3, 4});
  const testing::NaiveNetwork<double> naive(GetParam(), testing::naiveWeights<double>(parameters.cast<double>()));
  const State& after = run.pass.state();
  double total = 0;
  for (Index b = 0; b < run.batch.sequences(); ++b) {
    const auto alone = naive.run(data[static_cast<std::size_t>(run.batch.sequenceAt(b))]);
    for (std::size_t t = 0; t < alone.losses.size(); ++t) {
      const Index column = run.batch.firstColumn(static_cast<Index>(t)) + b;
      const auto& states = alone.states[t];
      EXPECT_NEAR(run.activations().output.losses[column], alone.losses[t], kRounding);
      for (std::size_t k = 0; k < 2; ++k)
        EXPECT_LT(testing::worstError(Vector<float>(run.activations().layers[k].hidden.col(column)), states[k].hidden),
                  kRounding);
    }
    total += alone.totalLoss();
    for (std::size_t k = 0; k < 2; ++k) {
      const auto& last = alone.states.back()[k];
      EXPECT_LT(testing::worstError(Vector<float>(after.hidden[k].col(b)), last.hidden), kRounding);
      if (after.cell.empty()) continue;
      EXPECT_LT(testing::worstError(Vector<float>(after.cell[k].col(b)), last.cell), kRounding);
    }
  }
  EXPECT_NEAR(run.loss(), total, 10 * kRounding);
}

/// Expected: the sum over the sequences of exact derivatives by dual numbers.
TEST_P(PackedBatch, HasTheSumOfTheSequencesGradients) {
  const Dataset data = unevenData();
  const Parameters<float> parameters = testing::randomParameters(GetParam(), 5).cast<float>();
  testing::EngineRun run(parameters, data, {0, 1, 2, 3, 4});
  const auto expected = testing::naiveGradient(parameters.cast<double>(), data);
  for (const ParameterInfo& entry : parameters.list())
    EXPECT_LT(testing::worstError(run.gradient.values().rowMajor(entry), expected.at(entry.name)), 5 * kRounding)
        << entry.name;
}

INSTANTIATE_TEST_SUITE_P(EveryCell, PackedBatch, ::testing::ValuesIn(testing::everyCell()),
                         [](const auto& test) { return testing::describe(test.param); });

}  // namespace
}  // namespace rnn
