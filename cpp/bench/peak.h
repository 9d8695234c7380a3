#pragma once

// The most multiplications and additions a second that this machine does in vectors of four floats, one after the
// other: what a kernel can be measured by.

#include <algorithm>
#include <chrono>

#include "rnn/kernels/simd.h"

namespace bench {

/// Multiplies and adds `turns` times 32 floats, in the first-level cache.
inline float multiplyAndAdd(const float* numbers, int turns) {
  using rnn::kernels::Float4;
  Float4 s[4];
  for (int i = 0; i < 4; ++i)
    s[i] = rnn::kernels::splat(numbers[i] * 0.001F);
  // Eight sums, enough to hide the latency of the addition; with the rest in sixteen registers.
  Float4 upper[4] = {};
  Float4 lower[4] = {};
  for (int turn = 0; turn < turns; ++turn) {
    const float* from = numbers + (turn & 7) * 8;
    const Float4 a = rnn::kernels::load(from);
    const Float4 b = rnn::kernels::load(from + 4);
    upper[0] += a * s[0], lower[0] += b * s[0];
    upper[1] += a * s[1], lower[1] += b * s[1];
    upper[2] += a * s[2], lower[2] += b * s[2];
    upper[3] += a * s[3], lower[3] += b * s[3];
  }
  Float4 sum{};
  for (int i = 0; i < 4; ++i)
    sum += upper[i] + lower[i];
  return rnn::kernels::sumOf(sum);
}

/// Floating-point operations a second: the best of some measurements.
inline double measurePeakFlops() {
  using Clock = std::chrono::steady_clock;
  constexpr int kTurns = 4'000'000;  // some milliseconds: the clock of a browser goes in tenths of one
  constexpr double kFlopsPerTurn = 64;
  float numbers[64];
  std::fill(std::begin(numbers), std::end(numbers), 0.5F);
  // Through a pointer, so that it is not inlined: WebAssembly starts in code that was compiled in haste, and it is only
  // the next call of a function that runs the optimized code.
  float (*volatile run)(const float*, int) = multiplyAndAdd;
  double best = 0;
  for (int round = 0; round < 30; ++round) {
    const auto start = Clock::now();
    [[maybe_unused]] static volatile float used;
    used = run(numbers, kTurns);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    best = std::max(best, kFlopsPerTurn * kTurns / seconds);
  }
  return best;
}

/// Measured once in a run of the program.
inline double peakFlops() {
  static const double peak = measurePeakFlops();
  return peak;
}

}  // namespace bench
