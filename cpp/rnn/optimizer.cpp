#include "rnn/optimizer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace rnn {
namespace {

bool usesFirstMoment(OptimizerType type) {
  return type == OptimizerType::Momentum || type == OptimizerType::Nesterov || type == OptimizerType::Adam ||
         type == OptimizerType::AdamW;
}

bool usesSecondMoment(OptimizerType type) {
  return type == OptimizerType::RmsProp || type == OptimizerType::Adagrad || type == OptimizerType::Adam ||
         type == OptimizerType::AdamW;
}

/// The moments of a parameter that is no longer used, such as those of a rare token's column of W_ih, decay into the
/// denormal numbers, on which arithmetic is some twenty times slower.
float flushDenormal(float moment, float threshold) {
  return std::abs(moment) < threshold ? 0.0F : moment;
}

void flushDenormals(Vector<float>& moments, float threshold) {
  moments = (moments.array().abs() < threshold).select(0.0F, moments);
}

/// A step of this size changes no parameter, and is itself still a normal number.
constexpr float kFirstMomentThreshold = std::numeric_limits<float>::min() / std::numeric_limits<float>::epsilon();
/// The update divides by the root of the second moment, so only denormal numbers are flushed.
constexpr float kSecondMomentThreshold = std::numeric_limits<float>::min();

}  // namespace

Optimizer::Optimizer(const OptimizerSettings& settings, Index parameterCount)
    : settings_(settings), parameterCount_(parameterCount) {
  clear();
}

void Optimizer::clear() {
  steps_ = 0;
  firstMoment_ = Vector<float>::Zero(usesFirstMoment(settings_.type) ? parameterCount_ : 0);
  secondMoment_ = Vector<float>::Zero(usesSecondMoment(settings_.type) ? parameterCount_ : 0);
}

void Optimizer::setSettings(const OptimizerSettings& settings) {
  const bool anotherRule = settings.type != settings_.type;
  settings_ = settings;
  if (anotherRule) clear();
}

void Optimizer::restore(std::int64_t steps, Vector<float> firstMoment, Vector<float> secondMoment) {
  steps_ = steps;
  firstMoment_ = std::move(firstMoment);
  secondMoment_ = std::move(secondMoment);
}

//   v ← μ v + g
//   θ ← θ − η v                momentum
//   θ ← θ − η (g + μ v)        Nesterov
void Optimizer::updateMomentum(Vector<float>& parameters, const Vector<float>& gradient, float rate) {
  const auto mu = static_cast<float>(settings_.momentum);
  firstMoment_ = mu * firstMoment_ + gradient;
  flushDenormals(firstMoment_, kFirstMomentThreshold);
  if (settings_.type == OptimizerType::Momentum) {
    parameters -= rate * firstMoment_;
  } else {
    parameters -= rate * (gradient + mu * firstMoment_);
  }
}

//   s ← α s + (1 − α) g²
//   θ ← θ − η g / (√s + ε)
void Optimizer::updateRmsProp(Vector<float>& parameters, const Vector<float>& gradient, float rate) {
  const auto alpha = static_cast<float>(settings_.decay);
  const auto oneMinusAlpha = static_cast<float>(1 - settings_.decay);
  const auto epsilon = static_cast<float>(settings_.epsilon);
  secondMoment_.array() = alpha * secondMoment_.array() + oneMinusAlpha * gradient.array().square();
  flushDenormals(secondMoment_, kSecondMomentThreshold);
  parameters.array() -= rate * gradient.array() / (secondMoment_.array().sqrt() + epsilon);
}

//   s ← s + g²
//   θ ← θ − η g / (√s + ε)
void Optimizer::updateAdagrad(Vector<float>& parameters, const Vector<float>& gradient, float rate) {
  const auto epsilon = static_cast<float>(settings_.epsilon);
  secondMoment_.array() += gradient.array().square();
  parameters.array() -= rate * gradient.array() / (secondMoment_.array().sqrt() + epsilon);
}

//   θ ← θ − η λ θ                             AdamW only (Loshchilov and Hutter 2019)
//   m ← β₁ m + (1 − β₁) g
//   s ← β₂ s + (1 − β₂) g²
//   θ ← θ − η / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + ε)        (Kingma and Ba 2015)
void Optimizer::updateAdam(Vector<float>& parameters, const Vector<float>& gradient, double rate) {
  const auto t = static_cast<double>(steps_);
  const auto beta1 = static_cast<float>(settings_.beta1);
  const auto beta2 = static_cast<float>(settings_.beta2);
  // In double, as PyTorch: in single precision 1 − 0.999 would be off in its fifth digit.
  const auto oneMinusBeta1 = static_cast<float>(1 - settings_.beta1);
  const auto oneMinusBeta2 = static_cast<float>(1 - settings_.beta2);
  // Numerator and denominator times √(1 − β₂ᵗ), so that each parameter takes only one division.
  const double rootCorrection = std::sqrt(1 - std::pow(settings_.beta2, t));
  const auto epsilon = static_cast<float>(settings_.epsilon * rootCorrection);
  const auto stepSize = static_cast<float>(rate / (1 - std::pow(settings_.beta1, t)) * rootCorrection);
  if (settings_.type == OptimizerType::AdamW) {
    parameters *= static_cast<float>(1 - rate * settings_.weightDecay);
  }
  // One loop over all four arrays, which the compiler vectorizes: each number is loaded only once.
  for (Index i = 0; i < parameters.size(); ++i) {
    const float g = gradient[i];
    const float m = flushDenormal(beta1 * firstMoment_[i] + oneMinusBeta1 * g, kFirstMomentThreshold);
    const float s = flushDenormal(beta2 * secondMoment_[i] + oneMinusBeta2 * (g * g), kSecondMomentThreshold);
    firstMoment_[i] = m;
    secondMoment_[i] = s;
    parameters[i] -= stepSize * m / (std::sqrt(s) + epsilon);
  }
}

void Optimizer::update(Vector<float>& parameters, const Vector<float>& gradient, double learningRate) {
  ++steps_;
  const auto rate = static_cast<float>(learningRate);
  switch (settings_.type) {
    case OptimizerType::Sgd:
      parameters -= rate * gradient;  // θ ← θ − η g
      return;
    case OptimizerType::Momentum:
    case OptimizerType::Nesterov:
      return updateMomentum(parameters, gradient, rate);
    case OptimizerType::RmsProp:
      return updateRmsProp(parameters, gradient, rate);
    case OptimizerType::Adagrad:
      return updateAdagrad(parameters, gradient, rate);
    case OptimizerType::Adam:
    case OptimizerType::AdamW:
      return updateAdam(parameters, gradient, learningRate);
  }
}

double scheduledRate(const ScheduleSettings& schedule, double base, std::int64_t step) {
  if (schedule.type != ScheduleType::Cosine) return base;
  if (step < schedule.warmupSteps) {
    return base * static_cast<double>(step + 1) / static_cast<double>(schedule.warmupSteps);
  }
  const auto done = static_cast<double>(step - schedule.warmupSteps);
  const auto all = static_cast<double>(std::max<std::int64_t>(1, schedule.totalSteps - schedule.warmupSteps));
  return base * 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, done / all)));
}

}  // namespace rnn
