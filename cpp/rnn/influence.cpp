#include "rnn/influence.h"

#include <cmath>

#include "rnn/network.h"

namespace rnn {
namespace {

/// The forward pass of one sequence, from which single logits or losses are backpropagated. In double whatever the
/// precision of the network: in float a vanishing gradient would become denormal, where it loses digits and arithmetic
/// is some twenty times slower.
class ForwardPass {
 public:
  template <class S>
  ForwardPass(const Parameters<S>& parameters, const Sequence& sequence)
      : parameters_(parameters.template cast<double>()),
        data_{sequence},
        batch_(data_, {0}),
        gradient_(parameters.shape()) {
    State<double> state = State<double>::initial(parameters.shape(), data_, batch_);
    forward(parameters_, Window::whole(batch_), state, activations_);
  }

  Index steps() const { return batch_.steps(); }
  TokenId target(Index t) const { return batch_.targets()[t]; }
  const Parameters<double>& parameters() const { return parameters_; }
  const NetworkActivations<double>& activations() const { return activations_; }

  /// Backpropagates ∂/∂o_t = dLogits at one step, nothing at the others.
  void backpropagateFrom(Index t, const Vector<double>& dLogits) {
    auto all = activations_.output.dLogits.leftCols(steps());
    all.setZero();
    all.col(t) = dLogits;
    backpropagate(parameters_, Window::whole(batch_), activations_, gradient_);
  }

  /// ∂L_t/∂o_t = p_t − y_t
  Vector<double> lossGradientAt(Index t) const {
    Vector<double> dLogits = activations_.output.probabilities.col(t);
    dLogits[target(t)] -= 1;
    return dLogits;
  }

 private:
  Parameters<double> parameters_;
  Dataset data_;
  Batch batch_;
  NetworkActivations<double> activations_;
  Parameters<double> gradient_;
};

/// ‖∂L/∂(h_s, c_s)‖₂ of a layer, h_s and c_s the state that step s passes on:
///
///   ∂L/∂h_s = dHiddenFromOutput + dHiddenFromNext     ∂L/∂c_s = dCellFromNext
///
/// The path from c_s to the loss through h_s is part of ∂L/∂h_s.
double stateGradientNorm(const LayerActivations<double>& layer, Index s) {
  const double hidden = (layer.dHiddenFromOutput.col(s) + layer.dHiddenFromNext.col(s)).squaredNorm();
  const double cell = layer.dCellFromNext.size() > 0 ? layer.dCellFromNext.col(s).squaredNorm() : 0;
  return std::sqrt(hidden + cell);
}

}  // namespace

//   ∂o_position[target]/∂x_s = W_ihᵀ δ_s
template <class S>
std::vector<double> inputGradientNorms(const Parameters<S>& parameters, const Sequence& sequence, Index position,
                                       TokenId target) {
  ForwardPass pass(parameters, sequence);
  pass.backpropagateFrom(position, Vector<double>::Unit(parameters.shape().vocabularySize, target));
  const auto weights = pass.parameters().layer(0).inputWeights;
  std::vector<double> norms;
  for (Index s = 0; s <= position; ++s) {
    norms.push_back((weights.transpose() * pass.activations().layers[0].delta.col(s)).norm());
  }
  return norms;
}

template <class S>
std::vector<double> gradientNormsByLag(const Parameters<S>& parameters, const Sequence& sequence, Index position) {
  ForwardPass pass(parameters, sequence);
  pass.backpropagateFrom(position, pass.lossGradientAt(position));
  std::vector<double> norms;
  for (const LayerActivations<double>& layer : pass.activations().layers) {
    for (Index lag = 0; lag <= position; ++lag)
      norms.push_back(stateGradientNorm(layer, position - lag));
  }
  return norms;
}

template std::vector<double> inputGradientNorms(const Parameters<float>&, const Sequence&, Index, TokenId);
template std::vector<double> inputGradientNorms(const Parameters<double>&, const Sequence&, Index, TokenId);
template std::vector<double> gradientNormsByLag(const Parameters<float>&, const Sequence&, Index);
template std::vector<double> gradientNormsByLag(const Parameters<double>&, const Sequence&, Index);

}  // namespace rnn
