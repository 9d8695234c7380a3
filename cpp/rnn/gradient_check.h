#pragma once

#include <string>
#include <vector>

#include "rnn/batch.h"
#include "rnn/parameters.h"

namespace rnn {

/// One matrix of parameters, entry by entry: the derivative BPTT gives and the one measured.
struct CheckedParameter {
  std::string name;
  std::vector<Index> indices;          ///< which entries were checked, row-major
  std::vector<double> analytic;        ///< ∂L/∂θ from backpropagation
  std::vector<double> numeric;         ///< from differences of the loss itself
  std::vector<double> relativeErrors;  ///< of each entry, as defined below
  double worstRelativeError = 0;
  Index worstIndex = 0;  ///< row-major
};

/// Compares the gradient of Σ L_t with central differences, both in double whatever the network is
/// trained in. The five-point stencil (Abramowitz and Stegun, section 25.3), error O(ε⁴):
///
///   ∂L/∂θ ≈ [8 (L(θ+ε) − L(θ−ε)) − (L(θ+2ε) − L(θ−2ε))] / 12ε
///
/// The relative error of an entry is |a − n| / max(|a|, |n|, 10⁻³ · largest |a| of all parameters):
/// an entry much smaller than the gradient itself is measured against the gradient, since its
/// difference quotient drowns in the rounding of L. Infinite where either of the two is not finite.
///
/// Work comes in pieces, so that a page can stay responsive: construct, then advance() until done.
class GradientCheck {
 public:
  /// Checks every parameter, or `sample` of them drawn with `seed` when there are more.
  /// `truncate` > 0 checks what truncated BPTT follows (and finds it is not the gradient).
  GradientCheck(const Parameters<double>& parameters, const Dataset& data, Index truncate, Index sample,
                std::uint64_t seed);

  Index total() const { return static_cast<Index>(chosen_.size()); }
  Index done() const { return done_; }
  /// Measures up to `count` more entries.
  void advance(Index count);
  /// What is measured so far, in the order of the parameters.
  std::vector<CheckedParameter> result() const;

 private:
  double lossAt(Index flatIndex, double value);
  double differenceQuotient(Index flatIndex, double epsilon);
  double measure(Index flatIndex);

  Parameters<double> parameters_;
  Dataset data_;
  Vector<double> analytic_;
  double floor_;               ///< below this an entry's error is measured against the whole gradient
  std::vector<Index> chosen_;  ///< places in the flat buffer, ascending
  std::vector<double> numeric_;
  Index done_ = 0;
};

}  // namespace rnn
