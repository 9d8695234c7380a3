// One symbol to be remembered over 30 steps of noise: the gradient has to come back that far, which is what
// gates are for (Bengio, Simard and Frasconi 1994; Hochreiter and Schmidhuber 1997).

#include <gtest/gtest.h>

#include <cstdio>

#include "engine_in_tests.h"
#include "rnn/evaluation.h"

namespace rnn {
namespace {

using testing::TrainerIn;

constexpr Index kSymbols = 8;
constexpr Index kNoises = 10;
constexpr TokenId kRecall = kSymbols + kNoises;
constexpr Index kVocabulary = kRecall + 1;
constexpr int kGap = 30;

/// A symbol, 30 others that mean nothing, and the question: only its answer counts.
Sequence drawItem(Random& random) {
  const auto symbol = static_cast<TokenId>(random.below(kSymbols));
  Sequence item;
  item.inputs.push_back(symbol);
  for (int i = 0; i < kGap; ++i)
    item.inputs.push_back(static_cast<TokenId>(kSymbols + static_cast<TokenId>(random.below(kNoises))));
  item.inputs.push_back(kRecall);
  item.targets.assign(item.inputs.size(), kIgnoredTarget);
  item.targets.back() = symbol;
  return item;
}

Dataset drawItems(int count, Random& random) {
  Dataset items;
  for (int i = 0; i < count; ++i)
    items.push_back(drawItem(random));
  return items;
}

/// Accuracy on 1,000 unseen items after five epochs over 4,000 others: the same budget for every cell. With it,
/// LSTM and GRU get at least 99 % right from every one of 40 seeds, the vanilla RNN from none.
double accuracyOf(CellType cell, std::uint64_t seed) {
  Random random(seed);
  const Dataset training = drawItems(4000, random);
  TrainingSettings settings;
  settings.learningRate = 0.005;
  settings.clipNorm = 1;
  settings.batchSize = 16;
  settings.shuffle = true;
  settings.evaluateEvery = 100;
  // The LSTM's forget gates start open; the setting means nothing to the others.
  TrainerIn<float> trainer({cell, Activation::Tanh, kVocabulary, 32, 1, true}, {Initialization::PyTorch, 5}, settings,
                           seed, training, {});
  while (trainer.position().epoch < 5)
    trainer.step();
  const double accuracy = testing::evaluate(trainer.parameters(), drawItems(1000, random)).accuracy();
  std::printf("a symbol of 8 over a gap of 30, %s of 32 units, seed %d: %.1f %% (chance 12.5 %%)\n",
              std::string(nameOf(cell)).c_str(), static_cast<int>(seed), 100 * accuracy);
  return accuracy;
}

TEST(TaskMemory, AnLstmRemembersOverThirtySteps) {
  for (const std::uint64_t seed : {1, 2, 3})
    EXPECT_GE(accuracyOf(CellType::Lstm, seed), 0.99);
}

TEST(TaskMemory, AGruRemembersOverThirtySteps) {
  for (const std::uint64_t seed : {1, 2, 3})
    EXPECT_GE(accuracyOf(CellType::Gru, seed), 0.99);
}

// One answer in eight is right by chance, one in four when a single bit of the symbol got through.
TEST(TaskMemory, AVanillaRnnWithTheSameBudgetStaysNearChance) {
  for (const std::uint64_t seed : {1, 2, 3})
    EXPECT_LT(accuracyOf(CellType::Rnn, seed), 0.3);
}

}  // namespace
}  // namespace rnn
