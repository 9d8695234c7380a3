#pragma once

#include <array>
#include <string>
#include <vector>

#include "rnn/gradient.h"
#include "rnn/job.h"
#include "rnn/reference.h"

namespace rnn {

/// The checked entries of one parameter: derivatives by backpropagation and by finite differences.
struct CheckedParameter {
  std::string name;
  std::vector<Index> indices;          ///< which entries were checked, row-major
  std::vector<double> analytic;        ///< ∂L/∂θ from backpropagation
  std::vector<double> numeric;         ///< ∂L/∂θ from finite differences
  std::vector<double> relativeErrors;  ///< of each entry, as defined below
  double worstRelativeError = 0;
  Index worstIndex = 0;  ///< row-major
};

/// Compares the gradient of Σ L_t with central differences, both in double by the reference, whatever the precision of
/// the engine. The five-point stencil (Abramowitz and Stegun, section 25.3), error O(ε⁴):
///
///   ∂L/∂θ ≈ [8 (L(θ+ε) − L(θ−ε)) − (L(θ+2ε) − L(θ−2ε))] / 12ε
///
/// The four losses are computed step by step side by side, and their differences summed over the steps: the rounding is
/// that of one step's loss, however long the sequence.
///
/// With ε = 10⁻³; where they do not agree, with ε down to 10⁻⁶, and the quotient that is nearest counts. It ends sooner
/// where two quotients agree with each other a hundred times better than with the gradient: it is the gradient, then.
///
/// The relative error of an entry is |a − n| / max(|a|, |n|, 10⁻³ · largest |a| of all parameters):
/// for an entry much smaller than the gradient the error is relative to the gradient, since its difference quotient is
/// dominated by the rounding of L. Infinite where either of the two is not finite.
class GradientCheck {
 public:
  /// Checks every parameter, or `sample` of them drawn with `seed` when there are more.
  /// `truncate` > 0 checks what truncated BPTT computes (and finds that it is not the gradient).
  GradientCheck(reference::Network network, Dataset data, Index truncate, Index sample, std::uint64_t seed);
  GradientCheck(const GradientCheck&) = delete;

  Index total() const { return static_cast<Index>(chosen_.size()); }
  Index done() const { return static_cast<Index>(numeric_.size()); }
  /// A slice of the work: a part of the gradient, some entries, or a part of one. True when all is done.
  bool advance(double operations = kSliceOperations) { return job_.advance(operations); }
  /// The entries checked so far, in the order of the parameters.
  std::vector<CheckedParameter> result() const;

 private:
  /// L at θ+ε, θ−ε, θ+2ε and θ−2ε.
  struct Stencil {
    std::array<double, 4> theta;
    std::array<reference::State, 4> states;
    double near = 0;  ///< L(θ+ε) − L(θ−ε)
    double far = 0;   ///< L(θ+2ε) − L(θ−2ε)
  };

  Job run();
  void addStep(const Sequence& sequence, std::size_t t, double& theta, Stencil& stencil);
  void keepAnalytic(const reference::Network& gradient);

  reference::Network network_;
  Dataset data_;
  Index truncate_;
  std::vector<Index> chosen_;  ///< indices of the weights, one parameter after the other, row-major; ascending
  reference::Step step_;       ///< scratch: used again for each of the four
  std::vector<double> analytic_;
  double floor_ = 0;  ///< the least denominator of a relative error
  std::vector<double> numeric_;
  Job job_;
};

}  // namespace rnn
