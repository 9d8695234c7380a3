#include "rnn/influence.h"

#include <cmath>

#include "rnn/network.h"

namespace rnn {
namespace {

/// One sequence run forward and kept, from which single logits or losses are then sent back. In double
/// whatever the network is trained in: a gradient that vanishes would otherwise end in the subnormal numbers of
/// single precision, where it loses its digits and arithmetic is some twenty times slower.
class Rerun {
 public:
  template <class S>
  Rerun(const Parameters<S>& parameters, const Sequence& sequence)
      : parameters_(parameters.template cast<double>()),
        data_{sequence},
        batch_(data_, {0}),
        gradient_(parameters.shape()) {
    State<double> state = State<double>::initial(parameters.shape(), data_, batch_);
    forward(parameters_, Window::whole(batch_), state, record_);
  }

  Index steps() const { return batch_.steps(); }
  TokenId target(Index t) const { return batch_.targets()[t]; }
  const Parameters<double>& parameters() const { return parameters_; }
  const NetworkRecord<double>& record() const { return record_; }

  /// Backpropagates ∂/∂o_t = dLogits at one step, nothing at the others.
  void sendBack(Index t, const Vector<double>& dLogits) {
    auto all = record_.readout.dLogits.leftCols(steps());
    all.setZero();
    all.col(t) = dLogits;
    backpropagate(parameters_, Window::whole(batch_), record_, gradient_);
  }

  /// ∂L_t/∂o_t = p_t − onehot(y_t)
  Vector<double> lossGradientAt(Index t) const {
    Vector<double> dLogits = record_.readout.probabilities.col(t);
    dLogits[target(t)] -= 1;
    return dLogits;
  }

 private:
  Parameters<double> parameters_;
  Dataset data_;
  Batch batch_;
  NetworkRecord<double> record_;
  Parameters<double> gradient_;
};

/// ‖∂L/∂(h_s, c_s)‖₂ of a layer: of all it hands on to step s + 1, and to the output.
///
///   ∂L/∂h_s = (through its output) + (through h_{s+1})     ∂L/∂c_s = (through c_{s+1})
///
/// What c_s does within its own step is in ∂L/∂h_s already.
double stateGradientNorm(const LayerRecord<double>& layer, Index s) {
  const double hidden = (layer.hiddenFromOutput.col(s) + layer.hiddenFromFuture.col(s)).squaredNorm();
  const double cell = layer.cellFromFuture.size() > 0 ? layer.cellFromFuture.col(s).squaredNorm() : 0;
  return std::sqrt(hidden + cell);
}

}  // namespace

//   ∂o/∂x_s = W_ihᵀ δ_s
template <class S>
std::vector<double> influence(const Parameters<S>& parameters, const Sequence& sequence, Index position,
                              TokenId target) {
  Rerun run(parameters, sequence);
  run.sendBack(position, Vector<double>::Unit(parameters.shape().vocabularySize, target));
  const auto weights = run.parameters().layer(0).inputWeights;
  std::vector<double> norms;
  for (Index s = 0; s <= position; ++s) {
    norms.push_back((weights.transpose() * run.record().layers[0].delta.col(s)).norm());
  }
  return norms;
}

template <class S>
GradientFlow gradientFlow(const Parameters<S>& parameters, const Sequence& sequence, Index position) {
  Rerun run(parameters, sequence);
  const Index layers = parameters.shape().layers;
  const Index distances = position < 0 ? run.steps() : position + 1;
  Matrix<double> sums = Matrix<double>::Zero(distances, layers);
  GradientFlow flow{layers, distances, {}, std::vector<Index>(static_cast<std::size_t>(distances))};
  const Index first = position < 0 ? 0 : position;
  for (Index t = first; t < distances; ++t) {
    if (run.target(t) == kNoTarget) continue;
    run.sendBack(t, run.lossGradientAt(t));
    for (Index k = 0; k <= t; ++k) {
      ++flow.counts[static_cast<std::size_t>(k)];
      for (Index l = 0; l < layers; ++l) {
        sums(k, l) += stateGradientNorm(run.record().layers[static_cast<std::size_t>(l)], t - k);
      }
    }
  }
  for (Index l = 0; l < layers; ++l) {
    for (Index k = 0; k < distances; ++k) {
      flow.norms.push_back(sums(k, l) / static_cast<double>(flow.counts[static_cast<std::size_t>(k)]));
    }
  }
  return flow;
}

template std::vector<double> influence(const Parameters<float>&, const Sequence&, Index, TokenId);
template std::vector<double> influence(const Parameters<double>&, const Sequence&, Index, TokenId);
template GradientFlow gradientFlow(const Parameters<float>&, const Sequence&, Index);
template GradientFlow gradientFlow(const Parameters<double>&, const Sequence&, Index);

}  // namespace rnn
