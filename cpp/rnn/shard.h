#pragma once

// A shard of a batch, computed apart: what goes to a helper that keeps nothing but the network's shape, and what comes
// back. W_ih of the lowest layer, a column for each token of a vocabulary that may be large, travels only in the
// columns of the tokens that the shard reads; all other parameters stand behind it in the flat buffer and travel as one
// piece.

#include <cstdint>
#include <span>
#include <vector>

#include "rnn/gradient_buffer.h"
#include "rnn/window_pass.h"

namespace rnn {

/// All parameters but W_ih of the lowest layer.
std::span<float> parametersAfterInputWeights(Parameters<float>& parameters);
std::span<const float> parametersAfterInputWeights(const Parameters<float>& parameters);

/// The columns of W_ih of the lowest layer that belong to these tokens, one after the other.
std::vector<float> inputColumns(const Parameters<float>& parameters, std::span<const TokenId> tokens);

/// What there is to compute.
struct ShardTask {
  std::int64_t step = 0;  ///< tells this step from an earlier, abandoned one
  std::int32_t shard = 0;
  float scale = 1;                   ///< the gradient is that of scale · Σ L_t
  std::vector<std::int32_t> active;  ///< sequences at each step of the window, falling
  std::vector<TokenId> inputs;       ///< packed, as in Batch
  std::vector<TokenId> targets;
  std::vector<float> state;     ///< State::flat()
  std::vector<TokenId> tokens;  ///< of the inputs, each once
  std::vector<float> columns;   ///< theirs of W_ih
};

/// What came out, but for the gradient of the parameters behind W_ih.
struct ShardResult {
  std::int64_t step = 0;
  std::int32_t shard = 0;
  double loss = 0;  ///< Σ L_t, nats
  std::vector<TokenId> tokens;
  std::vector<float> columns;  ///< the gradient of theirs of W_ih
  std::vector<float> state;    ///< behind the window
};

ShardTask taskOf(const Parameters<float>& parameters, const Window& window, const State& state);

/// Computes shards with the same operations as the trainer itself: the bits are the same.
class ShardHelper {
 public:
  explicit ShardHelper(const NetworkShape& shape) : parameters_(shape, Unset{}), gradient_(shape) {}

  /// To be filled before the first shard of each step.
  std::span<float> weights() { return parametersAfterInputWeights(parameters_); }
  ShardResult compute(const ShardTask& task);
  /// Of the last shard, the gradient of the parameters behind W_ih.
  std::span<const float> gradient() const { return parametersAfterInputWeights(gradient_.values()); }

 private:
  Parameters<float> parameters_;
  GradientBuffer gradient_;
  Batch batch_;
  State state_;
  WindowPass pass_;
};

}  // namespace rnn
