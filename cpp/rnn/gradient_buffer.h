#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rnn/parameters.h"

namespace rnn {

/// The gradient of one window. In the lowest layer's W_ih, which has a column for each token of a vocabulary that may
/// be large, only the columns of tokens in the window are written; the others stay zero. All else is to be overwritten.
class GradientBuffer {
 public:
  explicit GradientBuffer(const NetworkShape& shape)
      : values_(shape, Unset{}),
        isTouched_(static_cast<std::size_t>(shape.vocabularySize)),
        firstColumn_(static_cast<std::size_t>(shape.vocabularySize), kNone) {
    values_.layer(0).inputWeights.setZero();
  }

  const Parameters<float>& values() const { return values_; }
  Parameters<float>& values() { return values_; }

  /// Begins a new window: zeroes the columns that the last one has written. The caller overwrites all else.
  void beginWindow();
  /// Adds to each token's column of W_ih the columns of `delta` at which it is the input, summed in double, so that a
  /// token that is everywhere keeps its digits.
  void addInputs(const TokenId* inputs, MatrixView<const float> delta);
  /// The tokens whose columns have been written, each once.
  const std::vector<TokenId>& tokens() const { return touched_; }
  /// Begins a new window, of which these columns of W_ih, one after the other, have been computed elsewhere.
  void setInputs(std::span<const TokenId> tokens, std::span<const float> columns);
  /// Adds the gradient of another shard of the same batch, kSliceNumbers of its numbers at a time, the written columns
  /// of W_ih with the first. True when all are.
  bool advanceAdd(const GradientBuffer& other);

  /// A slice of norm(), which is optional; true when nothing is left.
  bool advanceNorm();
  /// ‖g‖₂ over all parameters together. The window is complete then.
  double norm();

 private:
  static constexpr Index kNone = -1;

  void touch(TokenId id);

  Parameters<float> values_;
  std::vector<TokenId> touched_;         // tokens whose column may be other than zero, each once
  std::vector<std::uint8_t> isTouched_;  // V
  // Of addInputs(), kept for their capacity: which tokens it met, and the columns of each as a list.
  std::vector<TokenId> met_;
  std::vector<Index> firstColumn_;  // V; kNone between calls
  std::vector<Index> nextColumn_;
  Vector<double> sum_;
  Index next_ = 0;      // of advanceAdd() or advanceNorm(): the number that comes next
  double squares_ = 0;  // the sum so far
};

}  // namespace rnn
