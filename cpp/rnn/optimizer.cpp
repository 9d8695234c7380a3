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
template <class S>
S flushDenormal(S moment, S threshold) {
  return std::abs(moment) < threshold ? S(0) : moment;
}

template <class S>
void flushDenormals(Vector<S>& moments, S threshold) {
  moments = (moments.array().abs() < threshold).select(S(0), moments);
}

/// A step of this size changes no parameter, and is itself still a normal number.
template <class S>
constexpr S kFirstMomentThreshold = std::numeric_limits<S>::min() / std::numeric_limits<S>::epsilon();
/// The update divides by the root of the second moment, so only denormal numbers are flushed.
template <class S>
constexpr S kSecondMomentThreshold = std::numeric_limits<S>::min();

}  // namespace

template <class S>
Optimizer<S>::Optimizer(const OptimizerSettings& settings, Index parameterCount)
    : settings_(settings), parameterCount_(parameterCount) {
  clear();
}

template <class S>
void Optimizer<S>::clear() {
  steps_ = 0;
  firstMoment_ = Vector<S>::Zero(usesFirstMoment(settings_.type) ? parameterCount_ : 0);
  secondMoment_ = Vector<S>::Zero(usesSecondMoment(settings_.type) ? parameterCount_ : 0);
}

template <class S>
void Optimizer<S>::setSettings(const OptimizerSettings& settings) {
  const bool anotherRule = settings.type != settings_.type;
  settings_ = settings;
  if (anotherRule) clear();
}

template <class S>
void Optimizer<S>::restore(std::int64_t steps, Vector<S> firstMoment, Vector<S> secondMoment) {
  steps_ = steps;
  firstMoment_ = std::move(firstMoment);
  secondMoment_ = std::move(secondMoment);
}

//   v ← μ v + g
//   θ ← θ − η v                momentum
//   θ ← θ − η (g + μ v)        Nesterov
template <class S>
void Optimizer<S>::updateMomentum(Vector<S>& parameters, const Vector<S>& gradient, S rate) {
  const auto mu = static_cast<S>(settings_.momentum);
  firstMoment_ = mu * firstMoment_ + gradient;
  flushDenormals(firstMoment_, kFirstMomentThreshold<S>);
  if (settings_.type == OptimizerType::Momentum) {
    parameters -= rate * firstMoment_;
  } else {
    parameters -= rate * (gradient + mu * firstMoment_);
  }
}

//   s ← α s + (1 − α) g²
//   θ ← θ − η g / (√s + ε)
template <class S>
void Optimizer<S>::updateRmsProp(Vector<S>& parameters, const Vector<S>& gradient, S rate) {
  const auto alpha = static_cast<S>(settings_.decay);
  const auto oneMinusAlpha = static_cast<S>(1 - settings_.decay);
  const auto epsilon = static_cast<S>(settings_.epsilon);
  secondMoment_.array() = alpha * secondMoment_.array() + oneMinusAlpha * gradient.array().square();
  flushDenormals(secondMoment_, kSecondMomentThreshold<S>);
  parameters.array() -= rate * gradient.array() / (secondMoment_.array().sqrt() + epsilon);
}

//   s ← s + g²
//   θ ← θ − η g / (√s + ε)
template <class S>
void Optimizer<S>::updateAdagrad(Vector<S>& parameters, const Vector<S>& gradient, S rate) {
  const auto epsilon = static_cast<S>(settings_.epsilon);
  secondMoment_.array() += gradient.array().square();
  parameters.array() -= rate * gradient.array() / (secondMoment_.array().sqrt() + epsilon);
}

//   θ ← θ − η λ θ                             AdamW only (Loshchilov and Hutter 2019)
//   m ← β₁ m + (1 − β₁) g
//   s ← β₂ s + (1 − β₂) g²
//   θ ← θ − η / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + ε)        (Kingma and Ba 2015)
template <class S>
void Optimizer<S>::updateAdam(Vector<S>& parameters, const Vector<S>& gradient, double rate) {
  const auto t = static_cast<double>(steps_);
  const auto beta1 = static_cast<S>(settings_.beta1);
  const auto beta2 = static_cast<S>(settings_.beta2);
  // In double, as PyTorch: in single precision 1 − 0.999 would be off in its fifth digit.
  const auto oneMinusBeta1 = static_cast<S>(1 - settings_.beta1);
  const auto oneMinusBeta2 = static_cast<S>(1 - settings_.beta2);
  // Numerator and denominator times √(1 − β₂ᵗ), so that each parameter takes only one division.
  const double rootCorrection = std::sqrt(1 - std::pow(settings_.beta2, t));
  const auto epsilon = static_cast<S>(settings_.epsilon * rootCorrection);
  const auto stepSize = static_cast<S>(rate / (1 - std::pow(settings_.beta1, t)) * rootCorrection);
  if (settings_.type == OptimizerType::AdamW) {
    parameters *= static_cast<S>(1 - rate * settings_.weightDecay);
  }
  // One loop over all four arrays, which the compiler vectorizes: each number is loaded only once.
  for (Index i = 0; i < parameters.size(); ++i) {
    const S g = gradient[i];
    const S m = flushDenormal(beta1 * firstMoment_[i] + oneMinusBeta1 * g, kFirstMomentThreshold<S>);
    const S s = flushDenormal(beta2 * secondMoment_[i] + oneMinusBeta2 * (g * g), kSecondMomentThreshold<S>);
    firstMoment_[i] = m;
    secondMoment_[i] = s;
    parameters[i] -= stepSize * m / (std::sqrt(s) + epsilon);
  }
}

template <class S>
void Optimizer<S>::update(Vector<S>& parameters, const Vector<S>& gradient, double learningRate) {
  ++steps_;
  const auto rate = static_cast<S>(learningRate);
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

double clipFactor(double norm, double limit) {
  return limit > 0 ? std::min(1.0, limit / (norm + 1e-6)) : 1;
}

template <class S>
double clipGlobalNorm(Vector<S>& gradient, double limit) {
  const auto norm = static_cast<double>(gradient.norm());
  const double factor = clipFactor(norm, limit);
  if (factor < 1) gradient *= static_cast<S>(factor);
  return norm;
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

template class Optimizer<float>;
template class Optimizer<double>;
template double clipGlobalNorm(Vector<float>&, double);
template double clipGlobalNorm(Vector<double>&, double);

}  // namespace rnn
