#include "rnn/influence.h"

#include "rnn/network.h"

namespace rnn {
namespace {

/// One sequence run forward and kept, from which single logits or losses are then sent back.
template <class S>
class Rerun {
 public:
  Rerun(const Parameters<S>& parameters, const Sequence& sequence)
      : parameters_(parameters), data_{sequence}, batch_(data_, {0}), gradient_(parameters.shape()) {
    State<S> state = State<S>::initial(parameters.shape(), data_, batch_);
    forward(parameters_, Window::whole(batch_), state, record_);
  }

  Index steps() const { return batch_.steps(); }
  TokenId target(Index t) const { return batch_.targets()[t]; }
  const NetworkRecord<S>& record() const { return record_; }

  /// Backpropagates ∂/∂o_t = dLogits at one step, nothing at the others.
  void sendBack(Index t, const Vector<S>& dLogits) {
    auto all = record_.readout.dLogits.leftCols(steps());
    all.setZero();
    all.col(t) = dLogits;
    backpropagate(parameters_, Window::whole(batch_), record_, gradient_);
  }

  /// ∂L_t/∂o_t = p_t − onehot(y_t)
  Vector<S> lossGradientAt(Index t) const {
    Vector<S> dLogits = record_.readout.probabilities.col(t);
    dLogits[target(t)] -= S(1);
    return dLogits;
  }

 private:
  const Parameters<S>& parameters_;
  Dataset data_;
  Batch batch_;
  NetworkRecord<S> record_;
  Parameters<S> gradient_;
};

}  // namespace

//   ∂o/∂x_s = W_ihᵀ δ_s
template <class S>
std::vector<double> influence(const Parameters<S>& parameters, const Sequence& sequence, Index position,
                              TokenId target) {
  Rerun<S> run(parameters, sequence);
  run.sendBack(position, Vector<S>::Unit(parameters.shape().vocabularySize, target));
  const auto weights = parameters.layer(0).inputWeights;
  std::vector<double> norms;
  for (Index s = 0; s <= position; ++s) {
    const Vector<S> dInput = weights.transpose() * run.record().layers[0].delta.col(s);
    norms.push_back(static_cast<double>(dInput.norm()));
  }
  return norms;
}

//   ∂L/∂h_s = (through its output) + (through h_{s+1})
template <class S>
GradientFlow gradientFlow(const Parameters<S>& parameters, const Sequence& sequence, Index position) {
  Rerun<S> run(parameters, sequence);
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
        const LayerRecord<S>& layer = run.record().layers[static_cast<std::size_t>(l)];
        const Vector<S> dHidden = layer.hiddenFromOutput.col(t - k) + layer.hiddenFromFuture.col(t - k);
        sums(k, l) += static_cast<double>(dHidden.norm());
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
