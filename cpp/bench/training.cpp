// How many tokens a second the engine trains, for the sizes people use: a table on standard output.
// Figures drift with the machine; compare rows of one run, never runs of two days.

#include <chrono>
#include <cstdio>

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

void measure(const Case& size) {
  using Clock = std::chrono::steady_clock;
  rnn::TrainingSettings settings;
  settings.batchSize = 0;
  settings.evaluateEvery = 1 << 30;
  rnn::Trainer<float> trainer(size.shape, {}, settings, 1, randomText(size), {});
  for (int warmUp = 0; warmUp < 3; ++warmUp)
    trainer.step();
  std::int64_t tokens = 0;
  const auto start = Clock::now();
  double seconds = 0;
  while (seconds < 1) {
    tokens += trainer.step().tokens;
    seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }
  const double rate = static_cast<double>(tokens) / seconds;
  std::printf("%-28s %12.0f tokens/s %8.2f GFLOP/s\n", size.name, rate, rate * flopsPerToken(size.shape) * 1e-9);
}

}  // namespace

int main() {
  const Activation tanh = Activation::Tanh;
  measure({"rnn  H=16  T=5  B=1  V=11", {CellType::Rnn, tanh, 11, 16, 1, false}, 5, 1});
  measure({"rnn  H=100 T=25 B=1  V=65", {CellType::Rnn, tanh, 65, 100, 1, true}, 25, 1});
  measure({"rnn  H=128 T=50 B=32 V=65", {CellType::Rnn, tanh, 65, 128, 1, true}, 50, 32});
  measure({"gru  H=128 T=50 B=32 V=65", {CellType::Gru, tanh, 65, 128, 1, true}, 50, 32});
  measure({"lstm H=128 T=50 B=32 V=65", {CellType::Lstm, tanh, 65, 128, 1, true}, 50, 32});
  measure({"lstm H=128 T=50 B=1  V=65", {CellType::Lstm, tanh, 65, 128, 1, true}, 50, 1});
  measure({"lstm H=256 T=50 B=32 V=65 2L", {CellType::Lstm, tanh, 65, 256, 2, true}, 50, 32});
}
