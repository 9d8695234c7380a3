// The tutorial's numpy listing, line by line in plain loops, and the engine set up to do the same.

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine_in_tests.h"
#include "helpers.h"
#include "rnn/evaluation.h"

namespace rnn {
namespace {

using testing::TrainerIn;

using Row = std::vector<double>;
using Rows = std::vector<Row>;

/// 你好李焕英 and 夏洛特烦恼: ten characters, ids in order; the targets as the listing sets them.
Dataset twoSentences() {
  return {{{0, 1, 2, 3, 4}, {1, 2, 3, 4, 5}, {}, {}}, {{5, 6, 7, 8, 9}, {6, 7, 8, 9, 0}, {}, {}}};
}

constexpr std::size_t kErrorTexts = 10;
constexpr std::size_t kHidden = 12;

/// class RNN of the listing. `derivative` is the factor its backward pass multiplies by, `squash` what
/// its forward pass applies (the listing: nothing).
struct Listing {
  Rows u, v, w;
  bool squash;

  double f(double a) const { return squash ? std::tanh(a) : a; }

  void forward(const Sequence& x, Rows& h, Rows& y) const {
    h.assign(x.inputs.size() + 1, Row(kHidden, 0.0));  // h[T], also reached as h[−1], stays zero
    y.assign(x.inputs.size(), Row(kErrorTexts, 0.0));
    for (std::size_t t = 0; t < x.inputs.size(); ++t) {
      const Row& previous = h[t == 0 ? x.inputs.size() : t - 1];
      for (std::size_t i = 0; i < kHidden; ++i) {
        double a = u[i][static_cast<std::size_t>(x.inputs[t])];
        for (std::size_t j = 0; j < kHidden; ++j)
          a += w[i][j] * previous[j];
        h[t][i] = f(a);
      }
      double sum = 0;
      for (std::size_t k = 0; k < kErrorTexts; ++k) {
        double o = 0;
        for (std::size_t j = 0; j < kHidden; ++j)
          o += v[k][j] * h[t][j];
        y[t][k] = std::exp(o);
        sum += y[t][k];
      }
      for (double& share : y[t])
        share /= sum;
    }
  }

  /// calculate_loss: mean over all tokens.
  double loss(const Dataset& data) const {
    double total = 0;
    double count = 0;
    Rows h, y;
    for (const Sequence& x : data) {
      forward(x, h, y);
      for (std::size_t t = 0; t < x.inputs.size(); ++t)
        total -= std::log(y[t][static_cast<std::size_t>(x.targets[t])]);
      count += static_cast<double>(x.inputs.size());
    }
    return total / count;
  }

  /// bptt and numpy_sdg_step.
  void sgdStep(const Sequence& x, double rate) {
    Rows h, y;
    forward(x, h, y);
    Rows du(kHidden, Row(kErrorTexts, 0.0)), dv(kErrorTexts, Row(kHidden, 0.0)), dw(kHidden, Row(kHidden, 0.0));
    Row next(kHidden, 0.0);  // Wᵀ δ_{t+1}
    for (std::size_t t = x.inputs.size(); t-- > 0;) {
      Row deltaY = y[t];
      deltaY[static_cast<std::size_t>(x.targets[t])] -= 1;
      Row delta = next;
      for (std::size_t k = 0; k < kErrorTexts; ++k) {
        for (std::size_t j = 0; j < kHidden; ++j) {
          dv[k][j] += deltaY[k] * h[t][j];
          delta[j] += v[k][j] * deltaY[k];
        }
      }
      const Row& previous = h[t == 0 ? x.inputs.size() : t - 1];
      next.assign(kHidden, 0.0);
      for (std::size_t i = 0; i < kHidden; ++i) {
        delta[i] *= 1 - h[t][i] * h[t][i];
        du[i][static_cast<std::size_t>(x.inputs[t])] += delta[i];
        for (std::size_t j = 0; j < kHidden; ++j) {
          dw[i][j] += delta[i] * previous[j];
          next[j] += w[i][j] * delta[i];
        }
      }
    }
    subtract(u, du, rate);
    subtract(v, dv, rate);
    subtract(w, dw, rate);
  }

