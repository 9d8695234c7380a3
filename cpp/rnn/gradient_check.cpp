#include "rnn/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "rnn/random.h"

namespace rnn {
namespace {

// The first balances the stencil's error, ~ε⁴, against the rounding of L, ~10⁻¹⁶ L / ε.
constexpr std::array kEpsilons{1e-3, 1e-4, 1e-5, 1e-6};
constexpr double kFloor = 1e-3;
constexpr double kAgreement = 1e-7;
constexpr double kMuchBetter = 100;

/// Infinite where one of them is not finite.
double relativeError(double analytic, double numeric, double floor) {
  const double difference = std::abs(analytic - numeric);
  if (difference == 0) return 0;
  const double size = std::max({std::abs(analytic), std::abs(numeric), floor});
  return std::isfinite(difference) ? difference / size : std::numeric_limits<double>::infinity();
}

/// `sample` different ones of 0 … all − 1, ascending; all where there are no more. (Floyd's algorithm, Bentley 1987.)
std::vector<Index> chooseEntries(Index all, Index sample, std::uint64_t seed) {
  std::vector<bool> isChosen(static_cast<std::size_t>(all), sample >= all);
  Random random(seed);
  for (Index last = sample < all ? all - sample : all; last < all; ++last) {
    const auto drawn = static_cast<std::size_t>(random.below(static_cast<std::uint64_t>(last) + 1));
    isChosen[isChosen[drawn] ? static_cast<std::size_t>(last) : drawn] = true;
  }
  std::vector<Index> chosen;
  for (Index i = 0; i < all; ++i)
    if (isChosen[static_cast<std::size_t>(i)]) chosen.push_back(i);
  return chosen;
}

}  // namespace

GradientCheck::GradientCheck(reference::Network network, Dataset data, Index truncate, Index sample, std::uint64_t seed)
    : network_(std::move(network)),
      data_(std::move(data)),
      truncate_(truncate),
      chosen_(chooseEntries(parameterCount(network_.shape), sample, seed)),
      job_(run()) {}

/// The gradient at the chosen entries, and its largest entry of all.
void GradientCheck::keepAnalytic(const reference::Network& gradient) {
  double largest = 0;
  auto next = chosen_.begin();
  for (const ParameterInfo& entry : network_.list) {
    const reference::Numbers& numbers = gradient.numbers(entry);
    for (const double a : numbers)
      largest = std::max(largest, std::abs(a));
    for (; next != chosen_.end() && *next < entry.offset + entry.size(); ++next)
      analytic_.push_back(numbers[static_cast<std::size_t>(*next - entry.offset)]);
  }
  floor_ = kFloor * largest;
}

/// One time step at each of the four values of θ, which is one of the network's weights.
void GradientCheck::addStep(const Sequence& sequence, std::size_t t, double& theta, Stencil& stencil) {
  std::array<double, 4> losses{};
  const double kept = theta;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    theta = stencil.theta[i];
    forwardStep(network_, sequence.inputs[t], sequence.targets[t], stencil.states[i], step_);
    losses[i] = step_.loss;
  }
  theta = kept;
  stencil.near += losses[0] - losses[1];
  stencil.far += losses[2] - losses[3];
}

// The stencil's error is large where the loss bends much, as after some training with a state that runs over many
// steps, or where ReLU's kink lies within ±2ε: a smaller ε avoids it. A wrong gradient stays wrong however small ε is:
// once the quotients of two values of ε agree with each other much better than with it, the next would say the same.
Job GradientCheck::run() {
  {
    LossGradient loss{.gradient = reference::Network(network_.shape)};
    co_yield differentiate(network_, data_, Reduction::Sum, truncate_, loss);
    keepAnalytic(loss.gradient);
  }
  const double operations = 4 * reference::operationsPerStep(network_.shape);
  std::size_t next = 0;
  for (const ParameterInfo& entry : network_.list) {
    for (; next < chosen_.size() && chosen_[next] < entry.offset + entry.size(); ++next) {
      double& theta = network_.numbers(entry)[static_cast<std::size_t>(chosen_[next] - entry.offset)];
      const double analytic = analytic_[next];
      double numeric = std::numeric_limits<double>::infinity();
      double before = std::numeric_limits<double>::quiet_NaN();
      for (const double epsilon : kEpsilons) {
        Stencil stencil{{theta + epsilon, theta - epsilon, theta + 2 * epsilon, theta - 2 * epsilon}, {}};
        for (const Sequence& sequence : data_) {
          stencil.states.fill(initialState(network_, sequence));
          for (std::size_t t = 0; t < sequence.inputs.size(); ++t) {
            addStep(sequence, t, theta, stencil);
            co_yield operations;
          }
        }
        const double quotient = (8 * stencil.near - stencil.far) / (12 * epsilon);
        if (!(std::abs(quotient - analytic) >= std::abs(numeric - analytic))) numeric = quotient;
        if (relativeError(analytic, numeric, floor_) <= kAgreement) break;
        if (kMuchBetter * relativeError(before, quotient, floor_) < relativeError(analytic, numeric, floor_)) break;
        before = quotient;
      }
      numeric_.push_back(numeric);
    }
  }
}

std::vector<CheckedParameter> GradientCheck::result() const {
  std::vector<CheckedParameter> result;
  std::size_t next = 0;
  for (const ParameterInfo& entry : network_.list) {
    CheckedParameter checked;
    checked.name = entry.name;
    for (; next < numeric_.size() && chosen_[next] < entry.offset + entry.size(); ++next) {
      const double a = analytic_[next];
      const double n = numeric_[next];
      const double error = relativeError(a, n, floor_);
      checked.indices.push_back(chosen_[next] - entry.offset);
      checked.analytic.push_back(a);
      checked.numeric.push_back(n);
      checked.relativeErrors.push_back(error);
      if (checked.indices.size() == 1 || error > checked.worstRelativeError) {
        checked.worstRelativeError = error;
        checked.worstIndex = checked.indices.back();
      }
    }
    result.push_back(std::move(checked));
  }
  return result;
}

}  // namespace rnn
