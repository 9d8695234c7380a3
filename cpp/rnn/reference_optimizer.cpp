#include "rnn/reference_optimizer.h"

#include <algorithm>
#include <cmath>

#include "rnn/exponential.h"

namespace rnn::reference {
namespace {

// Weights between two places where an update may pause, and multiply-adds that take as long as one of them.
constexpr std::size_t kPausedAfter = 1024;
constexpr double kUpdateOperations = 8;

}  // namespace

// 1 − β₁ᵗ and 1 − β₂ᵗ by exp and log, which the engine has anyway: pow would be a kilobyte more to download.
UpdateRule::UpdateRule(const OptimizerSettings& settings, double rate, std::int64_t t)
    : settings_(settings),
      rate_(rate),
      firstCorrection_(1 - exp(static_cast<double>(t) * std::log(settings.beta1))),
      secondCorrection_(1 - exp(static_cast<double>(t) * std::log(settings.beta2))) {}

//   v ← μ v + g
//   θ ← θ − η v                momentum
//   θ ← θ − η (g + μ v)        Nesterov
void UpdateRule::momentum(double g, double& theta, double& v) const {
  v = settings_.momentum * v + g;
  theta -= rate_ * (settings_.type == OptimizerType::Nesterov ? g + settings_.momentum * v : v);
}

//   s ← α s + (1 − α) g²
//   θ ← θ − η g / (√s + ε)
void UpdateRule::rmsProp(double g, double& theta, double& s) const {
  s = settings_.decay * s + (1 - settings_.decay) * g * g;
  theta -= rate_ * g / (std::sqrt(s) + settings_.epsilon);
}

//   s ← s + g²
//   θ ← θ − η g / (√s + ε)
void UpdateRule::adagrad(double g, double& theta, double& s) const {
  s += g * g;
  theta -= rate_ * g / (std::sqrt(s) + settings_.epsilon);
}

//   θ ← θ − η λ θ                                        AdamW only (Loshchilov and Hutter 2019)
//   m ← β₁ m + (1 − β₁) g          m̂ = m / (1 − β₁ᵗ)
//   s ← β₂ s + (1 − β₂) g²         ŝ = s / (1 − β₂ᵗ)
//   θ ← θ − η m̂ / (√ŝ + ε)                               (Kingma and Ba 2015)
void UpdateRule::adam(double g, double& theta, double& m, double& s) const {
  if (settings_.type == OptimizerType::AdamW) theta -= rate_ * settings_.weightDecay * theta;
  m = settings_.beta1 * m + (1 - settings_.beta1) * g;
  s = settings_.beta2 * s + (1 - settings_.beta2) * g * g;
  theta -= rate_ * (m / firstCorrection_) / (std::sqrt(s / secondCorrection_) + settings_.epsilon);
}

void UpdateRule::operator()(double g, double& theta, double& m, double& s) const {
  switch (settings_.type) {
    case OptimizerType::Sgd:
      theta -= rate_ * g;  // θ ← θ − η g
      return;
    case OptimizerType::Momentum:
    case OptimizerType::Nesterov:
      return momentum(g, theta, m);
    case OptimizerType::RmsProp:
      return rmsProp(g, theta, s);
    case OptimizerType::Adagrad:
      return adagrad(g, theta, s);
    case OptimizerType::Adam:
    case OptimizerType::AdamW:
      return adam(g, theta, m, s);
  }
}

OptimizerState OptimizerState::zero(OptimizerType type, const NetworkShape& shape) {
  const bool adam = type == OptimizerType::Adam || type == OptimizerType::AdamW;
  OptimizerState state;
  if (adam || type == OptimizerType::Momentum || type == OptimizerType::Nesterov) state.firstMoment.emplace(shape);
  if (adam || type == OptimizerType::RmsProp || type == OptimizerType::Adagrad) state.secondMoment.emplace(shape);
  return state;
}

Job update(OptimizerSettings settings, double rate, const Network& gradient, Network& weights, OptimizerState& state) {
  const UpdateRule rule(settings, rate, ++state.steps);
  for (const ParameterInfo& entry : weights.list) {
    const Numbers& g = gradient.numbers(entry);
    Numbers& theta = weights.numbers(entry);
    Numbers* m = state.firstMoment ? &state.firstMoment->numbers(entry) : nullptr;
    Numbers* s = state.secondMoment ? &state.secondMoment->numbers(entry) : nullptr;
    for (std::size_t i = 0; i < g.size(); ++i) {
      double none = 0;
      rule(g[i], theta[i], m ? (*m)[i] : none, s ? (*s)[i] : none);
      if (i % kPausedAfter == 0) co_yield kUpdateOperations* kPausedAfter;
    }
  }
}

//   ‖g‖ = √(Σ g²)
double globalNorm(const Network& gradient) {
  double squares = 0;
  for (const ParameterInfo& entry : gradient.list)
    for (const double g : gradient.numbers(entry))
      squares += g * g;
  return std::sqrt(squares);
}

double clippingFactor(double norm, double limit) {
  return limit > 0 ? std::min(1.0, limit / (norm + 1e-6)) : 1;
}

}  // namespace rnn::reference
