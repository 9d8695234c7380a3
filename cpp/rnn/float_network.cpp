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

  double read(const Window& window) override { return forward(parameters_, window, state_, activations_); }

  TokenId mostProbable(Index column) const override {
    const Matrix<float>& logits = activations_.output.logits;
    return argmax(std::span(logits.col(column).data(), static_cast<std::size_t>(logits.rows())));
  }
  double loss(Index column) const override { return activations_.output.losses[column]; }
  void logits(Index column, std::span<double> to) const override { copy(activations_.output.logits, column, to); }
  void probabilities(Index column, std::span<double> to) const override {
    copy(activations_.output.probabilities, column, to);
  }
  void hidden(Index column, std::span<double> to) const override {
    copy(activations_.layers.back().hidden, column, to);
  }

 private:
  static void copy(const Matrix<float>& from, Index column, std::span<double> to) {
    std::copy_n(from.col(column).data(), from.rows(), to.begin());
  }

  const Parameters<float>& parameters_;
  State state_;
  NetworkActivations activations_;
};

}  // namespace

std::vector<double> FloatNetwork::parameter(const ParameterInfo& entry) const {
  const std::vector<float> values = parameters_.rowMajor(entry);
  return {values.begin(), values.end()};
}

void FloatNetwork::setParameter(const ParameterInfo& entry, std::span<const double> rowMajor) {
  const std::vector<float> values(rowMajor.begin(), rowMajor.end());
  parameters_.setRowMajor(entry, values.data());
}

std::unique_ptr<ForwardPass> FloatNetwork::forwardPass() const {
  return std::make_unique<FloatForwardPass>(parameters_);
}

}  // namespace rnn
