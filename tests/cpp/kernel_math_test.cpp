// exp, sigmoid and tanh of rnn/kernels against the library's in double.

#include "rnn/kernels/math.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace rnn::kernels {
namespace {

float first(Float4 values) {
  return values[0];
}

/// The largest |got / expected − 1| over many x between the bounds.
template <class Ours, class Exact>
double worstRelativeError(double from, double to, const Ours& ours, const Exact& exact) {
  double worst = 0;
  constexpr int kSteps = 200'000;
  for (int i = 0; i <= kSteps; ++i) {
    const auto x = static_cast<float>(from + (to - from) * i / kSteps);
    if (x == 0) continue;
    worst = std::max(worst, std::abs(static_cast<double>(first(ours(splat(x)))) / exact(static_cast<double>(x)) - 1));
  }
  return worst;
}

double exactSigmoid(double x) {
  return 1 / (1 + std::exp(-x));
}

TEST(KernelMath, IsAsExactAsItSays) {
  const auto exactExp = [](double x) { return std::exp(x); };
  const auto exactTanh = [](double x) { return std::tanh(x); };
  EXPECT_LT(worstRelativeError(-87.2, 87, [](Float4 x) { return exp(x); }, exactExp), 2e-7);
  EXPECT_LT(worstRelativeError(-86, 100, [](Float4 x) { return sigmoid(x); }, exactSigmoid), 3e-7);
  EXPECT_LT(worstRelativeError(-20, 20, [](Float4 x) { return tanh(x); }, exactTanh), 3e-7);
  EXPECT_LT(worstRelativeError(-1e-3, 1e-3, [](Float4 x) { return tanh(x); }, exactTanh), 3e-7);
}

TEST(KernelMath, IsExactWhereTheResultIs) {
  EXPECT_EQ(first(exp(splat(0))), 1);
  EXPECT_EQ(first(sigmoid(splat(0))), 0.5F);
  EXPECT_EQ(first(tanh(splat(0))), 0);
  EXPECT_EQ(first(tanh(splat(20))), 1);
  EXPECT_EQ(first(tanh(splat(-20))), -1);
}

TEST(KernelMath, StaysFiniteAndInRangeForEveryArgument) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  for (const float x : {-kInfinity, -1e30F, -100.F, -87.31F, 88.F, 1000.F, 1e30F, kInfinity}) {
    EXPECT_TRUE(std::isfinite(first(exp(splat(x))))) << x;
    EXPECT_EQ(first(exp(splat(x))) == 0, x < -87.3F) << x;
    EXPECT_GT(first(sigmoid(splat(x))), 0) << x;
    EXPECT_LE(first(sigmoid(splat(x))), 1) << x;
    EXPECT_EQ(std::abs(first(tanh(splat(x)))), 1) << x;
  }
}

TEST(KernelMath, KeepsNaN) {
  const Float4 nan = splat(std::numeric_limits<float>::quiet_NaN());
  EXPECT_TRUE(std::isnan(first(exp(nan))));
  EXPECT_TRUE(std::isnan(first(sigmoid(nan))));
  EXPECT_TRUE(std::isnan(first(tanh(nan))));
}

TEST(Lanes, GiveAnEntryTheSameBitsWhereverItLies) {
  std::vector<float> x(13);
  for (std::size_t i = 0; i < x.size(); ++i)
    x[i] = 0.3F * static_cast<float>(i) - 2;
  for (std::size_t begin = 0; begin < x.size(); ++begin) {
    for (std::size_t end = begin; end <= x.size(); ++end) {
      std::vector<float> y(x.size() + 1, 7);
      forEachLane(static_cast<Index>(end - begin),
                  [&](const auto& at) { at.store(y.data() + begin, tanh(at.load(x.data() + begin))); });
      for (std::size_t i = 0; i < y.size(); ++i)
        EXPECT_EQ(y[i], i < begin || i >= end ? 7 : first(tanh(splat(x[i]))));
    }
  }
}

// A compiler that took the operations in another way would change the bits.
TEST(KernelMath, IsTheSameNativelyAndAsWebAssembly) {
  EXPECT_EQ(first(exp(splat(-1.7F))), 0x1.7622c6p-3F);
  EXPECT_EQ(first(sigmoid(splat(0.3F))), 0x1.261d54p-1F);
  EXPECT_EQ(first(tanh(splat(0.77F))), 0x1.4b3a56p-1F);
}

}  // namespace
}  // namespace rnn::kernels
