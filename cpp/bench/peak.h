#pragma once

// The most multiplications and additions a second that this machine does in vectors of four floats, one after the
// other: what a kernel can be measured by.

#include <algorithm>
#include <chrono>

#include "rnn/kernels/simd.h"

namespace bench {

/// Floating-point operations a second: the best of some measurements, done once.
inline double peakFlops() {
  using rnn::kernels::Float4;
  constexpr int kTurns = 400000;
  static const double peak = [] {
    using Clock = std::chrono::steady_clock;
    static float numbers[64];  // in the first-level cache
    std::fill(std::begin(numbers), std::end(numbers), 0.5F);
    Float4 s[4];
    for (int i = 0; i < 4; ++i)
      s[i] = rnn::kernels::splat(numbers[i] * 0.001F);
    double best = 0;
    for (int round = 0; round < 30; ++round) {
      // Eight sums, enough to hide the latency of the addition; with the rest in sixteen registers.
      Float4 upper[4] = {};
      Float4 lower[4] = {};
      const auto start = Clock::now();
      for (int turn = 0; turn < kTurns; ++turn) {
        const float* from = numbers + (turn & 7) * 8;
        const Float4 a = rnn::kernels::load(from);
        const Float4 b = rnn::kernels::load(from + 4);
        upper[0] += a * s[0], lower[0] += b * s[0];
        upper[1] += a * s[1], lower[1] += b * s[1];
        upper[2] += a * s[2], lower[2] += b * s[2];
        upper[3] += a * s[3], lower[3] += b * s[3];
      }
      const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
      static volatile float used;
      for (int i = 0; i < 4; ++i)
        used = upper[i][0] + lower[i][0];
      best = std::max(best, 64.0 * kTurns / seconds);
    }
    return best;
  }();
  return peak;
}

}  // namespace bench
