// Training speed in tokens per second, for typical sizes: a table on standard output. Figures vary with the load of the
// machine; compare rows of one run only.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string_view>
#include <vector>

#include "rnn/trainer.h"

namespace {

using rnn::Activation;
using rnn::CellType;
using rnn::Dataset;
using rnn::Index;
using rnn::NetworkShape;

struct Case {
  const char* name;
  NetworkShape shape;
  Index length;
  Index batch;
};

Dataset randomText(const Case& size) {
  rnn::Random random(1);
  Dataset data(static_cast<std::size_t>(size.batch));
  const auto vocabulary = static_cast<std::uint64_t>(size.shape.vocabularySize);
  for (rnn::Sequence& sequence : data) {
    for (Index t = 0; t < size.length; ++t) {
      sequence.inputs.push_back(static_cast<rnn::TokenId>(random.below(vocabulary)));
      sequence.targets.push_back(static_cast<rnn::TokenId>(random.below(vocabulary)));
    }
  }
  return data;
}

/// Multiplications and additions of one token, forward and backward: each weight is used once
/// forward and twice backward, but for the one-hot input, which is a look-up.
double flopsPerToken(const NetworkShape& shape) {
  const auto hidden = static_cast<double>(shape.hiddenSize);
  const auto gates = static_cast<double>(shape.gates());
  const auto layers = static_cast<double>(shape.layers);
  const double recurrent = gates * hidden * hidden * (2 * layers - 1);
  return 6 * (recurrent + static_cast<double>(shape.vocabularySize) * hidden);
}

/// Trains for about `duration` seconds. Returns tokens per second: the 90th percentile of many short measurements,
/// those that other programs on the same machine disturbed least.
double train(rnn::Trainer& trainer, double duration, int stepsAtOnce) {
  using Clock = std::chrono::steady_clock;
  constexpr double kMeasurement = 0.002;
  std::vector<double> rates;
  double total = 0;
  while (total < duration) {
    std::int64_t tokens = 0;
    const auto start = Clock::now();
    double seconds = 0;
    while (seconds < kMeasurement) {
      // Not the clock after each step: a step of a small network takes little longer than reading it.
      for (int i = 0; i < stepsAtOnce; ++i)
        tokens += trainer.step().tokens;
      seconds = std::chrono::duration<double>(Clock::now() - start).count();
    }
    rates.push_back(static_cast<double>(tokens) / seconds);
    total += seconds;
  }
  std::ranges::sort(rates);
  return rates[rates.size() * 9 / 10];
}

double measure(const Case& size) {
  rnn::TrainingSettings settings;
  settings.batchSize = 0;
  settings.evaluateEvery = 1 << 30;
  rnn::Trainer trainer(size.shape, {}, settings, 1, randomText(size), {});
  const int stepsAtOnce = size.shape.hiddenSize <= 16 ? 100 : size.batch == 1 ? 5 : 1;
  train(trainer, 0.3, stepsAtOnce);  // warm-up: until the optimizing compiler of WebAssembly has run
  return train(trainer, 0.5, stepsAtOnce);
}

std::vector<Case> cases() {
  const auto shape = [](CellType cell, Index vocabulary, Index hidden, Index layers = 1) {
    return NetworkShape{cell, Activation::Tanh, vocabulary, hidden, layers, true};
  };
  return {
      {"rnn  V=11 H=16  T=5  B=1", shape(CellType::Rnn, 11, 16), 5, 1},
      {"gru  V=11 H=16  T=5  B=1", shape(CellType::Gru, 11, 16), 5, 1},
      {"lstm V=11 H=16  T=5  B=1", shape(CellType::Lstm, 11, 16), 5, 1},
      {"rnn  V=10 H=100 T=5  B=1", shape(CellType::Rnn, 10, 100), 5, 1},
      {"rnn  V=50 H=100 T=25 B=1", shape(CellType::Rnn, 50, 100), 25, 1},
      {"rnn  V=65 H=128 T=50 B=32", shape(CellType::Rnn, 65, 128), 50, 32},
      {"gru  V=65 H=128 T=50 B=32", shape(CellType::Gru, 65, 128), 50, 32},
      {"lstm V=65 H=128 T=50 B=32", shape(CellType::Lstm, 65, 128), 50, 32},
      {"lstm V=65 H=256 T=50 B=32", shape(CellType::Lstm, 65, 256), 50, 32},
      {"lstm V=65 H=512 T=50 B=32", shape(CellType::Lstm, 65, 512), 50, 32},
      {"rnn  V=5000 H=128 T=20 B=1", shape(CellType::Rnn, 5000, 128), 20, 1},
  };
}

}  // namespace

/// With an argument: only the cases whose names contain it.
int main(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  for (const Case& size : cases()) {
    if (std::string_view(size.name).find(wanted) == std::string_view::npos) continue;
    const double rate = measure(size);
    std::printf("%-28s %12.0f tokens/s %8.2f GFLOP/s\n", size.name, rate, rate * flopsPerToken(size.shape) * 1e-9);
  }
}
