// aⁿbⁿ (Gers and Schmidhuber 2001): a network that generalizes past the n it was trained on has learned to
// count, not the words.

#include <gtest/gtest.h>

#include <cstdio>

#include "engine_in_tests.h"
#include "rnn/evaluation.h"

namespace rnn {
namespace {

using testing::TrainerIn;

constexpr TokenId kA = 0;
constexpr TokenId kB = 1;
constexpr TokenId kMark = 2;  // before and after every word

/// The number of a's is unpredictable, so targets are ignored until the first b has been read.
Sequence wordOf(int n) {
  Sequence word;
  word.inputs.push_back(kMark);
  word.inputs.insert(word.inputs.end(), static_cast<std::size_t>(n), kA);
  word.targets.assign(word.inputs.size(), kIgnoredTarget);
  word.inputs.insert(word.inputs.end(), static_cast<std::size_t>(n), kB);
  word.targets.insert(word.targets.end(), static_cast<std::size_t>(n - 1), kB);
  word.targets.push_back(kMark);
  return word;
}

/// The largest n up to which every b and every end mark is predicted.
int generalizesTo(const Parameters<float>& parameters) {
  int n = 0;
  while (n < 100 && testing::evaluate(parameters, {wordOf(n + 1)}).accuracy() == 1)
    ++n;
  return n;
}

TEST(TaskCounting, AnLstmTrainedOnTenAndFewerCountsToSixteen) {
  Dataset words;
  for (int n = 1; n <= 10; ++n)
    words.push_back(wordOf(n));
  TrainingSettings settings;
  settings.clipNorm = 1;
  settings.shuffle = true;
  settings.schedule = {ScheduleType::Cosine, 0, 10000};
  settings.evaluateEvery = 1000;
  for (const std::uint64_t seed : {1, 2, 3}) {
    TrainerIn<float> trainer({CellType::Lstm, Activation::Tanh, 3, 3, 1, true}, {Initialization::PyTorch, 1}, settings,
                             seed, words, {});
    while (trainer.position().epoch < 1000)
      trainer.step();
    const int n = generalizesTo(trainer.parameters());
    std::printf("a^n b^n, LSTM of 3 units trained on n = 1 ... 10, seed %d: right up to n = %d\n",
                static_cast<int>(seed), n);
    EXPECT_GE(n, 16);
  }
}

}  // namespace
}  // namespace rnn
