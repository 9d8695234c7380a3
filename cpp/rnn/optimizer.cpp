#include "rnn/optimizer.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "rnn/cosine.h"
#include "rnn/exponential.h"
#include "rnn/job.h"
#include "rnn/kernels/math.h"

namespace rnn {
namespace {

using kernels::Float4;

bool usesFirstMoment(OptimizerType type) {
  return type == OptimizerType::Momentum || type == OptimizerType::Nesterov || type == OptimizerType::Adam ||
         type == OptimizerType::AdamW;
}

bool usesSecondMoment(OptimizerType type) {
  return type == OptimizerType::RmsProp || type == OptimizerType::Adagrad || type == OptimizerType::Adam ||
         type == OptimizerType::AdamW;
}

/// The moments of a parameter that is no longer used, such as those of a rare token's column of W_ih, decay into the
/// denormal numbers, on which arithmetic is some twenty times slower. After this many updates such moments are set to
/// 0; after each one it would cost a sixth of the update.
constexpr std::int64_t kUpdatesPerFlush = 16;

void flushDenormals(float* moments, Index count, float threshold) {
  kernels::forEachLane(count, [=](const auto& at) {
    const Float4 m = at.load(moments);
    at.store(moments, kernels::select(kernels::abs(m) < threshold, Float4{}, m));
  });
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
  next_ = 0;
  firstMoment_.resize(usesFirstMoment(settings_.type) ? parameterCount_ : 0);
  secondMoment_.resize(usesSecondMoment(settings_.type) ? parameterCount_ : 0);
}

void Optimizer::setSettings(const OptimizerSettings& settings) {
  const bool anotherRule = settings.type != settings_.type;
  settings_ = settings;
  if (anotherRule) clear();
}

void Optimizer::restore(std::int64_t steps, Vector<float> firstMoment, Vector<float> secondMoment) {
  steps_ = steps;
  next_ = 0;
  firstMoment_ = std::move(firstMoment);
  secondMoment_ = std::move(secondMoment);
}

//   v ← μ v + g
//   θ ← θ − η v                momentum
//   θ ← θ − η (g + μ v)        Nesterov
void Optimizer::updateMomentum(Part part, float rate) {
  const auto mu = static_cast<float>(settings_.momentum);
  const bool nesterov = settings_.type == OptimizerType::Nesterov;
  kernels::forEachLane(part.count, [=](const auto& at) {
    const Float4 g = part.factor * at.load(part.gradient);
    const Float4 v = mu * at.load(part.firstMoment) + g;
    at.store(part.firstMoment, v);
    at.store(part.parameters, at.load(part.parameters) - rate * (nesterov ? g + mu * v : v));
  });
}

//   s ← α s + (1 − α) g²       RMSProp
//   s ← s + g²                 Adagrad
//   θ ← θ − η g / (√s + ε)
void Optimizer::updateByRoot(Part part, float rate) {
  const bool adagrad = settings_.type == OptimizerType::Adagrad;
  const auto alpha = adagrad ? 1.0F : static_cast<float>(settings_.decay);
  const auto ofSquare = adagrad ? 1.0F : static_cast<float>(1 - settings_.decay);
  const auto epsilon = static_cast<float>(settings_.epsilon);
  kernels::forEachLane(part.count, [=](const auto& at) {
    const Float4 g = part.factor * at.load(part.gradient);
    const Float4 s = alpha * at.load(part.secondMoment) + ofSquare * (g * g);
    at.store(part.secondMoment, s);
    at.store(part.parameters, at.load(part.parameters) - rate * g / (kernels::sqrt(s) + epsilon));
  });
}

//   θ ← θ − η λ θ                             AdamW only (Loshchilov and Hutter 2019)
//   m ← β₁ m + (1 − β₁) g
//   s ← β₂ s + (1 − β₂) g²
//   θ ← θ − η / (1 − β₁ᵗ) · m / (√s / √(1 − β₂ᵗ) + ε)        (Kingma and Ba 2015)
void Optimizer::updateAdam(Part part, double rate) {
  const auto t = static_cast<double>(steps_);
  const auto beta1 = static_cast<float>(settings_.beta1);
  const auto beta2 = static_cast<float>(settings_.beta2);
  // In double, as PyTorch: in single precision 1 − 0.999 would be off in its fifth digit.
  const auto oneMinusBeta1 = static_cast<float>(1 - settings_.beta1);
  const auto oneMinusBeta2 = static_cast<float>(1 - settings_.beta2);
  // β^t by exp and log, which the engine has anyway; pow would be a kilobyte more to download.
  // Numerator and denominator times √(1 − β₂ᵗ), so that each parameter takes only one division.
  const double rootCorrection = std::sqrt(1 - exp(t * std::log(settings_.beta2)));
  const auto epsilon = static_cast<float>(settings_.epsilon * rootCorrection);
  const auto stepSize = static_cast<float>(rate / (1 - exp(t * std::log(settings_.beta1))) * rootCorrection);
  const auto keep = static_cast<float>(settings_.type == OptimizerType::AdamW ? 1 - rate * settings_.weightDecay : 1);
  kernels::forEachLane(part.count, [=](const auto& at) {
    const Float4 g = part.factor * at.load(part.gradient);
    const Float4 m = beta1 * at.load(part.firstMoment) + oneMinusBeta1 * g;
    const Float4 s = beta2 * at.load(part.secondMoment) + oneMinusBeta2 * (g * g);
    at.store(part.firstMoment, m);
    at.store(part.secondMoment, s);
    at.store(part.parameters, keep * at.load(part.parameters) - stepSize * m / (kernels::sqrt(s) + epsilon));
  });
}

void Optimizer::flush(const Part& part) {
  if (part.firstMoment) flushDenormals(part.firstMoment, part.count, kFirstMomentThreshold);
  if (part.secondMoment) flushDenormals(part.secondMoment, part.count, kSecondMomentThreshold);
}

void Optimizer::updatePart(Part part, double learningRate) {
  const auto rate = static_cast<float>(learningRate);
  switch (settings_.type) {
    case OptimizerType::Sgd:  // θ ← θ − η g
      return kernels::forEachLane(part.count, [=](const auto& at) {
        at.store(part.parameters, at.load(part.parameters) - rate * (part.factor * at.load(part.gradient)));
      });
    case OptimizerType::Momentum:
    case OptimizerType::Nesterov:
      return updateMomentum(part, rate);
    case OptimizerType::RmsProp:
    case OptimizerType::Adagrad:
      return updateByRoot(part, rate);
    case OptimizerType::Adam:
    case OptimizerType::AdamW:
      return updateAdam(part, learningRate);
  }
}

bool Optimizer::advance(Vector<float>& parameters, const Vector<float>& gradient, double learningRate, float factor) {
  if (next_ == 0) ++steps_;
  const auto at = [&](Vector<float>& moment) { return moment.size() > 0 ? moment.data() + next_ : nullptr; };
  const Index count = std::min(kSliceNumbers, parameterCount_ - next_);
  const Part part{
      parameters.data() + next_, gradient.data() + next_, at(firstMoment_), at(secondMoment_), count, factor};
  if (steps_ == 1) {
    const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(float);
    if (part.firstMoment) std::memset(part.firstMoment, 0, bytes);
    if (part.secondMoment) std::memset(part.secondMoment, 0, bytes);
  }
  updatePart(part, learningRate);
  // Adagrad's sums only grow.
  if (steps_ % kUpdatesPerFlush == 0 && settings_.type != OptimizerType::Adagrad) flush(part);
  next_ += count;
  if (next_ < parameterCount_) return false;
  next_ = 0;
  return true;
}

void Optimizer::update(Vector<float>& parameters, const Vector<float>& gradient, double learningRate) {
  while (!advance(parameters, gradient, learningRate)) {
  }
}

double scheduledRate(const ScheduleSettings& schedule, double base, std::int64_t step) {
  if (schedule.type == ScheduleType::InverseSqrt) {
    const std::int64_t steady = std::max<std::int64_t>(1, schedule.steadySteps);
    return base * std::sqrt(static_cast<double>(steady) / static_cast<double>(std::max(steady, step)));
  }
  if (schedule.type != ScheduleType::Cosine) return base;
  if (step < schedule.warmupSteps) {
    return base * static_cast<double>(step + 1) / static_cast<double>(schedule.warmupSteps);
  }
  const auto done = static_cast<double>(step - schedule.warmupSteps);
  const auto all = static_cast<double>(std::max<std::int64_t>(1, schedule.totalSteps - schedule.warmupSteps));
  return base * 0.5 * (1 + cosineOfTurns(0.5 * std::min(1.0, done / all)));
}

}  // namespace rnn
