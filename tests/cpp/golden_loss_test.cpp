// The first twenty losses of each cell: one glance tells whether anything between the seed and the optimizer
// has changed. The numbers were printed by the plain loops below (gradients by dual numbers, Adam and
// clipping written out, no part of the engine but its first weights); the tests run them again, and the
// JavaScript reference of tests/conformance gives the same.

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

#include "engine_in_tests.h"
#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using testing::TrainerIn;

using testing::Dual;
using testing::NaiveNetwork;
using testing::NaiveState;

constexpr std::size_t kWindow = 3;
constexpr std::size_t kLength = 7;
constexpr std::size_t kSteps = 20;

/// Three sentences of seven tokens, the targets the tokens one further on.
Dataset sentences() {
  return {{{0, 1, 2, 2, 3, 4, 5}, {1, 2, 2, 3, 4, 5, 6}, {}, {}},
          {{5, 3, 0, 2, 1, 4, 4}, {3, 0, 2, 1, 4, 4, 6}, {}, {}},
          {{3, 1, 0, 5, 5, 2, 0}, {1, 0, 5, 5, 2, 0, 6}, {}, {}}};
}

NetworkShape shapeOf(CellType cell) {
  return {cell, Activation::Tanh, 7, 5, 2, true};
}

/// All three as one batch in windows of 3, 3 and 1 steps, so a pass is three losses.
TrainerIn<double> trainerOf(CellType cell) {
  TrainingSettings settings;
  settings.learningRate = 0.02;
  settings.clipNorm = 0.3;
  settings.batchSize = 0;
  settings.truncate = static_cast<Index>(kWindow);
  return {shapeOf(cell), {Initialization::PyTorch, 1}, settings, 2024, sentences(), {}};
}

/// The same training from the same first weights, everything in plain loops.
class NaiveTrainer {
 public:
  explicit NaiveTrainer(const Parameters<double>& first)
      : network_(first.shape(), testing::naiveWeights<Dual>(first)), states_(freshStates()) {}

  double step() {
    const double loss = lossAndGradient();
    begin_ += kWindow;
    if (begin_ >= kLength) {
      begin_ = 0;
      states_ = freshStates();
    } else {
      states_ = next_;
    }
    clip(0.3);
    adam(0.02);
    return loss;
  }

 private:
  using States = std::vector<std::vector<NaiveState<Dual>>>;

  States freshStates() const {
    States states;
    for (const Sequence& sentence : sentences())
      states.push_back(network_.initialState(sentence));
    return states;
  }

  /// The window's mean loss; leaves the states after it in next_.
  Dual windowLoss() {
    Dual total = 0;
    double count = 0;
    next_.clear();
    const auto first = static_cast<std::ptrdiff_t>(begin_);
    const auto last = static_cast<std::ptrdiff_t>(std::min(begin_ + kWindow, kLength));
    for (std::size_t i = 0; i < states_.size(); ++i) {
      const Sequence sentence = sentences()[i];
      const auto inputs = network_.oneHots(sentence);
      const auto run = network_.run({inputs.begin() + first, inputs.begin() + last},
                                    {sentence.targets.begin() + first, sentence.targets.begin() + last}, states_[i]);
      total += run.totalLoss();
      count += static_cast<double>(last - first);
      next_.push_back(run.states.back());
    }
    return total / count;
  }

  double lossAndGradient() {
    gradient_.clear();
    for (auto& [name, weights] : network_.weights()) {
      for (Dual& weight : weights) {
        weight.derivative = 1;
        gradient_.push_back(windowLoss().derivative);
        weight.derivative = 0;
      }
    }
    return windowLoss().value;
  }

  void clip(double limit) {
    double squares = 0;
    for (const double g : gradient_)
      squares += g * g;
    const double factor = limit / (std::sqrt(squares) + 1e-6);
    if (factor >= 1) return;
    for (double& g : gradient_)
      g *= factor;
  }

