#include "rnn/exponential.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>

namespace rnn {
namespace {

constexpr double kLn2 = std::numbers::ln2;

/// 1 / k!
constexpr auto kInverseFactorials = [] {
  std::array<double, 15> inverses{};
  double factorial = 1;
  for (std::size_t k = 0; k < inverses.size(); ++k, factorial *= static_cast<double>(k))
    inverses[k] = 1 / factorial;
  return inverses;
}();

/// e^r − 1 for |r| ≤ ½ ln 2, as sinh r + (cosh r − 1): the odd and the even terms of Taylor's series, of which those
/// that are left out are below 2⁻⁶⁰ r.
double expMinusOne(double r) {
  const double square = r * r;
  double odd = kInverseFactorials[13];
  double even = kInverseFactorials[14];
  for (std::size_t k = 12; k > 0; k -= 2) {
    odd = odd * square + kInverseFactorials[k - 1];
    even = even * square + kInverseFactorials[k];
  }
  return odd * r + even * square;
}

/// 2ⁿ for −1022 ≤ n ≤ 1023.
double powerOfTwo(std::int64_t n) {
  return std::bit_cast<double>((n + 1023) << 52);
}

}  // namespace

//   x = n ln 2 + r with |r| ≤ ½ ln 2; e^x = 2ⁿ e^r
double exp(double x) {
  constexpr double kOverflow = 709.782712893384;
  constexpr double kUnderflow = -745.1332191019412;
  if (x > kOverflow) return std::numeric_limits<double>::infinity();
  if (x < kUnderflow) return 0;
  if (std::isnan(x)) return x;
  // ln 2 in two parts, those of fdlibm's e_exp.c: n times the first, which has 21 bits less than a double, is exact.
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  const double n = std::floor(x / kLn2 + 0.5);
  const double power = 1 + expMinusOne((x - n * kLn2High) - n * kLn2Low);
  // In two steps, since 2ⁿ alone may be too large, or too small, for a double.
  const auto half = static_cast<std::int64_t>(n) / 2;
  return power * powerOfTwo(half) * powerOfTwo(static_cast<std::int64_t>(n) - half);
}

//   tanh x = (e^2x − 1) / (e^2x + 1)
double tanh(double x) {
  const double twice = 2 * std::abs(x);
  if (twice > 40) return std::copysign(1.0, x);
  const double minusOne = twice <= kLn2 / 2 ? expMinusOne(twice) : exp(twice) - 1;
  return std::copysign(minusOne / (minusOne + 2), x);
}

}  // namespace rnn
