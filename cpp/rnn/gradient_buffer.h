#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "rnn/parameters.h"

namespace rnn {

/// The gradient of one window. Of W_ih of the lowest layer, whose columns belong to the tokens of a vocabulary that may
/// be large, only the columns of tokens in the window are ever written: the others are and stay zero.
class GradientBuffer {
 public:
  explicit GradientBuffer(const NetworkShape& shape) : values_(shape) {}

  const Parameters<float>& values() const { return values_; }
  Parameters<float>& values() { return values_; }

  /// Begins a new window: zeroes the columns that the last one has written. All else is to be overwritten.
  void beginWindow();
  /// Adds to each token's column of W_ih the columns of `delta` at which it is the input, summed in double, so that a
  /// token that is everywhere keeps its digits.
  void addInputs(const TokenId* inputs, MatrixView<const float> delta);
  /// The tokens whose columns have been written, each once.
  const std::vector<TokenId>& tokens() const { return touched_; }
  /// Begins a new window, of which these columns of W_ih, one after the other, have been computed elsewhere.
  void setInputs(std::span<const TokenId> tokens, std::span<const float> columns);
  /// Adds the gradient of another shard of the same batch.
  void add(const GradientBuffer& other);

  /// ‖g‖₂ over all parameters together, in double: squares of floats neither overflow nor vanish there.
  double norm();
  void scale(float factor);

 private:
  void touch(TokenId id);

  Parameters<float> values_;
  std::vector<TokenId> touched_;         // tokens whose column may be other than zero, each once
  std::vector<std::uint8_t> isTouched_;  // V
  // Of addInputs(), kept for their capacity.
  std::vector<std::pair<TokenId, Index>> order_;
  Vector<double> sum_;
};

}  // namespace rnn
