// Training speed of the engine without JavaScript, natively or as WebAssembly: a table on standard output. tests/bench
// starts it, and compare.mjs sets two builds of it against each other.
//
//   bench_training [CASE] [SECONDS]     CASE: a name like those in the table, or a part of some of them
//   bench_training peak                 the peak of multiplications and additions alone

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "peak.h"
#include "rnn/trainer.h"

#ifdef __EMSCRIPTEN__
#include <emscripten/em_js.h>
// The C library's clock() is the clock on the wall there.
// clang-format off
EM_JS(double, processorSeconds, (), {
  const usage = globalThis.process?.cpuUsage?.();
  return usage ? (usage.user + usage.system) / 1e6 : performance.now() / 1e3;
})
// clang-format on
#else
/// Of this program so far.
static double processorSeconds() {
  return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}
#endif

namespace {

using rnn::Dataset;
using rnn::Index;

constexpr const char* kCases[] = {
    "rnn V=10 H=100 T=5 B=1 listing", "rnn V=11 H=16 T=5 B=1",     "gru V=11 H=16 T=5 B=1",
    "lstm V=11 H=16 T=5 B=1",         "rnn V=10 H=100 T=5 B=1",    "rnn V=50 H=100 T=25 B=1",
    "rnn V=65 H=128 T=50 B=32",       "gru V=65 H=128 T=50 B=32",  "lstm V=65 H=128 T=50 B=32",
    "lstm V=65 H=256 T=50 B=32",      "lstm V=65 H=512 T=50 B=32", "rnn V=5000 H=128 T=20 B=1",
};

struct Case {
  rnn::NetworkShape shape;
  Index length = 0;
  Index batch = 0;
  bool listing = false;  ///< the tutorial's job: its network, SGD, two sentences, an evaluation every five epochs
};

/// The case of that name, in the spelling of the list above.
std::optional<Case> parse(const char* name) {
  char cell[8] = {};
  char listing[8] = {};
  int vocabulary = 0;
  int hidden = 0;
  int length = 0;
  int batch = 0;
  const int read =
      std::sscanf(name, "%7s V=%d H=%d T=%d B=%d %7s", cell, &vocabulary, &hidden, &length, &batch, listing);
  const auto type = rnn::fromName<rnn::CellType>(cell);
  if (read < 5 || !type || vocabulary < 1 || hidden < 1 || length < 1 || batch < 1) return std::nullopt;
  Case result{{*type, rnn::Activation::Tanh, vocabulary, hidden, 1, true}, length, batch};
  result.listing = std::string_view(listing) == "listing";
  if (result.listing) {
    result.shape.activation = rnn::Activation::Listing;
    result.shape.bias = false;
  }
  return result;
}

/// The tutorial's text, or random tokens.
Dataset textFor(const Case& size) {
  rnn::Random random(1);
  Dataset data(static_cast<std::size_t>(size.listing ? 2 : size.batch));
  const Index vocabulary = size.shape.vocabularySize;
  Index next = 0;
  for (rnn::Sequence& sequence : data) {
    for (Index t = 0; t < size.length; ++t) {
      const auto draw = [&] { return static_cast<rnn::TokenId>(random.below(static_cast<std::uint64_t>(vocabulary))); };
      sequence.inputs.push_back(size.listing ? static_cast<rnn::TokenId>(next++ % vocabulary) : draw());
      sequence.targets.push_back(size.listing ? static_cast<rnn::TokenId>(next % vocabulary) : draw());
    }
  }
  return data;
}

rnn::TrainingSettings settingsFor(const Case& size) {
  rnn::TrainingSettings settings;
  if (size.listing) {
    settings.optimizer.type = rnn::OptimizerType::Sgd;
    settings.learningRate = 0.005;
    settings.schedule.type = rnn::ScheduleType::Halving;
    settings.reduction = rnn::Reduction::Sum;
  } else {
    settings.batchSize = 0;
    settings.evaluateEvery = 1 << 30;
  }
  return settings;
}

/// Multiplications and additions of one token, forward and backward: each weight is used once
/// forward and twice backward, but for the one-hot input, which is a look-up.
double flopsPerToken(const rnn::NetworkShape& shape) {
  const auto hidden = static_cast<double>(shape.hiddenSize);
  const auto gates = static_cast<double>(shape.gates());
  const auto layers = static_cast<double>(shape.layers);
  const double recurrent = gates * hidden * hidden * (2 * layers - 1);
  return 6 * (recurrent + static_cast<double>(shape.vocabularySize) * hidden);
}

/// Tokens a second.
struct Speed {
  double undisturbed = 0;  ///< by the clock: the 90th percentile of measurements so short that few were disturbed
  double ofProcessor = 0;  ///< all of them, by processor time
};

/// Trains for about `duration` seconds of processor time.
Speed train(rnn::Trainer& trainer, double duration, int stepsAtOnce) {
  using Clock = std::chrono::steady_clock;
  constexpr double kMeasurement = 0.002;
  // Reading the processor time of a process takes up to half a millisecond in Node.
  constexpr std::size_t kMeasurementsAtOnce = 16;
  std::vector<double> rates;
  double all = 0;
  double processor = 0;
  const double before = processorSeconds();
  while (processor < duration) {
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
    all += static_cast<double>(tokens);
    if (rates.size() % kMeasurementsAtOnce == 0) processor = processorSeconds() - before;
  }
  std::ranges::sort(rates);
  return {rates[rates.size() * 9 / 10], all / processor};
}

Speed measure(const Case& size, double seconds) {
  rnn::InitializationSettings initialization;
  if (size.listing) initialization.kind = rnn::Initialization::Listing;
  rnn::Trainer trainer(size.shape, initialization, settingsFor(size), 1, textFor(size), {});
  const int stepsAtOnce = size.shape.hiddenSize <= 16 ? 100 : size.batch == 1 ? 5 : 1;
  train(trainer, 0.6 * seconds, stepsAtOnce);  // warm-up: until the optimizing compiler of WebAssembly has run
  return train(trainer, seconds, stepsAtOnce);
}

void print(const char* name, const Case& size, double seconds) {
  const Speed speed = measure(size, seconds);
  const double flops = flopsPerToken(size.shape);
  std::printf("%-32s %10.0f tokens/s %8.2f GFLOP/s %4.0f %% of the peak   %10.0f by processor time, %.0f FLOP each\n",
              name, speed.undisturbed, speed.undisturbed * flops * 1e-9,
              100 * speed.undisturbed * flops / bench::peakFlops(), speed.ofProcessor, flops);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string wanted = argc > 1 ? argv[1] : "";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 0.5;
  if (wanted == "peak") {
    std::printf("%.2f GFLOP/s is the peak\n", bench::measurePeakFlops() * 1e-9);
  } else if (const std::optional<Case> size = parse(wanted.c_str())) {
    print(wanted.c_str(), *size, seconds);
  } else {
    for (const char* name : kCases) {
      if (std::string_view(name).find(wanted) != std::string_view::npos) print(name, *parse(name), seconds);
    }
  }
  std::fflush(stdout);
}
