#pragma once

#include <algorithm>
#include <optional>

#include "rnn/job.h"
#include "rnn/learner.h"
#include "rnn/reference.h"
#include "rnn/reference_optimizer.h"

namespace rnn {

/// A network in double: every number from the plain loops of reference.h, one sequence after the other. For exactness,
/// not for speed.
class DoubleNetwork final : public Network {
 public:
  explicit DoubleNetwork(reference::Network weights) : weights_(std::move(weights)) {}
  explicit DoubleNetwork(const NetworkShape& shape) : weights_(shape) {}

  const reference::Network& weights() const { return weights_; }
  reference::Network& weights() { return weights_; }

  const NetworkShape& shape() const override { return weights_.shape; }
  std::unique_ptr<Network> clone() const override { return std::make_unique<DoubleNetwork>(weights_); }
  reference::Network inDouble() const override { return weights_; }
  std::vector<double> parameter(const ParameterInfo& entry) const override { return weights_.numbers(entry); }
  void setRows(const ParameterInfo& entry, Index first, std::span<const double> rowMajor) override {
    std::copy(rowMajor.begin(), rowMajor.end(), weights_.numbers(entry).begin() + first * entry.columns);
  }
  std::unique_ptr<ForwardPass> forwardPass() const override;

 private:
  reference::Network weights_;
};

class DoubleLearner final : public Learner {
 public:
  DoubleLearner(const NetworkShape& shape, const OptimizerSettings& settings)
      : network_(shape),
        settings_(settings),
        optimizer_(reference::OptimizerState::zero(settings.type, shape)),
        gradient_(shape) {}

  DoubleNetwork& network() override { return network_; }
  const DoubleNetwork& network() const override { return network_; }

  void start(const Dataset& data, std::span<const Batch> shards) override;
  void setState(std::span<const CarriedState> shards) override { state_.assign(shards.begin(), shards.end()); }
  std::vector<CarriedState> state() const override { return state_; }
  void begin(std::span<const Window> shards, double scale) override;
  bool advance() override;
  double loss() const override { return loss_; }
  std::vector<double> gradient(const ParameterInfo& entry) const override { return gradient_.numbers(entry); }
  double clip(double limit) override;
  bool update(double learningRate) override;
  void setOptimizer(const OptimizerSettings& settings) override;
  Moments moments() const override;
  void setMoments(Moments moments) override;
  void beginKeep(bool asCandidate) override {
    (asCandidate ? candidate_ : kept_).emplace(network_.weights(), optimizer_, settings_);
  }
  bool advanceKeep() override { return true; }
  void acceptCandidate() override { kept_.swap(candidate_); }
  void restoreKept() override;

 private:
  struct Copy {
    reference::Network weights;
    reference::OptimizerState optimizer;
    OptimizerSettings settings;
  };

  Job run();

  DoubleNetwork network_;
  OptimizerSettings settings_;
  reference::OptimizerState optimizer_;
  reference::Network gradient_;
  std::vector<CarriedState> state_;
  std::vector<CarriedState> nextState_;
  std::vector<Window> windows_;
  double scale_ = 1;
  double loss_ = 0;
  std::vector<reference::Step> steps_;  // of a sequence
  std::optional<Job> job_;              // of the step in progress
  std::optional<Job> update_;           // likewise
  std::optional<Copy> kept_;
  std::optional<Copy> candidate_;
};

}  // namespace rnn
