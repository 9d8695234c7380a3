// exp and tanh in double against the library's.

#include "rnn/exponential.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rnn {
namespace {

constexpr double kUlp = std::numeric_limits<double>::epsilon();

/// The largest |got / expected − 1| over many x between the bounds.
template <class Ours, class Library>
double worstRelativeError(double from, double to, const Ours& ours, const Library& library) {
  double worst = 0;
  constexpr int kSteps = 200'000;
  for (int i = 0; i <= kSteps; ++i) {
    const double x = from + (to - from) * i / kSteps;
    if (x != 0) worst = std::max(worst, std::abs(ours(x) / library(x) - 1));
  }
  return worst;
}

double libraryExp(double x) {
  return std::exp(x);
}
double libraryTanh(double x) {
  return std::tanh(x);
}

TEST(Exponential, IsTheLibrarysToTheLastDigits) {
  for (const double bound : {1e-3, 1.0, 40.0, 708.0}) {
    EXPECT_LE(worstRelativeError(-bound, bound, exp, libraryExp), 2 * kUlp) << bound;
    EXPECT_LE(worstRelativeError(-bound, bound, tanh, libraryTanh), 4 * kUlp) << bound;
  }
}

TEST(Exponential, AtTheEndsOfItsRange) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(exp(0), 1);
  EXPECT_EQ(exp(-kInfinity), 0);
  EXPECT_EQ(exp(-746), 0);
  EXPECT_EQ(exp(-745), std::numeric_limits<double>::denorm_min());
  EXPECT_NEAR(exp(709.7) / std::exp(709.7), 1, 2 * kUlp);
  EXPECT_EQ(exp(710), kInfinity);
  EXPECT_EQ(exp(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(exp(std::numeric_limits<double>::quiet_NaN())));
}

TEST(Exponential, TanhIsOddAndEndsAtOne) {
  EXPECT_EQ(tanh(0), 0);
  EXPECT_TRUE(std::signbit(tanh(-0.0)));
  EXPECT_EQ(tanh(1e-300), 1e-300);
  for (const double x : {1e-9, 0.1, 0.2, 3.0, 30.0})
    EXPECT_EQ(tanh(-x), -tanh(x)) << x;
  EXPECT_EQ(tanh(25), 1);
  EXPECT_EQ(tanh(-std::numeric_limits<double>::infinity()), -1);
  EXPECT_TRUE(std::isnan(tanh(std::numeric_limits<double>::quiet_NaN())));
}

}  // namespace
}  // namespace rnn
