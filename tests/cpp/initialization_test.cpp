// Bounds: the formulas in the comment of initialize(), which are those of torch.nn.RNN and Linear, of Glorot
// and Bengio (2010), and of the tutorial's numpy listing.

#include "rnn/initialization.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "engine_in_tests.h"
#include "helpers.h"

namespace rnn {
namespace {

constexpr Index kVocabulary = 50;
constexpr Index kHidden = 30;

NetworkShape shapeOf(CellType cell, Index layers = 2) {
  return {cell, Activation::Tanh, kVocabulary, kHidden, layers, true};
}

template <class S>
Parameters<S> drawn(const NetworkShape& shape, const InitializationSettings& settings, std::uint64_t seed = 1) {
  testing::NetworkIn<S> network(shape);
  Random random(seed);
  initialize(network, settings, random);
  return testing::weightsOf(network);
}

/// Every entry lies within ± bound, comes close to it on both sides, and has a mean near zero.
void expectUniform(const Parameters<double>& parameters, const std::string& name, double bound) {
  const auto values = parameters.view(*parameters.find(name));
  EXPECT_LE(values.maxCoeff(), bound) << name;
  EXPECT_GE(values.minCoeff(), -bound) << name;
  if (values.size() < 500) return;
  EXPECT_GT(values.maxCoeff(), 0.97 * bound) << name;
  EXPECT_LT(values.minCoeff(), -0.97 * bound) << name;
  // The mean of n uniform numbers has standard deviation bound / √(3n); four of them.
  EXPECT_LT(std::abs(values.mean()), 4 * bound / std::sqrt(3.0 * static_cast<double>(values.size()))) << name;
}

TEST(Initialization, PyTorchDrawsEverythingWithinOneOverRootHidden) {
  const double bound = 1 / std::sqrt(30.0);
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    const auto parameters = drawn<double>(shapeOf(cell), {Initialization::PyTorch, 0});
    for (const ParameterInfo& entry : parameters.list()) {
      expectUniform(parameters, entry.name, bound);
      EXPECT_GT(parameters.view(entry).cwiseAbs().minCoeff(), 0) << entry.name << " has an entry not drawn";
    }
  }
}

TEST(Initialization, ListingDrawsWithinOneOverRootFanInAndHasNoBias) {
  const auto parameters = drawn<double>(shapeOf(CellType::Rnn), {Initialization::Listing, 0});
  expectUniform(parameters, "weight_ih_l0", 1 / std::sqrt(50.0));
  for (const char* name : {"weight_hh_l0", "weight_ih_l1", "weight_hh_l1", "weight_out"})
    expectUniform(parameters, name, 1 / std::sqrt(30.0));
  for (const char* name : {"bias_ih_l0", "bias_hh_l0", "bias_ih_l1", "bias_hh_l1", "bias_out"})
    expectUniform(parameters, name, 0);
}

TEST(Initialization, XavierScalesEachGateByItself) {
  const auto parameters = drawn<double>(shapeOf(CellType::Lstm), {Initialization::Xavier, 0});
  expectUniform(parameters, "weight_ih_l0", std::sqrt(6.0 / (30 + 50)));
  for (const char* name : {"weight_hh_l0", "weight_ih_l1", "weight_hh_l1"})
    expectUniform(parameters, name, std::sqrt(6.0 / (30 + 30)));
  expectUniform(parameters, "weight_out", std::sqrt(6.0 / (50 + 30)));
  for (const char* name : {"bias_ih_l0", "bias_hh_l1", "bias_out"})
    expectUniform(parameters, name, 0);
}

TEST(Initialization, OrthogonalMakesEveryRecurrentBlockOrthogonal) {
  const auto parameters = drawn<double>(shapeOf(CellType::Lstm), {Initialization::Orthogonal, 0});
  const auto identity = Matrix<double>::Identity(kHidden, kHidden);
  for (Index layer = 0; layer < 2; ++layer) {
    for (Index gate = 0; gate < 4; ++gate) {
      const Matrix<double> block = parameters.layer(layer).recurrentWeights.middleRows(gate * kHidden, kHidden);
      EXPECT_LT((block.transpose() * block - identity).cwiseAbs().maxCoeff(), 1e-13);
      EXPECT_GT((block - identity).cwiseAbs().maxCoeff(), 0.5) << "orthogonal, but nothing drawn";
    }
  }
  expectUniform(parameters, "weight_ih_l0", std::sqrt(6.0 / (30 + 50)));
  expectUniform(parameters, "weight_out", std::sqrt(6.0 / (50 + 30)));
}

// Uniform over all orthogonal matrices means that no entry prefers a sign.
TEST(Initialization, OrthogonalIsUniformOverAllDirections) {
  Random random(1);
  DoubleNetwork network({CellType::Rnn, Activation::Tanh, 2, 3, 1, false});
  Matrix<double> sum = Matrix<double>::Zero(3, 3);
  constexpr int kDraws = 2000;
  for (int i = 0; i < kDraws; ++i) {
    initialize(network, {Initialization::Orthogonal, 0}, random);
    sum += testing::weightsOf(network).layer(0).recurrentWeights;
  }
  // An entry has variance 1/3; four standard deviations of the mean.
  EXPECT_LT((sum / kDraws).cwiseAbs().maxCoeff(), 4 / std::sqrt(3.0 * kDraws));
}

TEST(Initialization, ForgetBiasIsAddedToTheForgetGateAlone) {
  const auto without = drawn<double>(shapeOf(CellType::Lstm), {Initialization::PyTorch, 0});
  const auto with = drawn<double>(shapeOf(CellType::Lstm), {Initialization::PyTorch, 1.5});
  for (const ParameterInfo& entry : with.list()) {
    Matrix<double> expected = without.view(entry);
    if (entry.name.starts_with("bias_ih")) expected.middleRows(kHidden, kHidden).array() += 1.5;
    EXPECT_EQ(Matrix<double>(with.view(entry)), expected) << entry.name;
  }
  for (const CellType cell : {CellType::Rnn, CellType::Gru}) {
    EXPECT_EQ(drawn<double>(shapeOf(cell), {Initialization::PyTorch, 1.5}).flat(),
              drawn<double>(shapeOf(cell), {Initialization::PyTorch, 0}).flat());
  }
}

TEST(Initialization, OneSeedGivesTheSameWeightsInBothPrecisions) {
  for (const Initialization kind :
       {Initialization::Listing, Initialization::PyTorch, Initialization::Xavier, Initialization::Orthogonal}) {
    const auto wide = drawn<double>(shapeOf(CellType::Gru), {kind, 0});
    EXPECT_EQ(drawn<float>(shapeOf(CellType::Gru), {kind, 0}).flat(), wide.cast<float>().flat()) << nameOf(kind);
    EXPECT_EQ(drawn<double>(shapeOf(CellType::Gru), {kind, 0}).flat(), wide.flat()) << nameOf(kind);
    EXPECT_NE(drawn<double>(shapeOf(CellType::Gru), {kind, 0}, 2).flat(), wide.flat()) << nameOf(kind);
  }
}

TEST(Initialization, InSlicesDrawsTheSameWeights) {
  for (const Initialization kind : {Initialization::PyTorch, Initialization::Orthogonal}) {
    const NetworkShape shape = shapeOf(CellType::Lstm);
    FloatNetwork network(shape);
    Random random(1);
    Job job = initialization(network, {kind, 1}, random);
    int slices = 1;
    while (!job.advance(1000))
      ++slices;
    EXPECT_GT(slices, 10) << nameOf(kind);
    EXPECT_EQ(network.parameters().flat(), drawn<float>(shape, {kind, 1}).flat()) << nameOf(kind);
  }
}

// The first weights, row by row, are the generator's first numbers: whoever has the seed can draw them.
TEST(Initialization, DrawsEntryByEntryEachRowByRow) {
  const auto parameters = drawn<double>({CellType::Gru, Activation::Tanh, 3, 2, 1, true}, {Initialization::PyTorch, 0});
  Random random(1);
  for (const ParameterInfo& entry : parameters.list()) {
    for (const double value : parameters.rowMajor(entry))
      EXPECT_NEAR(value, (2 * random.uniform() - 1) / std::sqrt(2.0), 1e-15) << entry.name;
  }
}

}  // namespace
}  // namespace rnn
