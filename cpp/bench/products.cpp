// The products of rnn/kernels and Eigen's, interleaved within one run: a table of GFLOP/s and their ratio.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "rnn/kernels/product.h"

namespace {

using rnn::Index;
using rnn::Matrix;
using rnn::kernels::PackedMatrix;
using rnn::kernels::Transpose;

template <class Work>
double secondsOf(const Work& work) {
  using Clock = std::chrono::steady_clock;
  double seconds = 0;
  double times = 0;
  const auto start = Clock::now();
  while (seconds < 0.02) {
    work();
    ++times;
    seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return seconds / times;
}

/// Prints the medians of both, measured in turns.
template <class Ours, class Eigens>
void compare(const char* name, double flops, const Ours& ours, const Eigens& eigens) {
  constexpr std::size_t kRounds = 15;
  std::vector<double> times;
  std::vector<double> eigenTimes;
  for (std::size_t round = 0; round < kRounds; ++round) {
    times.push_back(secondsOf(ours));
    eigenTimes.push_back(secondsOf(eigens));
  }
  std::ranges::sort(times);
  std::ranges::sort(eigenTimes);
  const double time = times[kRounds / 2];
  const double eigenTime = eigenTimes[kRounds / 2];
  std::printf("%-44s %6.1f  Eigen %6.1f GFLOP/s   x %.2f\n", name, flops / time * 1e-9, flops / eigenTime * 1e-9,
              eigenTime / time);
}

/// W (rows × depth) with T steps of `columns` each: as W h, as Wᵀ δ, and as δ hᵀ summed over all steps.
void compareAll(Index rows, Index depth, Index columns, Index steps) {
  const Matrix<float> weights = Matrix<float>::Random(rows, depth);
  const rnn::MatrixView<const float> view(weights.data(), rows, depth);
  const Matrix<float> hidden = Matrix<float>::Random(depth, columns * steps);
  Matrix<float> delta = Matrix<float>::Random(rows, columns * steps);
  Matrix<float> dHidden(depth, columns * steps);
  Matrix<float> gradient = Matrix<float>::Zero(rows, depth);
  const double flops = 2.0 * static_cast<double>(rows * depth * columns * steps);
  const auto overSteps = [&](const auto& step) {
    for (Index t = 0; t < steps; ++t)
      step(t * columns);
  };
  char name[64];
  const auto title = [&](const char* what) {
    std::snprintf(name, sizeof name, "%s %dx%d, %d columns, %d steps", what, static_cast<int>(rows),
                  static_cast<int>(depth), static_cast<int>(columns), static_cast<int>(steps));
    return name;
  };
  compare(
      title("W h   "), flops,
      [&] {
        const PackedMatrix<float> w(view, columns);
        overSteps([&](Index t) { w.multiply(hidden.middleCols(t, columns), delta.middleCols(t, columns)); });
      },
      [&] {
        overSteps([&](Index t) { delta.middleCols(t, columns).noalias() = weights * hidden.middleCols(t, columns); });
      });
  compare(
      title("W'd   "), flops,
      [&] {
        const PackedMatrix<float> w(view, columns, Transpose::Yes);
        overSteps([&](Index t) { w.multiply(delta.middleCols(t, columns), dHidden.middleCols(t, columns)); });
      },
      [&] {
        overSteps([&](Index t) {
          dHidden.middleCols(t, columns).noalias() = weights.transpose() * delta.middleCols(t, columns);
        });
      });
  compare(
      title("sum dh'"), flops, [&] { rnn::kernels::addOuterProducts<float>(delta, hidden, gradient); },
      [&] { gradient.noalias() += delta * hidden.transpose(); });
}

}  // namespace

int main() {
  compareAll(16, 16, 1, 5);
  compareAll(64, 16, 1, 5);
  compareAll(100, 100, 1, 25);
  compareAll(300, 100, 1, 25);
  compareAll(128, 128, 32, 50);
  compareAll(512, 128, 32, 50);
  compareAll(1024, 256, 32, 50);
  compareAll(65, 128, 1600, 1);
  compareAll(33, 47, 7, 9);
}
