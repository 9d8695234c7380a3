#include "rnn/sampling.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "rnn/random.h"

namespace rnn {
namespace {

using Logits = std::vector<double>;
using Ids = std::vector<TokenId>;

Distribution distributionOf(const Logits& logits, const SamplingSettings& settings = {}) {
  return distribution(std::span<const double>(logits), settings);
}

Ids keptIds(const Distribution& d) {
  return {d.order.begin(), d.order.begin() + d.keptCount};
}

/// Logits with these probabilities as softmax: their logarithms.
Logits logitsOf(const std::vector<double>& probabilities) {
  Logits logits;
  for (double probability : probabilities)
    logits.push_back(std::log(probability));
  return logits;
}

TEST(Sampling, ComputesEveryIntermediate) {
  // By hand: logits 0, ln 2, ln 3 at temperature 1/2 are 0, ln 4, ln 9; softmax 1/14, 4/14, 9/14.
  const Distribution d = distributionOf({0, std::log(2), std::log(3)}, {.temperature = 0.5});
  EXPECT_EQ(d.order, (Ids{2, 1, 0}));
  EXPECT_EQ(d.keptCount, 3);
  const std::vector<double> scaled{0, std::log(4), std::log(9)};
  const std::vector<double> exponentials{1.0 / 9, 4.0 / 9, 1};
  const std::vector<double> probabilities{1.0 / 14, 4.0 / 14, 9.0 / 14};
  const std::vector<double> cumulative{1, 13.0 / 14, 9.0 / 14};
  EXPECT_NEAR(d.maximum, std::log(9), 1e-15);
  EXPECT_NEAR(d.sum, 14.0 / 9, 1e-15);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(d.scaled[i], scaled[i], 1e-15) << i;
    EXPECT_NEAR(d.exponentials[i], exponentials[i], 1e-15) << i;
    EXPECT_NEAR(d.probabilities[i], probabilities[i], 1e-15) << i;
    EXPECT_NEAR(d.cumulative[i], cumulative[i], 1e-15) << i;
    EXPECT_EQ(d.kept[i], 1) << i;
  }
}

TEST(Sampling, TopKKeepsExactlyTheKMostProbableAndRenormalizes) {
  const Logits logits = logitsOf({0.1, 0.4, 0.2, 0.3});
  const Distribution d = distributionOf(logits, {.topK = 2});
  EXPECT_EQ(keptIds(d), (Ids{1, 3}));
  EXPECT_EQ(d.kept, (std::vector<std::uint8_t>{0, 1, 0, 1}));
  EXPECT_NEAR(d.probabilities[1], 4.0 / 7, 1e-15);
  EXPECT_NEAR(d.probabilities[3], 3.0 / 7, 1e-15);
  EXPECT_EQ(d.probabilities[0], 0);
  EXPECT_EQ(d.probabilities[2], 0);
  EXPECT_NEAR(d.exponentials[2], 0.5, 1e-15) << "the exponential of a removed token stays visible";
  EXPECT_EQ(distributionOf(logits, {.topK = 0}).keptCount, 4);
  EXPECT_EQ(distributionOf(logits, {.topK = 9}).keptCount, 4);
}

TEST(Sampling, TopKBreaksTiesByTheLowestId) {
  EXPECT_EQ(keptIds(distributionOf({1, 2, 1, 2, 1}, {.topK = 3})), (Ids{1, 3, 0}));
  EXPECT_EQ(keptIds(distributionOf({5, 5, 5}, {.topK = 1})), (Ids{0}));
}

TEST(Sampling, TopPKeepsTheFewestTokensWhoseProbabilitiesReachP) {
  // Powers of two are exact, so that "reaches" can be asked for at equality.
  const Logits logits = logitsOf({0.125, 0.5, 0.25, 0.125});
  const std::vector<std::pair<double, Ids>> expected{{0, {1}},       {0.25, {1}},      {0.5, {1}},       {0.51, {1, 2}},
                                                     {0.75, {1, 2}}, {0.8, {1, 2, 0}}, {1, {1, 2, 0, 3}}};
  for (const auto& [p, ids] : expected)
    EXPECT_EQ(keptIds(distributionOf(logits, {.topP = p})), ids) << p;
}

TEST(Sampling, TopPAppliesAfterTopK) {
  // Of 0.4, 0.3 (of four) the first has 4/7 = 0.571 once the others are gone.
  const Logits logits = logitsOf({0.1, 0.4, 0.2, 0.3});
  EXPECT_EQ(keptIds(distributionOf(logits, {.topK = 2, .topP = 0.57})), (Ids{1}));
  EXPECT_EQ(keptIds(distributionOf(logits, {.topP = 0.57})), (Ids{1, 3}));
}

TEST(Sampling, TopPAppliesAfterTheTemperature) {
  const Logits logits = logitsOf({0.5, 0.25, 0.25});
  EXPECT_EQ(distributionOf(logits, {.temperature = 1, .topP = 0.6}).keptCount, 2);
  EXPECT_EQ(distributionOf(logits, {.temperature = 0.5, .topP = 0.6}).keptCount, 1);  // 4/6, 1/6, 1/6
}

TEST(Sampling, BecomesGreedyAsTheTemperatureFalls) {
  const Logits logits{0.1, 0.3, -2, 0.2};
  Random random(1);
  for (double temperature : {0.0, 1e-310, 1e-300, 1e-9, 1e-4}) {
    const Distribution d = distributionOf(logits, {.temperature = temperature});
    EXPECT_EQ(d.probabilities[1], 1) << temperature;
    for (int i = 0; i < 100; ++i)
      EXPECT_EQ(sample(d, random.uniform()), 1) << temperature;
  }
  const Distribution tie = distributionOf({2, 7, 7}, {.temperature = 0});
  EXPECT_EQ(keptIds(tie), (Ids{1}));
  EXPECT_EQ(tie.probabilities, (std::vector<double>{0, 1, 0}));
}

TEST(Sampling, DoesNotOverflowForLargeLogits) {
  const Distribution d = distributionOf({1000, 1000 + std::log(3), -1e308}, {.temperature = 1});
  EXPECT_NEAR(d.probabilities[0], 0.25, 1e-12);
  EXPECT_NEAR(d.probabilities[1], 0.75, 1e-12);
  EXPECT_EQ(d.probabilities[2], 0);
}

TEST(Sampling, InvertsTheCumulativeDistribution) {
  const Distribution d = distributionOf(logitsOf({0.25, 0.5, 0.25}));  // in order: 1, 0, 2
  const double justBelowOne = std::nextafter(1.0, 0.0);
  const std::vector<std::pair<double, TokenId>> expected{{0, 1},    {0.49, 1}, {0.51, 0},
                                                         {0.74, 0}, {0.76, 2}, {justBelowOne, 2}};
  for (const auto& [uniform, id] : expected)
    EXPECT_EQ(sample(d, uniform), id) << uniform;
}

TEST(Sampling, NeverPicksATokenOfProbabilityZero) {
  Random random(2);
  Logits logits(50);
  for (int round = 0; round < 2000; ++round) {
    for (double& logit : logits)
      logit = random.uniform(-1000, 10);
    const Distribution d =
        distributionOf(logits, {.temperature = random.uniform(0, 2), .topP = random.uniform(0, 1.2)});
    for (double uniform : {0.0, random.uniform(), std::nextafter(1.0, 0.0)}) {
      ASSERT_GT(d.probabilities[static_cast<std::size_t>(sample(d, uniform))], 0);
    }
  }
}

TEST(Sampling, PicksTokensAsOftenAsTheirProbabilities) {
  // χ² with 9 degrees of freedom exceeds 27.88 by chance in one of a thousand runs; the seed is fixed.
  Random random(3);
  Logits logits(10);
  for (double& logit : logits)
    logit = random.uniform(-1, 1);
  const Distribution d = distributionOf(logits);
  constexpr int kDraws = 100'000;
  std::vector<int> counts(10);
  for (int i = 0; i < kDraws; ++i)
    ++counts[static_cast<std::size_t>(sample(d, random.uniform()))];
  double chiSquare = 0;
  for (std::size_t i = 0; i < 10; ++i) {
    const double expected = kDraws * d.probabilities[i];
    chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  EXPECT_LT(chiSquare, 27.88);
}

TEST(Sampling, HasProbabilitiesThatAddUpToOneForAllSettings) {
  Random random(4);
  Logits logits(30);
  for (double& logit : logits)
    logit = random.uniform(-5, 5);
  for (double temperature : {0.0, 0.1, 1.0, 10.0}) {
    for (Index k : {0, 1, 7, 30}) {
      for (double p : {0.0, 0.5, 0.9, 1.0}) {
        const Distribution d = distributionOf(logits, {temperature, k, p});
        ASSERT_NEAR(std::reduce(d.probabilities.begin(), d.probabilities.end()), 1, 1e-12);
        EXPECT_NEAR(d.cumulative[static_cast<std::size_t>(d.order.back())], 1, 1e-12);
        EXPECT_TRUE(k == 0 || d.keptCount <= k);
        EXPECT_GE(d.keptCount, 1);
      }
    }
  }
}

TEST(Sampling, ArgmaxTakesTheLowestOfEqualIds) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto best = [](const Logits& values) { return argmax(std::span<const double>(values)); };
  EXPECT_EQ(best({1, 3, 3, 2}), 1);
  EXPECT_EQ(best({-5}), 0);
  EXPECT_EQ(best({nan, -1, nan}), 1);
  EXPECT_EQ(best({0, -0.0, 0}), 0);
}

TEST(Sampling, FromADivergedNetworkStillGivesAToken) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const Logits& logits : {Logits{nan, nan}, Logits{1, nan}, Logits{infinity, 1}, Logits{-infinity, -infinity}}) {
    for (double temperature : {0.0, 1.0}) {
      const TokenId id = sample(distributionOf(logits, {.temperature = temperature, .topP = 0.5}), 0.5);
      EXPECT_TRUE(id == 0 || id == 1);
    }
  }
}

}  // namespace
}  // namespace rnn
