#include "rnn/evaluation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine_in_tests.h"
#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

/// A network that predicts the same at every step: log probabilities in the output bias, all other parameters zero.
Parameters<double> alwaysPredicting(const std::vector<double>& probabilities) {
  Parameters<double> parameters(
      {CellType::Rnn, Activation::Tanh, static_cast<Index>(probabilities.size()), 3, 1, true});
  for (std::size_t i = 0; i < probabilities.size(); ++i)
    parameters.outputLayer().bias[static_cast<Index>(i)] = std::log(probabilities[i]);
  return parameters;
}

// Closed forms: loss of a target = −ln of its probability; perplexity = e^loss; bits = loss / ln 2.
TEST(Evaluation, UsesTheProbabilitiesOfTheNetwork) {
  const auto parameters = alwaysPredicting({0.5, 0.25, 0.125, 0.125});
  const Dataset data{{{0, 1, 2}, {0, 0, 1}, {}, {}}, {{3, 3}, {kIgnoredTarget, 3}, {}, {}}};
  const Evaluation result = testing::evaluate(parameters, data);
  EXPECT_EQ(result.tokens, 4);
  EXPECT_EQ(result.correct, 2);
  EXPECT_NEAR(result.totalLoss, (1 + 1 + 2 + 3) * std::log(2), 1e-14);
  EXPECT_NEAR(result.bitsPerToken(), 7.0 / 4, 1e-14);
  EXPECT_NEAR(result.perplexity(), std::pow(2, 7.0 / 4), 1e-13);
  EXPECT_EQ(result.accuracy(), 0.5);
}

TEST(Evaluation, OfAUniformPredictionHasThePerplexityOfTheVocabularySize) {
  const Parameters<float> parameters({CellType::Lstm, Activation::Tanh, 7, 3, 2, true});
  const Evaluation result = testing::evaluate(parameters, testing::randomData(7, {10, 5}, 1));
  EXPECT_NEAR(result.perplexity(), 7, 1e-5);
  EXPECT_NEAR(result.bitsPerToken(), std::log2(7), 1e-6);
}

TEST(Evaluation, TakesTheLowestIdAmongEquallyProbableTokens) {
  for (Index vocabulary = 2; vocabulary <= 40; ++vocabulary) {
    Parameters<float> parameters({CellType::Rnn, Activation::Tanh, vocabulary, 3, 1, true});
    for (Index first = 0; first < vocabulary; ++first) {
      parameters.outputLayer().bias.setZero();
      parameters.outputLayer().bias.tail(vocabulary - first).setOnes();  // all from `first` on tie
      const auto id = static_cast<TokenId>(first);
      const Sequence sequence{{0}, {id}, {}, {}};
      EXPECT_EQ(testing::predict(parameters, sequence).mostProbable, std::vector<TokenId>{id}) << "of " << vocabulary;
      EXPECT_EQ(testing::evaluate(parameters, {sequence}).correct, 1) << first << " of " << vocabulary;
    }
  }
}

TEST(Evaluation, IsNotANumberWhereEveryTargetIsIgnored) {
  const auto parameters = alwaysPredicting({0.5, 0.5});
  EXPECT_TRUE(std::isnan(testing::evaluate(parameters, {}).meanLoss()));
  EXPECT_TRUE(
      std::isnan(testing::evaluate(parameters, {{{0, 1}, {kIgnoredTarget, kIgnoredTarget}, {}, {}}}).accuracy()));
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
    const Evaluation result = testing::evaluate(parameters, data);
    EXPECT_EQ(result.tokens, 68 * 3 + 150 + 70);
    EXPECT_NEAR(result.totalLoss, expected, 1e-10);
  }
}

TEST(Prediction, GivesTheMostProbableTokenAndTheProbabilityOfTheTarget) {
  const NetworkShape shape{CellType::Gru, Activation::Tanh, 5, 4, 1, true};
  const auto parameters = testing::randomParameters(shape, 3);
  Dataset data = testing::randomData(5, {70}, 9);
  data[0].targets[66] = kIgnoredTarget;
  const Prediction got = testing::predict(parameters, data[0]);
  const testing::NaiveNetwork<double> naive(shape, testing::naiveWeights<double>(parameters));
  const auto expected = naive.run(data[0]);
  ASSERT_EQ(got.mostProbable.size(), 70u);
  for (std::size_t t = 0; t < 70; ++t) {
    const auto& probabilities = expected.probabilities[t];
    const auto best = std::max_element(probabilities.begin(), probabilities.end());
    EXPECT_EQ(got.mostProbable[t], best - probabilities.begin());
    EXPECT_NEAR(got.probability[t], *best, 1e-14);
    if (t == 66) {
      EXPECT_TRUE(std::isnan(got.targetProbability[t]));
      EXPECT_TRUE(std::isnan(got.loss[t]));
    } else {
      EXPECT_NEAR(got.targetProbability[t], probabilities[static_cast<std::size_t>(data[0].targets[t])], 1e-14);
      EXPECT_NEAR(got.loss[t], expected.losses[t], 1e-13);
    }
  }
}

}  // namespace
}  // namespace rnn
