#pragma once

#include <memory>
#include <span>
#include <vector>

#include "rnn/network.h"

namespace rnn {

/// A network in single precision: what training, predictions and generation compute with. Its passes: window_pass.h.
class FloatNetwork final : public Network {
 public:
  /// With weights that are still to be set.
  explicit FloatNetwork(const NetworkShape& shape) : parameters_(shape, Unset{}) {}

  const Parameters<float>& parameters() const { return parameters_; }
  Parameters<float>& parameters() { return parameters_; }

  const NetworkShape& shape() const override { return parameters_.shape(); }
  std::unique_ptr<Network> clone() const override { return std::make_unique<FloatNetwork>(*this); }
  reference::Network inDouble() const override { return reference::Network(parameters_); }
  std::vector<double> parameter(const ParameterInfo& entry) const override;
  void setRows(const ParameterInfo& entry, Index first, std::span<const double> rowMajor) override;
  std::unique_ptr<ForwardPass> forwardPass() const override;

 private:
  Parameters<float> parameters_;
};

}  // namespace rnn
