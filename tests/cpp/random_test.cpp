#include "rnn/random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numeric>
#include <vector>

namespace rnn {
namespace {

// The algorithms' published test vectors: those of Rust's rand_xoshiro for xoshiro256** from the state
// 1, 2, 3, 4, and Rosetta Code's for SplitMix64 from the seed 1234567. Both computed once more in
// Python from the authors' C sources.
TEST(Random, GivesTheFirstNumbersOfXoshiro256StarStar) {
  Random random(0);
  random.setState({1, 2, 3, 4});
  for (const std::uint64_t expected :
       {std::uint64_t{11520}, std::uint64_t{0}, std::uint64_t{1509978240}, std::uint64_t{1215971899390074240},
        std::uint64_t{1216172134540287360}, std::uint64_t{607988272756665600}, std::uint64_t{16172922978634559625u},
        std::uint64_t{8476171486693032832}, std::uint64_t{10595114339597558777u}, std::uint64_t{2904607092377533576}}) {
    EXPECT_EQ(random.next(), expected);
  }
}

TEST(Random, IsSeededBySplitMix64) {
  const Random::State expected{6457827717110365317u, 3203168211198807973u, 9817491932198370423u, 4593380528125082431u};
  EXPECT_EQ(Random(1234567).state(), expected);
}

TEST(Random, ResumesFromASavedState) {
  Random random(5);
  random.next();
  Random other(6);
  other.setState(random.state());
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(other.next(), random.next());
}

/// Pearson's χ² of these counts against all being equally probable.
double chiSquare(const std::vector<int>& counts) {
  const double expected =
      static_cast<double>(std::accumulate(counts.begin(), counts.end(), 0)) / static_cast<double>(counts.size());
  double sum = 0;
  for (const int count : counts)
    sum += (count - expected) * (count - expected) / expected;
  return sum;
}

// Bounds of the following tests: the 0.001 and 0.999 quantiles of χ² (tables); the seeds are fixed, so a
// generator that passes always passes.
TEST(Random, FillsTheUnitIntervalEvenly) {
  Random random(1);
  std::vector<int> counts(100);
  for (int i = 0; i < 100000; ++i) {
    const double value = random.uniform();
    ASSERT_GE(value, 0);
    ASSERT_LT(value, 1);
    ++counts[static_cast<std::size_t>(value * 100)];
  }
  EXPECT_GT(chiSquare(counts), 61.1);  // 99 degrees of freedom
  EXPECT_LT(chiSquare(counts), 148.2);
}

TEST(Random, UsesAllBitsOfADouble) {
  Random random(1);
  bool lowestBitSeen = false;
  for (int i = 0; i < 64; ++i) {
    const double scaled = random.uniform() * 0x1.0p53;
    EXPECT_EQ(scaled, std::floor(scaled));
    lowestBitSeen |= std::fmod(scaled, 2) == 1;
  }
  EXPECT_TRUE(lowestBitSeen);
}

TEST(Random, StaysWithinTheBounds) {
  Random random(2);
  double smallest = 10;
  double largest = -10;
  for (int i = 0; i < 10000; ++i) {
    const double value = random.uniform(-0.25, 0.75);
    smallest = std::min(smallest, value);
    largest = std::max(largest, value);
  }
  EXPECT_GE(smallest, -0.25);
  EXPECT_LT(largest, 0.75);
  EXPECT_LT(smallest, -0.249);
  EXPECT_GT(largest, 0.749);
}

TEST(Random, DrawsEveryResultBelowABoundEquallyOften) {
  Random random(3);
  std::vector<int> counts(6);
  for (int i = 0; i < 60000; ++i)
    ++counts[random.below(6)];
  EXPECT_LT(chiSquare(counts), 20.5);  // 5 degrees of freedom
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(random.below(1), 0u);
}

// A bound of ¾ · 2⁶⁴: a plain remainder would give half of all draws, not a third, to the lowest third.
TEST(Random, DoesNotFavorSmallResultsUnderALargeBound) {
  Random random(4);
  const std::uint64_t third = std::uint64_t{1} << 62;
  std::vector<int> counts(3);
  for (int i = 0; i < 30000; ++i)
    ++counts[random.below(3 * third) / third];
  EXPECT_LT(chiSquare(counts), 13.8);  // 2 degrees of freedom
}

TEST(Random, ShufflesIntoEveryOrderEquallyOften) {
  Random random(5);
  std::map<std::vector<int>, int> seen;
  for (int i = 0; i < 24000; ++i) {
    std::vector<int> items{0, 1, 2, 3};
    random.shuffle(items);
    ++seen[items];
  }
  std::vector<int> counts;
  for (const auto& [order, count] : seen)
    counts.push_back(count);
  EXPECT_EQ(counts.size(), 24u);
  EXPECT_LT(chiSquare(counts), 49.7);  // 23 degrees of freedom
}

}  // namespace
}  // namespace rnn