  void adam(double rate) {
    ++steps_;
    m_.resize(gradient_.size());
    s_.resize(gradient_.size());
    std::size_t i = 0;
    for (auto& [name, weights] : network_.weights()) {
      for (Dual& weight : weights) {
        const double g = gradient_[i];
        m_[i] = 0.9 * m_[i] + 0.1 * g;
        s_[i] = 0.999 * s_[i] + 0.001 * g * g;
        const double mHat = m_[i] / (1 - std::pow(0.9, steps_));
        const double sHat = s_[i] / (1 - std::pow(0.999, steps_));
        weight.value -= rate * mHat / (std::sqrt(sHat) + 1e-8);
        ++i;
      }
    }
  }

  NaiveNetwork<Dual> network_;
  States states_;
  States next_;
  std::size_t begin_ = 0;
  std::vector<double> gradient_;
  std::vector<double> m_;
  std::vector<double> s_;
  int steps_ = 0;
};

struct GoldenCurve {
  CellType cell;
  std::array<double, kSteps> losses;
};

const std::vector<GoldenCurve>& goldenCurves() {
  static const std::vector<GoldenCurve> curves{
      {CellType::Rnn,
       {2.034556817799734,  2.1533792714216613, 1.6962853055144116, 1.8479342303422079, 2.0566381904375697,
        1.8148328588717633, 1.7736310686181831, 2.0149447232871784, 1.9163379106734582, 1.727558522530001,
        1.9865474770879687, 1.9815328056759347, 1.686976838090074,  1.9592607788394463, 2.0047737101334113,
        1.6451210299547012, 1.9303066611820512, 1.9844821425472741, 1.6018555561736119, 1.8995912338972956}},
      {CellType::Gru,
       {1.9964614009273614, 2.057294098398545,  1.6777376734963816, 1.9575811401932208, 2.0114636213021626,
        1.7640798907725788, 1.9430496388821803, 1.9842008280787491, 1.8150177949246074, 1.9301560935941753,
        1.9593117515671246, 1.8534305233853694, 1.9169914892708901, 1.933807750268292,  1.8863265893626275,
        1.9027543629629708, 1.9067426447456763, 1.9155914109103687, 1.8867012564081089, 1.8776747991743301}},
      {CellType::Lstm,
       {1.9062785765904084, 2.0276262952842319, 2.1681476598278402, 1.8571074209883112, 2.000318769669438,
        2.1577835603135793, 1.8372043271818552, 1.9807309843633076, 2.1389789424738415, 1.8226300663978128,
        1.964250820920018,  2.1149429661733277, 1.8102685864436883, 1.9525913875064029, 2.0860369432382933,
        1.7982880583968093, 1.9450955041143763, 2.0518698962169672, 1.7855171794682276, 1.9391924971437566}},
  };
  return curves;
}

class GoldenLosses : public ::testing::TestWithParam<GoldenCurve> {};

TEST_P(GoldenLosses, AreReproducedByTheEngine) {
  TrainerIn<double> trainer = trainerOf(GetParam().cell);
  for (const double expected : GetParam().losses)
    EXPECT_NEAR(trainer.step().loss / expected, 1, 1e-12);
}

TEST_P(GoldenLosses, AreReproducedByPlainLoops) {
  const TrainerIn<double> first = trainerOf(GetParam().cell);
  NaiveTrainer naive(first.parameters());
  for (const double expected : GetParam().losses)
    EXPECT_NEAR(naive.step() / expected, 1, 1e-12);
}

TEST_P(GoldenLosses, AreReproducedInSinglePrecisionUpToRounding) {
  const Dataset data = sentences();
  const TrainerIn<double> wide = trainerOf(GetParam().cell);
  TrainerIn<float> trainer(shapeOf(GetParam().cell), {Initialization::PyTorch, 1}, wide.settings(), 2024, data, {});
  for (const double expected : GetParam().losses)
    EXPECT_NEAR(trainer.step().loss / expected, 1, 1e-4);
}

INSTANTIATE_TEST_SUITE_P(RnnGruLstm, GoldenLosses, ::testing::ValuesIn(goldenCurves()),
                         [](const auto& test) { return std::string(nameOf(test.param.cell)); });

}  // namespace
}  // namespace rnn
