// The gradient of a data set's loss against exact derivatives by dual numbers.

#include "rnn/gradient.h"

#include <gtest/gtest.h>

#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using testing::worstError;

/// The largest number of a gradient, and its largest difference from another.
double largestNumber(const reference::Network& gradient) {
  double largest = 0;
  for (const ParameterInfo& entry : gradient.list)
    for (const double number : gradient.numbers(entry))
      largest = std::max(largest, std::abs(number));
  return largest;
}

TEST(LossGradient, IsTheMeanOverTheTargetsThatAreNotIgnored) {
  const auto network = testing::randomNetwork({CellType::Gru, Activation::Tanh, 5, 4, 1, true}, 17);
  Dataset data = testing::randomData(5, {4, 6}, 23);
  data[0].targets[1] = kIgnoredTarget;
  data[1].targets[5] = kIgnoredTarget;
  const LossGradient sum = differentiate(network, data, Reduction::Sum);
  const LossGradient mean = differentiate(network, data, Reduction::Mean);
  EXPECT_EQ(mean.targets, 8);
  EXPECT_EQ(sum.scale, 1);
  EXPECT_EQ(mean.scale, 1.0 / 8);
  EXPECT_NEAR(mean.loss, sum.loss / 8, 1e-15);
  for (const ParameterInfo& entry : network.list) {
    reference::Numbers expected = sum.gradient.numbers(entry);
    for (double& number : expected)
      number /= 8;
    EXPECT_LT(worstError(mean.gradient.numbers(entry), expected), 1e-15) << entry.name;
  }
}

TEST(LossGradient, OfManySequencesIsTheSumOfTheirs) {
  const auto network = testing::randomNetwork({CellType::Gru, Activation::Tanh, 5, 3, 1, true}, 17);
  std::vector<Index> lengths(70, 2);
  lengths[50] = 4;
  const Dataset data = testing::randomData(5, lengths, 23);
  const LossGradient sum = differentiate(network, data, Reduction::Sum);
  const auto expected = testing::naiveGradient(network, data);
  EXPECT_EQ(sum.targets, 142);
  double loss = 0;
  for (const Sequence& sequence : data)
    for (const reference::Step& step : reference::forward(network, sequence))
      loss += step.loss;
  EXPECT_NEAR(sum.loss, loss, 1e-11);
  for (const ParameterInfo& entry : network.list)
    EXPECT_LT(worstError(sum.gradient.numbers(entry), expected.at(entry.name)), 1e-12) << entry.name;
}

TEST(LossGradient, IsZeroWhereEveryTargetIsIgnored) {
  const auto network = testing::randomNetwork({CellType::Lstm, Activation::Tanh, 5, 4, 1, true}, 17);
  const Dataset data = {{{1, 2, 3}, {kIgnoredTarget, kIgnoredTarget, kIgnoredTarget}, {}, {}}};
  const LossGradient result = differentiate(network, data, Reduction::Mean);
  EXPECT_EQ(result.loss, 0);
  EXPECT_EQ(result.targets, 0);
  EXPECT_EQ(largestNumber(result.gradient), 0);
}

TEST(LossGradient, OfTruncatedBpttStopsAtTheEdgesOfTheWindows) {
  for (const NetworkShape& shape : testing::everyCell()) {
    const auto network = testing::randomNetwork(shape, 17);
    const Sequence sequence = testing::randomData(5, {7}, 23).front();
    for (const Index size : {1, 3, 6, 7}) {
      const LossGradient truncated = differentiate(network, {sequence}, Reduction::Sum, size);
      const auto expected = testing::naiveTruncatedGradient(network, shape, sequence, static_cast<std::size_t>(size));
      for (const ParameterInfo& entry : network.list)
        EXPECT_LT(worstError(truncated.gradient.numbers(entry), expected.at(entry.name)), 1e-13)
            << entry.name << " in windows of " << size;
    }
  }
}

TEST(LossGradient, DoesNotDependOnTheSlicesItIsWorkedOutIn) {
  const auto network = testing::randomNetwork({CellType::Lstm, Activation::Tanh, 5, 4, 2, true}, 17);
  const Dataset data = testing::randomData(5, {7, 3}, 23);
  const LossGradient atOnce = differentiate(network, data, Reduction::Mean, 3);
  LossGradient inSlices{.gradient = reference::Network(network.shape)};
  int slices = 1;
  for (Job job = differentiate(network, data, Reduction::Mean, 3, inSlices); !job.advance(1);)
    ++slices;
  EXPECT_EQ(slices, 28);  // each step, forward and backward; each step that is freed, of the longest; then the end
  EXPECT_EQ(inSlices.loss, atOnce.loss);
  for (const ParameterInfo& entry : network.list)
    EXPECT_EQ(inSlices.gradient.numbers(entry), atOnce.gradient.numbers(entry)) << entry.name;
}

}  // namespace
}  // namespace rnn
