#pragma once

// exp, sqrt, sigmoid and tanh of four floats, in multiplications, additions, one division or root: the same bits in
// every browser and natively, and wherever a number lies in memory. NaN gives NaN.

#include <cmath>

#include "rnn/kernels/simd.h"

namespace rnn::kernels {

/// e^x, relative error below 2·10⁻⁷. 0 below −87.3, where the result would be denormal; an x above 87 counts as 87.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2; e^x = 2ⁿ e^r, and e^r by the polynomial of Cephes' expf (Moshier 1989).
inline Float4 exp(Float4 x) {
  constexpr float kLargest = 87.0F;
  constexpr float kSmallest = -87.3F;
  // Adding 1.5 · 2²³ rounds to the nearest whole number, which then stands in the low bits of the mantissa.
  constexpr float kRound = 12582912.0F;
  // ln 2 in two parts: n · 0.693359375 is exact.
  constexpr float kLn2High = 0.693359375F;
  constexpr float kLn2Low = -2.12194440e-4F;

  const Float4 clamped = select(x > kLargest, splat(kLargest), x);
  const Float4 rounded = clamped * 1.44269504F + kRound;
  const Float4 n = rounded - kRound;
  const Float4 r = (clamped - n * kLn2High) - n * kLn2Low;

  Float4 p = splat(1.9875691500e-4F);
  p = multiplyAdd(p, r, splat(1.3981999507e-3F));
  p = multiplyAdd(p, r, splat(8.3334519073e-3F));
  p = multiplyAdd(p, r, splat(4.1665795894e-2F));
  p = multiplyAdd(p, r, splat(1.6666665459e-1F));
  p = multiplyAdd(p, r, splat(5.0000001201e-1F));
  const Float4 power = p * (r * r) + r + 1.0F;

  // 2ⁿ as a float: n + 127 in the bits of the exponent.
  const Int4 exponent = (reinterpret_cast<Int4>(rounded) + 127) << 23;
  return select(x < kSmallest, Float4{}, power * reinterpret_cast<Float4>(exponent));
}

/// Exactly rounded; NaN below 0. One instruction.
inline Float4 sqrt(Float4 x) {
  return Float4{std::sqrt(x[0]), std::sqrt(x[1]), std::sqrt(x[2]), std::sqrt(x[3])};
}

/// σ(x) = 1 / (1 + e^−x), relative error below 3·10⁻⁷ for x ≥ −87; below it the constant 1.6·10⁻³⁸.
inline Float4 sigmoid(Float4 x) {
  return 1.0F / (1.0F + exp(-x));
}

/// tanh x, relative error below 3·10⁻⁷; an odd function.
///
/// The quotient of polynomials of degree 9 and 8 that Eigen uses (fitted to tanh on ±8.67 by rminimax, Filip 2018); ±1
/// from 7.907 on.
inline Float4 tanh(Float4 x) {
  constexpr float kOne = 7.90738964F;
  Float4 z = select(x > kOne, splat(kOne), x);
  z = select(z < -kOne, splat(-kOne), z);
  const Float4 z2 = z * z;

  Float4 p = splat(1.394553628e-8F);
  p = multiplyAdd(p, z2, splat(2.102733560e-5F));
  p = multiplyAdd(p, z2, splat(3.520756727e-3F));
  p = multiplyAdd(p, z2, splat(1.340216100e-1F));
  const Float4 numerator = (z2 * z) * p + z;

  Float4 q = splat(8.015776984e-7F);
  q = multiplyAdd(q, z2, splat(3.326951409e-4F));
  q = multiplyAdd(q, z2, splat(2.597254514e-2F));
  q = multiplyAdd(q, z2, splat(4.673548340e-1F));
  return numerator / (q * z2 + 1.0F);
}

}  // namespace rnn::kernels
