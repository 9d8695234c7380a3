// Expected: derivatives by dual numbers, the inputs as whole one-hot vectors whose every entry can vary; for
// the tanh RNN also the product of Jacobians that the textbooks write (Pascanu et al. 2013).

#include "rnn/influence.h"

#include <gtest/gtest.h>

#include <cmath>

#include "helpers.h"
#include "naive_network.h"

namespace rnn {
namespace {

using testing::Dual;
using testing::NaiveNetwork;
using testing::NaiveState;
using testing::worstError;

Sequence sevenSteps() {
  Random random(31);
  Sequence sequence = testing::randomSequence(5, 7, random);
  sequence.inputs[2] = kUnknownToken;
  sequence.targets[3] = kIgnoredTarget;
  return sequence;
}

class InfluenceInEveryCell : public ::testing::TestWithParam<NetworkShape> {
 protected:
  const NetworkShape shape = GetParam();
  const reference::Network network = testing::randomNetwork(shape, 17);
  const Sequence sequence = sevenSteps();
  const NaiveNetwork<Dual> naive{shape, testing::naiveWeights<Dual>(network)};
};

TEST_P(InfluenceInEveryCell, IsTheNormOfTheLogitsDerivativeWithRespectToEachInput) {
  for (const auto& [position, target] : {std::pair<Index, TokenId>{6, 1}, {3, 4}, {0, 0}}) {
    std::vector<double> expected;
    for (std::size_t s = 0; s <= static_cast<std::size_t>(position); ++s) {
      double squares = 0;
      for (std::size_t id = 0; id < 5; ++id) {
        auto inputs = naive.oneHots(sequence);
        inputs[s][id].derivative = 1;
        const auto run = naive.run(inputs, sequence.targets, naive.initialState(sequence));
        const double slope =
            run.logits[static_cast<std::size_t>(position)][static_cast<std::size_t>(target)].derivative;
        squares += slope * slope;
      }
      expected.push_back(std::sqrt(squares));
    }
    EXPECT_LT(worstError(inputGradientNorms(network, sequence, position, target), expected), 1e-14) << position;
  }
}

/// ‖∂L_t/∂(h_s, c_s)‖ of one layer; without a cell state, ‖∂L_t/∂h_s‖.
double naiveNorm(const NaiveNetwork<Dual>& naive, const Sequence& sequence, Index layer, Index t, Index s) {
  double squares = 0;
  for (const auto part : {&NaiveState<Dual>::hidden, &NaiveState<Dual>::cell}) {
    for (std::size_t unit = 0; unit < 4; ++unit) {
      const auto run = naive.run(sequence, [&](Index step, Index k, NaiveState<Dual>& state) {
        if (step == s && k == layer && unit < (state.*part).size()) (state.*part)[unit].derivative = 1;
      });
      const double slope = run.losses[static_cast<std::size_t>(t)].derivative;
      squares += slope * slope;
    }
  }
  return std::sqrt(squares);
}

TEST_P(InfluenceInEveryCell, GradientNormsByLagAreThoseOfOneLossAlone) {
  for (const Index position : {0, 2, 5, 6}) {
    std::vector<double> expected;
    for (Index layer = 0; layer < 2; ++layer) {
      for (Index lag = 0; lag <= position; ++lag)
        expected.push_back(naiveNorm(naive, sequence, layer, position, position - lag));
    }
    EXPECT_LT(worstError(gradientNormsByLag(network, sequence, position), expected), 1e-14) << position;
  }
}

INSTANTIATE_TEST_SUITE_P(RnnGruLstm, InfluenceInEveryCell, ::testing::ValuesIn(testing::everyCell()),
                         [](const auto& test) { return testing::describe(test.param); });

//   ∂L_t/∂h_{t−k} = (p_t − y_t)ᵀ W_out · Π_{s=t−k+1…t} diag(1 − h_s²) W_hh
TEST(GradientNormsByLag, OfATanhRnnAreProductsOfJacobians) {
  const NetworkShape shape{CellType::Rnn, Activation::Tanh, 5, 4, 1, true};
  const auto network = testing::randomNetwork(shape, 17);
  Random random(31);
  const Sequence sequence = testing::randomSequence(5, 9, random);
  const auto weights = testing::naiveWeights<double>(network);
  const auto run = NaiveNetwork<double>(shape, weights).run(sequence);
  std::vector<double> row(4, 0.0);
  for (std::size_t id = 0; id < 5; ++id) {
    const double dLogit = run.probabilities[8][id] - (sequence.targets[8] == static_cast<TokenId>(id) ? 1 : 0);
    for (std::size_t j = 0; j < 4; ++j)
      row[j] += dLogit * weights.at("weight_out")[id * 4 + j];
  }
  std::vector<double> expected;
  for (std::size_t s = 9; s-- > 0;) {
    expected.push_back(std::sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2] + row[3] * row[3]));
    std::vector<double> before(4, 0.0);
    for (std::size_t i = 0; i < 4; ++i) {
      const double h = run.states[s][0].hidden[i];
      for (std::size_t j = 0; j < 4; ++j)
        before[j] += row[i] * (1 - h * h) * weights.at("weight_hh_l0")[i * 4 + j];
    }
    row = before;
  }
  EXPECT_LT(worstError(gradientNormsByLag(network, sequence, 8), expected), 1e-15);
}

// A closed form: identity units and W = w · orthogonal, so each step back multiplies the norm by exactly w.
TEST(GradientNormsByLag, VanishAndExplodeGeometricallyInALinearNetwork) {
  for (const double w : {0.5, 2.0}) {
    reference::Network network({CellType::Rnn, Activation::Identity, 2, 2, 1, false});
    network.layers[0].recurrentWeights.values = {0, -w, w, 0};
    network.outputWeights.values = {1, 0, 0, 0};
    const std::vector<double> norms = gradientNormsByLag(network, {{0, 0, 0, 0, 0}, {0, 0, 0, 0, 1}, {}, {}}, 4);
    for (std::size_t k = 0; k < 5; ++k)
      EXPECT_NEAR(norms[k], 0.5 * std::pow(w, k), 1e-14);  // p = ½, so |∂L/∂o₀| = ½
  }
}

// One forward pass serves all: what was asked before leaves no trace, and slices do not matter.
TEST(SingleOutputGradient, AnswersEachQuestionAsIfItWereTheFirst) {
  const auto network = testing::randomNetwork({CellType::Lstm, Activation::Tanh, 5, 4, 2, true}, 17);
  const Sequence sequence = sevenSteps();
  SingleOutputGradient gradient(network, sequence);
  const auto finish = [&] {
    while (!gradient.advance(1)) {
    }
    return gradient.norms();
  };
  finish();
  for (const Index position : {6, 2, 5, 5, 0}) {
    gradient.backpropagateLogit(position, 3);
    EXPECT_EQ(finish(), inputGradientNorms(network, sequence, position, 3)) << position;
    gradient.backpropagateLoss(position);
    EXPECT_EQ(finish(), gradientNormsByLag(network, sequence, position)) << position;
  }
}

}  // namespace
}  // namespace rnn
