#pragma once

#include "rnn/learner.h"
#include "rnn/optimizer.h"

namespace rnn {

/// A network in double: every number from the plain loops of reference.h, one sequence after the other. For exactness,
/// not for speed.
class DoubleNetwork final : public Network {
 public:
  explicit DoubleNetwork(const NetworkShape& shape) : parameters_(shape) {}

  const Parameters<double>& parameters() const { return parameters_; }
  Parameters<double>& parameters() { return parameters_; }

  const NetworkShape& shape() const override { return parameters_.shape(); }
  std::unique_ptr<Network> clone() const override { return std::make_unique<DoubleNetwork>(*this); }
  Parameters<double> inDouble() const override { return parameters_; }
  std::vector<double> parameter(const ParameterInfo& entry) const override { return parameters_.rowMajor(entry); }
  void setParameter(const ParameterInfo& entry, std::span<const double> rowMajor) override {
    parameters_.setRowMajor(entry, rowMajor.data());
  }
  std::unique_ptr<ForwardPass> forwardPass() const override;

 private:
  Parameters<double> parameters_;
};

class DoubleLearner final : public Learner {
 public:
  DoubleLearner(const NetworkShape& shape, const OptimizerSettings& settings)
      : network_(shape), optimizer_(settings, network_.parameters().flat().size()), gradient_(shape) {}

  DoubleNetwork& network() override { return network_; }
  const DoubleNetwork& network() const override { return network_; }
  const Parameters<double>& gradient() const { return gradient_; }

  void start(const Dataset& data, std::span<const Batch> shards) override;
  void setState(std::span<const CarriedState> shards) override { state_.assign(shards.begin(), shards.end()); }
  std::vector<CarriedState> state() const override { return state_; }
  void begin(std::span<const Window> shards, double scale) override;
  bool advance() override;
  double loss() const override { return loss_; }
  double clip(double limit) override { return clipGlobalNorm(gradient_.flat(), limit); }
  void update(double learningRate) override;
  void setOptimizer(const OptimizerSettings& settings) override { optimizer_.setSettings(settings); }
  Moments moments() const override;
  void setMoments(const Moments& moments) override;
  void keep() override { kept_.emplace(network_.parameters(), optimizer_); }
  void restoreKept() override;

 private:
  DoubleNetwork network_;
  Optimizer<double> optimizer_;
  Parameters<double> gradient_;
  std::vector<CarriedState> state_;
  std::vector<CarriedState> nextState_;
  std::vector<Window> windows_;
  double scale_ = 1;
  double loss_ = 0;
  std::size_t shard_ = 0;  // of the sequence that comes next
  Index sequence_ = 0;
  std::optional<std::pair<Parameters<double>, Optimizer<double>>> kept_;
};

}  // namespace rnn
