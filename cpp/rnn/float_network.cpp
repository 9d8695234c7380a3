#include "rnn/float_network.h"

#include <algorithm>
#include <utility>

#include "rnn/sampling.h"
#include "rnn/window_pass.h"

namespace rnn {
namespace {

class FloatForwardPass final : public ForwardPass {
 public:
  explicit FloatForwardPass(const Parameters<float>& parameters) : parameters_(parameters) {}

  void start(const Dataset& data, const Batch& batch) override { state_.start(parameters_.shape(), data, batch); }
  CarriedState state() const override { return state_.carried(); }

  void selectSequences(std::span<const Index> sequences) override {
    for (auto* layers : {&state_.hidden, &state_.cell}) {
      for (Matrix<float>& layer : *layers) {
        Matrix<float> selected(layer.rows(), static_cast<Index>(sequences.size()));
        for (Index j = 0; j < selected.cols(); ++j)
          selected.col(j) = layer.col(sequences[static_cast<std::size_t>(j)]);
        layer = std::move(selected);
      }
    }
  }

  double read(const Window& window) override {
    active_ = window.maxActive();
    return forward(parameters_, window, state_, activations_);
  }

  TokenId mostProbable(Index column) const override {
    const Matrix<float>& logits = activations_.output.logits;
    return argmax(std::span(logits.col(column).data(), static_cast<std::size_t>(logits.rows())));
  }
  double loss(Index column) const override { return activations_.output.losses[column]; }
  void logits(Index column, std::span<double> to) const override { copy(activations_.output.logits, column, to); }
  void probabilities(Index column, std::span<double> to) const override {
    copy(activations_.output.probabilities, column, to);
  }
  void units(const UnitNumbers& which, Index column, std::span<double> to) const override {
    const LayerActivations& layer = activations_.layers[static_cast<std::size_t>(which.layer)];
    const auto size = static_cast<Index>(to.size());
    if (which.kind == UnitNumbers::Kind::Hidden) return copy(layer.hidden, column, to);
    if (which.kind == UnitNumbers::Kind::Cell) return copy(layer.cell, active_ + column, to);
    std::copy_n(layer.gates.col(column).data() + which.gate * size, size, to.begin());
  }

 private:
  static void copy(const Matrix<float>& from, Index column, std::span<double> to) {
    std::copy_n(from.col(column).data(), from.rows(), to.begin());
  }

  const Parameters<float>& parameters_;
  State state_;
  Index active_ = 0;  // sequences in the first step of the last window
  NetworkActivations activations_;
};

}  // namespace

std::vector<double> FloatNetwork::parameter(const ParameterInfo& entry) const {
  return parameters_.rowMajor(entry);
}

void FloatNetwork::setRows(const ParameterInfo& entry, Index first, std::span<const double> rowMajor) {
  parameters_.setRows(entry, first, static_cast<Index>(rowMajor.size()) / entry.columns, rowMajor.data());
}

std::unique_ptr<ForwardPass> FloatNetwork::forwardPass() const {
  return std::make_unique<FloatForwardPass>(parameters_);
}

}  // namespace rnn
