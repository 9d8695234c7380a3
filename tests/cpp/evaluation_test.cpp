#include "rnn/evaluation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

/// A network that says the same at every step: log shares in the output bias, all else zero.
Parameters<double> saysAlways(const std::vector<double>& shares) {
  Parameters<double> parameters({CellType::Rnn, Activation::Tanh, static_cast<Index>(shares.size()), 3, 1, true});
  for (std::size_t i = 0; i < shares.size(); ++i)
    parameters.readout().bias[static_cast<Index>(i)] = std::log(shares[i]);
  return parameters;
}

// Closed forms: loss of a target = −ln of its share; perplexity = e^loss; bits = loss / ln 2.
TEST(Evaluation, IsThatOfTheSharesTheNetworkGives) {
  const auto parameters = saysAlways({0.5, 0.25, 0.125, 0.125});
  const Dataset data{{{0, 1, 2}, {0, 0, 1}, {}, {}}, {{3, 3}, {kNoTarget, 3}, {}, {}}};
  const Evaluation result = evaluate(parameters, data);
  EXPECT_EQ(result.tokens, 4);
  EXPECT_EQ(result.correct, 2);
  EXPECT_NEAR(result.totalLoss, (1 + 1 + 2 + 3) * std::log(2), 1e-14);
  EXPECT_NEAR(result.bitsPerToken(), 7.0 / 4, 1e-14);
  EXPECT_NEAR(result.perplexity(), std::pow(2, 7.0 / 4), 1e-13);
  EXPECT_EQ(result.accuracy(), 0.5);
}

TEST(Evaluation, OfAnEvenGuessHasThePerplexityOfTheVocabulary) {
  const Parameters<float> parameters({CellType::Lstm, Activation::Tanh, 7, 3, 2, true});
  const Evaluation result = evaluate(parameters, testing::randomData(7, {10, 5}, 1));
  EXPECT_NEAR(result.perplexity(), 7, 1e-5);
  EXPECT_NEAR(result.bitsPerToken(), std::log2(7), 1e-6);
}

TEST(Evaluation, TakesTheLowestIdAmongEquallyProbableTokens) {
  for (Index vocabulary = 2; vocabulary <= 40; ++vocabulary) {
    Parameters<float> parameters({CellType::Rnn, Activation::Tanh, vocabulary, 3, 1, true});
    for (Index first = 0; first < vocabulary; ++first) {
      parameters.readout().bias.setZero();
      parameters.readout().bias.tail(vocabulary - first).setOnes();  // all from `first` on tie
      const auto id = static_cast<TokenId>(first);
      const Sequence sequence{{0}, {id}, {}, {}};
      EXPECT_EQ(predict(parameters, sequence).mostProbable, std::vector<TokenId>{id}) << "of " << vocabulary;
      EXPECT_EQ(evaluate(parameters, {sequence}).correct, 1) << first << " of " << vocabulary;
    }
  }
}

TEST(Evaluation, IsNotANumberWhereNothingIsAskedFor) {
  const auto parameters = saysAlways({0.5, 0.5});
  EXPECT_TRUE(std::isnan(evaluate(parameters, {}).meanLoss()));
  EXPECT_TRUE(std::isnan(evaluate(parameters, {{{0, 1}, {kNoTarget, kNoTarget}, {}, {}}}).accuracy()));
}

/// More sequences than are evaluated at once, and one longer than a window of the evaluation.
TEST(Evaluation, OfManyAndLongSequencesIsTheSumOverThemAll) {
  std::vector<Index> lengths(70, 3);
  lengths[5] = 150;
  lengths[40] = 70;
  for (const NetworkShape& shape : testing::everyCell()) {
    const auto parameters = testing::randomParameters(shape, 3);
    const Dataset data = testing::randomData(5, lengths, 9);
    const testing::NaiveNetwork<double> naive(shape, testing::naiveWeights<double>(parameters));
    double expected = 0;
    for (const Sequence& sequence : data)
      expected += naive.run(sequence).totalLoss();
    const Evaluation result = evaluate(parameters, data);
    EXPECT_EQ(result.tokens, 68 * 3 + 150 + 70);
    EXPECT_NEAR(result.totalLoss, expected, 1e-10);
  }
}

TEST(Prediction, NamesTheMostProbableTokenAndWhatTheTargetGot) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 1, true};
  const auto parameters = testing::randomParameters(shape, 3);
  Dataset data = testing::randomData(5, {70}, 9);
  data[0].targets[66] = kNoTarget;
  const Prediction got = predict(parameters, data[0]);
  const testing::NaiveNetwork<double> naive(shape, testing::naiveWeights<double>(parameters));
  const auto expected = naive.run(data[0]);
  ASSERT_EQ(got.mostProbable.size(), 70u);
  for (std::size_t t = 0; t < 70; ++t) {
    const auto& shares = expected.probabilities[t];
    const auto best = std::max_element(shares.begin(), shares.end());
    EXPECT_EQ(got.mostProbable[t], best - shares.begin());
    EXPECT_NEAR(got.probability[t], *best, 1e-14);
    if (t == 66) {
      EXPECT_TRUE(std::isnan(got.targetProbability[t]));
      EXPECT_TRUE(std::isnan(got.loss[t]));
    } else {
      EXPECT_NEAR(got.targetProbability[t], shares[static_cast<std::size_t>(data[0].targets[t])], 1e-14);
      EXPECT_NEAR(got.loss[t], expected.losses[t], 1e-13);
    }
  }
}

}  // namespace
}  // namespace rnn
