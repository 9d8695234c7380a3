#include "rnn/gradient_check.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "rnn/evaluation.h"
#include "rnn/gradient.h"
#include "rnn/random.h"

namespace rnn {
namespace {

// Balances the stencil's error, ~ε⁴, against the rounding of L, ~10⁻¹⁶ L / ε.
constexpr double kEpsilon = 1e-3;
constexpr double kSmallestEpsilon = 1e-6;
constexpr double kFloor = 1e-3;
constexpr double kAgreement = 1e-7;

/// Infinite where one of them is not finite.
double relativeError(double analytic, double numeric, double floor) {
  const double difference = std::abs(analytic - numeric);
  if (difference == 0) return 0;
  const double size = std::max({std::abs(analytic), std::abs(numeric), floor});
  return std::isfinite(difference) ? difference / size : std::numeric_limits<double>::infinity();
}

std::vector<Index> chooseEntries(Index all, Index sample, std::uint64_t seed) {
  std::vector<Index> chosen(static_cast<std::size_t>(all));
  std::iota(chosen.begin(), chosen.end(), Index{0});
  if (all <= sample) return chosen;
  Random random(seed);
  random.shuffle(chosen);
  chosen.resize(static_cast<std::size_t>(sample));
  std::sort(chosen.begin(), chosen.end());
  return chosen;
}

/// The flat buffer is column-major; indices outside are row-major.
Index rowMajorIndex(const ParameterInfo& entry, Index flatIndex) {
  const auto inside = static_cast<Index>(flatIndex - entry.offset);
  return (inside % entry.rows) * entry.columns + inside / entry.rows;
}

}  // namespace

GradientCheck::GradientCheck(const Parameters<double>& parameters, const Dataset& data, Index truncate, Index sample,
                             std::uint64_t seed)
    : parameters_(parameters),
      data_(data),
      analytic_(lossGradient(parameters, data, Reduction::Sum, truncate).gradient.flat()),
      floor_(kFloor * analytic_.cwiseAbs().maxCoeff()),
      chosen_(chooseEntries(analytic_.size(), sample, seed)) {}

double GradientCheck::lossAt(Index flatIndex, double value) {
  const double kept = std::exchange(parameters_.flat()[flatIndex], value);
  const double loss = evaluate(parameters_, data_).totalLoss;
  parameters_.flat()[flatIndex] = kept;
  return loss;
}

double GradientCheck::differenceQuotient(Index flatIndex, double epsilon) {
  const double theta = parameters_.flat()[flatIndex];
  const double near = lossAt(flatIndex, theta + epsilon) - lossAt(flatIndex, theta - epsilon);
  const double far = lossAt(flatIndex, theta + 2 * epsilon) - lossAt(flatIndex, theta - 2 * epsilon);
  return (8 * near - far) / (12 * epsilon);
}

// Where ReLU's kink lies within ±2ε, the quotient mixes the slopes of both sides; a smaller ε avoids it. A wrong
// gradient stays wrong however small ε is.
double GradientCheck::measure(Index flatIndex) {
  double epsilon = kEpsilon;
  double numeric = differenceQuotient(flatIndex, epsilon);
  if (parameters_.shape().activation != Activation::Relu) return numeric;
  while (epsilon > kSmallestEpsilon && relativeError(analytic_[flatIndex], numeric, floor_) > kAgreement) {
    epsilon /= 10;
    numeric = differenceQuotient(flatIndex, epsilon);
  }
  return numeric;
}

void GradientCheck::advance(Index count) {
  const Index end = std::min(done_ + count, total());
  for (; done_ < end; ++done_) {
    numeric_.push_back(measure(chosen_[static_cast<std::size_t>(done_)]));
  }
}

std::vector<CheckedParameter> GradientCheck::result() const {
  std::vector<CheckedParameter> result;
  std::size_t next = 0;
  for (const ParameterInfo& entry : parameters_.list()) {
    CheckedParameter checked;
    checked.name = entry.name;
    for (; next < numeric_.size() && chosen_[next] < entry.offset + entry.size(); ++next) {
      const double a = analytic_[chosen_[next]];
      const double n = numeric_[next];
      const double error = relativeError(a, n, floor_);
      checked.indices.push_back(rowMajorIndex(entry, chosen_[next]));
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
