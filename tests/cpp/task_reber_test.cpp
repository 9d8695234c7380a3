// The embedded Reber grammar (Hochreiter and Schmidhuber 1997): B, T or P, a Reber string, the same T or P
// again, E. Whoever is to predict the last but one symbol must remember the second over the whole string.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "engine_in_tests.h"
#include "rnn/evaluation.h"

namespace rnn {
namespace {

using testing::TrainerIn;

constexpr std::string_view kAlphabet = "BTSXPVE";
constexpr int kEnd = -1;

struct Arc {
  char symbol;
  int to;
};

/// The Reber grammar's automaton: two ways on from every state but the last, equally probable.
const std::array<std::vector<Arc>, 6> kArcs{{{{'T', 1}, {'P', 2}},
                                             {{'S', 1}, {'X', 3}},
                                             {{'T', 2}, {'V', 4}},
                                             {{'X', 2}, {'S', 5}},
                                             {{'P', 3}, {'V', 5}},
                                             {{'E', kEnd}}}};

/// A string of the grammar, and after each of its symbols which may follow.
struct ReberString {
  std::string symbols;
  std::vector<std::string> legalNext;

  void add(char symbol, std::string next) {
    symbols += symbol;
    legalNext.push_back(std::move(next));
  }
};

std::string symbolsOf(const std::vector<Arc>& arcs) {
  std::string symbols;
  for (const Arc& arc : arcs)
    symbols += arc.symbol;
  return symbols;
}

ReberString drawString(Random& random) {
  ReberString string;
  const char remembered = random.below(2) == 0 ? 'T' : 'P';
  string.add('B', "TP");
  string.add(remembered, "B");
  string.add('B', symbolsOf(kArcs[0]));
  for (int state = 0; state != kEnd;) {
    const std::vector<Arc>& arcs = kArcs[static_cast<std::size_t>(state)];
    const Arc arc = arcs[random.below(arcs.size())];
    state = arc.to;
    const std::string next =
        state == kEnd ? std::string(1, remembered) : symbolsOf(kArcs[static_cast<std::size_t>(state)]);
    string.add(arc.symbol, next);
  }
  string.add(remembered, "E");
  string.add('E', "");
  return string;
}

/// Every symbol but the last is an input, every one but the first a target.
Sequence sequenceOf(const ReberString& string) {
  Sequence sequence;
  for (std::size_t i = 0; i + 1 < string.symbols.size(); ++i) {
    sequence.inputs.push_back(static_cast<TokenId>(kAlphabet.find(string.symbols[i])));
    sequence.targets.push_back(static_cast<TokenId>(kAlphabet.find(string.symbols[i + 1])));
  }
  return sequence;
}

/// By how much the least probable legal symbol beats the most probable illegal one, at its worst position.
float worstMargin(const Parameters<float>& parameters, const ReberString& string) {
  const Dataset data{sequenceOf(string)};
  const Batch batch(data, {0});
  State state;
  state.start(parameters.shape(), data, batch);
  NetworkActivations activations;
  forward(parameters, Window::whole(batch), state, activations);
  float worst = 1;
  for (Index t = 0; t < batch.steps(); ++t) {
    float legal = 1;
    float illegal = 0;
    for (std::size_t id = 0; id < kAlphabet.size(); ++id) {
      const float p = activations.output.probabilities(static_cast<Index>(id), t);
      const bool allowed = string.legalNext[static_cast<std::size_t>(t)].find(kAlphabet[id]) != std::string::npos;
      (allowed ? legal : illegal) = allowed ? std::min(legal, p) : std::max(illegal, p);
    }
    worst = std::min(worst, legal - illegal);
  }
  return worst;
}

// Eight units, Adam at 0.01 and clipping at 5 are a setting known to solve this from about 5,000 strings. Here
// each is seen eight times, which makes success independent of the seed: ten of the seeds 1 … 10.
TEST(TaskEmbeddedReber, AnLstmPredictsAllLegalContinuationsAndOnlyThoseOf256UnseenStrings) {
  Random random(1);
  Dataset training;
  std::set<std::string> seen;
  for (int i = 0; i < 5000; ++i) {
    const ReberString string = drawString(random);
    seen.insert(string.symbols);
    training.push_back(sequenceOf(string));
  }
  TrainingSettings settings;
  settings.learningRate = 0.01;
  settings.clipNorm = 5;
  settings.batchSize = 4;
  settings.shuffle = true;
  settings.schedule = {ScheduleType::Cosine, 0, 8 * 5000 / 4};
  const NetworkShape shape{CellType::Lstm, Activation::Tanh, 7, 8, 1, true};
  TrainerIn<float> trainer(shape, {Initialization::PyTorch, 1}, settings, 1, training, {});
  while (trainer.position().epoch < 8)
    trainer.step();

  int unseen = 0;
  int solved = 0;
  float worst = 1;
  while (unseen < 256) {
    const ReberString string = drawString(random);
    if (!seen.insert(string.symbols).second) continue;
    const float margin = worstMargin(trainer.parameters(), string);
    worst = std::min(worst, margin);
    solved += margin > 0;
    ++unseen;
  }
  std::printf(
      "embedded Reber grammar, LSTM of 8 units: %d of 256 unseen strings; worst margin between a legal and an "
      "illegal symbol %.3f; %.3f nats per symbol (the grammar's entropy is 0.441)\n",
      solved, static_cast<double>(worst), testing::evaluate(trainer.parameters(), training).meanLoss());
  EXPECT_EQ(solved, 256);
}

}  // namespace
}  // namespace rnn
