#pragma once

#include <string>
#include <vector>

#include "rnn/batch.h"
#include "rnn/parameters.h"

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

/// Compares the gradient of Σ L_t with central differences, both in double whatever the precision of the network. The
/// five-point stencil (Abramowitz and Stegun, section 25.3), error O(ε⁴):
///
///   ∂L/∂θ ≈ [8 (L(θ+ε) − L(θ−ε)) − (L(θ+2ε) − L(θ−2ε))] / 12ε
///
/// The relative error of an entry is |a − n| / max(|a|, |n|, 10⁻³ · largest |a| of all parameters):
/// for an entry much smaller than the gradient the error is relative to the gradient, since its difference quotient is
/// dominated by the rounding of L. Infinite where either of the two is not finite.
///
/// Resumable, so that a page stays responsive: construct, then advance() until done.
class GradientCheck {
 public:
  /// Checks every parameter, or `sample` of them drawn with `seed` when there are more.
  /// `truncate` > 0 checks what truncated BPTT computes (and finds that it is not the gradient).
  GradientCheck(const Parameters<double>& parameters, const Dataset& data, Index truncate, Index sample,
                std::uint64_t seed);

  Index total() const { return static_cast<Index>(chosen_.size()); }
  Index done() const { return done_; }
  /// Checks up to `count` more entries.
  void advance(Index count);
  /// The entries checked so far, in the order of the parameters.
  std::vector<CheckedParameter> result() const;

 private:
  double lossAt(Index flatIndex, double value);
  double differenceQuotient(Index flatIndex, double epsilon);
  double measure(Index flatIndex);

  Parameters<double> parameters_;
  Dataset data_;
  Vector<double> analytic_;
  double floor_;               ///< the least denominator of a relative error
  std::vector<Index> chosen_;  ///< indices in the flat buffer, ascending
  std::vector<double> numeric_;
  Index done_ = 0;
};

}  // namespace rnn
