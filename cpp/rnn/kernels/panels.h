#pragma once

#include <memory>

#include "rnn/types.h"

namespace rnn::kernels {

enum class Side { AsItIs, Transposed };
enum class Into { Replace, Add };

/// A float matrix A, or the transpose of one, cut into panels of eight rows: a panel's columns follow one
/// another, so that a product reads it from front to back. The last panel is filled up with zeros.
class Panels {
 public:
  explicit Panels(const ConstMatrixRef<float>& a, Side side = Side::AsItIs);

  /// C ← A B, or C ← C + A B
  void multiply(const ConstMatrixRef<float>& b, MatrixRef<float>& c, Into into) const;

 private:
  Index rows_;
  Index depth_;  // the columns of A
  std::unique_ptr<float[]> numbers_;
};

/// C ← C + A Bᵀ
void addOuterProductsInPanels(const ConstMatrixRef<float>& a, const ConstMatrixRef<float>& b, MatrixRef<float>& c);

}  // namespace rnn::kernels
