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

TEST(Evaluation, goesOnFromTheStateAnotherSequenceEndedIn) {
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 5, 4, 2, true};
  const Parameters<double> parameters = testing::randomParameters(shape, 1);
  const Sequence whole = testing::randomData(5, {100}, 3).front();
  const auto part = [&](std::ptrdiff_t begin, std::ptrdiff_t end, const FinalState& state) {
    return Sequence{{whole.inputs.begin() + begin, whole.inputs.begin() + end},
                    {whole.targets.begin() + begin, whole.targets.begin() + end},
                    state.hidden,
                    state.cell};
  };
  const Prediction first = predict(parameters, part(0, 70, {}));
  const Prediction second = predict(parameters, part(70, 100, first.finalState));
  const Prediction together = predict(parameters, whole);
  const Outputs<double> outputsOfSecond = outputs(parameters, part(70, 100, first.finalState));
  ASSERT_EQ(outputsOfSecond.probabilities.size(), 30u * 5);
  ASSERT_EQ(outputsOfSecond.hidden.size(), 30u * 4);
  for (std::size_t t = 0; t < 30; ++t) {
    EXPECT_NEAR(second.loss[t], together.loss[70 + t], 1e-14);
    const double ofTarget = outputsOfSecond.probabilities[t * 5 + static_cast<std::size_t>(whole.targets[70 + t])];
    EXPECT_NEAR(-std::log(ofTarget), together.loss[70 + t], 1e-12);
  }
  const std::vector<double> topHidden(together.finalState.hidden.begin() + 4, together.finalState.hidden.end());
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(outputsOfSecond.hidden[29 * 4 + i], topHidden[i], 1e-14);
  }
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
