#pragma once

#include <memory>

#include "rnn/types.h"

namespace rnn::kernels {

enum class Transpose { No, Yes };
/// Whether a product is added to C (β = 1 in BLAS) or replaces it (β = 0).
enum class Accumulate { No, Yes };

/// A float matrix A, or its transpose, packed into micro-panels of MR = 8 rows, as in GotoBLAS and BLIS: the columns of
/// a micro-panel are contiguous, so that a product reads it from front to back. The last one is padded with zeros.
class Panels {
 public:
  explicit Panels(const ConstMatrixRef<float>& a, Transpose transpose = Transpose::No);

  /// C ← A B, or C ← C + A B
  void multiply(const ConstMatrixRef<float>& b, MatrixRef<float>& c, Accumulate accumulate) const;

 private:
  Index rows_;
  Index depth_;  // the columns of A
  std::unique_ptr<float[]> packed_;
};

/// C ← C + A Bᵀ
void addOuterProductsInPanels(const ConstMatrixRef<float>& a, const ConstMatrixRef<float>& b, MatrixRef<float>& c);

}  // namespace rnn::kernels
