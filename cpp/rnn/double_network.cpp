#include "rnn/double_network.h"

#include <algorithm>

#include "rnn/sampling.h"

namespace rnn {
namespace {

/// Sequence b of a window, with the state to start from.
Sequence sequenceOf(const Window& window, Index b, const NetworkShape& shape, const CarriedState& state) {
  Sequence sequence;
  for (Index t = window.begin; t < window.end && b < window.batch.active(t); ++t) {
    sequence.inputs.push_back(window.inputs()[window.firstColumn(t) + b]);
    sequence.targets.push_back(window.targets()[window.firstColumn(t) + b]);
  }
  const Index sequences = window.batch.sequences();
  const auto copy = [&](const std::vector<double>& from, std::vector<double>& to) {
    if (from.empty()) return;
    for (Index k = 0; k < shape.layers; ++k) {
      const auto first = from.begin() + CarriedState::placeOf(shape, sequences, k, b);
      to.insert(to.end(), first, first + shape.hiddenSize);
    }
  };
  copy(state.hidden, sequence.initialHidden);
  copy(state.cell, sequence.initialCell);
  return sequence;
}

/// The state of sequence b after its last step.
void saveState(const reference::Step& last, Index b, Index sequences, const NetworkShape& shape, CarriedState& state) {
  for (std::size_t k = 0; k < last.layers.size(); ++k) {
    const Index at = CarriedState::placeOf(shape, sequences, static_cast<Index>(k), b);
    std::ranges::copy(last.layers[k].hidden, state.hidden.begin() + at);
    std::ranges::copy(last.layers[k].cell, state.cell.begin() + (state.cell.empty() ? 0 : at));
  }
}

class DoubleForwardPass final : public ForwardPass {
 public:
  explicit DoubleForwardPass(const reference::Network& network) : network_(network) {}

  void start(const Dataset& data, const Batch& batch) override {
    state_ = CarriedState::initial(network_.shape, data, batch);
  }
  CarriedState state() const override { return state_; }

  void selectSequences(std::span<const Index> sequences) override {
    const auto& shape = network_.shape;
    const Index before = static_cast<Index>(state_.hidden.size()) / (shape.layers * shape.hiddenSize);
    for (std::vector<double>* all : {&state_.hidden, &state_.cell}) {
      std::vector<double> selected;
      for (Index k = 0; k < (all->empty() ? 0 : shape.layers); ++k) {
        for (const Index b : sequences) {
          const auto first = all->begin() + CarriedState::placeOf(shape, before, k, b);
          selected.insert(selected.end(), first, first + shape.hiddenSize);
        }
      }
      *all = std::move(selected);
    }
  }

  double read(const Window& window) override {
    columns_.assign(static_cast<std::size_t>(window.columns()), {});
    double total = 0;
    for (Index b = 0; b < window.maxActive(); ++b) {
      std::vector<reference::Step> steps = reference::forward(network_, sequenceOf(window, b, network_.shape, state_));
      saveState(steps.back(), b, window.batch.sequences(), network_.shape, state_);
      for (std::size_t i = 0; i < steps.size(); ++i) {
        total += steps[i].loss;
        const Index column = window.firstColumn(window.begin + static_cast<Index>(i)) + b;
        columns_[static_cast<std::size_t>(column)] = std::move(steps[i]);
      }
    }
    return total;
  }

  TokenId mostProbable(Index column) const override { return argmax(std::span<const double>(at(column).logits)); }
  double loss(Index column) const override { return at(column).loss; }
  void logits(Index column, std::span<double> to) const override { std::ranges::copy(at(column).logits, to.begin()); }
  void probabilities(Index column, std::span<double> to) const override {
    std::ranges::copy(at(column).probabilities, to.begin());
  }
  void units(const UnitNumbers& which, Index column, std::span<double> to) const override {
    const reference::LayerStep& layer = at(column).layers[static_cast<std::size_t>(which.layer)];
    if (which.kind == UnitNumbers::Kind::Hidden) std::ranges::copy(layer.hidden, to.begin());
    if (which.kind == UnitNumbers::Kind::Cell) std::ranges::copy(layer.cell, to.begin());
    const auto size = static_cast<std::ptrdiff_t>(to.size());
    if (which.kind == UnitNumbers::Kind::Gate) std::copy_n(layer.gates.begin() + which.gate * size, size, to.begin());
  }

 private:
  const reference::Step& at(Index column) const { return columns_[static_cast<std::size_t>(column)]; }

  const reference::Network& network_;
  CarriedState state_;
  std::vector<reference::Step> columns_;
};

}  // namespace

std::unique_ptr<ForwardPass> DoubleNetwork::forwardPass() const {
  return std::make_unique<DoubleForwardPass>(weights_);
}

void DoubleLearner::start(const Dataset& data, std::span<const Batch> shards) {
  state_.clear();
  for (const Batch& shard : shards)
    state_.push_back(CarriedState::initial(network_.shape(), data, shard));
}

void DoubleLearner::begin(std::span<const Window> shards, double scale) {
  windows_.clear();
  for (const Window& window : shards)
    windows_.push_back(window);
  nextState_ = state_;
  gradient_ = reference::Network(network_.shape());
  scale_ = scale;
  loss_ = 0;
  job_ = run();
}

bool DoubleLearner::advance() {
  return job_->advance();
}

/// The loss and the gradient of one sequence after the other.
Job DoubleLearner::run() {
  const reference::Network& weights = network_.weights();
  for (std::size_t i = 0; i < windows_.size(); ++i) {
    const Window& window = windows_[i];
    for (Index b = 0; b < window.maxActive(); ++b) {
      const Sequence sequence = sequenceOf(window, b, weights.shape, state_[i]);
      reference::State state = initialState(weights, sequence);
      steps_.resize(sequence.inputs.size());
      co_yield forward(weights, sequence, state, steps_);
      saveState(steps_.back(), b, window.batch.sequences(), weights.shape, nextState_[i]);
      for (const reference::Step& step : steps_)
        loss_ += step.loss;
      co_yield backward(weights, steps_, scale_, 0, &gradient_);
    }
  }
}

double DoubleLearner::clip(double limit) {
  const double norm = reference::globalNorm(gradient_);
  const double factor = reference::clippingFactor(norm, limit);
  if (factor < 1) {
    for (const ParameterInfo& entry : gradient_.list) {
      for (double& g : gradient_.numbers(entry))
        g *= factor;
    }
  }
  return norm;
}

bool DoubleLearner::update(double learningRate) {
  if (!update_) update_ = reference::update(settings_, learningRate, gradient_, network_.weights(), optimizer_);
  if (!update_->advance()) return false;
  update_.reset();
  std::swap(state_, nextState_);
  return true;
}

void DoubleLearner::setOptimizer(const OptimizerSettings& settings) {
  const bool anotherRule = settings.type != settings_.type;
  settings_ = settings;
  if (anotherRule) optimizer_ = reference::OptimizerState::zero(settings.type, network_.shape());
}

Moments DoubleLearner::moments() const {
  const auto all = [](const std::optional<reference::Network>& moment) {
    return moment ? moment->all() : std::vector<double>();
  };
  return {optimizer_.steps, all(optimizer_.firstMoment), all(optimizer_.secondMoment)};
}

void DoubleLearner::setMoments(Moments moments) {
  update_.reset();
  optimizer_ = momentsInDouble(network_.shape(), moments);
}

void DoubleLearner::restoreKept() {
  network_.weights() = kept_->weights;
  optimizer_ = kept_->optimizer;
  settings_ = kept_->settings;
}

}  // namespace rnn
