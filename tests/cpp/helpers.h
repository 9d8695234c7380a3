#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "rnn/batch.h"
#include "rnn/parameters.h"
#include "rnn/random.h"
#include "rnn/reference.h"

namespace rnn::testing {

inline Parameters<double> randomParameters(const NetworkShape& shape, std::uint64_t seed) {
  Parameters<double> parameters(shape);
  Random random(seed);
  for (double& value : parameters.flat())
    value = random.uniform(-0.6, 0.6);
  return parameters;
}

inline reference::Network randomNetwork(const NetworkShape& shape, std::uint64_t seed) {
  reference::Network network(shape);
  Random random(seed);
  for (const ParameterInfo& entry : network.list)
    for (double& value : network.numbers(entry))
      value = random.uniform(-0.6, 0.6);
  return network;
}

inline Sequence randomSequence(Index vocabularySize, Index length, Random& random) {
  Sequence sequence;
  const auto draw = [&] { return static_cast<TokenId>(random.below(static_cast<std::uint64_t>(vocabularySize))); };
  for (Index t = 0; t < length; ++t) {
    sequence.inputs.push_back(draw());
    sequence.targets.push_back(draw());
  }
  return sequence;
}

/// Sequences of the given lengths over V tokens.
inline Dataset randomData(Index vocabularySize, const std::vector<Index>& lengths, std::uint64_t seed) {
  Random random(seed);
  Dataset data;
  for (const Index length : lengths) {
    data.push_back(randomSequence(vocabularySize, length, random));
  }
  return data;
}

/// Every network this engine can build from 1 to 3 layers, small enough to check entry by entry.
inline std::vector<NetworkShape> everyShape() {
  std::vector<NetworkShape> shapes;
  for (const bool bias : {true, false}) {
    for (Index layers = 1; layers <= 3; ++layers) {
      for (const Activation f : {Activation::Tanh, Activation::Relu, Activation::Identity}) {
        shapes.push_back({CellType::Rnn, f, 5, 4, layers, bias});
      }
      shapes.push_back({CellType::Gru, Activation::Tanh, 5, 4, layers, bias});
      shapes.push_back({CellType::Lstm, Activation::Tanh, 5, 4, layers, bias});
    }
  }
  return shapes;
}

/// One small network of each cell, two layers and biases.
inline std::vector<NetworkShape> everyCell() {
  std::vector<NetworkShape> shapes;
  for (const CellType cell : {CellType::Rnn, CellType::Gru, CellType::Lstm}) {
    shapes.push_back({cell, Activation::Tanh, 5, 4, 2, true});
  }
  return shapes;
}

inline std::string describe(const NetworkShape& shape) {
  return std::string(nameOf(shape.cell)) + "_" + std::string(nameOf(shape.activation)) + "_" +
         std::to_string(shape.layers) + (shape.bias ? "_bias" : "_noBias");
}

/// |got − expected| / max(1, |expected|), the largest of all pairs; infinite where the lengths differ
/// or a number is not finite.
template <class Got, class Expected>
double worstError(const Got& got, const Expected& expected) {
  if (static_cast<std::size_t>(got.size()) != static_cast<std::size_t>(expected.size())) {
    return std::numeric_limits<double>::infinity();
  }
  double worst = 0;
  auto at = std::begin(got);
  for (const double wanted : expected) {
    const double error = std::abs(static_cast<double>(*at++) - wanted) / std::max(1.0, std::abs(wanted));
    worst = std::max(worst, std::isfinite(error) ? error : std::numeric_limits<double>::infinity());
  }
  return worst;
}

}  // namespace rnn::testing