  static void subtract(Rows& from, const Rows& what, double rate) {
    for (std::size_t i = 0; i < from.size(); ++i) {
      for (std::size_t j = 0; j < from[i].size(); ++j)
        from[i][j] -= rate * what[i][j];
    }
  }
};

Rows rowsOf(const Parameters<double>& parameters, const char* name) {
  const ParameterInfo& entry = *parameters.find(name);
  const std::vector<double> values = parameters.rowMajor(entry);
  Rows rows;
  for (Index i = 0; i < entry.rows; ++i)
    rows.emplace_back(values.begin() + i * entry.columns, values.begin() + (i + 1) * entry.columns);
  return rows;
}

struct Recorded {
  double loss;
  double rate;
};

/// train_with_sgd, what it prints.
std::vector<Recorded> trainWithSgd(Listing& model, double rate, int epochs, int evaluateEvery) {
  std::vector<Recorded> recorded;
  for (int epoch = 0; epoch < epochs; ++epoch) {
    if (epoch % evaluateEvery == 0) {
      const double loss = model.loss(twoSentences());
      if (!recorded.empty() && loss > recorded.back().loss) rate *= 0.5;
      recorded.push_back({loss, rate});
    }
    for (const Sequence& x : twoSentences())
      model.sgdStep(x, rate);
  }
  return recorded;
}

TrainingSettings asTheListing(double rate, int evaluateEvery) {
  TrainingSettings settings;
  settings.optimizer.type = OptimizerType::Sgd;
  settings.schedule.type = ScheduleType::Halving;
  settings.reduction = Reduction::Sum;
  settings.learningRate = rate;
  settings.evaluateEvery = evaluateEvery;
  return settings;
}

/// Both from the same first weights. Returns how often the rate was halved.
int expectTheSameRun(Activation activation, double rate, int epochs, int evaluateEvery) {
  const NetworkShape shape{CellType::Rnn, activation, kErrorTexts, kHidden, 1, false};
  TrainerIn<double> trainer(shape, {Initialization::Listing, 0}, asTheListing(rate, evaluateEvery), 3, twoSentences(),
                            {});
  const Parameters<double> weights = trainer.parameters();
  Listing listing{rowsOf(weights, "weight_ih_l0"), rowsOf(weights, "weight_out"), rowsOf(weights, "weight_hh_l0"),
                  activation == Activation::Tanh};
  const auto expected = trainWithSgd(listing, rate, epochs, evaluateEvery);
  for (int step = 0; step < 2 * epochs; ++step)
    trainer.step();
  const auto records = trainer.takeRecords();
  EXPECT_EQ(records.size(), expected.size());
  int halvings = 0;
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_NEAR(records[i].trainingLoss, expected[i].loss, 1e-10) << "record " << i;
    EXPECT_EQ(records[i].learningRate, expected[i].rate) << "record " << i;
    halvings += records[i].halved;
  }
  for (const auto& [name, rows] :
       {std::pair{"weight_ih_l0", &listing.u}, {"weight_out", &listing.v}, {"weight_hh_l0", &listing.w}}) {
    const Rows got = rowsOf(trainer.parameters(), name);
    for (std::size_t i = 0; i < got.size(); ++i)
      EXPECT_LT(testing::worstError(got[i], (*rows)[i]), 1e-9) << name;
  }
  return halvings;
}

TEST(Listing, GivesItsLossesWithItsOwnSettings) {
  EXPECT_EQ(expectTheSameRun(Activation::Listing, 0.005, 100, 5), 0);
}

TEST(Listing, WithTanhGivesTheLossesOfCorrectBptt) {
  EXPECT_EQ(expectTheSameRun(Activation::Tanh, 0.005, 100, 5), 0);
}

// A rate so large that the loss rises now and then.
TEST(Listing, HalvesTheRateExactlyWhenTheRecordedLossRises) {
  EXPECT_GE(expectTheSameRun(Activation::Tanh, 1.0, 60, 1), 2);
}

TEST(Listing, MemorizesBothSentences) {
  const NetworkShape shape{CellType::Rnn, Activation::Listing, kErrorTexts, 100, 1, false};
  TrainerIn<float> trainer(shape, {Initialization::Listing, 0}, asTheListing(0.005, 5), 1, twoSentences(), {});
  while (trainer.position().epoch < 100)
    trainer.step();
  EXPECT_EQ(testing::evaluate(trainer.parameters(), twoSentences()).accuracy(), 1);
}

}  // namespace
}  // namespace rnn
