#pragma once

#include <string>
#include <vector>

#include "rnn/batch.h"
#include "rnn/initialization.h"
#include "rnn/parameters.h"
#include "rnn/random.h"

namespace rnn::testing {

inline Parameters<double> randomParameters(const NetworkShape& shape, std::uint64_t seed) {
  Parameters<double> parameters(shape);
  Random random(seed);
  for (double& value : parameters.flat())
    value = random.uniform(-0.6, 0.6);
  return parameters;
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

inline std::string describe(const NetworkShape& shape) {
  return std::string(nameOf(shape.cell)) + "_" + std::string(nameOf(shape.activation)) + "_" +
         std::to_string(shape.layers) + (shape.bias ? "_bias" : "_noBias");
}

}  // namespace rnn::testing
