#include "rnn/evaluation.h"

#include <gtest/gtest.h>

#include "helpers.h"
#include "rnn/trainer.h"

namespace rnn {
namespace {

// More sequences than are run together and longer ones than a window: several batches and windows.
Dataset manyWindows() {
  return testing::randomData(5, std::vector<Index>(40, 150), 3);
}

TEST(Evaluation, countsEachSequenceAsIfItWereAlone) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 2, true};
  const Parameters<double> parameters = testing::randomParameters(shape, 1);
  const Dataset data = manyWindows();
  Evaluation alone;
  for (const Sequence& sequence : data) {
    const Prediction prediction = predict(parameters, sequence);
    for (std::size_t t = 0; t < prediction.loss.size(); ++t) {
      ++alone.tokens;
      alone.totalLoss += prediction.loss[t];
      alone.correct += prediction.mostProbable[t] == sequence.targets[t];
    }
  }
  const Evaluation together = evaluate(parameters, data);
  EXPECT_EQ(together.tokens, 40 * 150);
  EXPECT_EQ(together.correct, alone.correct);
  EXPECT_NEAR(together.totalLoss, alone.totalLoss, 1e-12 * alone.totalLoss);
}

TEST(Evaluation, inPartsBeforeAStepLeavesTheRunAsItIs) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 1, true};
  TrainingSettings settings;
  settings.evaluateEvery = 1;
  const auto trainer = [&] { return Trainer<float>(shape, {}, settings, 7, manyWindows(), manyWindows()); };
  Trainer<float> whole = trainer();
  Trainer<float> inParts = trainer();
  int parts = 0;
  for (int step = 0; step < 80; ++step) {
    whole.step();
    while (!inParts.prepareStep()) {
      ++parts;
    }
    inParts.step();
  }
  EXPECT_GT(parts, 4);
  EXPECT_EQ(whole.parameters().flat(), inParts.parameters().flat());
  const auto expected = whole.takeRecords();
  const auto got = inParts.takeRecords();
  ASSERT_EQ(got.size(), 2u);
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_EQ(got[i].trainingLoss, expected[i].trainingLoss);
    EXPECT_EQ(got[i].heldOutLoss, expected[i].heldOutLoss);
  }
}

}  // namespace
}  // namespace rnn
