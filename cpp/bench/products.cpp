// The products of rnn/kernels: GFLOP/s, and the share of the multiply-add peak measured in the same run.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "peak.h"
#include "rnn/kernels/product.h"

namespace {

using rnn::Index;
using rnn::MatrixView;
using rnn::kernels::Accumulate;
using rnn::kernels::PackedMatrix;
using rnn::kernels::Transpose;

template <class Work>
double secondsOf(const Work& work) {
  using Clock = std::chrono::steady_clock;
  double seconds = 0;
  double times = 0;
  const auto start = Clock::now();
  while (seconds < 0.01) {
    work();
    ++times;
    seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return seconds / times;
}

/// Prints the 90th percentile: the measurements that other programs disturbed least.
template <class Work>
void measure(const char* what, Index rows, Index depth, Index columns, Index steps, const Work& work) {
  constexpr std::size_t kRounds = 20;
  std::vector<double> times;
  for (std::size_t round = 0; round < kRounds; ++round)
    times.push_back(secondsOf(work));
  std::ranges::sort(times);
  const double flops = 2.0 * static_cast<double>(rows * depth * columns * steps);
  const double rate = flops / times[kRounds / 10];
  std::printf("%s %4dx%-4d %2d columns %2d steps  %6.1f GFLOP/s  %3.0f %% of the peak\n", what, static_cast<int>(rows),
              static_cast<int>(depth), static_cast<int>(columns), static_cast<int>(steps), rate * 1e-9,
              100 * rate / bench::peakFlops());
}

/// W (rows × depth) with T steps of `columns` each: as W h, as Wᵀ δ, and as δ hᵀ summed over all steps.
void measureAll(Index rows, Index depth, Index columns, Index steps) {
  using rnn::Matrix;
  const Matrix<float> weights = Matrix<float>::Random(rows, depth);
  const MatrixView<const float> w(weights.data(), rows, depth);
  Matrix<float> hidden = Matrix<float>::Random(depth, columns * steps);
  Matrix<float> delta = Matrix<float>::Random(rows, columns * steps);
  Matrix<float> out(std::max(rows, depth), columns * steps);
  Matrix<float> gradient = Matrix<float>::Zero(rows, depth);
  PackedMatrix packed;
  rnn::kernels::Scratch scratch;
  measure("W h    ", rows, depth, columns, steps, [&] {
    packed.assign(w, Transpose::No, columns, columns * steps);
    for (Index t = 0; t < steps; ++t)
      packed.multiply({hidden.col(t * columns).data(), depth, columns}, {out.data(), rows, columns});
  });
  measure("W'd    ", rows, depth, columns, steps, [&] {
    packed.assign(w, Transpose::Yes, columns, columns * steps);
    for (Index t = 0; t < steps; ++t)
      packed.multiply({delta.col(t * columns).data(), rows, columns}, {out.data(), depth, columns});
  });
  measure("sum dh'", rows, depth, columns, steps, [&] {
    rnn::kernels::outerProducts({delta.data(), rows, columns * steps}, {hidden.data(), depth, columns * steps},
                                {gradient.data(), rows, depth}, Accumulate::No, scratch);
  });
}

}  // namespace

int main() {
  measureAll(16, 16, 1, 5);
  measureAll(100, 100, 1, 5);
  measureAll(100, 100, 1, 25);
  measureAll(300, 100, 1, 25);
  measureAll(128, 128, 32, 50);
  measureAll(512, 128, 32, 50);
  measureAll(1024, 256, 32, 50);
  measureAll(65, 128, 1600, 1);
  measureAll(33, 47, 7, 9);
}
