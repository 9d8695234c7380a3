#pragma once

// The engine as tests want it: weights in one of two precisions, without its interfaces in the way.

#include <span>
#include <utility>
#include <vector>

#include "rnn/double_network.h"
#include "rnn/evaluation.h"
#include "rnn/float_learner.h"
#include "rnn/generation.h"
#include "rnn/trainer.h"

namespace rnn::testing {

template <class S>
using NetworkIn = std::conditional_t<std::is_same_v<S, float>, FloatNetwork, DoubleNetwork>;

inline FloatNetwork networkOf(const Parameters<float>& parameters) {
  FloatNetwork network(parameters.shape());
  network.parameters() = parameters;
  return network;
}
inline DoubleNetwork networkOf(const Parameters<double>& parameters) {
  return DoubleNetwork(reference::Network(parameters));
}

/// The weights of a network in either precision.
inline const Parameters<float>& weightsOf(const FloatNetwork& network) {
  return network.parameters();
}
inline Parameters<double> weightsOf(const DoubleNetwork& network) {
  Parameters<double> parameters(network.shape());
  for (const ParameterInfo& entry : parameters.list())
    parameters.setRowMajor(entry, network.weights().numbers(entry).data());
  return parameters;
}

/// A trainer in float or double whose weights can be reached.
template <class S>
class TrainerIn : public Trainer {
 public:
  TrainerIn(const NetworkShape& shape, const InitializationSettings& initialization, const TrainingSettings& settings,
            std::uint64_t seed, Dataset training, Dataset heldOut)
      : Trainer(shape, initialization, settings, seed, std::move(training), std::move(heldOut),
                std::is_same_v<S, float> ? Precision::Float32 : Precision::Float64) {}

  Parameters<S> parameters() const { return weightsOf(static_cast<const NetworkIn<S>&>(network())); }
  void setParameters(const Parameters<S>& parameters) { static_cast<NetworkIn<S>&>(network()) = networkOf(parameters); }
};

template <class S>
Evaluation evaluate(const Parameters<S>& parameters, const Dataset& data) {
  return rnn::evaluate(networkOf(parameters), data);
}
template <class S>
Prediction predict(const Parameters<S>& parameters, const Sequence& sequence) {
  return rnn::predict(networkOf(parameters), sequence);
}
template <class S>
Outputs outputs(const Parameters<S>& parameters, const Sequence& sequence) {
  return rnn::outputs(networkOf(parameters), sequence);
}
template <class S>
Generation generate(const Parameters<S>& parameters, std::span<const TokenId> prompt,
                    const GenerationSettings& settings, std::vector<double> uniforms) {
  return rnn::generate(networkOf(parameters), prompt, settings, std::move(uniforms));
}

/// A whole batch run forward and backward through the fast engine, and what it needs to live on.
struct EngineRun {
  Parameters<float> parameters;
  Batch batch;
  State state;  ///< before; pass.state() after
  GradientBuffer gradient;
  WindowPass pass;

  EngineRun(const Parameters<float>& weights, const Dataset& data, const std::vector<Index>& chosen, float scale = 1)
      : parameters(weights), batch(data, chosen), gradient(weights.shape()) {
    state.start(weights.shape(), data, batch);
    pass.begin(parameters, Window::whole(batch), state, scale, gradient);
    bool done = false;
    while (!done)
      done = pass.advance();
  }
  EngineRun(const EngineRun&) = delete;

  double loss() const { return pass.loss(); }
  const NetworkActivations& activations() const { return pass.activations(); }
};

}  // namespace rnn::testing
