#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "rnn/layer.h"
#include "rnn/output_layer.h"
#include "rnn/state.h"

namespace rnn {

/// The activations of one window, and after a backward pass their gradients.
struct NetworkActivations {
  std::vector<LayerActivations> layers;
  OutputActivations output;
};

/// Runs the network through a window, from `state` to `state`. Returns Σ_t L_t in nats.
double forward(const Parameters<float>& parameters, const Window& window, State& state,
               NetworkActivations& activations);

/// How many time steps of so many multiplications a slice has, at least 1. An Index has 32 bits in WebAssembly, which
/// the products of the largest networks and batches exceed.
inline Index stepsPerSlice(std::int64_t sliceWork, std::int64_t perStep) {
  return static_cast<Index>(std::max<std::int64_t>(1, sliceWork / std::max<std::int64_t>(1, perStep)));
}

/// The forward and the backward pass of one window, in slices of some milliseconds. Where a slice ends depends on sizes
/// only, never on time: the gradient has the same bits however it is called.
class WindowPass {
 public:
  /// @param sliceWork multiplications in one slice, about: ten milliseconds on a fast computer, fifty on a slow phone
  explicit WindowPass(std::int64_t sliceWork = 1 << 28) : sliceWork_(sliceWork) {}

  /// Computes ∂(scale · Σ_t L_t)/∂θ, overwriting `gradient`. The arguments must outlive the pass; `start` is not
  /// changed.
  void begin(const Parameters<float>& parameters, const Window& window, const State& start, float scale,
             GradientBuffer& gradient);
  /// Does one slice; true when all is done.
  bool advance();

  double loss() const { return loss_; }
  const NetworkActivations& activations() const { return activations_; }
  /// After the window's last step; to be called when the pass is done.
  State& state() { return state_; }

 private:
  enum class Stage { Forward, Output, Backward, Done };

  LayerPass passOf(Index layer);
  Index stepsOfSlice(std::int64_t weights) const;
  void forwardSlice();
  void outputSlice();
  void backwardSlice();

  std::int64_t sliceWork_;
  const Parameters<float>* parameters_ = nullptr;
  std::optional<Window> window_;
  float scale_ = 1;
  GradientBuffer* gradient_ = nullptr;
  State state_;
  NetworkActivations activations_;
  Stage stage_ = Stage::Done;
  Index layer_ = 0;
  // The step, or in the output layer the column, where the next slice begins; going back, where it ends.
  Index next_ = 0;
  double loss_ = 0;
  std::int64_t done_ = 0;  // multiplications in the present slice
};

}  // namespace rnn
